// Casts to BOOLEAN and to numbers. What does not fit fails the row: CAST_INVALID_INPUT for a text that is no such number,
// CAST_OVERFLOW for a number too large; a fraction is cut off towards zero.
import type { Column } from '../../columns/column.ts';
import { BIGINT, type DataType, type DecimalType, isFloatingType, MAX_PRECISION } from '../../columns/data-type.ts';
import { decimalToNumber, parseDecimal, powerOfTen, rescale, unscaledAt } from '../../columns/decimal.ts';
import { microsOf } from '../../columns/interval-text.ts';
import { secondsOf } from '../datetime/timestamp-lane.ts';
import { trimForCast } from '../datetime-text.ts';
import type { Frame } from '../frame.ts';
import { spareBits } from './arithmetic.ts';
import { bigintColumn, fitsBigint } from './big-lane.ts';
import { INVALID, OVERFLOW, quoted, unexpected } from './cast-errors.ts';
import { valueText } from './cast-text.ts';
import { DecimalWriter, OUT_OF_RANGE } from './decimal-column.ts';
import { parseDouble } from './double-text.ts';
import { PlainNumber } from './plain-number.ts';
import { buildBooleans, textAt } from './text-bytes.ts';

const trueWords = new Set(['t', 'true', 'y', 'yes', '1']);
const falseWords = new Set(['f', 'false', 'n', 'no', '0']);

export function toBoolean(column: Column, frame: Frame): Column {
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
    case 'wide':
      return buildBooleans(frame, (row) => column.values[row] !== 0n);
    default:
      throw unexpected(column, 'BOOLEAN');
  }
}

/** Casts to TINYINT, SMALLINT and INT. */
export function toInteger(column: Column, to: DataType, frame: Frame): Column {
  const values = new Int32Array(frame.length);
  const spare = spareBits(to);
  const whole = wholeReader(column);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const read = whole(row);
    const value = read === null ? 0 : Number(read);
    if (read !== null && value === (value << spare) >> spare) values[row] = value;
    else if (column.kind === 'string') frame.fail(row, INVALID, { value: quoted(textAt(column, row)), type: to.kind });
    else frame.fail(row, OVERFLOW, { value: valueText(column, row), type: to.kind });
  }
  return { kind: 'int', type: to, length: frame.length, nulls: frame.nulls, values };
}

export function toBigint(column: Column, frame: Frame): Column {
  if (column.kind === 'boolean' || (column.kind === 'int' && column.type.kind !== 'YEAR_MONTH')) {
    return { kind: 'float', type: BIGINT, length: frame.length, nulls: frame.nulls, values: new Float64Array(column.values) };
  }
  const whole = wholeReader(column);
  const floats = new Float64Array(frame.length);
  let wide: BigInt64Array | null = null;
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const value = whole(row);
    if (value === null || (typeof value === 'bigint' && !fitsBigint(value))) {
      if (column.kind === 'string') frame.fail(row, INVALID, { value: quoted(textAt(column, row)), type: 'BIGINT' });
      else frame.fail(row, OVERFLOW, { value: valueText(column, row), type: 'BIGINT' });
    } else if (typeof value === 'bigint') {
      wide ??= BigInt64Array.from(floats, BigInt);
      wide[row] = value;
    } else {
      floats[row] = value;
      if (wide !== null) wide[row] = BigInt(value);
    }
  }
  if (wide !== null) return bigintColumn(wide, frame);
  return { kind: 'float', type: BIGINT, length: frame.length, nulls: frame.nulls, values: floats };
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

/** A value cut to a whole number; null when there is none. Safe ones are numbers. */
function wholeReader(column: Column): (row: number) => number | bigint | null {
  const { type } = column;
  if (type.kind === 'DECIMAL') return wholeOfDecimal(column, type);
  if (type.kind === 'DAY_TIME') {
    const unit = microsOf(type.to);
    return (row) => narrow(integerAt(column, row) / unit);
  }
  if (type.kind === 'YEAR_MONTH') return (row) => Math.trunc(Number(integerAt(column, row)) / (type.to === 'YEAR' ? 12 : 1)) + 0;
  switch (column.kind) {
    case 'string': {
      const plain = new PlainNumber();
      return (row) => {
        const isPlain = plain.read(column.bytes, column.starts[row] as number, column.ends[row] as number);
        if (!isPlain) return wholeText(textAt(column, row));
        // "1." is no whole number.
        return plain.scale === 0 && column.bytes[(column.ends[row] as number) - 1] !== 46 ? plain.unscaled + 0 : null;
      };
    }
    case 'boolean':
    case 'int':
      return (row) => column.values[row] as number;
    case 'big':
      if (type.kind === 'TIMESTAMP') return (row) => secondsOf(column.values[row] as bigint);
      return (row) => column.values[row] as bigint;
    case 'float':
      return (row) => wholeOf(column.values[row] as number, type);
    default:
      throw unexpected(column, 'a whole number');
  }
}

/** An integer of any lane. */
function integerAt(column: Column, row: number): bigint {
  if (column.kind === 'big') return column.values[row] as bigint;
  if (column.kind !== 'float' && column.kind !== 'int') throw unexpected(column, 'a whole number');
  const value = column.values[row] as number;
  return Number.isSafeInteger(value) ? BigInt(value) : 0n;
}

