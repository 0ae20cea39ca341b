// Reads a pattern of Java's DateTimeFormatter as Spark 4 takes it: 'yyyy-MM-dd HH:mm:ss[.SSS]'. Spark first refuses letters
// that its old formatter understood another way, then Java reads the rest; a pattern that only the old formatter
// (SimpleDateFormat) would take is named as such. Rules are those of DateTimeFormatterBuilder.appendPattern, Java 17.

export type DateField = 'year' | 'yearOfEra' | 'month' | 'day' | 'dayOfYear' | 'quarter' | 'alignedDay' | 'julianDay';
export type ClockField = 'hour' | 'clockHour' | 'halfHour' | 'clockHalfHour' | 'minute' | 'second';

/** As Java's SignStyle: NORMAL takes a minus, NOT_NEGATIVE no sign, EXCEEDS_PAD a plus exactly when the number is wider than `min`. */
export type SignStyle = 'normal' | 'not-negative' | 'exceeds-pad';

export interface NumberPart {
  readonly kind: 'number';
  readonly field: DateField | ClockField;
  readonly min: number;
  readonly max: number;
  readonly sign: SignStyle;
  /** Two digits of a year from 2000 on. */
  readonly reduced: boolean;
  /** Digits that fixed numbers right after this one need; -1: this one has a fixed width itself. */
  readonly reserved: number;
}

export type TextField = 'month' | 'weekday' | 'half' | 'era' | 'quarter';

export type PatternPart =
  | { readonly kind: 'literal'; readonly text: string }
  | NumberPart
  /** Digits of the second's fraction. Parsing takes `min` to `max`. */
  | { readonly kind: 'fraction'; readonly min: number; readonly max: number }
  | { readonly kind: 'text'; readonly field: TextField; readonly style: 'short' | 'full' }
  /** An offset such as +02:00; `zero` stands for +00:00. */
  | { readonly kind: 'offset'; readonly form: OffsetForm; readonly zero: string }
  /** "GMT+2" or, full, "GMT+02:00". */
  | { readonly kind: 'gmt-offset'; readonly full: boolean }
  | { readonly kind: 'zone-id' }
  | { readonly kind: 'zone-name'; readonly full: boolean }
  | { readonly kind: 'optional'; readonly parts: readonly PatternPart[] };

export type OffsetForm = '+HHmm' | '+HHMM' | '+HH:MM' | '+HHMMss' | '+HH:MM:ss';

export type PatternResult =
  | { readonly ok: true; readonly parts: readonly PatternPart[] }
  /** `errorClass` is Spark's; null: Java can do it and this build cannot. */
  | { readonly ok: false; readonly errorClass: string | null; readonly reason: string };

/** The pattern for printing, or for parsing, which takes fewer letters. */
export function readPattern(pattern: string, use: 'print' | 'parse'): PatternResult {
  const known = read.get(`${use}:${pattern}`);
  if (known !== undefined) return known;
  const result = freshPattern(pattern, use);
  if (read.size >= MOST_KEPT) read.clear();
  read.set(`${use}:${pattern}`, result);
  return result;
}

const MOST_KEPT = 500;
const read = new Map<string, PatternResult>();

const RECOGNITION = 'INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_PATTERN_RECOGNITION';

class PatternError extends Error {
  readonly errorClass: string | null;
  constructor(errorClass: string | null, reason: string) {
    super(reason);
    this.errorClass = errorClass;
  }
}

function invalid(reason: string): PatternError {
  return new PatternError('INVALID_DATETIME_PATTERN.WITH_SUGGESTION', reason);
}

function freshPattern(pattern: string, use: 'print' | 'parse'): PatternResult {
  try {
    const java = withoutChangedLetters(pattern, use);
    return { ok: true, parts: use === 'parse' && java.includes('S') ? partsForParsing(java) : new PatternReader(java).read() };
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    const old = error.errorClass !== null && isSimpleDateFormat(pattern);
    const reason = old ? `${error.message}; Spark before 3.0 read it otherwise` : error.message;
    return { ok: false, errorClass: old ? RECOGNITION : error.errorClass, reason };
  }
}

/** What stands outside quotes is at even places. Java's split drops empty texts at the end, which changes nothing here. */
function quotedParts(pattern: string): string[] {
  return pattern.split("'");
}

