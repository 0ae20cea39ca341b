// Spark's formats of numbers ("S$99,999.99"), read once, and then numbers printed and texts read by them. Rules and order of the
// checks are those of Spark's ToNumberParser, found by asking it.
import { formatDecimal } from '../../columns/decimal.ts';

export type FormatPart =
  /** Runs of digits with thousands separators between; each run from its first digit: exact (0) or at most (9). */
  | { readonly kind: 'digits'; readonly parts: readonly GroupPart[]; readonly runs: readonly DigitRun[] }
  | { readonly kind: 'point' | 'dollar' | 'sign' | 'minus' | 'open' | 'close' | 'unknown' };

type GroupPart = DigitRun | 'separator';

interface DigitRun {
  readonly count: number;
  readonly exact: boolean;
}

export interface NumberFormat {
  readonly parts: readonly FormatPart[];
  readonly precision: number;
  readonly scale: number;
}

export interface FormatRefusal {
  /** Spark's, behind INVALID_FORMAT. */
  readonly errorClass: string;
  /** To stand after "cannot use the format 'x':". */
  readonly reason: string;
}

const MAX_PRECISION = 38;

export function readNumberFormat(text: string): NumberFormat | FormatRefusal {
  const parts = partsOf(text.toUpperCase());
  const refusal = text === '' ? { errorClass: 'EMPTY', reason: 'it is empty' } : refusalOf(parts);
  if (refusal !== null) return refusal;
  const point = parts.findIndex(({ kind }) => kind === 'point');
  const digitsOf = (some: readonly FormatPart[]): number =>
    some.reduce((sum, part) => sum + (part.kind === 'digits' ? part.runs.reduce((all, { count }) => all + count, 0) : 0), 0);
  const precision = digitsOf(parts);
  if (precision > MAX_PRECISION) return { errorClass: 'PRECISION', reason: `it has ${precision} digits, and a DECIMAL at most ${MAX_PRECISION}` };
  return { parts, precision, scale: point < 0 ? 0 : digitsOf(parts.slice(point)) };
}

export function isRefusal(read: NumberFormat | FormatRefusal): read is FormatRefusal {
  return 'errorClass' in read;
}

function partsOf(format: string): readonly FormatPart[] {
  const parts: FormatPart[] = [];
  let group: GroupPart[] = [];
  let afterPoint = false;
  const endGroup = (): void => {
    if (group.length > 0) parts.push({ kind: 'digits', parts: group, runs: group.filter((part) => part !== 'separator') });
    group = [];
  };
  const single: Readonly<Record<string, 'point' | 'dollar' | 'sign'>> = { '.': 'point', D: 'point', $: 'dollar', S: 'sign' };
  for (const [token] of format.matchAll(/[09]+|MI|PR|[\s\S]/gu)) {
    const first = token.charAt(0);
    if (first === '0' || first === '9') group.push({ count: token.length, exact: first === '0' && !afterPoint });
    else if (token === ',' || token === 'G') group.push('separator');
    else {
      endGroup();
      const kind = single[token];
      if (kind !== undefined) parts.push({ kind });
      else if (token === 'MI') parts.push({ kind: 'minus' });
      else if (token === 'PR') {
        parts.unshift({ kind: 'open' });
        parts.push({ kind: 'close' });
      } else parts.push({ kind: 'unknown' });
      if (kind === 'point') afterPoint = true;
    }
  }
  endGroup();
  return parts;
}

/** What may follow what: of each place at most one. */
const ORDER: readonly (readonly FormatPart['kind'][])[] = [
  ['open'],
  ['minus', 'sign'],
  ['dollar'],
  ['digits'],
  ['point'],
  ['digits'],
  ['dollar'],
  ['minus', 'sign', 'close'],
];

