// Reads the texts of one column as values of its type and form. Most values are read from their bytes; those that look unusual
// by CAST itself. A text that has no value is NULL and makes its record bad.
import { StringBuilder, utf8Slice } from '../../columns/build.ts';
import type { Column } from '../../columns/column.ts';
import { type DataType, formatType } from '../../columns/data-type.ts';
import { parseByPattern } from '../../sql/datetime/parse-by-pattern.ts';
import { readPattern } from '../../sql/datetime/pattern.ts';
import { exactMicros, type Micros, TimestampValues } from '../../sql/datetime/timestamp-lane.ts';
import { mustZone } from '../../sql/datetime/zone-names.ts';
import { daysAt } from '../../sql/datetime-text.ts';
import type { ParsedColumn, ValueForm } from '../record-format.ts';
import { type CastTexts, castTexts, type ReadingContext } from './cast-texts.ts';
import { withDecimalPoint } from './decimal-comma.ts';
import { epochMicros } from './epoch-numbers.ts';
import { accessMicros, decimalNumbers, type FastReader, isoDates, isoTimestamps, truthValues, wholeNumbers } from './fast-values.ts';
import { BAD, type RecordClasses, shownText } from './record-class.ts';
import { asStringColumn, type TextFields } from './text-fields.ts';

/** Times of access logs, read from their bytes. */
const ACCESS_TIME = 'dd/MMM/yyyy:HH:mm:ss Z';

export class ColumnReader {
  readonly column: ParsedColumn;
  private readonly cast: CastTexts;

  constructor(column: ParsedColumn) {
    this.column = column;
    this.cast = castTexts(column.type);
  }

  /** The column of the fields; rows that have no value are BAD. `fields.nulls` becomes the column's and is changed. */
  read(fields: TextFields, context: ReadingContext, classes: RecordClasses): Column {
    const { type, form } = this.column;
    if (type.kind === 'STRING') return asStringColumn(fields);
    const before = fields.nulls.slice();
    const column = this.values(fields, form, context);
    for (let row = 0; row < before.length; row++) {
      if (column.nulls === null || column.nulls[row] === 0 || before[row] === 1) continue;
      classes.set(row, BAD, () => this.fault(fields, row));
    }
    return column;
  }

  private fault({ bytes, starts, ends }: TextFields, row: number) {
    const { name, type, form } = this.column;
    const text = utf8Slice(bytes, starts[row] as number, ends[row] as number);
    return { reason: 'BAD_VALUE', detail: `Column ${name} has ${shownText(text)}, which is not ${wantedOf(type, form)}.` };
  }

  private values(fields: TextFields, form: ValueForm, context: ReadingContext): Column {
    switch (form.kind) {
      case 'cast':
        return this.castValues(fields, context);
      case 'epoch':
        return this.times(fields, context, (from, to) => epochMicros(fields.bytes, from, to, form.unit));
      case 'pattern': {
        const pattern = readPattern(form.pattern, 'parse');
        const zone = mustZone(context.timeZone);
        const isAccess = form.pattern === ACCESS_TIME;
        return this.times(fields, context, (from, to) => {
          const known = isAccess ? accessMicros(fields.bytes, from, to) : null;
          if (known !== null) return known;
          const parsed = pattern.ok ? parseByPattern(pattern.parts, utf8Slice(fields.bytes, from, to), zone) : null;
          return parsed === null ? null : exactMicros(parsed.seconds, parsed.micros);
        });
      }
      case 'decimal-comma':
        return this.castValues(pointed(fields), context);
    }
  }

  private times(fields: TextFields, { timeZone }: ReadingContext, microsOf: (from: number, to: number) => Micros | null): Column {
    const { starts, ends, nulls } = fields;
    const { type } = this.column;
    const { length } = starts;
    const times = new TimestampValues(length);
    const days = type.kind === 'DATE' ? new Int32Array(length) : null;
    const zone = mustZone(timeZone);
    for (let row = 0; row < length; row++) {
      if (nulls[row] === 1) continue;
      const value = microsOf(starts[row] as number, ends[row] as number);
      if (value === null) nulls[row] = 1;
      else if (days === null) times.set(row, value);
      else days[row] = daysAt(value, zone);
    }
    const mask = nulls.includes(1) ? nulls : null;
    return days === null ? times.finish(mask) : { kind: 'int', type, length, nulls: mask, values: days };
  }

