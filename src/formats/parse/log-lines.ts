// Log lines to columns by a pattern with named parts. A line that is not of the pattern has NULL in all columns and is BAD.
import { StringBuilder, utf8Slice } from '../../columns/build.ts';
import type { Column, Selection, StringColumn } from '../../columns/column.ts';
import { mustZone } from '../../sql/datetime/zone-names.ts';
import { daysAt } from '../../sql/datetime-text.ts';
import type { ParsedColumn, RecordFormat } from '../record-format.ts';
import { isYearless } from '../remembers-years.ts';
import type { ReadingContext } from './cast-texts.ts';
import { ColumnReader } from './column-reader.ts';
import { type LogPattern, logPattern, matchOwn } from './log-pattern.ts';
import { LogYears } from './log-years.ts';
import { BAD, type RecordClasses, shownText } from './record-class.ts';
import { monthAt } from './syslog-line.ts';
import type { TextFields } from './text-fields.ts';

export class LogLines {
  /** Not null when times without a year are read. */
  readonly years: LogYears | null;
  private readonly format: RecordFormat & { readonly kind: 'log' };
  private readonly pattern: LogPattern;
  private readonly columns: readonly ParsedColumn[];
  private readonly readers: readonly ColumnReader[];
  /** Part of each column. */
  private readonly parts: readonly number[];

  /** @throws Error for a pattern or part that lowering has ruled out. */
  constructor(format: RecordFormat & { readonly kind: 'log' }, columns: readonly ParsedColumn[]) {
    const pattern = logPattern(format.pattern);
    if (!pattern.ok) throw new Error(`No log pattern: ${format.pattern}`);
    this.format = format;
    this.pattern = pattern.value;
    this.columns = columns;
    this.readers = columns.map((column) => new ColumnReader(column));
    this.parts = columns.map((column) => pattern.value.parts.indexOf(String(column.from)));
    if (this.parts.includes(-1)) throw new Error(`A log pattern without part ${columns[this.parts.indexOf(-1)]?.from}`);
    this.years = columns.some((column) => isYearless(this.format, column)) ? new LogYears(format.startYear) : null;
  }

  read(records: StringColumn, selection: Selection, context: ReadingContext, classes: RecordClasses): readonly Column[] {
    const { pattern } = this;
    const lanes = pattern.kind === 'built-in' ? this.slices(pattern, records, selection, classes) : this.texts(pattern, records, selection, classes);
    return this.columns.map((column, c) => {
      const lane = lanes[c] as TextFields;
      return isYearless(this.format, column)
        ? this.times(column, lane, context, classes)
        : (this.readers[c] as ColumnReader).read(lane, context, classes);
    });
  }

  private slices(
    pattern: LogPattern & { kind: 'built-in' },
    records: StringColumn,
    selection: Selection,
    classes: RecordClasses,
  ): readonly TextFields[] {
    const { bytes, starts, ends } = records;
    const slots = new Int32Array(pattern.parts.length * 2);
    const lanes = this.columns.map(() => emptyLane(records));
    eachRow(records, selection, (row) => {
      const start = starts[row] as number;
      const end = ends[row] as number;
      if (!pattern.match(bytes, start, end, slots)) {
        this.refuse(records, row, classes);
        return;
      }
      for (let c = 0; c < lanes.length; c++) {
        const slot = (this.parts[c] as number) * 2;
        if ((slots[slot] as number) < 0) continue;
        const lane = lanes[c] as TextFields;
        lane.starts[row] = slots[slot] as number;
        lane.ends[row] = slots[slot + 1] as number;
        lane.nulls[row] = 0;
      }
    });
    return lanes;
  }

  private texts(pattern: LogPattern & { kind: 'regex' }, records: StringColumn, selection: Selection, classes: RecordClasses): readonly TextFields[] {
    const builders = this.columns.map(() => new StringBuilder(records.length));
    const nulls = this.columns.map(() => new Uint8Array(records.length).fill(1));
    eachRow(records, selection, (row) => {
      const found = matchOwn(pattern, records.bytes, records.starts[row] as number, records.ends[row] as number);
      if (found === null) {
        this.refuse(records, row, classes);
        return;
      }
      this.parts.forEach((part, c) => {
        const text = found[part] ?? null;
        if (text === null) return;
        builders[c]?.set(row, text);
        (nulls[c] as Uint8Array)[row] = 0;
      });
    });
    return builders.map((builder, c) => {
      const { bytes, starts, ends } = builder.finish(null);
      return { bytes, starts, ends, nulls: nulls[c] as Uint8Array };
    });
  }

  private refuse(records: StringColumn, row: number, classes: RecordClasses): void {
    const name = this.pattern.kind === 'regex' ? 'the pattern' : this.format.pattern;
    classes.set(row, BAD, () => ({
      reason: 'NO_MATCH',
      detail: `It is no line of ${name}: ${shownText(utf8Slice(records.bytes, records.starts[row] as number, records.ends[row] as number))}.`,
    }));
  }

  /** Times of syslog: with a year of their own, or by the year rule. */
  private times(column: ParsedColumn, lane: TextFields, context: ReadingContext, classes: RecordClasses): Column {
    const { years } = this;
    if (years === null) throw new Error('Times without a year need a rule');
    const { bytes, starts, ends, nulls } = lane;
    const { length } = starts;
    const zone = mustZone(context.timeZone);
    const micros = new Float64Array(length);
    const whole: TextFields = { bytes, starts, ends, nulls: new Uint8Array(length).fill(1) };
    for (let row = 0; row < length; row++) {
      if (nulls[row] === 1) continue;
      const start = starts[row] as number;
      const end = ends[row] as number;
      if (monthAt(bytes, start) < 0) {
        whole.nulls[row] = 0;
        continue;
      }
      const time = years.read(bytes, start, end, zone, context.batchTimeMs);
      if (time !== null) {
        micros[row] = time;
        continue;
      }
      nulls[row] = 1;
      classes.set(row, BAD, () => ({
        reason: 'BAD_VALUE',
        detail: `Column ${column.name} has ${shownText(utf8Slice(bytes, start, end))}, which is no time of the year it falls in.`,
      }));
    }
    if (whole.nulls.includes(0)) {
      const reader = new ColumnReader({ ...column, type: { kind: 'TIMESTAMP' } });
      const dated = whole.nulls.slice();
      const read = reader.read(whole, context, classes);
      for (let row = 0; row < length; row++) {
        if (dated[row] === 1 || read.kind !== 'float') continue;
        micros[row] = read.values[row] as number;
        if (read.nulls !== null && read.nulls[row] === 1) nulls[row] = 1;
      }
    }
    const mask = nulls.includes(1) ? nulls : null;
    if (column.type.kind !== 'DATE') return { kind: 'float', type: column.type, length, nulls: mask, values: micros };
    return { kind: 'int', type: column.type, length, nulls: mask, values: Int32Array.from(micros, (value) => daysAt(value, zone)) };
  }
}

function emptyLane({ bytes, length }: StringColumn): TextFields {
  return { bytes, starts: new Int32Array(length), ends: new Int32Array(length), nulls: new Uint8Array(length).fill(1) };
}

function eachRow(records: StringColumn, selection: Selection, visit: (row: number) => void): void {
  const count = selection === null ? records.length : selection.length;
  for (let k = 0; k < count; k++) {
    const row = selection === null ? k : (selection[k] as number);
    if (records.nulls === null || records.nulls[row] === 0) visit(row);
  }
}
