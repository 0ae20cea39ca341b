// Zones that may stand in a timestamp's text: offsets ("+02:00", "Z", "UTC-3") and regions ("Europe/Berlin"). The rules
// of regions come from the platform's Intl tables.
import { daysFromCivil } from '../columns/time.ts';

export type Zone = { readonly kind: 'offset'; readonly seconds: number } | { readonly kind: 'region'; readonly name: string };

const offsetForm = /^(?:UTC|GMT|UT)?([+-])(\d{1,2})(?::?(\d{2})(?::?(\d{2}))?)?$/;
const MAX_OFFSET_SECONDS = 18 * 3600;

/** Java's short names (ZoneId.SHORT_IDS). */
const shortIds: ReadonlyMap<string, string> = new Map([
  ['EST', '-05:00'],
  ['HST', '-10:00'],
  ['MST', '-07:00'],
  ['ACT', 'Australia/Darwin'],
  ['AET', 'Australia/Sydney'],
  ['AGT', 'America/Argentina/Buenos_Aires'],
  ['ART', 'Africa/Cairo'],
  ['AST', 'America/Anchorage'],
  ['BET', 'America/Sao_Paulo'],
  ['BST', 'Asia/Dhaka'],
  ['CAT', 'Africa/Harare'],
  ['CNT', 'America/St_Johns'],
  ['CST', 'America/Chicago'],
  ['CTT', 'Asia/Shanghai'],
  ['EAT', 'Africa/Addis_Ababa'],
  ['ECT', 'Europe/Paris'],
  ['IET', 'America/Indiana/Indianapolis'],
  ['IST', 'Asia/Kolkata'],
  ['JST', 'Asia/Tokyo'],
  ['MIT', 'Pacific/Apia'],
  ['NET', 'Asia/Yerevan'],
  ['NST', 'Pacific/Auckland'],
  ['PLT', 'Asia/Karachi'],
  ['PNT', 'America/Phoenix'],
  ['PRT', 'America/Puerto_Rico'],
  ['PST', 'America/Los_Angeles'],
  ['SST', 'Pacific/Guadalcanal'],
  ['VST', 'Asia/Ho_Chi_Minh'],
]);

/** The zone of that name by Java's rules, or null when there is none. */
export function parseZone(text: string): Zone | null {
  if (/^(?:Z|UTC|GMT|UT)$/.test(text)) return { kind: 'offset', seconds: 0 };
  const long = shortIds.get(text);
  if (long !== undefined) return parseZone(long);
  // Spark also takes +h:mm and +hh:m.
  const padded = text.replace(/([+-])(\d):/, '$10$2:').replace(/([+-])(\d\d):(\d)$/, '$1$2:0$3');
  const offset = offsetForm.exec(padded);
  if (offset !== null) return offsetZone(offset);
  if (!/^[A-Za-z][A-Za-z0-9~/._+-]+$/.test(text)) return null;
  try {
    const name = new Intl.DateTimeFormat('en-US', { timeZone: text }).resolvedOptions().timeZone;
    // Java knows regions by their exact spelling only.
    return text.includes('/') && name !== '' ? { kind: 'region', name: text } : null;
  } catch {
    return null;
  }
}

function offsetZone(match: RegExpExecArray): Zone | null {
  const [hours, minutes, seconds] = [match[2], match[3], match[4]].map((part) => Number(part ?? 0)) as [number, number, number];
  if (minutes > 59 || seconds > 59) return null;
  const total = (hours * 60 + minutes) * 60 + seconds;
  if (total > MAX_OFFSET_SECONDS) return null;
  return { kind: 'offset', seconds: match[1] === '-' ? -total : total };
}

/** The instant at which clocks of the zone show `localMicros` (as if UTC). In a gap: shifted forward; in an overlap: the earlier offset. */
export function localToUtcMicros(zone: Zone, localMicros: number): number {
  if (zone.kind === 'offset') return localMicros - zone.seconds * 1e6;
  const localMs = Math.floor(localMicros / 1000);
  const before = regionOffsetMs(zone.name, localMs - 86_400_000);
  const after = regionOffsetMs(zone.name, localMs + 86_400_000);
  // With the earlier offset the reading is right before and in the overlap, and shifts a reading in the gap forward.
  const asBefore = localMs - before;
  const offset = before === after || regionOffsetMs(zone.name, asBefore) === before || inGap(zone.name, localMs, after) ? before : after;
  return localMicros - offset * 1000;
}

/** True when reading `localMs` with the later offset lands before the change: that reading does not exist. */
function inGap(name: string, localMs: number, after: number): boolean {
  return regionOffsetMs(name, localMs - after) !== after;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Offset of the region from UTC at an instant, in ms. */
function regionOffsetMs(name: string, utcMs: number): number {
  let formatter = formatters.get(name);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(name, formatter);
  }
  const parts = new Map(formatter.formatToParts(utcMs).map((part) => [part.type, part.value]));
  const number = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type) ?? 0);
  const year = parts.get('era') === 'BC' ? 1 - number('year') : number('year');
  const days = daysFromCivil(year, number('month'), number('day'));
  const local = days * 86_400_000 + ((number('hour') * 60 + number('minute')) * 60 + number('second')) * 1000;
  return local - Math.floor(utcMs / 1000) * 1000;
}
