// Rows that a node took out of one batch, by its error policy: how many, and which. All of them when they leave by the errors
// port, otherwise the first few, to be shown.
import { columnFromValues, type PlainValue } from '../../columns/build.ts';
import type { Rows } from '../../columns/column.ts';
import { STRING } from '../../columns/data-type.ts';
import { ERROR_SCHEMA } from '../../plan/error-schema.ts';

export interface RefusedRow {
  /** Physical position among the rows the node was given. */
  readonly position: number;
  /** Error class, or what a parser calls it. */
  readonly reason: string;
  /** One sentence: what was got and what would do. */
  readonly detail: string;
  /** JSON of the row, or the record as it came. */
  readonly row: string;
}

/** Of one batch and one node these many are kept to be shown. */
const SHOWN = 20;

/** Of a parser: how many of the batch's records fell in each class. */
export interface RecordTally {
  readonly good: number;
  readonly bad: number;
  readonly short: number;
  readonly long: number;
}

export class RefusedRows {
  private readonly keepsAll: boolean;
  private rows: RefusedRow[] = [];
  private total = 0;

  constructor(keepsAll: boolean) {
    this.keepsAll = keepsAll;
  }

  /** A new batch. */
  begin(): void {
    this.rows = [];
    this.total = 0;
  }

  /** `make` is called only for a row that is kept. */
  add(make: () => RefusedRow): void {
    this.total++;
    if (this.keepsAll || this.rows.length < SHOWN) this.rows.push(make());
  }

  /** A row that stays, though something is wrong with it: shown, and not counted among those that were taken out. */
  note(make: () => RefusedRow): void {
    if (this.rows.length < SHOWN) this.rows.push(make());
  }

  get count(): number {
    return this.total;
  }

  /** In the order in which they were added. */
  shown(): readonly RefusedRow[] {
    return this.rows.slice(0, SHOWN);
  }

  /** All of them under ERROR_SCHEMA. @throws Error when not all are kept. */
  asRows(): Rows {
    if (!this.keepsAll) throw new Error('Only rows that leave by the errors port are all kept');
    const column = (pick: (row: RefusedRow) => PlainValue) => columnFromValues(STRING, this.rows.map(pick));
    const columns = [column((row) => row.reason), column((row) => row.detail), column((row) => row.row)];
    return { schema: ERROR_SCHEMA, columns, length: this.rows.length, selection: null };
  }
}
