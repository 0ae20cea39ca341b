// Java's format strings ("%05.2f %s") as format_string and printf take them: %s %S %d %x %X %o %c %b %f %e %n %%, with flags, width,
// precision and numbers of arguments. What Java refuses for a value fails with Java's exception.
import { digitsHalfUp, shortestDigits } from './exact-decimal.ts';

export interface Conversion {
  readonly kind: 'conversion';
  /** Which argument, from 0; -1: the one after the last ordinary one, -2: the same as before. */
  readonly argument: number;
  readonly flags: string;
  readonly width: number;
  readonly precision: number;
  readonly letter: string;
}

export type FormatPiece = string | Conversion;

/** A value to print, as Java has it in Spark. */
export type JavaValue =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'integer'; readonly value: bigint; readonly bits: 8 | 16 | 32 | 64 }
  | { readonly kind: 'float'; readonly value: number; readonly text: string }
  | { readonly kind: 'decimal'; readonly unscaled: bigint; readonly scale: number; readonly text: string };

export class FormatFailure extends Error {
  readonly javaClass: string;
  constructor(javaClass: string, reason: string) {
    super(reason);
    this.javaClass = `java.util.${javaClass}`;
  }
}

const form = /%(?:(\d+)\$)?([-#+ 0,(<]*)(\d+)?(?:\.(\d+))?([tT]?[a-zA-Z%])/y;

/** The pieces of the format, or why Java or this build does not take it. */
export function parseFormat(format: string): readonly FormatPiece[] | FormatFailure {
  const pieces: FormatPiece[] = [];
  let at = 0;
  while (at < format.length) {
    const next = format.indexOf('%', at);
    if (next < 0) {
      pieces.push(format.slice(at));
      break;
    }
    if (next > at) pieces.push(format.slice(at, next));
    form.lastIndex = next;
    const match = form.exec(format);
    if (match === null) return new FormatFailure('UnknownFormatConversionException', 'a % is not followed by a conversion');
    const [, index, flags = '', width, precision, letter = ''] = match;
    if (letter === 'n') pieces.push('\n');
    else if (!/^[sSdxXocbBfeE%]$/.test(letter)) {
      return new FormatFailure('UnknownFormatConversionException', `the conversion %${letter} is not known here`);
    } else {
      const argument = flags.includes('<') ? -2 : index === undefined ? -1 : Number(index) - 1;
      pieces.push({
        kind: 'conversion',
        argument,
        flags,
        width: width === undefined ? -1 : Number(width),
        precision: precision === undefined ? -1 : Number(precision),
        letter,
      });
    }
    at = form.lastIndex;
  }
  return pieces;
}

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
    const value = valueAt(last);
    if (value === null) throw new FormatFailure('MissingFormatArgumentException', `there is no argument for %${piece.letter}`);
    if (piece.width > MAX_WIDTH || piece.precision > MAX_WIDTH) throw new FormatFailure('IllegalFormatWidthException', 'the width is too large');
    text += printOne(piece, value);
  }
  return text;
}

function padded(text: string, { width, flags }: Conversion): string {
  return flags.includes('-') ? text.padEnd(width) : text.padStart(width);
}

function printOne(piece: Conversion, value: JavaValue): string {
  const { letter, precision } = piece;
  const upper = letter === letter.toUpperCase();
  const cut = (text: string) => padded(upper ? text.toUpperCase() : text, piece);
  const short = (text: string) => cut(precision >= 0 ? text.slice(0, precision) : text);
  switch (letter.toLowerCase()) {
    case 's':
      return short(
        value.kind === 'null'
          ? 'null'
          : value.kind === 'boolean'
            ? String(value.value)
            : value.kind === 'integer'
              ? value.value.toString()
              : value.text,
      );
    case 'b':
      return short(value.kind === 'null' ? 'false' : value.kind === 'boolean' ? String(value.value) : 'true');
    case 'c':
      if (value.kind === 'null') return cut('null');
      if (value.kind !== 'integer') throw wrong(letter, value);
      if (value.value < 0n || value.value > 0x10ffffn)
        throw new FormatFailure('IllegalFormatCodePointException', `there is no character ${value.value}`);
      return cut(String.fromCodePoint(Number(value.value)));
    case 'd':
      if (value.kind === 'null') return cut('null');
      if (value.kind !== 'integer') throw wrong(letter, value);
      return signed(piece, value.value < 0n, grouped(String(value.value < 0n ? -value.value : value.value), piece.flags));
    case 'x':
    case 'o': {
      if (value.kind === 'null') return cut('null');
      if (value.kind !== 'integer') throw wrong(letter, value);
      const hex = letter.toLowerCase() === 'x';
      const prefix = piece.flags.includes('#') ? (hex ? '0x' : '0') : '';
      const digits = BigInt.asUintN(value.bits, value.value).toString(hex ? 16 : 8);
      return cut(piece.flags.includes('0') ? prefix + digits.padStart(piece.width - prefix.length, '0') : prefix + digits);
    }
    default:
      return printFloat(piece, value, cut);
  }
}

function wrong(letter: string, value: JavaValue): FormatFailure {
  return new FormatFailure('IllegalFormatConversionException', `%${letter} does not print a ${value.kind}`);
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

function printFloat(piece: Conversion, value: JavaValue, cut: (text: string) => string): string {
  if (value.kind === 'null') return cut('null');
  const precision = piece.precision < 0 ? 6 : piece.precision;
  if (value.kind === 'float') {
    if (Number.isNaN(value.value)) return cut('NaN');
    const negative = value.value < 0 || Object.is(value.value, -0);
    if (!Number.isFinite(value.value))
      return cut(negative ? (piece.flags.includes('(') ? '(Infinity)' : '-Infinity') : piece.flags.includes('+') ? '+Infinity' : 'Infinity');
    const { digits, exponent } = shortestDigits(value.value);
    return signed(
      piece,
      negative,
      piece.letter === 'f' ? fixed(digits, exponent, precision, piece.flags) : scientific(digits, exponent, precision, piece.letter),
    );
  }
  if (value.kind !== 'decimal') throw wrong(piece.letter, value);
  const digits = String(value.unscaled < 0n ? -value.unscaled : value.unscaled);
  const exponent = digits.length - 1 - value.scale;
  const shown =
    piece.letter === 'f'
      ? fixed(digits, exponent, precision, piece.flags)
      : scientific(digits, value.unscaled === 0n ? 0 : exponent, precision, piece.letter);
  return signed(piece, value.unscaled < 0n, shown);
}

/** 0.DIGITS x 10^(exponent + 1) with `precision` digits behind the point, a half up. */
function fixed(digits: string, exponent: number, precision: number, flags: string): string {
  const rounded = digitsHalfUp(digits, exponent + 1 + precision);
  const all = rounded.digits.padStart(precision + 1, '0');
  const whole = all.slice(0, all.length - precision).replace(/^0+(?=\d)/, '');
  const point = precision > 0 || flags.includes('#') ? '.' : '';
  return grouped(whole, flags) + point + all.slice(all.length - precision);
}

function scientific(digits: string, exponent: number, precision: number, letter: string): string {
  const rounded = digitsHalfUp(digits, precision + 1);
  const power = rounded.carried ? exponent + 1 : exponent;
  const shown = rounded.digits.slice(0, precision + 1);
  const size = String(Math.abs(power)).padStart(2, '0');
  return `${shown[0]}${precision > 0 ? `.${shown.slice(1)}` : ''}${letter}${power < 0 ? '-' : '+'}${size}`;
}
