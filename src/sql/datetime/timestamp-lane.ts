// TIMESTAMP columns read and made as whole seconds and microseconds of the second, both exact. A column has two lanes: doubles of
// microseconds while they hold every value (all from 1684 to 2255, and all whole seconds of the years 1 to 9999), 64-bit
// integers from the first that no double holds.
import type { Column } from '../../columns/column.ts';
import { TIMESTAMP } from '../../columns/data-type.ts';
import type { Frame } from '../frame.ts';

/** Microseconds since the epoch, exact: a number where a double holds them, else a bigint. */
export type Micros = number | bigint;

const MICROS_PER_SECOND = 1_000_000n;

export function timestampsOf(column: Column | undefined): Float64Array | BigInt64Array {
  if (column?.kind !== 'float' && column?.kind !== 'big') throw new Error(`Not a TIMESTAMP column: ${column?.kind}`);
  return column.values;
}

/** The whole second at or before a time in microseconds. */
export function secondsOf(micros: Micros): number {
  if (typeof micros === 'bigint') return Number(micros / MICROS_PER_SECOND) - (micros % MICROS_PER_SECOND < 0n ? 1 : 0);
  if (Math.abs(micros) > Number.MAX_SAFE_INTEGER) return secondsOf(BigInt(micros));
  const seconds = Math.floor(micros / 1e6);
  // The quotient is rounded: a time just before a second can come out as that second.
  return micros < seconds * 1e6 ? seconds - 1 : seconds;
}

/** Microseconds after the whole second: 0 to 999999. */
export function microsOfSecond(micros: Micros, seconds: number): number {
  if (typeof micros === 'number' && !(Math.abs(micros) > Number.MAX_SAFE_INTEGER)) return micros - seconds * 1e6;
  // Far from the epoch the product of a double would be rounded.
  return Number(BigInt(micros) - BigInt(seconds) * MICROS_PER_SECOND);
}

/** The time in microseconds, or null when no double holds it exactly. `micros` may be any safe integer. */
export function microsAt(seconds: number, micros = 0): number | null {
  const value = exactMicros(seconds, micros);
  return typeof value === 'number' ? value : null;
}

/** The time in microseconds; null beyond the times of Spark, a BIGINT of microseconds. `micros` may be any safe integer. */
export function exactMicros(seconds: number, micros = 0): Micros | null {
  const value = seconds * 1e6 + micros;
  if (Number.isSafeInteger(value)) return value + 0;
  return Number.isSafeInteger(seconds) ? ownLane(BigInt(seconds) * MICROS_PER_SECOND + BigInt(micros)) : null;
}

/** Exact microseconds as the lanes keep them; null beyond a BIGINT. */
export function ownLane(micros: bigint): Micros | null {
  if (BigInt.asIntN(64, micros) !== micros) return null;
  const number = Number(micros);
  return BigInt(number) === micros ? number : micros;
}

/**
 * A TIMESTAMP for every row that is not NULL, from what `make` gives: microseconds, or null to make the row NULL (after it
 * failed, or because there is no value).
 */
export function buildTimestamps(frame: Frame, make: (row: number) => Micros | null): Column {
  const values = new TimestampValues(frame.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const micros = make(row);
    if (micros !== null) values.set(row, micros);
    else if (!frame.isNull(row)) frame.setNull(row);
  }
  return values.finish(frame.nulls);
}

/** The values of a TIMESTAMP column in the making. */
export class TimestampValues {
  private readonly floats: Float64Array;
  private big: BigInt64Array | null = null;

  constructor(length: number) {
    this.floats = new Float64Array(length);
  }

  set(row: number, micros: Micros): void {
    if (this.big !== null) this.big[row] = BigInt(micros);
    else if (typeof micros === 'number') this.floats[row] = micros;
    else {
      this.big = BigInt64Array.from(this.floats, BigInt);
      this.big[row] = micros;
    }
  }

  finish(nulls: Uint8Array | null): Column {
    const { floats, big } = this;
    const base = { type: TIMESTAMP, length: floats.length, nulls };
    return big === null ? { ...base, kind: 'float', values: floats } : { ...base, kind: 'big', values: big };
  }
}

/** The error of a time beyond those of Spark; `words` is what is said of it. */
export function failUnheld(frame: Frame, row: number, words: string): void {
  frame.fail(row, 'DATETIME_OVERFLOW', { type: 'TIMESTAMP', value: words });
}

/** `exactMicros`, and a row error where there is no such time. */
export function heldMicros(frame: Frame, row: number, seconds: number, micros = 0): Micros | null {
  const value = exactMicros(seconds, micros);
  if (value === null) failUnheld(frame, row, `${seconds} seconds since 1970`);
  return value;
}
