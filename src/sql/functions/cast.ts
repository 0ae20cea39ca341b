// CAST and TRY_CAST between all types, by the ANSI rules: what does not fit fails (CAST) or is NULL (TRY_CAST).
import type { ArrayColumn, Column } from '../../columns/column.ts';
import { BIGINT, BOOLEAN, DATE, type DataType, DOUBLE, formatType, INT, sameType, TIMESTAMP } from '../../columns/data-type.ts';
import { formatDecimal } from '../../columns/decimal.ts';
import { canCast } from '../coercion.ts';
import { nullColumn } from '../columns-constant.ts';
import { mustZone, UTC } from '../datetime/zone-names.ts';
import type { ZoneRules } from '../datetime/zone-rules.ts';
import { dateText, daysAt, parseDateText, parseTimestampText, startOfDayMicros, timestampText, trimForCast } from '../datetime-text.ts';
import { Frame } from '../frame.ts';
import { RowErrors } from '../row-errors.ts';
import { bigintColumn, fitsBigint } from './big-lane.ts';
import { doubleText, parseDouble } from './double-text.ts';
import type { CallShape, ColumnKernel, FunctionDefinition } from './function-definition.ts';
import { asText, buildBooleans, buildText, textAt } from './text-bytes.ts';

const INVALID = 'CAST_INVALID_INPUT';
const OVERFLOW = 'CAST_OVERFLOW';

/** INT(x), STRING(x) and so on: Spark has a function named as each simple type. */
function castFunction(name: string, aliases: readonly string[], type: DataType, example: FunctionDefinition['example']): FunctionDefinition {
  return {
    name,
    aliases,
    group: 'cast',
    signatures: [`${name}(value A) -> ${formatType(type)}`],
    help: `The value as ${formatType(type)}: the same as CAST(value AS ${formatType(type)}).`,
    example,
    raises: true,
    kernel: {
      kind: 'rewrite',
      rewrite: ([value], _, span, terms) => {
        if (value === undefined || !canCast(value.type, type)) return null;
        return terms.call('cast', [value], type, span);
      },
    },
  };
}

export const castFunctions: readonly FunctionDefinition[] = [
  {
    name: 'cast',
    group: 'cast',
    signatures: ['cast(value A) -> A'],
    written: 'CAST(value AS type)',
    help: 'The value as another type. Fails for a row whose value has no such form.',
    example: { text: "CAST('42' AS INT)", expected: 42 },
    raises: true,
    kernel: { kind: 'strict', make: (shape) => (args, frame) => castColumn(args[0] as Column, shape.type, frame) },
  },
  {
    name: 'try_cast',
    group: 'cast',
    signatures: ['try_cast(value A) -> A'],
    written: 'TRY_CAST(value AS type)',
    help: 'The value as another type; NULL for a row whose value has no such form.',
    example: { text: "TRY_CAST('many' AS INT)", expected: null },
    kernel: { kind: 'strict', make: tryCast },
  },
  castFunction('boolean', [], BOOLEAN, { text: "boolean('yes')", expected: true }),
  castFunction('int', [], INT, { text: "int('7')", expected: 7 }),
  castFunction('bigint', [], BIGINT, { text: "bigint('3000000000')", expected: 3_000_000_000 }),
  castFunction('double', [], DOUBLE, { text: "double('0.5')", expected: 0.5 }),
  castFunction('string', [], { kind: 'STRING' }, { text: 'string(42)', expected: '42' }),
  castFunction('date', [], DATE, { text: "string(date('2024-2-9'))", expected: '2024-02-09' }),
  castFunction('timestamp', [], TIMESTAMP, { text: "string(timestamp('2024-02-09'))", expected: '2024-02-09 00:00:00' }),
];

function tryCast(shape: CallShape): ColumnKernel {
  return ([value], frame) => {
    const silent = new Frame(frame.length, frame.selection, frame.nulls, { ...frame.context, errors: new RowErrors() }, frame.span);
    return castColumn(value as Column, shape.type, silent, true);
  };
}