/** DateTimeFormatterHelper.convertIncompatiblePattern: refuses letters, and makes y the proleptic year u unless there is an era. */
function withoutChangedLetters(pattern: string, use: 'print' | 'parse'): string {
  const parts = quotedParts(pattern);
  const hasEra = parts.some((part, i) => i % 2 === 0 && part.includes('G'));
  return parts
    .map((part, i) => {
      if (i % 2 === 1) return part;
      const week = /[YWwuec]/.exec(part)?.[0];
      if (week !== undefined) {
        throw new PatternError(
          'INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_WEEK_BASED_PATTERN',
          `${week} is a letter of week-based years, which Spark does not take`,
        );
      }
      const letter = (use === 'parse' ? /[ABnNpEFqQ]/ : /[ABnNp]/).exec(part)?.[0];
      if (letter !== undefined) {
        throw new PatternError(
          'INVALID_DATETIME_PATTERN.ILLEGAL_CHARACTER',
          `Spark does not take the letter ${letter}${use === 'parse' ? ' when parsing' : ''}`,
        );
      }
      const long = /G{5}|M{5}|L{5}|E{5}|Q{5}|q{5}|y{7}/.exec(part)?.[0];
      if (long !== undefined) throw new PatternError('INVALID_DATETIME_PATTERN.LENGTH', `${long} is too long`);
      return hasEra ? part : part.replaceAll('y', 'u');
    })
    .join("'");
}

/** Whether the old formatter would take the pattern. */
function isSimpleDateFormat(pattern: string): boolean {
  const parts = quotedParts(pattern);
  if (parts.length % 2 === 0) return false;
  return parts.every((part, i) => {
    if (i % 2 === 1) return true;
    const letters = part.match(/([A-Za-z])\1*/g) ?? [];
    return letters.every((run) => 'GyMdkHmsSEDFwWahKzZYuXL'.includes(run.charAt(0)) && (run.charAt(0) !== 'X' || run.length <= 3));
  });
}

/**
 * Spark lets a fraction have fewer digits when parsing: the pattern is cut at quotes and at runs of S, and the pieces are
 * appended one by one. A quoted text is a piece of its own, so '' inside quotes is a quote too.
 */
function partsForParsing(pattern: string): readonly PatternPart[] {
  const reader = new PatternReader('');
  const pieces = pattern.split("'");
  while (pieces.length > 1 && pieces.at(-1) === '') pieces.pop();
  pieces.forEach((piece, i) => {
    if (piece === '' && i !== 0) reader.literal("'");
    else if (i % 2 === 1) reader.literal(piece);
    else {
      for (const run of piece.match(/S+|[^S]+/g) ?? []) {
        if (run.startsWith('S')) reader.fraction(1, run.length);
        else reader.append(run);
      }
    }
  });
  return reader.read();
}

const numberFields: Readonly<Record<string, DateField | ClockField>> = {
  u: 'year',
  y: 'yearOfEra',
  M: 'month',
  L: 'month',
  q: 'quarter',
  Q: 'quarter',
  d: 'day',
  D: 'dayOfYear',
  F: 'alignedDay',
  g: 'julianDay',
  H: 'hour',
  k: 'clockHour',
  K: 'halfHour',
  h: 'clockHalfHour',
  m: 'minute',
  s: 'second',
};

type Open = { readonly parts: PatternPart[]; adjacent: number };

/** Appends as Java's builder does, with its rule for numbers that follow one another without anything between them. */
class PatternReader {
  private readonly open: Open[] = [{ parts: [], adjacent: -1 }];

  constructor(pattern: string) {
    this.append(pattern);
  }

  read(): readonly PatternPart[] {
    // An optional part that is never closed ends with the pattern.
    while (this.open.length > 1) this.close();
    return this.active.parts;
  }

  append(pattern: string): void {
    for (let at = 0; at < pattern.length; at++) {
      const c = pattern.charAt(at);
      if (/[A-Za-z]/.test(c)) {
        let count = 1;
        while (pattern.charAt(at + count) === c) count++;
        this.letters(c, count);
        at += count - 1;
      } else if (c === "'") at = this.quoted(pattern, at);
      else if (c === '[') this.open.push({ parts: [], adjacent: -1 });
      else if (c === ']') {
        if (this.open.length === 1) throw invalid('there is a ] without a [ before it');
        this.close();
      } else if (c === '{' || c === '}' || c === '#') throw invalid(`the character ${c} is reserved`);
      else this.literal(c);
    }
  }

  literal(text: string): void {
    if (text !== '') this.plain({ kind: 'literal', text });
  }

  fraction(min: number, max: number): void {
    if (max > 9) throw invalid(`a fraction has at most 9 digits, not ${max}`);
    if (min !== max) this.plain({ kind: 'fraction', min, max });
    else this.number({ kind: 'fraction', min, max });
  }

  private get active(): Open {
    return this.open.at(-1) as Open;
  }

  private close(): void {
    const { parts } = this.open.pop() as Open;
    this.plain({ kind: 'optional', parts });
  }

  private plain(part: PatternPart): void {
    this.active.parts.push(part);
    this.active.adjacent = -1;
  }

