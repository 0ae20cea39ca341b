// Reads a text by a pattern, as Spark 4 does with Java 17's DateTimeFormatter: strict, upper and lower case alike, fields that
// do not occur default to 1970-01-01 00:00:00. First the text is cut by the pattern's parts, then the fields are made a date,
// a time of day and a zone, and must agree.
import { civilFromDays, daysFromCivil } from '../../columns/time.ts';
import { eraNames, eraShortNames, halfNames, monthNames, monthShortNames, zoneOfShortName } from './english-names.ts';
import type { NumberPart, OffsetForm, PatternPart, TextField } from './pattern.ts';
import { mustZone, regionSpelling, UTC, zoneNamed } from './zone-names.ts';
import { ZoneRules } from './zone-rules.ts';

type FieldName = NumberPart['field'] | 'nanos' | 'half' | 'era' | 'offset';

const names: readonly FieldName[] = [
  'year',
  'yearOfEra',
  'era',
  'month',
  'day',
  'dayOfYear',
  'quarter',
  'alignedDay',
  'julianDay',
  'hour',
  'clockHour',
  'halfHour',
  'clockHalfHour',
  'half',
  'minute',
  'second',
  'nanos',
  'offset',
];

const placeOf = Object.fromEntries(names.map((name, i) => [name, i])) as Record<FieldName, number>;

/** The fields that occurred, NaN for the others. One is used for all texts, since each is read to its end before the next. */
class Fields {
  readonly values = new Float64Array(names.length);
  zone: ZoneRules | null = null;

  clear(): void {
    this.values.fill(Number.NaN);
    this.zone = null;
  }

  get(name: FieldName): number | undefined {
    const value = this.values[placeOf[name]] as number;
    return Number.isNaN(value) ? undefined : value;
  }

  has(name: FieldName): boolean {
    return this.get(name) !== undefined;
  }
}

const parsed = new Fields();

/** Seconds since the epoch and the microseconds of the second; null when the text is not of the pattern or no such time exists. */
export function parseByPattern(parts: readonly PatternPart[], text: string, zone: ZoneRules): { seconds: number; micros: number } | null {
  parsed.clear();
  if (readParts(parts, text, 0) !== text.length) return null;
  const days = dateOf(parsed);
  const clock = clockOf(parsed);
  if (days === null || clock === null) return null;
  const offset = parsed.get('offset');
  if (offset !== undefined && Math.abs(offset) > 64_800) return null;
  const rules = parsed.zone ?? (offset === undefined ? zone : new ZoneRules('', offset));
  return { seconds: rules.instantOf(days * 86_400 + clock), micros: Math.floor((parsed.get('nanos') ?? 0) / 1_000) };
}

/** Where the text goes on after the parts, or -1. */
function readParts(parts: readonly PatternPart[], text: string, from: number): number {
  let at = from;
  for (const part of parts) {
    at = readPart(part, text, at);
    if (at < 0) return -1;
  }
  return at;
}

function readPart(part: PatternPart, text: string, at: number): number {
  switch (part.kind) {
    case 'literal':
      return sameText(text, at, part.text) ? at + part.text.length : -1;
    case 'number':
      return readNumber(part, text, at);
    case 'fraction':
      return readFraction(part.min, part.max, text, at);
    case 'text':
      return readName(part.field, part.style === 'full', text, at);
    case 'offset':
      return readOffset(part.form, part.zero, text, at);
    case 'gmt-offset':
      return readGmtOffset(part.full, text, at);
    case 'zone-id':
      return readZone(text, at, false);
    case 'zone-name':
      return readZone(text, at, true);
    case 'optional': {
      const before = parsed.values.slice();
      const { zone } = parsed;
      const end = readParts(part.parts, text, at);
      if (end >= 0) return end;
      parsed.values.set(before);
      parsed.zone = zone;
      return at;
    }
  }
}

function sameText(text: string, at: number, wanted: string): boolean {
  const found = text.slice(at, at + wanted.length);
  return found === wanted || (found.toUpperCase() === wanted.toUpperCase() && found.length === wanted.length);
}

/** A field that occurs twice must have the same value. */
function setField(name: FieldName, value: number, end: number): number {
  const { values } = parsed;
  const place = placeOf[name];
  const old = values[place] as number;
  values[place] = value;
  return !Number.isNaN(old) && old !== value ? -1 : end;
}

function digitAt(text: string, at: number): number {
  const code = text.charCodeAt(at) - 48;
  return code >= 0 && code <= 9 ? code : -1;
}