/** `silent`: an element of an ARRAY that fails is NULL, and the ARRAY stays. */
function castColumn(column: Column, to: DataType, frame: Frame, silent = false): Column {
  if (column.type.kind === 'VOID') return nullColumn(to, frame.length);
  if (sameType(column.type, to)) return { ...column, type: to };
  switch (to.kind) {
    case 'BOOLEAN':
      return toBoolean(column, frame);
    case 'INT':
      return toInt(column, frame);
    case 'BIGINT':
      return toBigint(column, frame);
    case 'DOUBLE':
      return toDouble(column, frame);
    case 'STRING':
      return toText(column, frame);
    case 'DATE':
      return toDate(column, frame);
    case 'TIMESTAMP':
      return toTimestamp(column, frame);
    case 'ARRAY':
      return toArray(column, to, frame, silent);
    case 'STRUCT':
      return toStruct(column, to, frame, silent);
    default:
      throw new Error(`Nothing is cast to ${to.kind}`);
  }
}

function unexpected(column: Column, to: string): Error {
  return new Error(`No cast from ${formatType(column.type)} to ${to}`);
}

/** Text as an error shows it. */
function quoted(text: string): string {
  return `'${text.length > 60 ? `${text.slice(0, 60)}..` : text}'`;
}

const trueWords = new Set(['t', 'true', 'y', 'yes', '1']);
const falseWords = new Set(['f', 'false', 'n', 'no', '0']);

function toBoolean(column: Column, frame: Frame): Column {
  switch (column.kind) {
    case 'string':
      return buildBooleans(frame, (row) => {
        const text = textAt(column, row);
        const word = trimForCast(text).toLowerCase();
        if (!trueWords.has(word) && !falseWords.has(word)) frame.fail(row, INVALID, { value: quoted(text), type: 'BOOLEAN' });
        return trueWords.has(word);
      });
    case 'int':
    case 'float':
      return buildBooleans(frame, (row) => column.values[row] !== 0);
    case 'big':
      return buildBooleans(frame, (row) => column.values[row] !== 0n);
    default:
      throw unexpected(column, 'BOOLEAN');
  }
}

const INT_MIN = -2147483648;
const INT_MAX = 2147483647;

function toInt(column: Column, frame: Frame): Column {
  const values = new Int32Array(frame.length);
  const read = intReader(column, frame);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (!frame.isNull(row)) values[row] = read(row);
  }
  return { kind: 'int', type: INT, length: frame.length, nulls: frame.nulls, values };
}

function intReader(column: Column, frame: Frame): (row: number) => number {
  const overflow = (row: number, value: string) => {
    frame.fail(row, OVERFLOW, { value, type: 'INT' });
    return 0;
  };
  switch (column.kind) {
    case 'string':
      return (row) => {
        const value = wholeText(textAt(column, row));
        if (value !== null && value >= INT_MIN && value <= INT_MAX) return Number(value);
        frame.fail(row, INVALID, { value: quoted(textAt(column, row)), type: 'INT' });
        return 0;
      };
    case 'boolean':
      return (row) => column.values[row] as number;
    case 'big':
      return (row) => {
        const value = column.values[row] as bigint;
        return BigInt.asIntN(32, value) === value ? Number(value) : overflow(row, String(value));
      };
    case 'float':
      return (row) => {
        const raw = column.values[row] as number;
        const value = column.type.kind === 'TIMESTAMP' ? Math.floor(raw / 1e6) : Math.trunc(raw);
        // The fraction of a DOUBLE beyond the last INT is cut before it is checked.
        return value >= INT_MIN && value <= INT_MAX ? value : overflow(row, doubleText(raw));
      };
    default:
      throw unexpected(column, 'INT');
  }
}

const wholeForm = /^[+-]?\d+$/;

/** The whole number that CAST reads in a text, or null. Safe ones as numbers. */
function wholeText(text: string): number | bigint | null {
  const trimmed = trimForCast(text);
  if (!wholeForm.test(trimmed)) return null;
  const number = Number(trimmed);
  if (Number.isSafeInteger(number)) return number + 0;
  const value = BigInt(trimmed.replace(/^\+/, ''));
  return fitsBigint(value) ? value : null;
}

