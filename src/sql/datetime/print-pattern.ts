// Prints a time by a pattern, as Java 17's DateTimeFormatter does for Locale.US.
import { civilFromDays, daysFromCivil } from '../../columns/time.ts';
import {
  dayNames,
  dayShortNames,
  eraNames,
  eraShortNames,
  halfNames,
  monthNames,
  monthShortNames,
  quarterNames,
  quarterShortNames,
  zoneName,
} from './english-names.ts';
import type { NumberPart, OffsetForm, PatternPart, TextField } from './pattern.ts';
import type { ZoneRules } from './zone-rules.ts';

/** Why a time has no text: Spark's class, or null when this build does not know it. */
export class PrintFailure extends Error {
  readonly errorClass: string;
  constructor(errorClass: string, reason: string) {
    super(reason);
    this.errorClass = errorClass;
  }
}

export const UNKNOWN_ZONE_NAME = 'UNSUPPORTED_TIME_ZONE_NAME';

/** `seconds` since the epoch and `micros` of the second. @throws PrintFailure when a part has no form for this time. */
export function printTime(parts: readonly PatternPart[], seconds: number, micros: number, zone: ZoneRules): string {
  const offset = zone.offsetAt(seconds);
  const local = seconds + offset;
  const days = Math.floor(local / 86_400);
  const { year, month, day } = civilFromDays(days);
  return printParts(parts, { seconds, year, month, day, days, clock: local - days * 86_400, micros, offset, zone });
}

interface Reading {
  /** The instant. */
  readonly seconds: number;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly days: number;
  /** Seconds since midnight. */
  readonly clock: number;
  readonly micros: number;
  readonly offset: number;
  readonly zone: ZoneRules;
}

function printParts(parts: readonly PatternPart[], reading: Reading): string {
  let text = '';
  for (const part of parts) text += printPart(part, reading);
  return text;
}

function printPart(part: PatternPart, reading: Reading): string {
  switch (part.kind) {
    case 'literal':
      return part.text;
    case 'number':
      return printNumber(part, numberOf(part.field, reading));
    case 'fraction':
      return `${String(reading.micros).padStart(6, '0')}000`.slice(0, part.max);
    case 'text':
      return nameOf(part.field, part.style === 'full', reading);
    case 'offset':
      return reading.offset === 0 ? part.zero : offsetBy(part.form, reading.offset);
    case 'gmt-offset':
      return gmtOffset(reading.offset, part.full);
    case 'zone-id':
      return reading.zone.id;
    case 'zone-name':
      return printZoneName(reading, part.full);
    case 'optional':
      return printParts(part.parts, reading);
  }
}

function numberOf(field: NumberPart['field'], { year, month, day, days, clock }: Reading): number {
  const hour = Math.floor(clock / 3_600);
  switch (field) {
    case 'year':
      return year;
    case 'yearOfEra':
      return year > 0 ? year : 1 - year;
    case 'quarter':
      return Math.ceil(month / 3);
    case 'month':
      return month;
    case 'day':
      return day;
    case 'dayOfYear':
      return days - daysFromCivil(year, 1, 1) + 1;
    case 'alignedDay':
      return ((day - 1) % 7) + 1;
    case 'julianDay':
      return days + 40_587;
    case 'hour':
      return hour;
    case 'clockHour':
      return hour === 0 ? 24 : hour;
    case 'halfHour':
      return hour % 12;
    case 'clockHalfHour':
      return hour % 12 === 0 ? 12 : hour % 12;
    case 'minute':
      return Math.floor(clock / 60) % 60;
    case 'second':
      return clock % 60;
  }
}

function printNumber(part: NumberPart, value: number): string {
  const digits = String(Math.abs(part.reduced ? value % 100 : value));
  if (digits.length > part.max) throw new PrintFailure('java.time.DateTimeException', `${value} has more than ${part.max} digits`);
  const padded = digits.padStart(part.min, '0');
  if (part.reduced) return padded;
  if (value < 0) {
    if (part.sign === 'not-negative') throw new PrintFailure('java.time.DateTimeException', `${value} is negative`);
    return `-${padded}`;
  }
  return part.sign === 'exceeds-pad' && digits.length > part.min ? `+${padded}` : padded;
}

function nameOf(field: TextField, full: boolean, reading: Reading): string {
  switch (field) {
    case 'month':
      return (full ? monthNames : monthShortNames)[reading.month - 1] ?? '';
    case 'weekday':
      return (full ? dayNames : dayShortNames)[(((reading.days + 3) % 7) + 7) % 7] ?? '';
    case 'half':
      return halfNames[reading.clock < 43_200 ? 0 : 1] ?? '';
    case 'era':
      return (full ? eraNames : eraShortNames)[reading.year > 0 ? 1 : 0] ?? '';
    case 'quarter':
      return (full ? quarterNames : quarterShortNames)[Math.ceil(reading.month / 3) - 1] ?? '';
  }
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function offsetBy(form: OffsetForm, offset: number): string {
  const total = Math.abs(offset);
  const [hours, minutes, seconds] = [Math.floor(total / 3_600), Math.floor(total / 60) % 60, total % 60];
  const colon = form.includes(':') ? ':' : '';
  let text = `${offset < 0 ? '-' : '+'}${two(hours)}`;
  if (form !== '+HHmm' || minutes > 0) text += `${colon}${two(minutes)}`;
  if (form.endsWith('ss') && seconds > 0) text += `${colon}${two(seconds)}`;
  return text;
}

function gmtOffset(offset: number, full: boolean): string {
  if (offset === 0) return 'GMT';
  const total = Math.abs(offset);
  const [hours, minutes, seconds] = [Math.floor(total / 3_600), Math.floor(total / 60) % 60, total % 60];
  const tail = seconds > 0 ? `:${two(seconds)}` : '';
  const text = full ? `${two(hours)}:${two(minutes)}${tail}` : `${hours}${minutes > 0 || seconds > 0 ? `:${two(minutes)}${tail}` : ''}`;
  return `GMT${offset < 0 ? '-' : '+'}${text}`;
}

function printZoneName({ zone, seconds, offset }: Reading, full: boolean): string {
  // A zone that is only an offset has no name but its id.
  if (/^(?:Z|[+-].*)$/.test(zone.id)) return zone.id;
  const name = zoneName(zone.id, seconds, offset, full);
  if (name === null) throw new PrintFailure(UNKNOWN_ZONE_NAME, `the name of ${zone.id} is not known; use VV or xxx`);
  return name;
}
