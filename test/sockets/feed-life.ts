// One feed over a scripted network, a log in memory and a clock that stands still. A life can end in a crash: what was not
// logged is gone, and the next life begins over the same log.
import { stringAt } from '../../src/columns/build.ts';
import type { Rows } from '../../src/columns/column.ts';
import type { FeedStatus } from '../../src/protocol/data-api.ts';
import { StorageError } from '../../src/storage/store.ts';
import type { BlockLog } from '../../workers/sockets/feed-log.ts';
import { FeedRunner, type NetworkFeed } from '../../workers/sockets/feed-runner.ts';
import { FakeTimers } from '../storage/fake-timers.ts';
import { FakeNetwork } from './fake-network.ts';

export const BUFFER = { maxRows: 10_000, maxBytes: 4_000_000, whenFull: 'drop-newest' } as const;

export class MemoryLog implements BlockLog {
  readonly blocks: { readonly rows: readonly string[]; readonly cursor: string; readonly atMs: number }[] = [];
  /** Blocks that committed batches have read. */
  read = 0;
  /** What the next writes do: fail, or fail although they landed. */
  readonly faults: ('lost' | 'landed')[] = [];
  private readonly timers: FakeTimers;

  constructor(timers: FakeTimers) {
    this.timers = timers;
  }

  async append(rows: Rows, cursor: string): Promise<number> {
    const fault = this.faults.shift();
    if (fault === 'lost') throw new StorageError('unknown', 'the write failed');
    const [column] = rows.columns;
    const texts = column?.kind === 'string' ? Array.from({ length: rows.length }, (_, i) => stringAt(column, i)) : [];
    this.blocks.push({ rows: texts, cursor, atMs: this.timers.now() });
    if (fault === 'landed') throw new StorageError('unknown', 'the answer was lost');
    return this.blocks.length;
  }

  async cursors(limit: number): Promise<readonly string[]> {
    return this.blocks
      .slice(-limit)
      .reverse()
      .map((block) => block.cursor);
  }

  firstUnread(): number {
    return this.read + 1;
  }

  rows(): readonly string[] {
    return this.blocks.flatMap((block) => block.rows);
  }
}

export class FeedLife {
  readonly timers = new FakeTimers(1);
  readonly network = new FakeNetwork();
  readonly log = new MemoryLog(this.timers);
  readonly allowed = new Set(['example.org']);
  runner: FeedRunner;
  /** Chance, from 0 up to 1. */
  chance = 1;
  private readonly feed: NetworkFeed;

  constructor(feed: NetworkFeed) {
    this.feed = feed;
    this.runner = this.begin();
  }

  private begin(): FeedRunner {
    return new FeedRunner(
      'in',
      this.feed,
      this.log,
      { transport: this.network, timers: this.timers, random: () => this.chance, allowed: async (host) => this.allowed.has(host) },
      () => {},
    );
  }

  async start(): Promise<void> {
    this.runner.start();
    await this.timers.pass(0);
  }

  /** The tab dies and comes back: only the log is left. */
  async crash(): Promise<void> {
    const dead = this.runner;
    // Nothing of the dead life may reach the log any more.
    const { append } = this.log;
    this.log.append = async () => {
      throw new StorageError('closed', 'dead');
    };
    const ending = dead.stop('');
    await this.timers.pass(0);
    await ending;
    this.log.append = append;
    this.runner = this.begin();
    await this.start();
  }

  /** Batches commit everything that is logged. */
  commit(): void {
    this.log.read = this.log.blocks.length;
  }

  status(): FeedStatus {
    return this.runner.status();
  }

  get socket() {
    const socket = this.network.sockets.at(-1);
    if (socket === undefined) throw new Error('no socket was opened');
    return socket;
  }
}
