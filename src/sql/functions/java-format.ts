// Prints the pieces of Java's format strings as format_string and printf do: %s %S %d %x %X %o %c %b %h %f %e %g %n %%, with flags,
// width, precision and numbers of arguments. What Java refuses for a value fails with Java's exception.
import { digitsHalfUp, shortestDigits } from './exact-decimal.ts';
import { type Conversion, FormatFailure, type FormatPiece, javaFailure } from './java-format-piece.ts';

/** A value to print, as Java has it in Spark. */
export type JavaValue =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** `hash`: what %h prints. */
  | { readonly kind: 'text'; readonly text: string; readonly hash: () => number }
  | { readonly kind: 'integer'; readonly value: bigint; readonly bits: 8 | 16 | 32 | 64 }
  | { readonly kind: 'float'; readonly value: number; readonly text: string; readonly single: boolean }
  /** Spark's own Decimal, which Java knows only as text. */
  | { readonly kind: 'decimal'; readonly text: string };

/** Our own class: Java prints the value, and this build does not. */
export const UNSUPPORTED_FORMAT = 'UNSUPPORTED_FORMAT';

const MAX_WIDTH = 100_000;

/** @throws FormatFailure where Java does. */
export function printFormat(pieces: readonly FormatPiece[], valueAt: (index: number) => JavaValue | null): string {
  let text = '';
  let ordinary = 0;
  let last = -1;
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      text += piece;
      continue;
    }
    if (piece.letter === '%') {
      text += padded('%', piece);
      continue;
    }
    last = piece.argument === -1 ? ordinary++ : piece.argument === -2 ? last : piece.argument;
    const value = last < 0 ? null : valueAt(last);
    if (value === null) throw javaFailure('MissingFormatArgumentException', `there is no argument for %${piece.letter}`);
    if (piece.width > MAX_WIDTH || piece.precision > MAX_WIDTH)
      throw new FormatFailure(UNSUPPORTED_FORMAT, `more than ${MAX_WIDTH} characters are not printed here`);
    text += printOne(piece, value);
  }
  // Half a character, where a precision cut one, is a question mark in the bytes of Java.
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '?');
}

function padded(text: string, { width, flags }: Conversion): string {
  return flags.includes('-') ? text.padEnd(width) : text.padStart(width);
}

function printOne(piece: Conversion, value: JavaValue): string {
  const { letter, precision } = piece;
  const upper = /^[A-Z]/.test(letter);
  const cut = (text: string) => padded(upper ? text.toUpperCase() : text, piece);
  const short = (text: string) => cut(precision >= 0 ? text.slice(0, precision) : text);
  if (letter.toLowerCase() === 'b') return short(value.kind === 'null' ? 'false' : value.kind === 'boolean' ? String(value.value) : 'true');
  if (letter.toLowerCase() === 's') {
    if (piece.flags.includes('#') && value.kind !== 'null') throw mismatch('#', letter);
    return short(shown(value));
  }
  if (value.kind === 'null') return short('null');
  switch (letter.toLowerCase()) {
    case 'h':
      return short((hashOf(value) >>> 0).toString(16));
    case 'c':
      if (value.kind !== 'integer' || value.bits === 64) throw wrong(letter, value);
      if (value.value < 0n || value.value > 0x10ffffn) throw javaFailure('IllegalFormatCodePointException', `there is no character ${value.value}`);
      return cut(String.fromCodePoint(Number(value.value)));
    case 'd':
      if (value.kind !== 'integer') throw wrong(letter, value);
      return signed(piece, value.value < 0n, grouped(String(value.value < 0n ? -value.value : value.value), piece.flags));
    case 'x':
    case 'o':
      if (value.kind !== 'integer') throw wrong(letter, value);
      return cut(bitsText(piece, value.value, value.bits));
    case 'a':
      if (value.kind !== 'float') throw wrong(letter, value);
      throw new FormatFailure(UNSUPPORTED_FORMAT, '%a is not printed here');
    case 'e':
    case 'f':
    case 'g':
      if (value.kind !== 'float') throw wrong(letter, value);
      return printFloat(piece, value.value, cut);
    default:
      if (value.kind !== 'integer' || value.bits !== 64) throw wrong(letter, value);
      throw new FormatFailure(UNSUPPORTED_FORMAT, `%${letter} is not printed here; date_format prints dates`);
  }
}

function shown(value: JavaValue): string {
  if (value.kind === 'null') return 'null';
  return value.kind === 'boolean' || value.kind === 'integer' ? String(value.value) : value.text;
}

const words = new DataView(new ArrayBuffer(8));