function narrow(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function wholeOfDecimal(column: Column, { scale }: DecimalType): (row: number) => number | bigint {
  const power = powerOfTen(scale);
  if (column.kind !== 'float' || scale > 15) return (row) => narrow(unscaledAt(column, row) / power);
  const divisor = 10 ** scale;
  return (row) => {
    const value = column.values[row] as number;
    return (value - (value % divisor)) / divisor + 0;
  };
}

/** A DOUBLE cut to a whole number, or a TIMESTAMP's seconds; null when no BIGINT holds it. 2^63 saturates, as in Spark. */
function wholeOf(raw: number, type: DataType): number | bigint | null {
  const value = type.kind === 'TIMESTAMP' ? secondsOf(raw) : Math.trunc(raw);
  if (Number.isSafeInteger(value)) return value + 0;
  if (Number.isNaN(value) || value > 2 ** 63 || value < -(2 ** 63)) return null;
  return value === 2 ** 63 ? 2n ** 63n - 1n : BigInt(value);
}

/** Casts to FLOAT and DOUBLE. */
export function toFloating(column: Column, to: DataType, frame: Frame): Column {
  const values = new Float64Array(frame.length);
  const read = numberReader(column);
  const single = to.kind === 'FLOAT';
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const value = read(row);
    if (value === null) frame.fail(row, INVALID, { value: quoted(valueText(column, row)), type: to.kind });
    else values[row] = single ? Math.fround(value) : value;
  }
  return { kind: 'float', type: to, length: frame.length, nulls: frame.nulls, values };
}

function numberReader(column: Column): (row: number) => number | null {
  const { type } = column;
  switch (column.kind) {
    case 'string': {
      const plain = new PlainNumber();
      return (row) => {
        if (plain.read(column.bytes, column.starts[row] as number, column.ends[row] as number)) return plain.value;
        return parseDouble(trimForCast(textAt(column, row)));
      };
    }
    case 'wide':
      return (row) => decimalToNumber(column.values[row] as bigint, type.kind === 'DECIMAL' ? type.scale : 0);
    case 'big':
      return type.kind === 'TIMESTAMP' ? (row) => Number(column.values[row]) / 1e6 : (row) => Number(column.values[row]);
    case 'float':
      if (type.kind === 'DECIMAL') return (row) => decimalToNumber(column.values[row] as number, type.scale);
      return type.kind === 'TIMESTAMP' ? (row) => (column.values[row] as number) / 1e6 : (row) => column.values[row] as number;
    case 'int':
    case 'boolean':
      return (row) => column.values[row] as number;
    default:
      throw unexpected(column, 'DOUBLE');
  }
}

export function toDecimal(column: Column, to: DecimalType, frame: Frame): Column {
  const writer = new DecimalWriter(to, frame);
  const plain = new PlainNumber();
  const { type } = column;
  const scale = exactScale(type);
  // 10^15 is the most that keeps a product of safe numbers telling whether it is safe.
  const factor = scale >= 0 && to.scale >= scale && to.scale - scale <= 15 ? 10 ** (to.scale - scale) : 0;
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    if (factor > 0 && (column.kind === 'float' || column.kind === 'int' || column.kind === 'boolean')) {
      const value = (column.values[row] as number) * factor;
      if (Number.isSafeInteger(value)) {
        writer.number(row, value);
        continue;
      }
    }
    if (column.kind === 'string' && plain.read(column.bytes, column.starts[row] as number, column.ends[row] as number)) {
      const value = plain.at(to.scale);
      if (Number.isSafeInteger(value)) {
        writer.number(row, value);
        continue;
      }
    }
    const number = decimalAt(column, row, scale);
    if (number === null) {
      if (column.kind === 'string') frame.fail(row, INVALID, { value: quoted(textAt(column, row)), type: `DECIMAL(${to.precision},${to.scale})` });
      // Spark has no DECIMAL for NaN and the infinities, and no error either.
      else frame.setNull(row);
    } else if (number.scale < -to.precision && number.unscaled !== 0n) {
      const tooLong = String(number.unscaled).replace('-', '').length - number.scale > MAX_PRECISION;
      frame.fail(row, tooLong && column.kind === 'string' ? 'NUMERIC_OUT_OF_SUPPORTED_RANGE' : OUT_OF_RANGE, {
        value: quoted(valueText(column, row)),
        type: `DECIMAL(${to.precision},${to.scale})`,
      });
    } else writer.bigint(row, rescale(number.unscaled, Math.max(number.scale, -60), to.scale));
  }
  return writer.finish();
}

/** The scale in which the type is exact integers; -1 for one that is not. */
function exactScale(type: DataType): number {
  if (type.kind === 'DECIMAL') return type.scale;
  if (type.kind === 'TIMESTAMP') return 6;
  return type.kind === 'STRING' || isFloatingType(type) ? -1 : 0;
}

/** The exact value of a row; of a FLOAT or DOUBLE the one its shortest text says. */
function decimalAt(column: Column, row: number, scale: number): { readonly unscaled: bigint; readonly scale: number } | null {
  switch (column.kind) {
    case 'string':
      return parseDecimal(trimForCast(textAt(column, row)));
    case 'wide':
    case 'big':
      return { unscaled: column.values[row] as bigint, scale };
    case 'float': {
      const value = column.values[row] as number;
      if (!Number.isFinite(value)) return null;
      return scale < 0 ? parseDecimal(String(value)) : { unscaled: BigInt(value), scale };
    }
    case 'int':
    case 'boolean':
      return { unscaled: BigInt(column.values[row] as number), scale: 0 };
    default:
      throw unexpected(column, 'DECIMAL');
  }
}

/** For other casts: the exact seconds of a DECIMAL in microseconds, cut. */
export function decimalMicros(column: Column, row: number): bigint {
  const scale = column.type.kind === 'DECIMAL' ? column.type.scale : 0;
  const unscaled = unscaledAt(column, row);
  return scale <= 6 ? unscaled * powerOfTen(6 - scale) : unscaled / powerOfTen(scale - 6);
}