function refusalOf(parts: readonly FormatPart[]): FormatRefusal | null {
  const at = (kind: FormatPart['kind']): number => parts.findIndex((part) => part.kind === kind);
  const [digits, dollar, point] = [at('digits'), at('dollar'), at('point')];
  if (digits < 0) return { errorClass: 'WRONG_NUM_DIGIT', reason: 'it has no digit, 0 or 9' };
  if (digits < dollar) return { errorClass: 'CUR_MUST_BEFORE_DIGIT', reason: '$ stands before the digits' };
  if (point >= 0 && point < dollar) return { errorClass: 'CUR_MUST_BEFORE_DEC', reason: '$ stands before the point' };
  for (const [i, part] of parts.entries()) {
    if (part.kind !== 'digits') continue;
    const isBefore = point < 0 || i < point;
    if (isBefore && part.parts.some((one, j) => one === 'separator' && (part.parts[j - 1] ?? 'separator') === 'separator'))
      return { errorClass: 'CONT_THOUSANDS_SEPS', reason: 'a separator of thousands stands between digits' };
    if (isBefore && part.parts.at(-1) === 'separator')
      return { errorClass: 'CONT_THOUSANDS_SEPS', reason: 'a separator of thousands stands between digits' };
  }
  if (point >= 0 && parts.some((part, i) => i > point && part.kind === 'digits' && part.parts.includes('separator')))
    return { errorClass: 'THOUSANDS_SEPS_MUST_BEFORE_DEC', reason: 'separators of thousands stand before the point' };
  for (const kind of ['point', 'sign', 'minus', 'dollar', 'close'] as const)
    if (parts.filter((part) => part.kind === kind).length > 1)
      return { errorClass: 'WRONG_NUM_TOKEN', reason: 'a sign, $, point or PR stands twice' };
  let next = 0;
  for (const allowed of ORDER) if (allowed.includes(parts[next]?.kind ?? 'unknown')) next++;
  if (next < parts.length)
    return { errorClass: 'UNEXPECTED_TOKEN', reason: 'it is [S or MI] [$] digits [. digits] [S, MI or PR], with , between digits' };
  return null;
}

/** The unscaled integer of a text, at the scale of the format; null when the text is not of the format. */
export function numberByFormat({ parts, scale }: NumberFormat, text: string): bigint | null {
  let at = 0;
  let [whole, fraction] = ['', ''];
  let [afterPoint, opened, closed, negative] = [false, false, false, false];
  for (const part of parts) {
    const char = text.charAt(at);
    switch (part.kind) {
      case 'digits': {
        const read = readGroups(part.runs, text, at);
        if (read === null) return null;
        at = read.end;
        if (afterPoint) fraction += read.digits;
        else whole += read.digits;
        break;
      }
      case 'point':
        if (char !== '.') break;
        afterPoint = true;
        at++;
        break;
      case 'dollar':
        if (char === '$') at++;
        else if (char !== '') return null;
        break;
      case 'sign':
      case 'minus':
        if (char === '-') negative = !negative;
        if (char === '-' || (char === '+' && part.kind === 'sign')) at++;
        break;
      case 'open':
        if (char !== '<') break;
        opened = true;
        at++;
        break;
      case 'close':
        if (char !== '>') break;
        if (!opened) return null;
        closed = true;
        negative = !negative;
        at++;
        break;
      default:
        return null;
    }
  }
  if (at < text.length || opened !== closed || whole + fraction === '') return null;
  const unscaled = BigInt(whole + fraction.padEnd(scale, '0'));
  return negative ? -unscaled : unscaled;
}

/** Digits, blanks and commas from `at` on, as far as they go; null when the digits between commas are not what the runs say. */
function readGroups(runs: readonly DigitRun[], text: string, at: number): { readonly end: number; readonly digits: string } | null {
  let end = at;
  let digits = '';
  const sizes = [0];
  for (; end < text.length; end++) {
    const char = text.charAt(end);
    if (isJavaWhitespace(char)) continue;
    if (char === ',') sizes.push(0);
    else {
      const digit = digitOf(char);
      if (digit < 0) break;
      digits += digit;
      sizes.push((sizes.pop() ?? 0) + 1);
    }
  }
  if (sizes.length > runs.length) return null;
  // The last group stands for the last run.
  const fits = runs.every(({ count, exact }, i) => {
    const size = sizes[sizes.length - (runs.length - i)] ?? 0;
    return exact ? size === count : size <= count;
  });
  return fits ? { end, digits } : null;
}

