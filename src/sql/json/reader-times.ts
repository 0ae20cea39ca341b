// How a JSON reader takes dates and times in a zone: as CAST does, or by patterns.
import { parseByPattern } from '../datetime/parse-by-pattern.ts';
import { readPattern } from '../datetime/pattern.ts';
import { exactMicros, type Micros } from '../datetime/timestamp-lane.ts';
import { UTC } from '../datetime/zone-names.ts';
import type { ZoneRules } from '../datetime/zone-rules.ts';
import { parseDateText, parseTimestampText } from '../datetime-text.ts';
import type { JsonTimes } from './json-times.ts';

/** `now` (epoch milliseconds) dates texts that are only a time of day. Patterns have been read before without a fault. */
export function readerTimes(zone: ZoneRules, now: () => number, timestampFormat: string | null, dateFormat: string | null): JsonTimes {
  return {
    timestamp: timestampFormat === null ? (text) => castTimestamp(text, now(), zone) : byPattern(timestampFormat, zone),
    date: dateFormat === null ? castDate : datesByPattern(dateFormat),
    plainTimestamps: timestampFormat === null,
    utc: zone === UTC,
    plainDates: dateFormat === null,
  };
}

function castTimestamp(text: string, nowMs: number, zone: ZoneRules): Micros | null {
  const gmt = text.indexOf('GMT');
  // Spark once wrote 2000-01-01T00:00GMT+01:00 and still reads it.
  return parseTimestampText(text, nowMs, zone) ?? (gmt < 0 ? null : parseTimestampText(text.slice(0, gmt) + text.slice(gmt + 3), nowMs, zone));
}

/** A date, or (as Spark 1.5 wrote them) a number of days. */
function castDate(text: string): number | null {
  const days = parseDateText(text);
  if (days !== null) return days;
  const number = /^[+-]?\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  return number === (number | 0) ? number : null;
}

function byPattern(pattern: string, zone: ZoneRules): (text: string) => Micros | null {
  const read = readPattern(pattern, 'parse');
  return (text) => {
    const time = read.ok ? parseByPattern(read.parts, text, zone) : null;
    return time === null ? null : exactMicros(time.seconds, time.micros);
  };
}

function datesByPattern(pattern: string): (text: string) => number | null {
  const read = readPattern(pattern, 'parse');
  return (text) => {
    const time = read.ok ? parseByPattern(read.parts, text, UTC) : null;
    return time === null ? null : Math.floor(time.seconds / 86_400);
  };
}
