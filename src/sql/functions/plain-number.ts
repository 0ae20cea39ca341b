// Numbers in text as most are written, "42", "-1.50": read straight from the bytes, without making a string. What is written in any
// other way, or with more than fifteen digits, is for the careful readers.

const ZERO = 48;
const POINT = 46;
const MOST_DIGITS = 15;

/** Powers of ten that a double holds exactly. */
const POWERS = Array.from({ length: MOST_DIGITS + 1 }, (_, i) => 10 ** i);

export class PlainNumber {
  /** The digits as an integer, with the sign; -0 for "-0". */
  unscaled = 0;
  /** How many of the digits stand behind the point. */
  scale = 0;

  /** Whether the bytes are a plain number, which is then kept here. */
  read(bytes: Uint8Array, from: number, to: number): boolean {
    const first = bytes[from];
    const negative = first === 45;
    let at = negative || first === 43 ? from + 1 : from;
    if (to - at > MOST_DIGITS + 1 || at === to) return false;
    let value = 0;
    let digits = 0;
    let point = -1;
    for (; at < to; at++) {
      const byte = bytes[at] as number;
      if (byte === POINT && point < 0) {
        point = at;
        continue;
      }
      const digit = byte - ZERO;
      if (digit < 0 || digit > 9) return false;
      value = value * 10 + digit;
      digits++;
    }
    if (digits === 0 || digits > MOST_DIGITS) return false;
    this.unscaled = negative ? -value : value;
    this.scale = point < 0 ? 0 : to - point - 1;
    return true;
  }

  /** The nearest double: both sides are exact, so the quotient rounds once. */
  get value(): number {
    return this.scale === 0 ? this.unscaled : this.unscaled / (POWERS[this.scale] as number);
  }

  /** The unscaled integer at a greater scale; of no meaning unless it is a safe integer. NaN when digits would fall away. */
  at(scale: number): number {
    const power = POWERS[scale - this.scale];
    return power === undefined ? Number.NaN : this.unscaled * power;
  }
}
