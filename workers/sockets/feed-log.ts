// From the network into the log: rows wait here, bounded, at most 200 ms, and are then written as one block together with
// where the feed stands. One write is under way at a time. What is bounded is everything that came and is not yet in a
// committed batch, in rows and in bytes, because an engine that is slower than its source would otherwise fill the disk.
// A write that failed is tried again, and only when the log does not have it.
import type { Rows, StringColumn } from '../../src/columns/column.ts';
import type { FeedBuffer } from '../../src/plan/feed.ts';
import { StorageError } from '../../src/storage/store.ts';
import type { Timers } from '../timers.ts';
import { decodeCursor, encodeCursor, type FeedCursor, firstCursor } from './feed-cursor.ts';
import { RowBlock } from './row-block.ts';

/** What was accepted within this time becomes one block. */
export const BLOCK_EVERY_MS = 200;
/** A block that has grown to this is written at once. */
const BLOCK_BYTES = 512 * 1024;
const RETRY_WRITE_MS = 500;
/** Ids of events that are remembered, to recognise what a server sends again. */
const REMEMBERED_IDS = 10_000;
/** Blocks that are read back to learn them. */
const REMEMBERED_BLOCKS = 100;

/** A run's log of one live source. */
export interface BlockLog {
  /** Resolves with the sequence of the block, once it is stored. @throws StorageError */
  append(rows: Rows, cursor: string): Promise<number>;
  /** What the newest blocks were written with, newest first. @throws StorageError */
  cursors(limit: number): Promise<readonly string[]>;
  /** The first block that no committed batch has read. */
  firstUnread(): number;
}

interface LoggedBlock {
  readonly sequence: number;
  readonly rows: number;
  readonly bytes: number;
}

/** What a message says about where the feed stands once its rows are logged. */
export type CursorChange = Partial<Pick<FeedCursor, 'lastEventId' | 'answer'>> & { readonly id?: string | null };

export class FeedLog {
  private readonly log: BlockLog;
  private readonly bounds: FeedBuffer;
  private readonly timers: Timers;
  private readonly failed: (error: StorageError) => void;
  private block = new RowBlock();
  /** As it will be once everything that was offered is logged. */
  private cursor: FeedCursor;
  private ids: string[] = [];
  private remembered: string[] = [];
  private writing: { readonly rows: number; readonly bytes: number } | null = null;
  private logged: LoggedBlock[] = [];
  private cancelTimer: (() => void) | null = null;
  private waiting: (() => void)[] = [];
  private endPause: () => void = () => undefined;
  private storedDropped = 0;
  private storedReplayed = 0;
  private closing = false;
  private closed = false;

  constructor(log: BlockLog, url: string, bounds: FeedBuffer, timers: Timers, failed: (error: StorageError) => void) {
    this.log = log;
    this.bounds = bounds;
    this.timers = timers;
    this.failed = failed;
    this.cursor = firstCursor(url);
  }

  /** Learns where the log stands. @throws StorageError */
  async load(): Promise<void> {
    const stored = (await this.log.cursors(REMEMBERED_BLOCKS)).flatMap((text) => decodeCursor(text) ?? []);
    const [newest] = stored;
    if (newest === undefined) return;
    const here = newest.url === this.cursor.url;
    this.cursor = here
      ? { ...newest, ids: [] }
      : { ...firstCursor(this.cursor.url), serial: newest.serial, dropped: newest.dropped, replayed: newest.replayed };
    this.storedDropped = newest.dropped;
    this.storedReplayed = newest.replayed;
    const ids = stored
      .filter((cursor) => cursor.url === this.cursor.url)
      .reverse()
      .flatMap((cursor) => cursor.ids);
    this.remembered = ids.slice(-REMEMBERED_IDS);
  }

  /** Ids of events that were taken, newest last. */
  seenIds(): readonly string[] {
    return this.remembered;
  }

  cursorNow(): FeedCursor {
    return this.cursor;
  }

  /** Whether there is no room for so much more. An empty buffer takes anything. */
  isFull(rows = 0, bytes = 0): boolean {
    const { rows: usedRows, bytes: usedBytes } = this.used();
    return usedRows > 0 && (usedRows + rows > this.bounds.maxRows || usedBytes + bytes > this.bounds.maxBytes);
  }

