// TIMESTAMP columns read and made as whole seconds and microseconds of the second, both exact. A column holds a double of
// microseconds: every one from 1684 to 2255, beyond that only some. What a double cannot hold is refused, never rounded.
import type { Column, FloatColumn } from '../../columns/column.ts';
import { TIMESTAMP } from '../../columns/data-type.ts';
import type { Frame } from '../frame.ts';
import { UNHELD } from '../silent-errors.ts';

/** Spark's limits: a BIGINT of microseconds. */
const MAX_SECONDS = 9_223_372_036_854;

export function timestampsOf(column: Column | undefined): Float64Array {
  if (column?.kind !== 'float') throw new Error(`Not a TIMESTAMP column: ${column?.kind}`);
  return column.values;
}

/** The whole second at or before a time in microseconds. */
export function secondsOf(micros: number): number {
  const seconds = Math.floor(micros / 1e6);
  // The quotient is rounded: a time just before a second can come out as that second.
  return micros < seconds * 1e6 ? seconds - 1 : seconds;
}

/** Microseconds after the whole second: 0 to 999999. */
export function microsOfSecond(micros: number, seconds: number): number {
  return micros - seconds * 1e6;
}

/** The time in microseconds, or null when no double holds it exactly. `micros` may be any safe integer. */
export function microsAt(seconds: number, micros = 0): number | null {
  const whole = seconds * 1e6;
  const value = whole + micros;
  if (Number.isSafeInteger(value)) return value + 0;
  if (Math.abs(seconds) > MAX_SECONDS) return null;
  return BigInt(value) === BigInt(seconds) * 1_000_000n + BigInt(micros) ? value : null;
}

/**
 * A TIMESTAMP for every row that is not NULL, from what `make` gives: microseconds, or null to make the row NULL (after it
 * failed, or because there is no value).
 */
export function buildTimestamps(frame: Frame, make: (row: number) => number | null): FloatColumn {
  const values = new Float64Array(frame.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const micros = make(row);
    if (micros !== null) values[row] = micros;
    else if (!frame.isNull(row)) frame.setNull(row);
  }
  return { kind: 'float', type: TIMESTAMP, length: frame.length, nulls: frame.nulls, values };
}

/** The error of a time that no column holds; `micros` is about where it lies, `words` what is said of it. */
export function failUnheld(frame: Frame, row: number, micros: number, words: string): void {
  const inSpark = Math.abs(micros) < 2 ** 63;
  frame.fail(row, 'DATETIME_OVERFLOW', { type: 'TIMESTAMP', value: words, [UNHELD]: inSpark ? 1 : 0 });
}

/** `microsAt`, and a row error where there is no such time: DATETIME_OVERFLOW also says that a column cannot hold it. */
export function heldMicros(frame: Frame, row: number, seconds: number, micros = 0): number | null {
  const value = microsAt(seconds, micros);
  if (value === null) failUnheld(frame, row, seconds * 1e6, `${seconds} seconds since 1970`);
  return value;
}
