// Times among plain values, which are in UTC, as people and other programs read them: on the clocks of the session zone. Shown as
// Spark's show() does ("2024-02-29 13:00:00.5"), and written as its CSV and JSON writers do ("2024-02-29T13:00:00.500+01:00").
import type { PlainValue } from '../columns/build.ts';
import type { DataType } from '../columns/data-type.ts';
import { daysFromCivil } from '../columns/time.ts';
import type { ZoneRules } from './datetime/zone-rules.ts';
import { dateText } from './datetime-text.ts';

const SECONDS_PER_DAY = 86_400;
const form = /^([+-]?\d{4,})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{6})Z$/;

/** Whether a value of the type is or holds a TIMESTAMP. */
export function holdsTime(type: DataType): boolean {
  switch (type.kind) {
    case 'TIMESTAMP':
      return true;
    case 'ARRAY':
      return holdsTime(type.element);
    case 'MAP':
      return holdsTime(type.key) || holdsTime(type.value);
    case 'STRUCT':
      return type.fields.some((field) => holdsTime(field.type));
    default:
      return false;
  }
}

/** The value with its times as show() prints them in the zone; itself when it has none. */
export function shownValueIn(zone: ZoneRules, value: PlainValue, type: DataType): PlainValue {
  return holdsTime(type) ? withTimes(value, type, (text) => shownTime(text, zone)) : value;
}

/** The value with its times as Spark's writers write them in the zone; itself when it has none. */
export function writtenValueIn(zone: ZoneRules, value: PlainValue, type: DataType): PlainValue {
  return holdsTime(type) ? withTimes(value, type, (text) => writtenTime(text, zone)) : value;
}

/** "2024-02-29T12:00:00.500000Z" as "2024-02-29 13:00:00.5" in Berlin; a fraction stays as far as it says something. */
export function shownTime(text: string, zone: ZoneRules): string {
  const time = readingOf(text, zone);
  if (time === null) return text;
  const fraction = time.fraction.replace(/0+$/, '');
  return `${time.date} ${time.clock}${fraction === '' ? '' : `.${fraction}`}`;
}

/** With milliseconds and the zone's offset; with all six digits where milliseconds would lose some, which Spark cuts off. */
function writtenTime(text: string, zone: ZoneRules): string {
  const time = readingOf(text, zone);
  if (time === null) return text;
  const fraction = time.fraction.endsWith('000') ? time.fraction.slice(0, 3) : time.fraction;
  return `${time.date}T${time.clock}.${fraction}${offsetText(time.offset)}`;
}

interface Reading {
  readonly date: string;
  readonly clock: string;
  /** Six digits. */
  readonly fraction: string;
  /** Seconds. */
  readonly offset: number;
}

function readingOf(text: string, zone: ZoneRules): Reading | null {
  const match = form.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  const instant = daysFromCivil(year, month, day) * SECONDS_PER_DAY + hour * 3_600 + minute * 60 + second;
  const offset = zone.offsetAt(instant);
  const local = instant + offset;
  const days = Math.floor(local / SECONDS_PER_DAY);
  const rest = local - days * SECONDS_PER_DAY;
  const clock = [Math.floor(rest / 3_600), Math.floor(rest / 60) % 60, rest % 60].map(twoDigits).join(':');
  return { date: dateText(days), clock, fraction: match[7] ?? '', offset };
}

/** "Z", "+05:30"; local mean time is written with its seconds, or another program would read another time. */
function offsetText(offset: number): string {
  if (offset === 0) return 'Z';
  const size = Math.abs(offset);
  const parts = [Math.floor(size / 3_600), Math.floor(size / 60) % 60, ...(size % 60 === 0 ? [] : [size % 60])];
  return `${offset < 0 ? '-' : '+'}${parts.map(twoDigits).join(':')}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function withTimes(value: PlainValue, type: DataType, text: (time: string) => string): PlainValue {
  if (value === null) return null;
  if (type.kind === 'TIMESTAMP') return typeof value === 'string' ? text(value) : value;
  if (!Array.isArray(value)) return value;
  const parts = value as readonly PlainValue[];
  switch (type.kind) {
    case 'ARRAY':
      return holdsTime(type.element) ? parts.map((part) => withTimes(part, type.element, text)) : value;
    case 'STRUCT':
      return parts.map((part, i) => withTimes(part, type.fields[i]?.type ?? { kind: 'VOID' }, text));
    case 'MAP':
      return parts.map((entry) => {
        const [key = null, held = null] = Array.isArray(entry) ? (entry as readonly PlainValue[]) : [];
        return [withTimes(key, type.key, text), withTimes(held, type.value, text)];
      });
    default:
      return value;
  }
}