  used(): { readonly rows: number; readonly bytes: number } {
    const first = this.log.firstUnread();
    while (this.logged[0] !== undefined && this.logged[0].sequence < first) this.logged.shift();
    let rows = this.block.rows + (this.writing?.rows ?? 0);
    let bytes = this.block.bytes + (this.writing?.bytes ?? 0);
    for (const block of this.logged) {
      rows += block.rows;
      bytes += block.bytes;
    }
    return { rows, bytes };
  }

  /** Takes the rows of one message, whole. They are logged within 200 ms, together with the change. */
  take(records: StringColumn, change: CursorChange, from = 0, to = records.length): void {
    this.block.add(records, from, to);
    const { id, ...rest } = change;
    this.cursor = { ...this.cursor, ...rest };
    if (id !== undefined && id !== null) this.remember(id);
    this.schedule(this.block.bytes >= BLOCK_BYTES ? 0 : BLOCK_EVERY_MS);
  }

  private remember(id: string): void {
    this.ids.push(id);
    this.remembered.push(id);
    if (this.remembered.length > 2 * REMEMBERED_IDS) this.remembered = this.remembered.slice(-REMEMBERED_IDS);
  }

  /** Counts rows that are thrown away, or were recognised. Stored with the next block, or when the feed is closed. */
  drop(rows: number, why: 'dropped' | 'replayed'): void {
    this.cursor = { ...this.cursor, [why]: this.cursor[why] + rows };
  }

  /** Resolves when everything taken so far is in the log, or the feed is closed. */
  async settled(): Promise<void> {
    while (!this.closed && (this.block.rows > 0 || this.writing !== null)) {
      if (this.writing === null) void this.write();
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  /** Logs what waits, and counts that no block has told of. A failure leaves it out: it was never accepted. */
  async close(): Promise<void> {
    this.cancelTimer?.();
    this.cancelTimer = null;
    if (this.closing) return;
    this.closing = true;
    this.endPause();
    await this.lastWrite();
    this.closed = true;
    this.wake();
  }

  private async lastWrite(): Promise<void> {
    while (this.writing !== null) await new Promise<void>((resolve) => this.waiting.push(resolve));
    const counts = this.cursor.dropped !== this.storedDropped || this.cursor.replayed !== this.storedReplayed;
    if (this.block.rows > 0 || counts) await this.write();
  }

  private schedule(afterMs: number): void {
    if (this.closing || this.writing !== null) return;
    if (afterMs === 0) {
      this.cancelTimer?.();
      this.cancelTimer = null;
      void this.write();
      return;
    }
    this.cancelTimer ??= this.timers.after(afterMs, () => {
      this.cancelTimer = null;
      void this.write();
    });
  }

  /** Writes the block that waits. Never rejects: what cannot be written is told, and tried again. */
  private async write(): Promise<void> {
    if (this.writing !== null || this.closed) return;
    const { rows, bytes } = this.block;
    const serial = this.cursor.serial + 1;
    const cursor: FeedCursor = { ...this.cursor, serial, ids: this.ids };
    const block = this.block.finish();
    this.block = new RowBlock();
    this.ids = [];
    this.cursor = { ...this.cursor, serial };
    this.writing = { rows, bytes };
    let sequence = await this.store(block, cursor, false);
    while (sequence === null && !this.closing) {
      await this.pause();
      sequence = await this.store(block, cursor, true);
    }
    this.writing = null;
    if (sequence !== null) {
      this.logged.push({ sequence, rows, bytes });
      this.storedDropped = cursor.dropped;
      this.storedReplayed = cursor.replayed;
    }
    this.wake();
    if (this.block.rows > 0) this.schedule(this.block.bytes >= BLOCK_BYTES ? 0 : BLOCK_EVERY_MS);
  }

  /** The sequence, or null when the block is not in the log. */
  private async store(rows: Rows, cursor: FeedCursor, again: boolean): Promise<number | null> {
    try {
      if (again && (await this.isStored(cursor.serial))) return this.log.firstUnread();
      return await this.log.append(rows, encodeCursor(cursor));
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      this.failed(error);
      return null;
    }
  }

  private async isStored(serial: number): Promise<boolean> {
    const [newest] = await this.log.cursors(1);
    const found = newest === undefined ? null : decodeCursor(newest);
    return found !== null && found.serial >= serial;
  }

  /** Before a write is tried again; a feed that is closed does not wait. */
  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.timers.after(RETRY_WRITE_MS, resolve);
      this.endPause = () => {
        cancel();
        resolve();
      };
    });
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}
