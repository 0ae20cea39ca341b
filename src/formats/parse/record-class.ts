// What became of each record, and why: exactly one class a record. Bad wins over short and long.

export const GOOD = 0;
/** Not of its format, or with a value that its column does not take. */
export const BAD = 1;
/** Fewer fields than columns. */
export const SHORT = 2;
/** More fields than columns. */
export const LONG = 3;

export interface RecordFault {
  /** "NOT_CSV", "NOT_JSON", "NO_MATCH", "BAD_VALUE", "SHORT_RECORD", "LONG_RECORD", "RECORD_TOO_LONG". */
  readonly reason: string;
  /** One sentence. */
  readonly detail: string;
}

/** The classes of the records of one batch. */
export class RecordClasses {
  /** By row; GOOD where nothing was said. */
  readonly byRow: Uint8Array;
  /** Whether any record is not good. */
  spotted = false;
  private readonly faults = new Map<number, () => RecordFault>();

  constructor(length: number) {
    this.byRow = new Uint8Array(length);
  }

  /** The first fault of a row is kept, but BAD takes the place of SHORT and LONG. `fault` is made only when it is shown. */
  set(row: number, kind: typeof BAD | typeof SHORT | typeof LONG, fault: () => RecordFault): void {
    if (this.byRow[row] === BAD || (this.byRow[row] !== GOOD && kind !== BAD)) return;
    this.byRow[row] = kind;
    this.spotted = true;
    this.faults.set(row, fault);
  }

  faultAt(row: number): RecordFault | null {
    return this.faults.get(row)?.() ?? null;
  }
}

/** A text as a sentence shows it. */
export function shownText(text: string): string {
  return `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`;
}