/** NumberPrinterParser.parse, strict. */
function readNumber(part: NumberPart, text: string, from: number): number {
  const sign = text.charAt(from);
  const negative = sign === '-';
  const positive = sign === '+';
  if (negative && part.sign === 'not-negative') return -1;
  if (positive && part.sign !== 'exceeds-pad') return -1;
  const start = negative || positive ? from + 1 : from;
  let end = start;
  const most = Math.min(text.length, start + part.max + Math.max(part.reserved, 0));
  while (end < most && digitAt(text, end) >= 0) end++;
  if (end - start < part.min) return -1;
  if (part.reserved > 0) end = start + Math.min(end - start, Math.max(part.min, end - start - part.reserved));
  const width = end - start;
  let value = 0;
  for (let at = start; at < end; at++) value = value * 10 + text.charCodeAt(at) - 48;
  if (negative && value === 0) return -1;
  if (part.sign === 'exceeds-pad' && !negative && positive !== width > part.min) return -1;
  if (!Number.isSafeInteger(value)) return -1;
  if (part.reduced) value += 2_000;
  return setField(part.field, negative ? -value : value, end);
}

function readFraction(min: number, max: number, text: string, from: number): number {
  let end = from;
  while (end < Math.min(text.length, from + max) && digitAt(text, end) >= 0) end++;
  if (end - from < min) return -1;
  return setField('nanos', Number(text.slice(from, end).padEnd(9, '0')), end);
}

function readName(field: TextField, full: boolean, text: string, at: number): number {
  const names = field === 'month' ? (full ? monthNames : monthShortNames) : field === 'half' ? halfNames : full ? eraNames : eraShortNames;
  let best = -1;
  names.forEach((name, i) => {
    if (sameText(text, at, name) && (best < 0 || name.length > (names[best] ?? '').length)) best = i;
  });
  if (best < 0) return -1;
  const name: FieldName = field === 'month' ? 'month' : field === 'half' ? 'half' : 'era';
  return setField(name, field === 'month' ? best + 1 : best, at + (names[best] ?? '').length);
}

/** Seconds of an offset at `from`, and where the text goes on; null when there is none. */
function offsetAt(form: OffsetForm, text: string, from: number): { readonly seconds: number; readonly end: number } | null {
  const sign = text.charAt(from);
  if (sign !== '+' && sign !== '-') return null;
  const colon = form.includes(':') ? ':' : '';
  const pair = (at: number, before: string): number | null => {
    if (!text.startsWith(before, at) || digitAt(text, at + before.length) < 0 || digitAt(text, at + before.length + 1) < 0) return null;
    const value = Number(text.slice(at + before.length, at + before.length + 2));
    return value > 59 ? null : value;
  };
  const hours = pair(from + 1, '');
  if (hours === null || hours > 23) return null;
  let end = from + 3;
  const minutes = pair(end, colon);
  if (minutes === null && form !== '+HHmm') return null;
  if (minutes !== null) end += 2 + colon.length;
  const seconds = form.endsWith('ss') ? pair(end, colon) : null;
  if (seconds !== null) end += 2 + colon.length;
  const total = (hours * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0);
  return { seconds: sign === '-' ? -total : total, end };
}

function readOffset(form: OffsetForm, zero: string, text: string, at: number): number {
  if (at < text.length && sameText(text, at, zero)) return setField('offset', 0, at + zero.length);
  const found = offsetAt(form, text, at);
  return found === null ? -1 : setField('offset', found.seconds, found.end);
}

const gmtForms = { full: /^([+-])(\d\d):(\d\d)(?::(\d\d))?/, short: /^([+-])(\d\d?)(?::(\d\d)(?::(\d\d))?)?/ };

function readGmtOffset(full: boolean, text: string, at: number): number {
  if (!sameText(text, at, 'GMT')) return -1;
  const rest = text.slice(at + 3, at + 13);
  if (!/^[+-]/.test(rest)) return setField('offset', 0, at + 3);
  const match = (full ? gmtForms.full : gmtForms.short).exec(rest);
  if (match === null) return -1;
  const total = (Number(match[2]) * 60 + Number(match[3] ?? 0)) * 60 + Number(match[4] ?? 0);
  return setField('offset', match[1] === '-' ? -total : total, at + 3 + match[0].length);
}

/** ZoneIdPrinterParser.parse; `named` also takes the short names that are certain. */
function readZone(text: string, at: number, named: boolean): number {
  const rest = text.slice(at, at + 64);
  const prefix = /^(?:UTC|UT|GMT)/i.exec(rest)?.[0].toUpperCase() ?? '';
  if (prefix !== '' || /^[+-]/.test(rest)) {
    const found = offsetAt('+HH:MM:ss', text, at + prefix.length);
    if (found === null && prefix === '') return -1;
    if (found !== null && Math.abs(found.seconds) > 64_800) return -1;
    parsed.zone = found === null ? UTC : new ZoneRules('', found.seconds);
    return found?.end ?? at + prefix.length;
  }
  // The longest run that names a region.
  let run = /^[A-Za-z][A-Za-z0-9~/._+-]*/.exec(rest)?.[0] ?? '';
  for (; run.length > 1; run = run.slice(0, -1)) {
    const spelled = named && zoneOfShortName.has(run.toUpperCase()) ? zoneOfShortName.get(run.toUpperCase()) : regionSpelling(run);
    if (spelled === null || spelled === undefined || (!run.includes('/') && spelled.includes('/') && !zoneOfShortName.has(run.toUpperCase())))
      continue;
    parsed.zone = mustZone(spelled);
    return at + run.length;
  }
  if (!/^Z/i.test(rest)) return -1;
  parsed.zone = zoneNamed('Z');
  return at + 1;
}

