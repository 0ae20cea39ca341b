// Arithmetic on BIGINTs that lie in doubles. The loops have one operator each and no calls, so that they become a few
// machine instructions a row.
import type { Frame } from '../frame.ts';

const MAX = Number.MAX_SAFE_INTEGER;
/** Below this a quotient times its divisor is exact: |q * y| <= |x| + |y| <= 2^53. */
const HALF = 2 ** 52;

/** Sum, difference or product; null when a result leaves the safe range. Rounding cannot bring one back into it. */
export function exactFloats(operator: '+' | '-' | '*', a: Float64Array, b: Float64Array, frame: Frame): Float64Array | null {
  const values = new Float64Array(frame.length);
  const loop = operator === '+' ? add : operator === '-' ? subtract : multiply;
  return loop(a, b, values, frame) ? values : null;
}

/** False: a sum is not safe. */
function add(a: Float64Array, b: Float64Array, values: Float64Array, { count, selection, nulls }: Frame): boolean {
  for (let k = 0; k < count; k++) {
    const row = selection === null ? k : (selection[k] as number);
    const value = (a[row] as number) + (b[row] as number);
    if (!(value <= MAX && value >= -MAX)) {
      if (nulls !== null && nulls[row] === 1) continue;
      return false;
    }
    values[row] = value;
  }
  return true;
}

function subtract(a: Float64Array, b: Float64Array, values: Float64Array, { count, selection, nulls }: Frame): boolean {
  for (let k = 0; k < count; k++) {
    const row = selection === null ? k : (selection[k] as number);
    const value = (a[row] as number) - (b[row] as number);
    if (!(value <= MAX && value >= -MAX)) {
      if (nulls !== null && nulls[row] === 1) continue;
      return false;
    }
    values[row] = value;
  }
  return true;
}

function multiply(a: Float64Array, b: Float64Array, values: Float64Array, { count, selection, nulls }: Frame): boolean {
  for (let k = 0; k < count; k++) {
    const row = selection === null ? k : (selection[k] as number);
    // 0 * -5 is -0 as a double; a BIGINT has no such value.
    const value = (a[row] as number) * (b[row] as number) + 0;
    if (!(value <= MAX && value >= -MAX)) {
      if (nulls !== null && nulls[row] === 1) continue;
      return false;
    }
    values[row] = value;
  }
  return true;
}

/** x div y for safe integers, y not 0. The double quotient may round up to the next integer, which the remainder tells. */
export function wholeSafeQuotient(x: number, y: number): number {
  if (x > HALF || x < -HALF || y > HALF || y < -HALF) return (x - (x % y)) / y + 0;
  const quotient = Math.trunc(x / y);
  const rest = x - quotient * y;
  // A rest that does not have the sign of x: the quotient is one too far from zero.
  if (x >= 0 ? rest >= 0 : rest <= 0) return quotient + 0;
  return x >= 0 === y > 0 ? quotient - 1 : quotient + 1;
}

/** x % y for safe integers, y not 0; never -0. A division and a product are several times as fast as the operator on doubles. */
export function safeRemainder(x: number, y: number): number {
  if (x > HALF || x < -HALF || y > HALF || y < -HALF) return (x % y) + 0;
  const rest = x - Math.trunc(x / y) * y;
  if (x >= 0) return rest >= 0 ? rest : rest + (y < 0 ? -y : y);
  return rest <= 0 ? rest + 0 : rest - (y < 0 ? -y : y);
}

/** The same for one divisor over many rows: a product with its inverse may be one off, which the rest tells. */
export class Divisor {
  private readonly y: number;
  private readonly size: number;
  private readonly inverse: number;
  /** Up to here a product of quotient and divisor is exact. */
  private readonly most: number;

  /** `y`: a safe integer, not 0. */
  constructor(y: number) {
    this.y = y;
    this.size = Math.abs(y);
    this.inverse = 1 / y;
    this.most = this.size > HALF / 4 ? -1 : HALF;
  }

  /** Writes x % y, or x div y, of the frame's rows. */
  divide(a: Float64Array, values: Float64Array, { count, selection, nulls }: Frame, wantsRest: boolean): void {
    const { y, size, inverse, most } = this;
    const sign = y < 0 ? -1 : 1;
    for (let k = 0; k < count; k++) {
      const row = selection === null ? k : (selection[k] as number);
      const x = a[row] as number;
      // What nearly all are: the product is right as it is.
      const straight = Math.trunc(x * inverse);
      const left = x - straight * y;
      if (left >= 0 && left < y && x >= 0 && x <= most) {
        values[row] = wantsRest ? left : straight;
        continue;
      }
      if (!(x <= most && x >= -most)) {
        if (nulls === null || nulls[row] === 0) values[row] = wantsRest ? safeRemainder(x, y) : wholeSafeQuotient(x, y);
        continue;
      }
      let quotient = straight;
      let rest = left;
      // The rest has the sign of x and is smaller than y.
      if (x >= 0) {
        if (rest < 0) {
          quotient -= sign;
          rest += size;
        } else if (rest >= size) {
          quotient += sign;
          rest -= size;
        }
      } else if (rest > 0) {
        quotient += sign;
        rest -= size;
      } else if (rest <= -size) {
        quotient -= sign;
        rest += size;
      }
      values[row] = (wantsRest ? rest : quotient) + 0;
    }
  }
}
