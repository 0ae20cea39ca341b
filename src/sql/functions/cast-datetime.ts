// Casts to DATE, TIMESTAMP and intervals. Texts and dates are read on the clocks of the session zone.
import type { Column, StringColumn } from '../../columns/column.ts';
import { DATE, type DataType, type DayTimeType, type YearMonthType } from '../../columns/data-type.ts';
import { unscaledAt } from '../../columns/decimal.ts';
import { microsOf as microsOfUnit } from '../../columns/interval-text.ts';
import { bigValues } from '../columns-merge.ts';
import { exactMicros, failUnheld, type Micros, microsAt, microsOfSecond, ownLane, secondsOf, TimestampValues } from '../datetime/timestamp-lane.ts';
import { mustZone } from '../datetime/zone-names.ts';
import type { ZoneRules } from '../datetime/zone-rules.ts';
import { daysAt, parseDateText, parseTimestampText, startOfDayMicros } from '../datetime-text.ts';
import type { Frame } from '../frame.ts';
import { parseCastInterval } from '../interval-literal.ts';
import { isoDays, isoMicros } from '../json/json-times.ts';
import { bigintColumn, fitsBigint } from './big-lane.ts';
import { INVALID, OVERFLOW, quoted, unexpected } from './cast-errors.ts';
import { decimalMicros } from './cast-number.ts';
import { valueText } from './cast-text.ts';
import { asText, textAt } from './text-bytes.ts';

export function toDate(column: Column, frame: Frame): Column {
  const values = new Int32Array(frame.length);
  const zone = mustZone(frame.context.timeZone);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    if (column.kind === 'float' || column.kind === 'big') {
      values[row] = daysAt(column.values[row] as Micros, zone);
      continue;
    }
    const texts = asText(column);
    const start = texts.starts[row] as number;
    const common = (texts.ends[row] as number) - start === 10 ? isoDays(texts.bytes, start) : Number.NaN;
    if (!Number.isNaN(common)) {
      values[row] = common;
      continue;
    }
    const text = textAt(texts, row);
    const days = parseDateText(text);
    if (days === null) frame.fail(row, INVALID, { value: quoted(text), type: 'DATE' });
    else values[row] = days;
  }
  return { kind: 'int', type: DATE, length: frame.length, nulls: frame.nulls, values };
}

export function toTimestamp(column: Column, frame: Frame): Column {
  const values = new TimestampValues(frame.length);
  const { batchTimeMs, timeZone } = frame.context;
  const zone = mustZone(timeZone);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const common = column.kind === 'string' ? isoTime(column, row, zone) : Number.NaN;
    if (!Number.isNaN(common)) {
      values.set(row, common);
      continue;
    }
    const micros = microsOf(column, row, batchTimeMs, zone);
    if (micros === 'beyond') failUnheld(frame, row, quoted(valueText(column, row)));
    else if (micros === 'overflow') frame.fail(row, OVERFLOW, { value: quoted(valueText(column, row)), type: 'TIMESTAMP' });
    else if (micros === null) frame.fail(row, INVALID, { value: quoted(valueText(column, row)), type: 'TIMESTAMP' });
    else values.set(row, micros);
  }
  return values.finish(frame.nulls);
}

/** Microseconds of the common forms, "2024-02-29 12:34:56.5" and with a Z, read from the bytes; NaN for all others. */
function isoTime({ bytes, starts, ends }: StringColumn, row: number, zone: ZoneRules): number {
  const end = ends[row] as number;
  const reading = isoMicros(bytes, starts[row] as number, end, true);
  if (zone.fixed === 0 || bytes[end - 1] === 0x5a || Number.isNaN(reading)) return reading;
  const seconds = secondsOf(reading);
  return microsAt(zone.instantOf(seconds), microsOfSecond(reading, seconds)) ?? Number.NaN;
}

