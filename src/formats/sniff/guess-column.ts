// Type and form of one column, from the texts its first records have. What would change the meaning of values is never chosen, only
// offered: a decimal comma, the order of day and month, the unit of an epoch number in a column whose name does not say time.
import { utf8Slice } from '../../columns/build.ts';
import { BIGINT, BOOLEAN, DATE, type DataType, DOUBLE, decimalOf, INT, STRING, TIMESTAMP } from '../../columns/data-type.ts';
import { timestampText } from '../../sql/datetime-text.ts';
import { type EpochUnit, epochMicros } from '../parse/epoch-numbers.ts';
import type { TextFields } from '../parse/text-fields.ts';
import type { ValueForm } from '../record-format.ts';
import type { ColumnOffer } from '../sniffed.ts';
import { patternsOf } from './date-patterns.ts';
import { isTimeName, kindOf, type ValueKind } from './value-kinds.ts';

export interface ColumnGuess {
  readonly type: DataType;
  readonly form: ValueForm;
  readonly why: string;
  readonly offers: readonly ColumnOffer[];
  /** Words of this column that stand for no value. */
  readonly nullWords: readonly string[];
}

/** What values of the column can be, as its format has them: any text; numbers of JSON; texts of JSON, which are no numbers. */
export type TextSource = 'text' | 'json-number' | 'json-text';

const CAST: ValueForm = { kind: 'cast' };
/** Words that CAST takes for true and false, beside those two. */
const TRUTH = new Set(['yes', 'no', 'y', 'n', 't', 'f']);
const MOSTLY = 0.95;
const ENOUGH = 20;

const EPOCHS: readonly { readonly unit: EpochUnit; readonly name: string; readonly least: number; readonly most: number }[] = [
  { unit: 's', name: 'seconds', least: 631_152_000, most: 4_102_444_800 },
  { unit: 'ms', name: 'milliseconds', least: 631_152_000e3, most: 4_102_444_800e3 },
  { unit: 'us', name: 'microseconds', least: 631_152_000e6, most: 4_102_444_800e6 },
  { unit: 'ns', name: 'nanoseconds', least: 631_152_000e9, most: 4_102_444_800e9 },
];

export function guessColumn(name: string, fields: TextFields, source: TextSource): ColumnGuess {
  const texts = textsOf(fields);
  if (texts.length === 0) return guess(STRING, 'It has no value in the records looked at.');
  const counts = new Map<ValueKind, number>();
  const kinds = texts.map((text) => {
    const kind = kindOf(text);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    return kind;
  });
  const of = (...wanted: ValueKind[]) => wanted.reduce((sum, kind) => sum + (counts.get(kind) ?? 0), 0);
  const nothing = source === 'text' ? of('nothing') : 0;
  const values = texts.length - nothing;
  const fits = (count: number) => count === values || (values >= ENOUGH && count >= values * MOSTLY);
  const nullWords = nothing === 0 ? [] : [...new Set(texts.filter((_, i) => kinds[i] === 'nothing'))];
  const told = (type: DataType, count: number, what: string, offers: readonly ColumnOffer[] = []): ColumnGuess => ({
    ...guess(type, `${whole(count, values, texts.length)} ${what}.${nothingWords(nullWords)}`, offers),
    nullWords,
  });
  if (values > 0 && source !== 'json-text') {
    if (fits(of('boolean'))) return told(BOOLEAN, of('boolean'), 'is true or false');
    if (fits(of('whole')))
      return wholeNumbers(
        name,
        texts.filter((_, i) => kinds[i] === 'whole'),
        told,
      );
    if (of('decimal') > 0 && fits(of('whole', 'decimal'))) {
      const numbers = texts.filter((_, i) => kinds[i] === 'decimal' || kinds[i] === 'whole');
      return timeOrNumber(name, epochOffers(numbers), DOUBLE, told(DOUBLE, of('whole', 'decimal'), 'is a number'));
    }
  }
  if (values > 0 && fits(of('date'))) return told(DATE, of('date'), 'is a date, year first');
  if (values > 0 && fits(of('date', 'timestamp'))) return told(TIMESTAMP, of('date', 'timestamp'), 'is a time, year first');
  if (source === 'text' && of('zeros') > 0 && fits(of('whole', 'zeros'))) {
    return guess(STRING, 'Its values are digits, some with a 0 in front that a number would lose.');
  }
  if (of('comma') > 0 && of('comma', 'whole', 'decimal') === values && source !== 'json-number') {
    const offer: ColumnOffer = {
      type: DOUBLE,
      form: { kind: 'decimal-comma' },
      why: `${shown(texts[kinds.indexOf('comma')] ?? '')} read with a decimal comma.`,
    };
    const thousands = texts.every((text) => !text.includes(',') || /^[+-]?[0-9]{1,3}(?:,[0-9]{3})+$/.test(text));
    if (thousands) return guess(STRING, 'Its values have commas that could stand before thousands or before decimals, so they stay text.', [offer]);
    return guess(STRING, 'Its values look like numbers with a decimal comma. Choose the form 1.234,56 to compute with them.', [offer]);
  }
  const words = new Set(texts.map((text) => text.trim().toLowerCase()));
  if (source === 'text' && words.size === 2 && [...words].every((word) => TRUTH.has(word))) {
    const offer: ColumnOffer = { type: BOOLEAN, form: CAST, why: `${[...words].join(' and ')} read as true and false.` };
    return guess(STRING, 'Its values are text.', [offer]);
  }
  return (
    byPattern(
      texts.filter((_, i) => kinds[i] !== 'nothing' || source !== 'text'),
      nullWords,
    ) ?? guess(STRING, textWords(counts, source))
  );
}

