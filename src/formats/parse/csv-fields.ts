// Takes records of delimited text apart, by the same rules by which csv-scanner.ts finds their ends. Fields are slices of the
// bytes they came in; only a field with an escaped quote is written anew, behind a copy of those bytes.
import type { Selection, StringColumn } from '../../columns/column.ts';
import type { CsvDialect } from '../record-format.ts';
import { BAD, LONG, type RecordClasses, SHORT } from './record-class.ts';
import type { TextFields } from './text-fields.ts';

const NONE = -1;
const SPACE = 0x20;
const TAB = 0x09;

export interface CsvShape {
  readonly dialect: CsvDialect;
  readonly nullWords: readonly string[];
  /** Fields a record should have. */
  readonly fields: number;
  /** Positions of the fields that are wanted, in the order in which they are given out. */
  readonly wanted: readonly number[];
}

export class CsvFields {
  private readonly delimiter: number;
  private readonly quote: number;
  private readonly escape: number;
  private readonly trim: boolean;
  private readonly nullWords: readonly Uint8Array[];
  private readonly fields: number;
  private readonly wanted: readonly number[];
  /** By position of a field: its place among the lanes, or -1. */
  private readonly laneOf: Int32Array;
  private starts: Int32Array[] = [];
  private ends: Int32Array[] = [];
  private nulls: Uint8Array[] = [];
  private bytes = new Uint8Array(0);
  private made = new Uint8Array(0);
  private madeSize = 0;
  /** Of the field read last. `madeField`: its text is in `made`. */
  private start = 0;
  private end = 0;
  private quoted = false;
  private madeField = false;
  private unclosed = false;

  constructor({ dialect, nullWords, fields, wanted }: CsvShape) {
    const code = (character: string) => (character === '' ? NONE : character.charCodeAt(0));
    this.delimiter = code(dialect.delimiter);
    this.quote = code(dialect.quote);
    this.escape = code(dialect.escape);
    this.trim = dialect.trim;
    this.nullWords = nullWords.filter((word) => word !== '').map((word) => new TextEncoder().encode(word));
    this.fields = fields;
    this.wanted = wanted;
    this.laneOf = new Int32Array(Math.max(fields, ...wanted.map((at) => at + 1), 0)).fill(NONE);
    wanted.forEach((position, lane) => {
      this.laneOf[position] = lane;
    });
  }

  /** The wanted fields of the selected records, one lane a wanted position. NULL records give NULL fields. */
  read(records: StringColumn, selection: Selection, classes: RecordClasses): readonly TextFields[] {
    const { length } = records;
    const count = selection === null ? length : selection.length;
    this.starts = this.wanted.map(() => new Int32Array(length));
    this.ends = this.wanted.map(() => new Int32Array(length));
    this.nulls = this.wanted.map(() => new Uint8Array(length).fill(1));
    this.bytes = records.bytes as Uint8Array<ArrayBuffer>;
    this.madeSize = 0;
    for (let k = 0; k < count; k++) {
      const row = selection === null ? k : (selection[k] as number);
      if (records.nulls !== null && records.nulls[row] === 1) continue;
      this.record(row, records.starts[row] as number, records.ends[row] as number, classes);
    }
    const bytes = this.wholeBytes();
    return this.wanted.map((_, lane) => ({
      bytes,
      starts: this.starts[lane] as Int32Array,
      ends: this.ends[lane] as Int32Array,
      nulls: this.nulls[lane] as Uint8Array,
    }));
  }

  /** How many fields each record has. */
  countFields(records: StringColumn): Int32Array {
    this.bytes = records.bytes as Uint8Array<ArrayBuffer>;
    this.madeSize = 0;
    const counts = new Int32Array(records.length);
    for (let row = 0; row < records.length; row++) {
      const to = records.ends[row] as number;
      let at = records.starts[row] as number;
      let count = 1;
      for (at = this.field(at, to); at < to; at = this.field(at + 1, to)) count++;
      counts[row] = count;
    }
    return counts;
  }

  private record(row: number, from: number, to: number, classes: RecordClasses): void {
    const { bytes, laneOf, delimiter, quote } = this;
    let at = from;
    let field = 0;
    for (;;) {
      const lane = field < laneOf.length ? (laneOf[field] as number) : NONE;
      if (!this.trim && (at === to || bytes[at] !== quote)) {
        // The common case, without a call.
        const start = at;
        while (at < to && bytes[at] !== delimiter) at++;
        if (lane !== NONE && at > start && !this.isNullWord(start, at)) {
          (this.starts[lane] as Int32Array)[row] = start;
          (this.ends[lane] as Int32Array)[row] = at;
          (this.nulls[lane] as Uint8Array)[row] = 0;
        }
      } else {
        at = this.field(at, to);
        if (this.unclosed) {
          const n = field + 1;
          classes.set(row, BAD, () => ({ reason: 'NOT_CSV', detail: `The quote that opens field ${n} is never closed.` }));
        } else if (lane !== NONE) this.put(lane, row);
      }
      field++;
      if (at === to) break;
      at++;
    }
    if (field !== this.fields) this.miscounted(row, field, classes);
  }

