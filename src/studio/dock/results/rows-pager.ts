// The rows of one sink as the table needs them: a few overlapping pages of the worker's sorted and searched answer. One
// request is on its way at a time. Old rows stay until new ones are there; pages of different batches are never shown
// together. Knows no React; `onChange` is called when there is something new to show.
import type { PlainValue } from '../../../columns/build.ts';
import type { RowsPage, RowsQuery } from '../../../protocol/engine-api.ts';

/** Pages begin at multiples of STEP. The page of a row holds STEP rows or more above it and below it. */
export const STEP = 128;
export const PAGE = 384;
const PAGES_KEPT = 8;
/** Rows of a frozen view. */
export const FROZEN_ROWS = 5_000;

export type RowsAsk = Omit<RowsQuery, 'offset' | 'limit'>;
export type ReadPage = (query: RowsQuery) => Promise<RowsPage | null>;

interface Held {
  readonly offset: number;
  readonly page: RowsPage;
}

export class RowsPager {
  /** The newest answer: schema, counts, window. Null before the first. */
  page: RowsPage | null = null;
  /** The last request failed (its sink may not be in the run); the rows before stay. */
  failed = false;
  private ask: RowsAsk | null = null;
  private pages: Held[] = [];
  private first = 0;
  private stale = false;
  private reading = false;
  private frozen = false;
  /** Raised with each new question, so that answers to an older one are dropped. */
  private asked = 0;
  private readonly read: ReadPage;
  private readonly onChange: () => void;

  constructor(read: ReadPage, onChange: () => void) {
    this.read = read;
    this.onChange = onChange;
  }

  /** Keeps the answer as it is now, up to FROZEN_ROWS rows of it, until `thaw`: for answers that change with every batch. */
  async freeze(): Promise<void> {
    const ask = this.ask;
    if (ask === null || this.frozen) return;
    this.frozen = true;
    this.asked += 1;
    const asked = this.asked;
    const answer = await this.read({ ...ask, offset: 0, limit: FROZEN_ROWS });
    if (asked !== this.asked || !this.frozen) return;
    if (answer !== null && answer.batchId === this.page?.batchId) {
      this.page = { ...answer, matchedRows: Math.min(answer.matchedRows, FROZEN_ROWS) };
      this.pages = [{ offset: 0, page: this.page }];
    } else this.keepInSight();
    this.onChange();
  }

  /** The answer has moved on since: of the one on screen there is no more than the page in sight. */
  private keepInSight(): void {
    const held = this.pageOf(this.first);
    if (held === undefined) return;
    this.pages = [held];
    this.page = { ...held.page, matchedRows: held.offset + held.page.rows.length };
  }

  thaw(): void {
    if (!this.frozen) return;
    this.frozen = false;
    this.asked += 1;
    this.refresh();
  }

  /** A new question: another sink, batch, order or search. The rows of another sink are not kept, others are until the answer. */
  show(ask: RowsAsk): void {
    if (this.ask !== null && this.ask.operatorId !== ask.operatorId) {
      this.pages = [];
      this.page = null;
    }
    this.ask = ask;
    this.asked += 1;
    this.failed = false;
    this.frozen = false;
    this.refresh();
  }

  /** The answer may be another by now: reads the page in sight again. */
  refresh(): void {
    this.stale = true;
    void this.pump();
  }

  /** The first row in sight; reads its page when it is not held. */
  look(first: number): void {
    this.first = Math.max(0, first);
    if (this.pageOf(this.first) === undefined) void this.pump();
  }

  /** The row at that position of the sorted, searched answer; undefined while it is not here. */
  rowAt(index: number): readonly PlainValue[] | undefined {
    for (const { offset, page } of this.pages) {
      const row = page.rows[index - offset];
      if (index >= offset && row !== undefined) return row;
    }
    return undefined;
  }

  /**
   * Rows from..to for copying, read afresh where they are not held, at most `most`. Null when the worker did not answer.
   * They may be of a newer batch than those on screen when the view is live and rows are missing.
   */
  async rowsBetween(from: number, to: number, most: number): Promise<readonly (readonly PlainValue[])[] | null> {
    const end = Math.min(to, from + most - 1);
    const held: (readonly PlainValue[])[] = [];
    for (let index = from; index <= end; index++) {
      const row = this.rowAt(index);
      if (row === undefined) break;
      held.push(row);
    }
    if (held.length === end - from + 1) return held;
    const ask = this.ask;
    if (ask === null) return null;
    const answer = await this.read({ ...ask, offset: from, limit: end - from + 1 });
    return answer === null ? null : answer.rows;
  }

  private pageOf(index: number): Held | undefined {
    const offset = pageOffset(index);
    return this.pages.find((held) => held.offset === offset);
  }

  private async pump(): Promise<void> {
    if (this.reading || this.frozen) return;
    while (!this.frozen && this.ask !== null && (this.stale || this.pageOf(this.first) === undefined) && !this.isPastEnd()) {
      const ask: RowsAsk = this.ask;
      const asked = this.asked;
      const offset = pageOffset(this.first);
      this.stale = false;
      this.reading = true;
      const answer = await this.read({ ...ask, offset, limit: PAGE });
      this.reading = false;
      if (asked !== this.asked) continue;
      if (answer === null) {
        this.failed = true;
        this.onChange();
        return;
      }
      this.take(offset, answer);
    }
  }

  private isPastEnd(): boolean {
    return !this.stale && this.page !== null && this.first >= this.page.matchedRows;
  }

  private take(offset: number, page: RowsPage): void {
    const samePast = this.page !== null && this.page.batchId === page.batchId && page.batchId !== null && !this.wasRefreshed(offset);
    this.pages = samePast ? [...this.pages.filter((held) => held.offset !== offset), { offset, page }].slice(-PAGES_KEPT) : [{ offset, page }];
    this.page = page;
    this.failed = false;
    this.onChange();
  }

  /** The page in sight came again: what the others hold is as old as it was. */
  private wasRefreshed(offset: number): boolean {
    return this.pages.some((held) => held.offset === offset);
  }
}

function pageOffset(index: number): number {
  return Math.max(0, Math.floor(index / STEP) * STEP - STEP);
}
