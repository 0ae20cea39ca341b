// DOUBLE to text and back the Java way, and rounding on the decimal text of a double. Java (from JDK 19) and JavaScript
// print the same shortest digits; only the layout differs.

interface Decimal {
  readonly negative: boolean;
  /** Significant digits without leading zeros; "0" for zero. */
  readonly digits: string;
  /** The value is 0.DIGITS x 10^point. */
  readonly point: number;
}

/** The shortest decimal that reads back as the finite double, or (`single`) as the 32-bit float. */
function shortestDecimal(value: number, single = false): Decimal {
  const [mantissa = '0', exponent = '0'] = (single ? shortestFloat(Math.abs(value)) : Math.abs(value).toExponential()).split('e');
  return { negative: value < 0, digits: mantissa.replace('.', ''), point: Number(exponent) + 1 };
}

function shortestFloat(value: number): string {
  for (let digits = 0; digits < 8; digits++) {
    const text = value.toExponential(digits);
    if (Math.fround(Number(text)) === value) return text;
  }
  return value.toExponential(8);
}

/** As CAST(float AS STRING) prints it: "0.1", "1.0E10". */
export function floatText(value: number): string {
  if (Number.isFinite(value) && value !== 0)
    return Math.abs(value) === 2 ** -149 ? (value < 0 ? '-1.4E-45' : '1.4E-45') : layout(value, shortestDecimal(value, true));
  return doubleText(value);
}

/** As CAST(double AS STRING) prints it: "1.0", "1.0E7", "1.0E-4", "NaN", "-Infinity". */
export function doubleText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  // Java prints the least double with two digits.
  if (Math.abs(value) === Number.MIN_VALUE) return value < 0 ? '-4.9E-324' : '4.9E-324';
  return layout(value, shortestDecimal(value));
}

function layout(value: number, { negative, digits, point }: Decimal): string {
  const sign = negative ? '-' : '';
  const magnitude = Math.abs(value);
  if (magnitude < 1e-3 || magnitude >= 1e7) return `${sign}${digits[0]}.${digits.slice(1) || '0'}E${point - 1}`;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return `${sign}${digits.padEnd(point, '0')}.0`;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** HALF_UP at `scale` decimals (negative: tens, hundreds..) on the shortest decimal text. Never -0.0. */
export function roundHalfUp(value: number, scale: number): number {
  return roundOnText(value, scale, (_, rest) => (rest[0] as string) >= '5');
}

/** The same with a half going to the even neighbour. */
export function roundHalfEven(value: number, scale: number): number {
  return roundOnText(value, scale, (head, rest) => {
    if (/^50*$/.test(rest)) return head % 2n === 1n;
    return (rest[0] as string) >= '5';
  });
}

/**
 * The answer where it is plain: the scaled value is small enough that its error is far below a thousandth, and it is not near a
 * half. An integer of so few digits over a power of ten is the double nearest to the decimal. null: look at the text.
 */
function roundPlainly(value: number, scale: number): number | null {
  if (scale < 0 || scale > 12) return null;
  const power = 10 ** scale;
  const scaled = Math.abs(value) * power;
  if (scaled > 2 ** 40) return null;
  const down = Math.floor(scaled);
  const rest = scaled - down;
  if (Math.abs(rest - 0.5) < 1e-3) return null;
  const rounded = (rest > 0.5 ? down + 1 : down) / power;
  return value < 0 ? -rounded + 0 : rounded;
}

/** `up`: whether the magnitude grows, by the digits that stay and those that fall away. */
function roundOnText(value: number, scale: number, up: (head: bigint, rest: string) => boolean): number {
  if (!Number.isFinite(value) || value === 0) return value + 0;
  const near = roundPlainly(value, scale);
  if (near !== null) return near;
  const { negative, digits, point } = shortestDecimal(value);
  const kept = point + scale;
  if (kept >= digits.length) return value;
  if (kept < 0) return 0;
  const head = BigInt(digits.slice(0, kept) || '0');
  const rounded = up(head, digits.slice(kept)) ? head + 1n : head;
  return Number(`${negative ? '-' : ''}${rounded}e${-scale}`) + 0;
}

const decimalForm = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[dDfF]?$/;
const special: ReadonlyMap<string, number> = new Map([
  ['nan', Number.NaN],
  ['inf', Number.POSITIVE_INFINITY],
  ['+inf', Number.POSITIVE_INFINITY],
  ['infinity', Number.POSITIVE_INFINITY],
  ['+infinity', Number.POSITIVE_INFINITY],
  ['-inf', Number.NEGATIVE_INFINITY],
  ['-infinity', Number.NEGATIVE_INFINITY],
]);

/** The double that CAST(text AS DOUBLE) reads, or null. `text` is trimmed. */
export function parseDouble(text: string): number | null {
  if (decimalForm.test(text)) return Number(text.replace(/[dDfF]$/, ''));
  return special.get(text.toLowerCase()) ?? (/^[+-]NaN$/.test(text) ? Number.NaN : hexDouble(text));
}

/** Java's hexadecimal floating-point text: 0x1.8p3. */
function hexDouble(text: string): number | null {
  const match = /^([+-]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?\d+)[dDfF]?$/.exec(text);
  if (match === null) return null;
  const digits = `${match[2]}${match[3]}`;
  if (digits === '' || digits.length > 13) return null;
  const value = Number.parseInt(digits, 16) * 2 ** (Number(match[4]) - 4 * (match[3] as string).length);
  return match[1] === '-' ? -value : value;
}