/** Days from 1858-11-17, where modified Julian days begin, to 1970-01-01. */
const JULIAN_EPOCH = 40_587;

function dateOf(fields: Fields): number | null {
  const julianDay = fields.get('julianDay');
  const days = calendarDate(fields);
  if (julianDay === undefined || days === null) return days;
  // With the day counted, what else is said must only agree.
  const counted = julianDay - JULIAN_EPOCH;
  const { year, month, day } = civilFromDays(counted);
  const agrees =
    (fields.get('year') ?? year) === year &&
    (fields.get('month') ?? month) === month &&
    (fields.get('day') ?? day) === day &&
    (fields.get('dayOfYear') ?? counted - daysFromCivil(year, 1, 1) + 1) === counted - daysFromCivil(year, 1, 1) + 1;
  return agrees && Math.abs(counted) < 400_000_000 ? counted : null;
}

function calendarDate(fields: Fields): number | null {
  const year = yearOf(fields);
  if (year === null || Math.abs(year) > 999_999_999) return null;
  const dayOfYear = fields.get('dayOfYear');
  const month = fields.get('month');
  const day = fields.get('day');
  const whole = fields.has('year') || fields.has('yearOfEra') ? month !== undefined && day !== undefined : false;
  if (dayOfYear !== undefined && !whole) {
    const days = daysFromCivil(year, 1, 1) + dayOfYear - 1;
    const civil = civilFromDays(days);
    if (dayOfYear < 1 || dayOfYear > 366 || civil.year !== year) return null;
    return (month !== undefined && month !== civil.month) || (day !== undefined && day !== civil.day) ? null : days;
  }
  const days = dayNumber(year, month ?? 1, day ?? 1);
  if (days === null) return null;
  return dayOfYear !== undefined && dayOfYear !== days - daysFromCivil(year, 1, 1) + 1 ? null : days;
}

/** 1970 when there is none; null when the parts of a year contradict each other. */
function yearOf(fields: Fields): number | null {
  const year = fields.get('year');
  const ofEra = fields.get('yearOfEra');
  if (ofEra === undefined) return year ?? 1970;
  const era = fields.get('era');
  // Without the era itself a year of an era is no year.
  if (era === undefined) return year ?? 1970;
  if (ofEra < 1) return null;
  const made = era === 1 ? ofEra : 1 - ofEra;
  return year !== undefined && year !== made ? null : made;
}

/** Days since the epoch of a date that exists, or null. */
export function dayNumber(year: number, month: number, day: number): number | null {
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  const days = daysFromCivil(year, month, day);
  return civilFromDays(days).day === day ? days : null;
}

/** Seconds since midnight, or null when a field is out of its range or contradicts another. */
function clockOf(fields: Fields): number | null {
  const within = (name: FieldName, low: number, high: number): boolean => {
    const value = fields.get(name);
    return value === undefined || (value >= low && value <= high);
  };
  const clocks: readonly (readonly [FieldName, number, number])[] = [
    ['hour', 0, 23],
    ['clockHour', 1, 24],
    ['halfHour', 0, 11],
    ['clockHalfHour', 1, 12],
    ['minute', 0, 59],
    ['second', 0, 59],
  ];
  if (!clocks.every(([name, low, high]) => within(name, low, high))) return null;
  const halfHour = agreed(fields.get('halfHour'), fields.get('clockHalfHour'), 12);
  const half = fields.get('half');
  let hour = agreed(fields.get('hour'), fields.get('clockHour'), 24);
  if (halfHour === null || hour === null) return null;
  if (half !== undefined && halfHour !== undefined) {
    const made = half * 12 + halfHour;
    if (hour !== undefined && hour !== made) return null;
    hour = made;
  } else if (hour !== undefined && ((half !== undefined && half !== Math.floor(hour / 12)) || (halfHour !== undefined && halfHour !== hour % 12)))
    return null;
  const hours = hour ?? halfHour ?? (half === 1 ? 12 : 0);
  return (hours * 60 + (fields.get('minute') ?? 0)) * 60 + (fields.get('second') ?? 0);
}

/** One hour from its two ways of counting; null when both occur and differ. */
function agreed(value: number | undefined, clock: number | undefined, whole: number): number | undefined | null {
  if (clock === undefined) return value;
  const hour = clock === whole ? 0 : clock;
  return value !== undefined && value !== hour ? null : hour;
}
