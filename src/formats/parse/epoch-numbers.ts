// Numbers since 1970-01-01 00:00 UTC in a unit that is said once for a column, never guessed by a value's size. Computed on the
// decimal digits, so nanoseconds beyond 2^53 stay exact. Digits finer than a microsecond are cut off, as `div` does.
import { type Micros, ownLane } from '../../sql/datetime/timestamp-lane.ts';

export type EpochUnit = 's' | 'ms' | 'us' | 'ns';

/** Decimal places between the unit and a microsecond. */
const PLACES: Readonly<Record<EpochUnit, number>> = { s: 6, ms: 3, us: 0, ns: -3 };

const LEAST_SECOND = -62_135_596_800;
const MOST_SECOND = 253_402_300_799;

const MINUS = 0x2d;
const DOT = 0x2e;

/** Microseconds of the number in bytes[from, to); null when it is no plain decimal number, or no time of the years 1 to 9999. */
export function epochMicros(bytes: Uint8Array, from: number, to: number, unit: EpochUnit): Micros | null {
  const negative = bytes[from] === MINUS;
  let at = negative ? from + 1 : from;
  let digits = '';
  let places = -1;
  for (; at < to; at++) {
    const byte = bytes[at] as number;
    if (byte === DOT && places < 0) places = 0;
    else if (byte < 0x30 || byte > 0x39) return null;
    else {
      digits += String.fromCharCode(byte);
      if (places >= 0) places++;
    }
  }
  if (digits === '' || digits.length > 40) return null;
  const shift = PLACES[unit] - Math.max(places, 0);
  const scaled = shift >= 0 ? digits + '0'.repeat(shift) : digits.slice(0, shift) || '0';
  const micros = scaled.length <= 15 ? Number(scaled) : BigInt(scaled);
  return held(typeof micros === 'number' ? (negative ? -micros : micros) : negative ? -micros : micros);
}

function held(micros: Micros): Micros | null {
  if (typeof micros === 'number') return micros + 0;
  const whole = micros / 1_000_000n - (micros % 1_000_000n < 0n ? 1n : 0n);
  if (whole < LEAST_SECOND || whole > MOST_SECOND) return null;
  return ownLane(micros);
}