  private castValues(fields: TextFields, context: ReadingContext): Column {
    const { type } = this.column;
    switch (type.kind) {
      case 'TINYINT':
      case 'SMALLINT':
      case 'INT': {
        const bound = type.kind === 'TINYINT' ? 0x80 : type.kind === 'SMALLINT' ? 0x8000 : 0x8000_0000;
        return this.lane(fields, context, new Int32Array(fields.starts.length), wholeNumbers(-bound, bound - 1));
      }
      case 'BIGINT':
        return this.lane(fields, context, new Float64Array(fields.starts.length), wholeNumbers(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY));
      case 'DOUBLE':
        return this.lane(fields, context, new Float64Array(fields.starts.length), decimalNumbers);
      case 'BOOLEAN':
        return this.lane(fields, context, new Uint8Array(fields.starts.length), truthValues);
      case 'DATE':
        return this.lane(fields, context, new Int32Array(fields.starts.length), isoDates);
      case 'TIMESTAMP':
        return this.lane(fields, context, new Float64Array(fields.starts.length), isoTimestamps(mustZone(context.timeZone)));
      default:
        return this.cast(asStringColumn(fields), null, context);
    }
  }

  private lane<Values extends Uint8Array | Int32Array | Float64Array>(
    fields: TextFields,
    context: ReadingContext,
    values: Values,
    read: FastReader<Values>,
  ): Column {
    const { bytes, starts, ends, nulls } = fields;
    const unsure: number[] = [];
    let holes = false;
    for (let row = 0; row < starts.length; row++) {
      if (nulls[row] === 1) holes = true;
      else if (!read(bytes, starts[row] as number, ends[row] as number, values, row)) unsure.push(row);
    }
    const column = columnOf(this.column.type, values, holes ? nulls : null);
    return unsure.length === 0
      ? column
      : merged(column, nulls, Int32Array.from(unsure), this.cast(asStringColumn(fields), Int32Array.from(unsure), context));
  }
}

function columnOf(type: DataType, values: Uint8Array | Int32Array | Float64Array, nulls: Uint8Array | null): Column {
  const base = { type, length: values.length, nulls };
  if (values instanceof Uint8Array) return { ...base, kind: 'boolean', values };
  return values instanceof Int32Array ? { ...base, kind: 'int', values } : { ...base, kind: 'float', values };
}

/** The column with the values of `slow` at `rows`. Both have the type; a BIGINT may need its wide lane. */
function merged(column: Column, nulls: Uint8Array, rows: Int32Array, slow: Column): Column {
  for (const row of rows) if (slow.nulls !== null && slow.nulls[row] === 1) nulls[row] = 1;
  const mask = nulls.includes(1) ? nulls : null;
  if (column.kind === 'float' && slow.kind === 'big') {
    const values = BigInt64Array.from(column.values, (value) => BigInt(value));
    for (const row of rows) values[row] = slow.values[row] as bigint;
    return { kind: 'big', type: column.type, length: column.length, nulls: mask, values };
  }
  if ((column.kind === 'float' && slow.kind === 'float') || (column.kind === 'int' && slow.kind === 'int')) {
    for (const row of rows) column.values[row] = slow.values[row] as number;
    return { ...column, nulls: mask };
  }
  if (column.kind === 'boolean' && slow.kind === 'boolean') {
    for (const row of rows) column.values[row] = slow.values[row] as number;
    return { ...column, nulls: mask };
  }
  throw new Error(`A ${slow.kind} lane beside a ${column.kind} lane of ${formatType(column.type)}`);
}

/** The texts with a decimal point in place of the comma; one that is no such number stays a text that no number is read from. */
function pointed({ bytes, starts, ends, nulls }: TextFields): TextFields {
  const builder = new StringBuilder(starts.length);
  for (let row = 0; row < starts.length; row++) {
    if (nulls[row] === 1) continue;
    builder.set(row, withDecimalPoint(utf8Slice(bytes, starts[row] as number, ends[row] as number)) ?? '?');
  }
  const column = builder.finish(null);
  return { bytes: column.bytes, starts: column.starts, ends: column.ends, nulls };
}

function wantedOf(type: DataType, form: ValueForm): string {
  switch (form.kind) {
    case 'cast':
      return `${/^[AEIO]/.test(type.kind) ? 'an' : 'a'} ${formatType(type)}`;
    case 'epoch':
      return `a time of the years 1 to 9999 in ${{ s: 'seconds', ms: 'milliseconds', us: 'microseconds', ns: 'nanoseconds' }[form.unit]} since 1970`;
    case 'pattern':
      return `a ${formatType(type)} by the pattern ${form.pattern}`;
    case 'decimal-comma':
      return `a number with a decimal comma that ${formatType(type)} holds`;
  }
}