function toBigint(column: Column, frame: Frame): Column {
  if (column.kind === 'int')
    return { kind: 'float', type: BIGINT, length: frame.length, nulls: frame.nulls, values: Float64Array.from(column.values) };
  if (column.kind === 'boolean')
    return { kind: 'float', type: BIGINT, length: frame.length, nulls: frame.nulls, values: Float64Array.from(column.values) };
  const values = new BigInt64Array(frame.length);
  const floats = new Float64Array(frame.length);
  let wide = false;
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const value =
      column.kind === 'string' ? wholeText(textAt(column, row)) : column.kind === 'float' ? wholeOf(column.values[row] as number, column.type) : null;
    if (value === null) {
      if (column.kind === 'string') frame.fail(row, INVALID, { value: quoted(textAt(column, row)), type: 'BIGINT' });
      else if (column.kind === 'float') frame.fail(row, OVERFLOW, { value: doubleText(column.values[row] as number), type: 'BIGINT' });
      else throw unexpected(column, 'BIGINT');
    } else if (typeof value === 'bigint') {
      wide = true;
      values[row] = value;
    } else {
      floats[row] = value;
      values[row] = BigInt(value);
    }
  }
  if (wide) return bigintColumn(values, frame);
  return { kind: 'float', type: BIGINT, length: frame.length, nulls: frame.nulls, values: floats };
}

/** A DOUBLE cut to a whole number, or a TIMESTAMP's seconds; null when no BIGINT holds it. 2^63 saturates, as in Spark. */
function wholeOf(raw: number, type: DataType): number | bigint | null {
  const value = type.kind === 'TIMESTAMP' ? Math.floor(raw / 1e6) : Math.trunc(raw);
  if (Number.isSafeInteger(value)) return value + 0;
  if (Number.isNaN(value) || value > 2 ** 63 || value < -(2 ** 63)) return null;
  return value === 2 ** 63 ? 2n ** 63n - 1n : BigInt(value);
}

function toDouble(column: Column, frame: Frame): Column {
  const values = new Float64Array(frame.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    switch (column.kind) {
      case 'string': {
        const value = parseDouble(trimForCast(textAt(column, row)));
        if (value === null) frame.fail(row, INVALID, { value: quoted(textAt(column, row)), type: 'DOUBLE' });
        else values[row] = value;
        break;
      }
      case 'big':
        values[row] = Number(column.values[row]);
        break;
      case 'float':
        values[row] = column.type.kind === 'TIMESTAMP' ? (column.values[row] as number) / 1e6 : (column.values[row] as number);
        break;
      case 'int':
      case 'boolean':
        values[row] = column.values[row] as number;
        break;
      default:
        throw unexpected(column, 'DOUBLE');
    }
  }
  return { kind: 'float', type: DOUBLE, length: frame.length, nulls: frame.nulls, values };
}

function toText(column: Column, frame: Frame): Column {
  const zone = mustZone(frame.context.timeZone);
  return buildText(frame, (row) => valueText(column, row, zone));
}

/** As CAST(value AS STRING) prints it; the value is not NULL. */
function valueText(column: Column, row: number, zone: ZoneRules = UTC): string {
  switch (column.kind) {
    case 'string':
      return textAt(column, row);
    case 'boolean':
      return column.values[row] === 1 ? 'true' : 'false';
    case 'int':
      return column.type.kind === 'DATE' ? dateText(column.values[row] as number) : String(column.values[row]);
    case 'big':
      return String(column.values[row]);
    case 'float': {
      const value = column.values[row] as number;
      if (column.type.kind === 'TIMESTAMP') return timestampText(value, zone);
      return column.type.kind === 'DOUBLE' ? doubleText(value) : String(value);
    }
    case 'map': {
      const parts: string[] = [];
      for (let i = column.starts[row] as number; i < (column.ends[row] as number); i++) {
        parts.push(`${nullableText(column.keys, i)} -> ${nullableText(column.values, i)}`);
      }
      return `{${parts.join(', ')}}`;
    }
    case 'wide':
      return formatDecimal(column.values[row] as bigint, column.type.kind === 'DECIMAL' ? column.type.scale : 0);
    case 'array': {
      const parts: string[] = [];
      for (let i = column.starts[row] as number; i < (column.ends[row] as number); i++) parts.push(nullableText(column.elements, i, zone));
      return `[${parts.join(', ')}]`;
    }
    case 'struct':
      return `{${column.fields.map((field) => nullableText(field, row, zone)).join(', ')}}`;
  }
}

function nullableText(column: Column, row: number, zone: ZoneRules): string {
  return column.type.kind === 'VOID' || column.nulls?.[row] === 1 ? 'null' : valueText(column, row, zone);
}