  /** A number right after a number: the first of the run keeps digits back for the fixed ones after it. */
  private number(part: NumberPart | { readonly kind: 'fraction'; readonly min: number; readonly max: number }): void {
    const { active } = this;
    const first = active.parts[active.adjacent];
    if (first?.kind !== 'number') {
      active.parts.push(part);
      active.adjacent = part.kind === 'number' ? active.parts.length - 1 : -1;
      return;
    }
    const fixed = part.kind === 'fraction' || (part.min === part.max && part.sign === 'not-negative');
    if (fixed) {
      active.parts[active.adjacent] = { ...first, reserved: first.reserved + part.max };
      active.parts.push(part.kind === 'number' ? { ...part, reserved: -1 } : part);
      return;
    }
    active.parts[active.adjacent] = { ...first, reserved: -1 };
    active.parts.push(part);
    active.adjacent = active.parts.length - 1;
  }

  private quoted(pattern: string, from: number): number {
    let at = from + 1;
    for (; at < pattern.length; at++) {
      if (pattern.charAt(at) !== "'") continue;
      if (pattern.charAt(at + 1) !== "'") break;
      at++;
    }
    if (at >= pattern.length) throw invalid("a quote ' is not closed");
    const text = pattern.slice(from + 1, at);
    this.literal(text === '' ? "'" : text.replaceAll("''", "'"));
    return at;
  }

  private letters(c: string, count: number): void {
    const tooMany = invalid(`there are too many letters ${c}`);
    switch (c) {
      case 'u':
      case 'y':
        if (count === 2) this.value(c, 2, 2, 'not-negative', true);
        else this.value(c, count, 19, count < 4 ? 'normal' : 'exceeds-pad');
        return;
      case 'M':
      case 'L':
      case 'Q':
      case 'q':
        if (count <= 2) this.padded(c, count);
        else if (count <= 4) this.plain({ kind: 'text', field: c === 'M' || c === 'L' ? 'month' : 'quarter', style: count === 4 ? 'full' : 'short' });
        else throw tooMany;
        return;
      case 'E':
        if (count > 4) throw tooMany;
        this.plain({ kind: 'text', field: 'weekday', style: count === 4 ? 'full' : 'short' });
        return;
      case 'a':
        if (count > 1) throw tooMany;
        this.plain({ kind: 'text', field: 'half', style: 'short' });
        return;
      case 'G':
        if (count > 4) throw tooMany;
        this.plain({ kind: 'text', field: 'era', style: count === 4 ? 'full' : 'short' });
        return;
      case 'S':
        this.fraction(count, count);
        return;
      case 'F':
        if (count > 1) throw tooMany;
        this.padded(c, 1);
        return;
      case 'd':
      case 'h':
      case 'H':
      case 'k':
      case 'K':
      case 'm':
      case 's':
        if (count > 2) throw tooMany;
        this.padded(c, count);
        return;
      case 'D':
        if (count > 3) throw tooMany;
        if (count === 1) this.padded(c, 1);
        else this.value(c, count, 3, 'not-negative');
        return;
      case 'g':
        this.value(c, count, 19, 'normal');
        return;
      default:
        this.zone(c, count, tooMany);
    }
  }

  private padded(c: string, count: number): void {
    if (count === 1) this.value(c, 1, 19, 'normal');
    else this.value(c, count, count, 'not-negative');
  }

  private value(c: string, min: number, max: number, sign: SignStyle, reduced = false): void {
    if (min > 19) throw invalid(`a number has at most 19 digits, not ${min}`);
    this.number({ kind: 'number', field: numberFields[c] ?? 'day', min, max, sign, reduced, reserved: 0 });
  }

  private zone(c: string, count: number, tooMany: PatternError): void {
    const forms: readonly OffsetForm[] = ['+HHmm', '+HHMM', '+HH:MM', '+HHMMss', '+HH:MM:ss'];
    switch (c) {
      case 'z':
        if (count > 4) throw tooMany;
        this.plain({ kind: 'zone-name', full: count === 4 });
        return;
      case 'V':
        if (count !== 2) throw invalid('V must stand twice: VV');
        this.plain({ kind: 'zone-id' });
        return;
      case 'v':
        if (count !== 1 && count !== 4) throw invalid('v must stand once or four times');
        throw new PatternError(null, 'names of zones without summer time (v) are not known here; use VV or xxx');
      case 'Z':
        if (count > 5) throw tooMany;
        if (count < 4) this.plain({ kind: 'offset', form: '+HHMM', zero: '+0000' });
        else if (count === 4) this.plain({ kind: 'gmt-offset', full: true });
        else this.plain({ kind: 'offset', form: '+HH:MM:ss', zero: 'Z' });
        return;
      case 'O':
        if (count !== 1 && count !== 4) throw invalid('O must stand once or four times');
        this.plain({ kind: 'gmt-offset', full: count === 4 });
        return;
      case 'X':
      case 'x': {
        if (count > 5) throw tooMany;
        const zero = c === 'X' ? 'Z' : count === 1 ? '+00' : count % 2 === 0 ? '+0000' : '+00:00';
        this.plain({ kind: 'offset', form: forms[count - 1] ?? '+HHmm', zero });
        return;
      }
      default:
        throw invalid(`${c} is not a pattern letter`);
    }
  }
}
