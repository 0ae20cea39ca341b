// One live source of a run: asks for consent before each connection, connects, waits, connects again, and can say at any time
// what it is doing. It owns one connection at most. Stopped, it contacts nothing; what it had taken is logged first.
import type { StringColumn } from '../../src/columns/column.ts';
import type { Feed } from '../../src/plan/feed.ts';
import { feedHost } from '../../src/plan/feed.ts';
import type { FeedState, FeedStatus } from '../../src/protocol/data-api.ts';
import { StorageError } from '../../src/storage/store.ts';
import type { Timers } from '../timers.ts';
import { Backoff } from './backoff.ts';
import type { ConnectionContext, Ending, Offered } from './connection.ts';
import { type BlockLog, type CursorChange, FeedLog } from './feed-log.ts';
import { againWords, countWords, reconnectWords } from './feed-words.ts';
import { pollOnce } from './poll-feed.ts';
import { sseConnection } from './sse-feed.ts';
import type { Transport } from './transport.ts';
import { websocketConnection } from './websocket-feed.ts';

/** A connection that lasted this long, or gave a row, went well: the next wait is short again. */
const WENT_WELL_MS = 5_000;
const ROOM_EVERY_MS = 500;

export interface FeedPorts {
  readonly transport: Transport;
  readonly timers: Timers;
  /** From 0 up to 1. */
  random(): number;
  /** Whether the user allowed this host. Asked before every connection. */
  allowed(host: string): Promise<boolean>;
}

export type NetworkFeed = Exclude<Feed, { readonly kind: 'keystrokes' | 'pointer' }>;

export class FeedRunner {
  readonly operatorId: string;
  readonly feed: NetworkFeed;
  private readonly ports: FeedPorts;
  private readonly log: FeedLog;
  private readonly host: string;
  private readonly backoff: Backoff;
  private readonly changed: () => void;
  private state: FeedState = 'connecting';
  private note = '';
  private untilMs = 0;
  private waitWords: (seconds: number) => string = () => '';
  private trouble = '';
  private stopping = false;
  private connection: AbortController | null = null;
  private wake: () => void = () => undefined;
  private looping: Promise<void> | null = null;
  /** A request with a header of ours was answered. */
  private specialWorks = false;
  private maySpecial = true;

  constructor(operatorId: string, feed: NetworkFeed, log: BlockLog, ports: FeedPorts, changed: () => void) {
    this.operatorId = operatorId;
    this.feed = feed;
    this.ports = ports;
    this.changed = changed;
    this.host = feedHost(feed) ?? '';
    this.backoff = new Backoff(() => ports.random());
    this.log = new FeedLog(log, feed.url, feed.buffer, ports.timers, (error) => this.logFailed(error));
  }

  start(): void {
    // A defect ends the feed, and is told as one.
    this.looping ??= this.loop().catch((error: unknown) => {
      this.set(
        'refused',
        `The source stopped on a defect of its own: ${error instanceof Error ? error.message : String(error)}. Pause and run the pipeline to try again.`,
      );
      throw error;
    });
  }

  /** Ends the connection, then logs what was taken. `words`: why. */
  async stop(words: string): Promise<void> {
    this.stopping = true;
    this.connection?.abort();
    this.wake();
    await Promise.all([this.looping, this.log.close()]);
    this.set('off', words);
  }

  /** A consent was given or taken back. */
  async consentsChanged(): Promise<void> {
    if (this.state === 'needs-consent') this.wake();
    else if (this.connection !== null && !(await this.allowed())) this.connection.abort();
  }

  status(): FeedStatus {
    const { rows, bytes } = this.log.used();
    const { dropped, replayed, lastEventId } = this.log.cursorNow();
    return {
      operatorId: this.operatorId,
      state: this.state,
      words: [this.words(), this.trouble, countWords(dropped, replayed)].filter((part) => part !== '').join(' '),
      host: this.host,
      bufferedRows: rows,
      bufferedBytes: bytes,
      droppedRows: dropped + replayed,
      lastEventId,
    };
  }

  private words(): string {
    if (this.state !== 'waiting') return this.note;
    return this.waitWords(Math.max(0, Math.ceil((this.untilMs - this.ports.timers.now()) / 1000)));
  }

  private async loop(): Promise<void> {
    // What consent is asked for must be what the browser contacts.
    if (new URL(this.feed.url).host !== this.host) {
      this.set('refused', `The browser reads the address of ${this.host} as another host. Nothing was sent.`);
      return this.untilStopped();
    }
    await this.loadLog();
    while (!this.stopping) {
      if (!(await this.allowed())) {
        this.set('needs-consent', `Waiting for your consent to contact ${this.host}. Nothing was sent to it.`);
        await this.sleep(null);
        continue;
      }
      const ending = await this.connect();
      if (this.stopping) return;
      // Cut because the consent was taken back.
      if (ending === null) continue;
      if (!(await this.after(ending))) return this.untilStopped();
    }
  }

  private async loadLog(): Promise<void> {
    for (;;) {
      try {
        return await this.log.load();
      } catch (error) {
        if (!(error instanceof StorageError) || this.stopping) throw error;
        this.logFailed(error);
        await this.sleep(1_000);
        if (this.stopping) return;
      }
    }
  }