function toDate(column: Column, frame: Frame): Column {
  const values = new Int32Array(frame.length);
  const zone = mustZone(frame.context.timeZone);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    if (column.kind === 'float') {
      values[row] = daysAt(column.values[row] as number, zone);
      continue;
    }
    const text = textAt(asText(column), row);
    const days = parseDateText(text);
    if (days === null) frame.fail(row, INVALID, { value: quoted(text), type: 'DATE' });
    else values[row] = days;
  }
  return { kind: 'int', type: DATE, length: frame.length, nulls: frame.nulls, values };
}

function toTimestamp(column: Column, frame: Frame): Column {
  const values = new Float64Array(frame.length);
  const { batchTimeMs, timeZone } = frame.context;
  const zone = mustZone(timeZone);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const micros = microsOf(column, row, batchTimeMs, zone);
    // A column holds every microsecond from 1684 to 2255 only.
    if (micros === null) frame.fail(row, INVALID, { value: quoted(valueText(column, row)), type: 'TIMESTAMP' });
    else if (Number.isFinite(micros)) values[row] = micros + 0;
    else frame.fail(row, 'DATETIME_OVERFLOW', { value: quoted(valueText(column, row)), type: 'TIMESTAMP' });
  }
  return { kind: 'float', type: TIMESTAMP, length: frame.length, nulls: frame.nulls, values };
}

function microsOf(column: Column, row: number, nowMs: number, zone: ZoneRules): number | null {
  switch (column.kind) {
    case 'string':
      return parseTimestampText(textAt(column, row), nowMs, zone);
    case 'int':
      return column.type.kind === 'DATE'
        ? (startOfDayMicros(column.values[row] as number, zone) ?? Number.POSITIVE_INFINITY)
        : (column.values[row] as number) * 1e6;
    case 'big':
      return Number.POSITIVE_INFINITY;
    case 'float': {
      const value = column.values[row] as number;
      if (column.type.kind === 'BIGINT') return value * 1e6;
      return Number.isFinite(value) ? Math.trunc(value * 1e6) : null;
    }
    default:
      throw unexpected(column, 'TIMESTAMP');
  }
}

/** Casts the elements; an error of an element is an error of its row. */
function toArray(column: Column, to: DataType & { kind: 'ARRAY' }, frame: Frame, silent: boolean): Column {
  if (column.kind !== 'array') throw unexpected(column, formatType(to));
  const { elements, starts, ends } = column;
  const errors = new RowErrors();
  const inner = new Frame(elements.length, usedElements(column, frame), elements.nulls, { ...frame.context, errors }, frame.span);
  const cast = castColumn(elements, to.element, inner, silent);
  if (errors.size > 0 && !silent) {
    for (let k = 0; k < frame.count; k++) {
      const row = frame.rowAt(k);
      for (let i = starts[row] as number; i < (ends[row] as number) && !frame.isNull(row); i++) {
        const error = errors.at(i);
        if (error !== undefined) frame.fail(row, error.errorClass, error.params);
      }
    }
  }
  return { kind: 'array', type: to, length: frame.length, nulls: frame.nulls, starts, ends, elements: cast };
}

/** The elements of the rows to compute; others may hold anything. */
function usedElements(column: ArrayColumn, frame: Frame): Int32Array {
  const used: number[] = [];
  const seen = new Uint8Array(column.elements.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    for (let i = column.starts[row] as number; i < (column.ends[row] as number); i++) {
      if (seen[i] === 0) used.push(i);
      seen[i] = 1;
    }
  }
  return Int32Array.from(used);
}

function toStruct(column: Column, to: DataType & { kind: 'STRUCT' }, frame: Frame, silent: boolean): Column {
  if (column.kind !== 'struct') throw unexpected(column, formatType(to));
  const fields = column.fields.map((field, f) => {
    const type = to.fields[f]?.type ?? field.type;
    const inner = new Frame(frame.length, frame.selection, unionOf(field.nulls, frame.nulls), frame.context, frame.span);
    const cast = castColumn(field, type, inner, silent);
    if (!silent) for (let k = 0; k < frame.count; k++) if (frame.context.errors.at(frame.rowAt(k)) !== undefined) frame.setNull(frame.rowAt(k));
    return cast;
  });
  return { kind: 'struct', type: to, length: frame.length, nulls: frame.nulls, fields };
}

function unionOf(a: Uint8Array | null, b: Uint8Array | null): Uint8Array | null {
  if (a === null || b === null) return a ?? b;
  return a.map((bit, row) => bit | (b[row] as number));
}