function guess(type: DataType, why: string, offers: readonly ColumnOffer[] = []): ColumnGuess {
  return { type, form: CAST, why, offers, nullWords: [] };
}

function textsOf({ bytes, starts, ends, nulls }: TextFields): readonly string[] {
  const texts: string[] = [];
  for (let row = 0; row < starts.length; row++) {
    if (nulls[row] === 1) continue;
    const start = starts[row] as number;
    texts.push(utf8Slice(bytes, start, Math.min(ends[row] as number, start + 200)));
  }
  return texts;
}

function whole(count: number, values: number, all: number): string {
  if (count === values) return values === 1 ? 'The only value' : `Each of ${values.toLocaleString('en-US')} values`;
  return `All but ${(values - count).toLocaleString('en-US')} of ${all.toLocaleString('en-US')} values, which would be bad,`.replace(/,$/, ', each');
}

function nothingWords(words: readonly string[]): string {
  return words.length === 0 ? '' : ` ${words.map((word) => `"${word}"`).join(', ')} ${words.length === 1 ? 'is' : 'are'} taken for NULL.`;
}

function shown(text: string): string {
  return text.length > 30 ? `${text.slice(0, 30)}…` : text;
}

function textWords(counts: ReadonlyMap<ValueKind, number>, source: TextSource): string {
  const several = [...counts.keys()].filter((kind) => kind !== 'nothing' && kind !== 'other').length > 0 && counts.size > 1;
  if (several) return 'Its values are of different kinds, so they stay text.';
  return source === 'json-number' ? 'Its values are of different kinds.' : 'Its values are text.';
}

type Told = (type: DataType, count: number, what: string, offers?: readonly ColumnOffer[]) => ColumnGuess;

/** INT with some room above, BIGINT, or DECIMAL for what no BIGINT holds; a time when the name says so. */
function wholeNumbers(name: string, texts: readonly string[], told: Told): ColumnGuess {
  const digits = texts.reduce((most, text) => Math.max(most, text.replace(/^[+-]/, '').length), 0);
  const offers = [...epochOffers(texts), ...compactDates(texts)];
  if (offers.length > 0 && isTimeName(name)) {
    return timeOrNumber(name, offers, digits <= 8 ? INT : BIGINT, told(BIGINT, texts.length, 'is a whole number'));
  }
  if (digits <= 8) return told(INT, texts.length, 'is a whole number', offers);
  if (digits < 19 || texts.every(fitsBigint)) return told(BIGINT, texts.length, 'is a whole number', offers);
  if (digits <= 38) return told(decimalOf(Math.max(20, digits), 0), texts.length, 'is a whole number, some beyond BIGINT', offers);
  return told(STRING, texts.length, 'is a whole number of more digits than any number type has');
}

/** A time, when the name says so and the numbers can be times of one unit; else the number, with the time offered. */
function timeOrNumber(name: string, offers: readonly ColumnOffer[], type: DataType, asNumber: ColumnGuess): ColumnGuess {
  const [first, ...more] = offers;
  if (first === undefined || !isTimeName(name)) return { ...asNumber, offers };
  const why = `${asNumber.why.replace(/\.$/, '')}, and the name says time: ${first.why}`;
  return { ...asNumber, type: first.type, form: first.form, why, offers: [...more, { type, form: CAST, why: 'The number itself.' }] };
}

/** 20240229. */
function compactDates(texts: readonly string[]): readonly ColumnOffer[] {
  const dates = texts.every((text) => /^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(text));
  const [first] = texts;
  return dates && first !== undefined
    ? [{ type: DATE, form: { kind: 'pattern', pattern: 'yyyyMMdd' }, why: `${first} read by the pattern yyyyMMdd.` }]
    : [];
}

function fitsBigint(text: string): boolean {
  return text.length < 19 || BigInt.asIntN(64, BigInt(text)) === BigInt(text);
}

/** The unit in which all the numbers are times of 1990 to 2100, if one. */
function epochOffers(texts: readonly string[]): readonly ColumnOffer[] {
  const numbers = texts.map(Number);
  const unit = EPOCHS.find(({ least, most }) => numbers.every((value) => value >= least && value < most));
  const [first] = texts;
  if (unit === undefined || first === undefined) return [];
  const bytes = new TextEncoder().encode(first);
  const micros = epochMicros(bytes, 0, bytes.length, unit.unit);
  if (micros === null) return [];
  return [{ type: TIMESTAMP, form: { kind: 'epoch', unit: unit.unit }, why: `${first} as ${unit.name} is ${timestampText(micros)} UTC.` }];
}

function byPattern(texts: readonly string[], nullWords: readonly string[]): ColumnGuess | null {
  // As many as can be tried in a moment, from all over.
  const step = Math.max(1, Math.floor(texts.length / 300));
  const patterns = patternsOf(texts.filter((_, i) => i % step === 0));
  const [first, second] = patterns;
  if (first === undefined) return null;
  const form = (pattern: string): ValueForm => ({ kind: 'pattern', pattern });
  const offers = patterns.map(
    (p): ColumnOffer => ({ type: p.type, form: form(p.pattern), why: `${shown(texts[0] ?? '')} read by the pattern ${p.pattern}.` }),
  );
  if (second !== undefined) {
    const why = `Its values could be read as ${first.pattern} or ${second.pattern}, which are different days. Choose one of them.`;
    return { ...guess(STRING, why, offers), nullWords: [] };
  }
  const what = first.type === DATE ? 'date' : 'time';
  return {
    type: first.type,
    form: form(first.pattern),
    why: `Each value is a ${what} of the pattern ${first.pattern}.${nothingWords(nullWords)}`,
    offers: [],
    nullWords,
  };
}