  private async allowed(): Promise<boolean> {
    try {
      return await this.ports.allowed(this.host);
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      // What cannot be read was not allowed.
      return false;
    }
  }

  private async connect(): Promise<Ending | null> {
    const stop = new AbortController();
    this.connection = stop;
    if (this.feed.kind !== 'http-poll' || this.state !== 'waiting') this.set('connecting', `Connecting to ${this.host}.`);
    const began = this.ports.timers.now();
    const special = this.maySpecial;
    try {
      const ending = await this.converse(this.context(stop.signal, special));
      if (stop.signal.aborted) return null;
      if (ending.kind !== 'lost' || this.ports.timers.now() - began >= WENT_WELL_MS) this.backoff.succeeded();
      return ending;
    } finally {
      this.connection = null;
    }
  }

  private converse(context: ConnectionContext): Promise<Ending> {
    const { feed } = this;
    switch (feed.kind) {
      case 'websocket':
        return websocketConnection(feed, context);
      case 'sse':
        return sseConnection(feed, context, { retry: (ms) => this.backoff.startFrom(ms) });
      case 'http-poll':
        return pollOnce(feed, context);
    }
  }

  private context(signal: AbortSignal, special: boolean): ConnectionContext {
    return {
      transport: this.ports.transport,
      signal,
      host: this.host,
      cursor: () => this.log.cursorNow(),
      opened: (askedSpecially) => {
        if (askedSpecially) this.specialWorks = true;
        if (!signal.aborted) this.set('open', `Connected to ${this.host}.`);
      },
      note: (words) => {
        const note = `Connected to ${this.host}. ${words}`;
        if (!signal.aborted && this.note !== note) this.set('open', note);
      },
      offer: (records, change) => (signal.aborted ? 'full' : this.offer(records, change)),
      take: (records, change, from, to) => {
        if (!signal.aborted) this.log.take(records, change, from, to);
      },
      hasRoom: () => !this.log.isFull(),
      recognised: (rows) => {
        this.log.drop(rows, 'replayed');
        this.changed();
      },
      logged: () => this.log.settled(),
      seenIds: this.log.seenIds(),
      mayAskSpecially: special,
    };
  }

  private offer(records: StringColumn, change: CursorChange): Offered {
    this.backoff.succeeded();
    if (!this.log.isFull(records.length, bytesOf(records))) {
      this.log.take(records, change);
      return 'taken';
    }
    if (this.feed.buffer.whenFull === 'disconnect') return 'full';
    this.log.drop(records.length, 'dropped');
    this.changed();
    return 'taken';
  }

  /** Waits as the ending asks. False: there is nothing more to do until the user does something. */
  private async after(ending: Ending): Promise<boolean> {
    switch (ending.kind) {
      case 'lost': {
        // A server that does not let the page send a header looks like no server at all: it is asked once without.
        const plain = ending.askedSpecially === true && !this.specialWorks;
        this.maySpecial = !plain;
        if (plain) return true;
        const waitMs = this.backoff.failed(ending.atLeastMs);
        const tries = this.backoff.failures + 1;
        await this.wait(waitMs, (seconds) => reconnectWords(this.host, seconds, tries, ending.answer));
        return true;
      }
      case 'again':
        this.maySpecial = true;
        await this.wait(ending.afterMs, (seconds) => againWords(this.host, seconds, ending.answer));
        return true;
      case 'full':
        if (!ending.resumes) {
          this.set(
            'refused',
            `Disconnected from ${this.host}, because the buffer was full and you chose to disconnect. What it sent since is missing. Pause and run the pipeline to connect again.`,
          );
          return false;
        }
        while (!this.stopping && this.isHalfFull())
          await this.wait(
            ROOM_EVERY_MS,
            () => `Disconnected from ${this.host}, because the buffer was full. It goes on at the last event when there is room.`,
          );
        return true;
      case 'ended':
        this.set('ended', ending.words);
        return false;
      case 'refused':
        this.set('refused', ending.words);
        return false;
    }
  }

  private isHalfFull(): boolean {
    const { rows, bytes } = this.log.used();
    return rows * 2 > this.feed.buffer.maxRows || bytes * 2 > this.feed.buffer.maxBytes;
  }

  private async untilStopped(): Promise<void> {
    while (!this.stopping) await this.sleep(null);
  }

  private async wait(ms: number, words: (seconds: number) => string): Promise<void> {
    this.waitWords = words;
    this.untilMs = this.ports.timers.now() + ms;
    this.set('waiting', '');
    await this.sleep(ms);
  }

  /** null: until something wakes it. */
  private sleep(ms: number | null): Promise<void> {
    if (this.stopping) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = ms === null ? () => undefined : this.ports.timers.after(ms, resolve);
      this.wake = () => {
        cancel();
        resolve();
      };
    });
  }

  private logFailed(error: StorageError): void {
    this.trouble = `Its rows cannot be logged at the moment (${error.detail}).`;
    this.changed();
  }

  private set(state: FeedState, note: string): void {
    this.state = state;
    this.note = note;
    if (state === 'open') this.trouble = '';
    this.changed();
  }
}

function bytesOf({ starts, ends, length }: StringColumn): number {
  let bytes = 0;
  for (let i = 0; i < length; i++) bytes += (ends[i] as number) - (starts[i] as number);
  return bytes;
}