/** Java's hashCode. */
function hashOf(value: Exclude<JavaValue, { kind: 'null' }>): number {
  switch (value.kind) {
    case 'boolean':
      return value.value ? 1231 : 1237;
    case 'text':
      return value.hash();
    case 'integer':
      return value.bits < 64 ? Number(value.value) : Number(BigInt.asIntN(32, value.value ^ BigInt.asUintN(32, value.value >> 32n)));
    case 'float':
      if (value.single) {
        words.setFloat32(0, value.value);
        return words.getInt32(0);
      }
      words.setFloat64(0, value.value);
      return words.getInt32(0) ^ words.getInt32(4);
    case 'decimal':
      throw new FormatFailure(UNSUPPORTED_FORMAT, '%h of a DECIMAL is not printed here');
  }
}

function wrong(letter: string, value: JavaValue): FormatFailure {
  return javaFailure('IllegalFormatConversionException', `%${letter} does not print a ${value.kind}`);
}

function mismatch(flag: string, letter: string): FormatFailure {
  return javaFailure('FormatFlagsConversionMismatchException', `the flag '${flag}' does not go with %${letter}`);
}

function bitsText({ letter, flags, width }: Conversion, value: bigint, bits: number): string {
  const unfit = ['(', ' ', '+'].find((flag) => flags.includes(flag));
  if (unfit !== undefined) throw mismatch(unfit, letter);
  const hex = letter.toLowerCase() === 'x';
  const prefix = flags.includes('#') ? (hex ? '0x' : '0') : '';
  const digits = BigInt.asUintN(bits, value).toString(hex ? 16 : 8);
  return flags.includes('0') ? prefix + digits.padStart(width - prefix.length, '0') : prefix + digits;
}

function grouped(digits: string, flags: string): string {
  return flags.includes(',') ? digits.replace(/\B(?=(\d{3})+$)/g, ',') : digits;
}

/** Sign or brackets, zeros to the width, then the width itself. */
function signed(piece: Conversion, negative: boolean, magnitude: string): string {
  const { flags, width } = piece;
  const open = negative ? (flags.includes('(') ? '(' : '-') : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const close = negative && flags.includes('(') ? ')' : '';
  const zeros = flags.includes('0') ? magnitude.padStart(width - open.length - close.length, '0') : magnitude;
  return padded(open + zeros + close, piece);
}

function printFloat(piece: Conversion, value: number, cut: (text: string) => string): string {
  if (Number.isNaN(value)) return cut('NaN');
  const negative = value < 0 || Object.is(value, -0);
  if (!Number.isFinite(value))
    return cut(negative ? (piece.flags.includes('(') ? '(Infinity)' : '-Infinity') : piece.flags.includes('+') ? '+Infinity' : 'Infinity');
  const { digits, exponent } = shortestDigits(value);
  return signed(piece, negative, floatDigits(piece, digits, exponent));
}

function floatDigits(piece: Conversion, digits: string, exponent: number): string {
  const precision = piece.precision < 0 ? 6 : piece.precision;
  if (piece.letter === 'f') return fixed(digits, exponent, precision, piece.flags);
  if (piece.letter === 'e' || piece.letter === 'E') return scientific(digits, exponent, precision, piece);
  // So many digits in all, without an exponent where that is short.
  const significant = Math.max(precision, 1);
  if (/^0*$/.test(digits)) return `0${significant > 1 ? `.${'0'.repeat(significant - 1)}` : ''}`;
  const power = digitsHalfUp(digits, significant).carried ? exponent + 1 : exponent;
  if (power < -4 || power >= significant) return scientific(digits, exponent, significant - 1, piece);
  return fixed(digits, exponent, significant - power - 1, piece.flags);
}

/** 0.DIGITS x 10^(exponent + 1) with `precision` digits behind the point, a half up. */
function fixed(digits: string, exponent: number, precision: number, flags: string): string {
  const rounded = digitsHalfUp(digits, exponent + 1 + precision);
  const all = rounded.digits.padStart(precision + 1, '0');
  const whole = all.slice(0, all.length - precision).replace(/^0+(?=\d)/, '');
  const point = precision > 0 || flags.includes('#') ? '.' : '';
  return grouped(whole, flags) + point + all.slice(all.length - precision);
}

function scientific(digits: string, exponent: number, precision: number, { letter, flags }: Conversion): string {
  const rounded = digitsHalfUp(digits, precision + 1);
  const power = rounded.carried ? exponent + 1 : exponent;
  const shown = rounded.digits.slice(0, precision + 1);
  const size = String(Math.abs(power)).padStart(2, '0');
  const point = precision > 0 || flags.includes('#') ? '.' : '';
  const mark = /[A-Z]/.test(letter) ? 'E' : 'e';
  return `${shown[0]}${point}${shown.slice(1)}${mark}${power < 0 ? '-' : '+'}${size}`;
}