/** Character.isWhitespace: spaces but not those that do not break, and the control characters that separate. */
function isJavaWhitespace(char: string): boolean {
  const code = char.charCodeAt(0);
  if (code <= 0x20) return (code >= 0x09 && code <= 0x0d) || code >= 0x1c;
  return /\p{Z}/u.test(char) && !/[\u00a0\u2007\u202f]/.test(char);
}

/** 0 to 9 for a decimal digit of any script, as Java takes them; -1 for another character. */
function digitOf(char: string): number {
  const code = char.charCodeAt(0);
  if (code >= 48 && code <= 57) return code - 48;
  if (!/\p{Nd}/u.test(char)) return -1;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCharCode(code - value - 1))) value++;
  return value;
}

/** The number printed; where it has more digits than the format, each of them is #. */
export function printByFormat({ parts }: NumberFormat, unscaled: bigint, scale: number): string {
  const isNegative = unscaled < 0n;
  const [before, after] = digitsFor(parts, unscaled, scale);
  let [beforeAt, afterAt] = [0, 0];
  let afterPoint = false;
  const result: string[] = [];
  for (const part of parts) {
    switch (part.kind) {
      case 'digits':
        for (const one of part.parts) {
          if (one === 'separator') {
            if (/[0-9]/.test(result.at(-1) ?? '')) result.push(',');
            else pushSpace(result);
            continue;
          }
          for (let i = 0; i < one.count; i++) {
            if (afterPoint) {
              result.push(after.charAt(afterAt++));
              continue;
            }
            const digit = before.charAt(beforeAt++);
            if (digit !== ' ') result.push(digit);
            else if (one.exact) result.push('0');
            else pushSpace(result);
          }
        }
        break;
      case 'point':
        if (result.at(-1) === ' ') result[result.length - 1] = '0';
        result.push('.');
        afterPoint = true;
        break;
      case 'dollar':
        result.push('$');
        break;
      case 'sign':
        stripLonePoint(result);
        pushBeforeSpaces(result, isNegative ? '-' : '+');
        break;
      case 'minus':
        if (isNegative) {
          stripLonePoint(result);
          pushBeforeSpaces(result, '-');
        } else result.push(' ');
        break;
      case 'open':
        if (isNegative) result.push('<');
        break;
      case 'close':
        stripLonePoint(result);
        if (isNegative) pushBeforeSpaces(result, '>');
        else result.push(' ', ' ');
        break;
      default:
        break;
    }
  }
  stripLonePoint(result);
  const text = result.join('');
  return text === '' || text === '+' || text === '-' ? '0' : text;
}

/** The digits before and after the point, as many as the format has: blanks in front, zeros behind, or all #. */
function digitsFor(parts: readonly FormatPart[], unscaled: bigint, scale: number): readonly [before: string, after: string] {
  const [whole = '', rest = ''] = formatDecimal(unscaled, scale).split('.');
  const before = whole.replace(/^[-0]+/, '');
  const after = rest.replace(/0+$/, '');
  let [beforeCount, afterCount] = [0, 0];
  let afterPoint = false;
  for (const part of parts) {
    if (part.kind === 'point') afterPoint = true;
    if (part.kind !== 'digits') continue;
    const count = part.runs.reduce((sum, run) => sum + run.count, 0);
    if (afterPoint) afterCount += count;
    else beforeCount += count;
  }
  if (beforeCount < before.length || afterCount < after.length) return ['#'.repeat(beforeCount), '#'.repeat(afterCount)];
  return [before.padStart(beforeCount), after.padEnd(afterCount, '0')];
}

/** A blank goes before signs that stand at the end, so that they stay at the digits. */
function pushSpace(result: string[]): void {
  let place = result.length;
  while (place > 0 && /[+\-<]/.test(result[place - 1] ?? '')) place--;
  result.splice(place, 0, ' ');
}

/** A sign goes before blanks that stand at the end. */
function pushBeforeSpaces(result: string[], sign: string): void {
  let place = result.length;
  while (place > 0 && result[place - 1] === ' ') place--;
  result.splice(place, 0, sign);
}

/** A point with nothing behind it becomes a blank. */
function stripLonePoint(result: string[]): void {
  const point = result.indexOf('.');
  if (point >= 0 && (point === result.length - 1 || result[point + 1] === ' ')) result[point] = ' ';
}