  private miscounted(row: number, got: number, classes: RecordClasses): void {
    const { fields } = this;
    const has = `It has ${got} ${got === 1 ? 'field' : 'fields'} where ${fields} belong`;
    if (got < fields) classes.set(row, SHORT, () => ({ reason: 'SHORT_RECORD', detail: `${has}; what is missing is NULL.` }));
    else classes.set(row, LONG, () => ({ reason: 'LONG_RECORD', detail: `${has}; what is too much is cut off.` }));
  }

  private put(lane: number, row: number): void {
    const { start, end } = this;
    if (!this.quoted && (start === end || this.isNullWord(start, end))) return;
    (this.nulls[lane] as Uint8Array)[row] = 0;
    // Text in `made` will lie behind the bytes: told apart by its sign until then.
    (this.starts[lane] as Int32Array)[row] = this.madeField ? -1 - start : start;
    (this.ends[lane] as Int32Array)[row] = this.madeField ? -1 - end : end;
  }

  /** Reads the field that begins at `from`; answers where its delimiter or the record's end is. */
  private field(from: number, to: number): number {
    const { bytes, delimiter, quote } = this;
    this.quoted = false;
    this.madeField = false;
    this.unclosed = false;
    let at = from;
    if (this.trim) while (at < to && bytes[at] !== delimiter && isBlank(bytes[at] as number)) at++;
    if (at < to && bytes[at] === quote) {
      const behind = this.quotedField(at + 1, to);
      if (behind >= 0 || this.unclosed) return behind < 0 ? to : behind;
    }
    const start = at;
    while (at < to && bytes[at] !== delimiter) at++;
    this.start = start;
    this.end = at;
    if (this.trim) while (this.end > start && isBlank(bytes[this.end - 1] as number)) this.end--;
    return at;
  }

  /** The field whose opening quote is before `from`. -1: it is not closed, or something follows the closing quote. */
  private quotedField(from: number, to: number): number {
    const { bytes, delimiter, quote, escape: escapes } = this;
    const madeFrom = this.madeSize;
    let copied = from;
    let at = from;
    for (;;) {
      while (at < to && bytes[at] !== quote && bytes[at] !== escapes) at++;
      if (at >= to) {
        this.madeSize = madeFrom;
        this.unclosed = true;
        return -1;
      }
      const escaped = bytes[at] === escapes && at + 1 < to && (escapes !== quote || bytes[at + 1] === quote);
      if (escapes !== quote && bytes[at] === escapes) {
        // The character after a backslash is taken as it is when it is a quote or a backslash; otherwise both stay.
        if (at + 1 >= to) {
          at++;
          continue;
        }
        if (bytes[at + 1] === quote || bytes[at + 1] === escapes) {
          this.copy(copied, at);
          copied = at + 1;
        }
        at += 2;
        continue;
      }
      if (!escaped) break;
      this.copy(copied, at);
      copied = at + 1;
      at += 2;
    }
    let behind = at + 1;
    while (behind < to && bytes[behind] !== delimiter && isBlank(bytes[behind] as number)) behind++;
    if (behind < to && bytes[behind] !== delimiter) {
      this.madeSize = madeFrom;
      return -1;
    }
    this.quoted = true;
    if (copied === from) {
      this.start = from;
      this.end = at;
    } else {
      this.copy(copied, at);
      this.madeField = true;
      this.start = madeFrom;
      this.end = this.madeSize;
    }
    return behind;
  }

  private copy(from: number, to: number): void {
    const size = this.madeSize + to - from;
    if (size > this.made.length) {
      const grown = new Uint8Array(Math.max(256, this.made.length * 2, size));
      grown.set(this.made.subarray(0, this.madeSize));
      this.made = grown;
    }
    this.made.set(this.bytes.subarray(from, to), this.madeSize);
    this.madeSize = size;
  }

  private isNullWord(from: number, to: number): boolean {
    for (const word of this.nullWords) {
      if (word.length !== to - from) continue;
      let i = 0;
      while (i < word.length && this.bytes[from + i] === word[i]) i++;
      if (i === word.length) return true;
    }
    return false;
  }

  /** The bytes of the records, and behind them the fields that were written anew, whose slices are set right. */
  private wholeBytes(): Uint8Array {
    const { bytes, madeSize } = this;
    if (madeSize === 0) return bytes;
    const whole = new Uint8Array(bytes.length + madeSize);
    whole.set(bytes);
    whole.set(this.made.subarray(0, madeSize), bytes.length);
    for (const slices of [...this.starts, ...this.ends]) {
      for (let row = 0; row < slices.length; row++) {
        const at = slices[row] as number;
        if (at < 0) slices[row] = bytes.length - 1 - at;
      }
    }
    return whole;
  }
}

function isBlank(byte: number): boolean {
  return byte === SPACE || byte === TAB;
}