/** Whole seconds; what is beyond the times of Spark is the last or the first of them, as with TimeUnit.toMicros. */
function ofSeconds(seconds: number): Micros {
  return exactMicros(seconds) ?? (seconds > 0 ? 2n ** 63n - 1n : -(2 ** 63));
}

/** null: no time. beyond: later or earlier than the times of Spark. overflow: the same, of a DOUBLE. */
function microsOf(column: Column, row: number, nowMs: number, zone: ZoneRules): Micros | 'beyond' | 'overflow' | null {
  if (column.type.kind === 'DECIMAL') {
    // Spark cuts to 64 bits, and so do these.
    return ownLane(BigInt.asIntN(64, decimalMicros(column, row)));
  }
  switch (column.kind) {
    case 'string':
      return parseTimestampText(textAt(column, row), nowMs, zone);
    case 'int':
      return column.type.kind === 'DATE' ? (startOfDayMicros(column.values[row] as number, zone) ?? 'beyond') : (column.values[row] as number) * 1e6;
    case 'big':
      // Seconds; beyond a safe integer there is no such time.
      return ofSeconds(Number(column.values[row]));
    case 'float': {
      const value = column.values[row] as number;
      if (column.type.kind === 'BIGINT') return ofSeconds(value);
      if (!Number.isFinite(value)) return null;
      return Math.abs(value * 1e6) < 2 ** 63 ? Math.trunc(value * 1e6) + 0 : 'overflow';
    }
    default:
      throw unexpected(column, 'TIMESTAMP');
  }
}

/** Lengths of time in microseconds, in the lane they need. */
export function toDayTime(column: Column, to: DayTimeType, frame: Frame): Column {
  const unit = microsOfUnit(to.to);
  const values = new BigInt64Array(frame.length);
  const held = column.type.kind === 'DAY_TIME' ? bigValues(column) : null;
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    // What is shorter than the last unit falls away.
    const value =
      held === null
        ? intervalOf(column, to, row, unit)
        : to.to === 'SECOND'
          ? (held[row] as bigint)
          : (held[row] as bigint) - ((held[row] as bigint) % unit);
    if (value !== null && fitsBigint(value)) values[row] = value;
    else refuse(column, to, row, frame);
  }
  return { ...bigintColumn(values, frame), type: to };
}

export function toYearMonth(column: Column, to: YearMonthType, frame: Frame): Column {
  const values = new Int32Array(frame.length);
  const held = column.kind === 'int' && column.type.kind === 'YEAR_MONTH' ? column.values : null;
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const months = held === null ? intervalOf(column, to, row, to.to === 'YEAR' ? 12n : 1n) : BigInt(held[row] as number);
    const cut = months !== null && to.to === 'YEAR' ? months - (months % 12n) : months;
    if (cut !== null && BigInt.asIntN(32, cut) === cut) values[row] = Number(cut);
    else refuse(column, to, row, frame);
  }
  return { kind: 'int', type: to, length: frame.length, nulls: frame.nulls, values };
}

/** From a text, or from a number of the unit. */
function intervalOf(column: Column, to: DataType, row: number, unit: bigint): bigint | null {
  if (column.kind === 'string') return parseCastInterval(to, textAt(column, row));
  if (column.type.kind === 'DECIMAL') {
    const scaled = unscaledAt(column, row) * unit;
    return scaled / 10n ** BigInt(column.type.scale);
  }
  if (column.kind === 'big') return (column.values[row] as bigint) * unit;
  if (column.kind !== 'int' && column.kind !== 'float') throw unexpected(column, 'INTERVAL');
  return BigInt(column.values[row] as number) * unit;
}

function refuse(column: Column, to: DayTimeType | YearMonthType, row: number, frame: Frame): void {
  const type = to.from === to.to ? `INTERVAL ${to.from}` : `INTERVAL ${to.from} TO ${to.to}`;
  if (column.kind === 'string') frame.fail(row, INVALID, { value: quoted(textAt(column, row)), type });
  else frame.fail(row, OVERFLOW, { value: valueText(column, row), type });
}
