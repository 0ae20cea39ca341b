// Names of time zones as Spark's session setting, CAST and functions take them (Java's ZoneId with its short names): "Z",
// "UTC", "+02:00", "UTC-3", "Europe/Berlin", "CET", "PST". Regions are known by their exact spelling only. Rules are made once
// a zone and kept.
import { ZoneRules } from './zone-rules.ts';

export const UTC = new ZoneRules('UTC', 0);

/** The zone of that name, or null when there is none. */
export function zoneNamed(text: string): ZoneRules | null {
  const known = zones.get(text);
  if (known !== undefined) return known;
  const zone = makeZone(text);
  if (zones.size >= MOST_KEPT) zones.clear();
  zones.set(text, zone);
  return zone;
}

/** @throws Error when there is no such zone: the caller has checked it. */
export function mustZone(text: string): ZoneRules {
  const zone = zoneNamed(text);
  if (zone === null) throw new Error(`No time zone ${text}`);
  return zone;
}

const MOST_KEPT = 2_000;
const MAX_OFFSET_SECONDS = 18 * 3_600;
const zones = new Map<string, ZoneRules | null>([['UTC', UTC]]);

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

/** Regions of one word; all others have a slash. */
const bareRegions: ReadonlySet<string> = new Set(
  (
    'CET CST6CDT Cuba EET EST5EDT Egypt Eire GB GB-Eire GMT0 Greenwich Hongkong Iceland Iran Israel Jamaica Japan Kwajalein Libya MET MST7MDT NZ NZ-CHAT ' +
    'Navajo PRC PST8PDT Poland Portugal ROK Singapore Turkey UCT Universal W-SU WET Zulu'
  ).split(' '),
);

function makeZone(text: string): ZoneRules | null {
  if (text === 'Z' || text === 'GMT' || text === 'UT') return new ZoneRules(text, 0);
  const long = shortIds.get(text);
  if (long !== undefined) return makeZone(long);
  // Spark also takes +h:mm and +hh:m.
  const padded = text.replace(/([+-])(\d):/, '$10$2:').replace(/([+-])(\d\d):(\d)$/, '$1$2:0$3');
  const offset = offsetOf(padded);
  if (offset !== null) return new ZoneRules(offsetId(/^[A-Z]*/.exec(padded)?.[0] ?? '', offset), offset);
  if (!/^[A-Za-z][A-Za-z0-9~/._+-]+$/.test(text) || !(text.includes('/') || bareRegions.has(text)) || !spelledRight(text)) return null;
  const source = intlOffsets(text);
  return source === null ? null : new ZoneRules(text, source);
}

const offsetForm = /^(UTC|GMT|UT)?([+-])(?:(\d)|(\d\d)(?:(\d\d)(\d\d)?|:(\d\d)(?::(\d\d))?)?)$/;

/** Seconds of "+2", "+02", "+0200", "+02:00", "+02:00:30" and so on, also after UTC, GMT or UT; else null. */
function offsetOf(text: string): number | null {
  const match = offsetForm.exec(text);
  if (match === null) return null;
  const hours = Number(match[3] ?? match[4]);
  const minutes = Number(match[5] ?? match[7] ?? 0);
  const seconds = Number(match[6] ?? match[8] ?? 0);
  const total = (hours * 60 + minutes) * 60 + seconds;
  if (minutes > 59 || seconds > 59 || total > MAX_OFFSET_SECONDS) return null;
  return match[2] === '-' ? -total : total;
}

/** As Java names it: "+02:00", "UTC-03:00", "Z". */
function offsetId(prefix: string, seconds: number): string {
  return seconds === 0 ? prefix || 'Z' : `${prefix}${offsetText(seconds)}`;
}

/** "+02:00", "-04:56:02", "+00:00". */
export function offsetText(seconds: number): string {
  const total = Math.abs(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  const tail = total % 60 === 0 ? '' : `:${two(total % 60)}`;
  return `${seconds < 0 ? '-' : '+'}${two(Math.floor(total / 3_600))}:${two(Math.floor(total / 60) % 60)}${tail}`;
}

/**
 * Intl takes any case, Java does not. The platform lists today's names in their spelling; older ones (Asia/Calcutta,
 * US/East-Indiana) begin each part with a capital letter, as all names do.
 */
function spelledRight(text: string): boolean {
  const listed = listedNames().get(text.toLowerCase());
  return listed === undefined ? text.split('/').every((part) => /^[A-Z]/.test(part)) : listed === text;
}

let listed: ReadonlyMap<string, string> | null = null;

function listedNames(): ReadonlyMap<string, string> {
  listed ??= new Map(Intl.supportedValuesOf('timeZone').map((name) => [name.toLowerCase(), name]));
  return listed;
}

/** The region of that name in any case, in its own spelling, or null: pattern letters VV read names so. */
export function regionSpelling(text: string): string | null {
  const name = listedNames().get(text.toLowerCase()) ?? [...bareRegions].find((region) => region.toLowerCase() === text.toLowerCase()) ?? text;
  return zoneNamed(name)?.id ?? null;
}

const printedOffset = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/;

function intlOffsets(name: string): ((seconds: number) => number) | null {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  } catch {
    return null;
  }
  return (seconds) => {
    const match = printedOffset.exec(format.format(seconds * 1_000));
    if (match === null) throw new Error(`The offset of ${name} cannot be read`);
    const total = (Number(match[2] ?? 0) * 60 + Number(match[3] ?? 0)) * 60 + Number(match[4] ?? 0);
    return match[1] === '-' ? -total : total;
  };
}
