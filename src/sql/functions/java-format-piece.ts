// Reads Java's format strings ("%05.2f %s") into pieces, with the checks java.util.Formatter makes before it prints anything: flags
// that do not go with a conversion, widths and precisions that are missing or too many.

export interface Conversion {
  readonly kind: 'conversion';
  /** Which argument, from 0; -1: the one after the last ordinary one, -2: the same as before. */
  readonly argument: number;
  readonly flags: string;
  readonly width: number;
  readonly precision: number;
  /** As written; a date's is t or T and its letter. */
  readonly letter: string;
}

export type FormatPiece = string | Conversion;

export class FormatFailure extends Error {
  /** Java's exception, or one of our own where Java would print. */
  readonly errorClass: string;
  constructor(errorClass: string, reason: string) {
    super(reason);
    this.errorClass = errorClass;
  }
}

/** What Java throws, by its simple name. */
export function javaFailure(name: string, reason: string): FormatFailure {
  return new FormatFailure(`java.util.${name}`, reason);
}

const form = /%(?:(\d+)\$)?([-#+ 0,(<]*)(\d+)?(?:\.(\d+))?([tT]?[a-zA-Z%])/y;
const MAX_INT = 2_147_483_647;

/** The pieces of the format, or why Java does not take it. */
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
    if (match === null) return javaFailure('UnknownFormatConversionException', 'a % is not followed by a conversion');
    const piece = readPiece(match);
    if (piece instanceof FormatFailure) return piece;
    pieces.push(piece);
    at = form.lastIndex;
  }
  return pieces;
}

/** In the order in which Java looks: index, flags, width, precision, letter, and then what goes together. */
function readPiece([, index, flags = '', width, precision, letter = '']: RegExpExecArray): FormatPiece | FormatFailure {
  if (index !== undefined && (Number(index) < 1 || Number(index) > MAX_INT))
    return javaFailure('IllegalFormatArgumentIndexException', `there is no argument ${index}`);
  if (/(.).*\1/.test(flags)) return javaFailure('DuplicateFormatFlagsException', `the flags '${flags}' repeat one`);
  if (Number(width ?? 0) > MAX_INT) return javaFailure('IllegalFormatWidthException', 'the width is too large');
  if (Number(precision ?? 0) > MAX_INT) return javaFailure('IllegalFormatPrecisionException', 'the precision is too large');
  if (!/^(?:[bBhHsScCdoxXeEfgGaAn%]|[tT].)$/.test(letter))
    return javaFailure('UnknownFormatConversionException', `there is no conversion %${letter}`);
  const piece: Conversion = {
    kind: 'conversion',
    argument: flags.includes('<') ? -2 : index === undefined ? -1 : Number(index) - 1,
    flags: flags.replace('<', ''),
    width: width === undefined ? -1 : Number(width),
    precision: precision === undefined ? -1 : Number(precision),
    letter,
  };
  const unfit = letter === 'n' || letter === '%' ? unfitText(piece) : unfitConversion(piece);
  return unfit ?? (letter === 'n' ? '\n' : piece);
}

function mismatch(flags: string, unfit: string): FormatFailure | null {
  const flag = [...unfit].find((c) => flags.includes(c));
  return flag === undefined ? null : javaFailure('FormatFlagsConversionMismatchException', `the flag '${flag}' does not go with the conversion`);
}

function needsWidth({ flags, width }: Conversion, wanting: string): FormatFailure | null {
  return width < 0 && [...wanting].some((c) => flags.includes(c))
    ? javaFailure('MissingFormatWidthException', `the flags '${flags}' want a width`)
    : null;
}

function noPrecision({ precision }: Conversion): FormatFailure | null {
  return precision < 0 ? null : javaFailure('IllegalFormatPrecisionException', 'the conversion takes no precision');
}

function unfitText(piece: Conversion): FormatFailure | null {
  const { letter, flags, width } = piece;
  const precise = noPrecision(piece);
  if (precise !== null) return precise;
  if (letter === 'n') {
    if (width >= 0) return javaFailure('IllegalFormatWidthException', '%n takes no width');
    return flags === '' ? null : javaFailure('IllegalFormatFlagsException', '%n takes no flags');
  }
  if (flags !== '' && flags !== '-') return javaFailure('IllegalFormatFlagsException', `%% takes no flags '${flags}'`);
  return needsWidth(piece, '-');
}

const DATE_LETTERS = /^[HIklMNLQpsSTzZaAbBCdehjmyYrRcDF]$/;
/** Flags that fit numbers only. */
const OF_NUMBERS = '+ 0,(';

function unfitConversion(piece: Conversion): FormatFailure | null {
  const { letter, flags } = piece;
  if (letter.length === 2) {
    if (!DATE_LETTERS.test(letter[1] as string)) {
      return noPrecision(piece) ?? javaFailure('UnknownFormatConversionException', `there is no conversion %${letter}`);
    }
    return noPrecision(piece) ?? mismatch(flags, `#${OF_NUMBERS}`) ?? needsWidth(piece, '-');
  }
  switch (letter.toLowerCase()) {
    case 'b':
    case 'h':
      return mismatch(flags, '#') ?? needsWidth(piece, '-') ?? mismatch(flags, OF_NUMBERS);
    case 's':
      return needsWidth(piece, '-') ?? mismatch(flags, OF_NUMBERS);
    case 'c':
      return noPrecision(piece) ?? mismatch(flags, `#${OF_NUMBERS}`) ?? needsWidth(piece, '-');
    case 'd':
      return unfitNumber(piece) ?? noPrecision(piece) ?? mismatch(flags, '#');
    case 'o':
    case 'x':
      return unfitNumber(piece) ?? noPrecision(piece) ?? mismatch(flags, ',');
    case 'a':
      return unfitNumber(piece) ?? mismatch(flags, '(,');
    case 'e':
      return unfitNumber(piece) ?? mismatch(flags, ',');
    case 'g':
      return unfitNumber(piece) ?? mismatch(flags, '#');
    default:
      return unfitNumber(piece);
  }
}

function unfitNumber(piece: Conversion): FormatFailure | null {
  const { flags } = piece;
  const wide = needsWidth(piece, '-0');
  if (wide !== null) return wide;
  const contradicts = (flags.includes('+') && flags.includes(' ')) || (flags.includes('-') && flags.includes('0'));
  return contradicts ? javaFailure('IllegalFormatFlagsException', `the flags '${flags}' contradict each other`) : null;
}
