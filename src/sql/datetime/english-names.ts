// Names of months, days, eras and zones as Java 17 prints them for Locale.US.

export const monthNames = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
export const monthShortNames = monthNames.map((name) => name.slice(0, 3));
/** Monday first, as weekday() counts. */
export const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
export const dayShortNames = dayNames.map((name) => name.slice(0, 3));
export const halfNames = ['AM', 'PM'];
export const eraShortNames = ['BC', 'AD'];
export const eraNames = ['Before Christ', 'Anno Domini'];
export const quarterShortNames = ['Q1', 'Q2', 'Q3', 'Q4'];
export const quarterNames = ['1st quarter', '2nd quarter', '3rd quarter', '4th quarter'];

interface ZoneFamily {
  /** Standard offset in hours. */
  readonly hours: number;
  readonly short: readonly [string, string | null];
  readonly full: readonly [string, string | null];
  readonly zones: readonly string[];
}

function family(hours: number, short: string, shortSummer: string | null, full: string, fullSummer: string | null, zones: string): ZoneFamily {
  return { hours, short: [short, shortSummer], full: [full, fullSummer], zones: zones.split(' ') };
}

/** The zones whose names are known for certain; the platform's own tables have other short names than Java. */
const families: readonly ZoneFamily[] = [
  family(0, 'UTC', null, 'Coordinated Universal Time', null, 'UTC Etc/UTC'),
  family(0, 'GMT', null, 'Greenwich Mean Time', null, 'GMT Etc/GMT Africa/Abidjan Africa/Accra'),
  family(-5, 'EST', 'EDT', 'Eastern Standard Time', 'Eastern Daylight Time', 'America/New_York America/Toronto America/Detroit US/Eastern'),
  family(-6, 'CST', 'CDT', 'Central Standard Time', 'Central Daylight Time', 'America/Chicago America/Winnipeg US/Central'),
  family(-7, 'MST', 'MDT', 'Mountain Standard Time', 'Mountain Daylight Time', 'America/Denver America/Edmonton America/Boise US/Mountain'),
  family(-7, 'MST', null, 'Mountain Standard Time', null, 'America/Phoenix US/Arizona'),
  family(-8, 'PST', 'PDT', 'Pacific Standard Time', 'Pacific Daylight Time', 'America/Los_Angeles America/Vancouver US/Pacific'),
  family(-9, 'AKST', 'AKDT', 'Alaska Standard Time', 'Alaska Daylight Time', 'America/Anchorage US/Alaska'),
  family(-4, 'AST', 'ADT', 'Atlantic Standard Time', 'Atlantic Daylight Time', 'America/Halifax'),
  family(0, 'GMT', 'BST', 'Greenwich Mean Time', 'British Summer Time', 'Europe/London'),
  family(
    1,
    'CET',
    'CEST',
    'Central European Standard Time',
    'Central European Summer Time',
    'Europe/Berlin Europe/Paris Europe/Madrid Europe/Rome Europe/Vienna Europe/Zurich Europe/Amsterdam Europe/Brussels Europe/Prague Europe/Warsaw ' +
      'Europe/Budapest Europe/Stockholm Europe/Oslo Europe/Copenhagen Europe/Luxembourg Europe/Belgrade Europe/Zagreb Europe/Ljubljana Europe/Bratislava',
  ),
  family(
    2,
    'EET',
    'EEST',
    'Eastern European Standard Time',
    'Eastern European Summer Time',
    'Europe/Athens Europe/Helsinki Europe/Bucharest Europe/Sofia Europe/Riga Europe/Tallinn Europe/Vilnius',
  ),
  family(3, 'MSK', null, 'Moscow Standard Time', null, 'Europe/Moscow'),
  family(5.5, 'IST', null, 'India Standard Time', null, 'Asia/Kolkata Asia/Calcutta'),
  family(9, 'JST', null, 'Japan Standard Time', null, 'Asia/Tokyo'),
  family(8, 'CST', null, 'China Standard Time', null, 'Asia/Shanghai'),
  family(
    10,
    'AEST',
    'AEDT',
    'Australian Eastern Standard Time',
    'Australian Eastern Daylight Time',
    'Australia/Sydney Australia/Melbourne Australia/Brisbane Australia/Hobart',
  ),
  family(-10, 'HST', null, 'Hawaii-Aleutian Standard Time', null, 'Pacific/Honolulu US/Hawaii'),
  family(-3.5, 'NST', 'NDT', 'Newfoundland Standard Time', 'Newfoundland Daylight Time', 'America/St_Johns'),
  family(-3, 'BRT', 'BRST', 'Brasilia Standard Time', 'Brasilia Summer Time', 'America/Sao_Paulo'),
  family(-5, 'COT', 'COST', 'Colombia Standard Time', 'Colombia Summer Time', 'America/Bogota'),
  family(-5, 'PET', 'PEST', 'Peru Standard Time', 'Peru Summer Time', 'America/Lima'),
  family(2, 'SAST', null, 'South Africa Standard Time', null, 'Africa/Johannesburg'),
  family(1, 'WAT', null, 'West Africa Standard Time', null, 'Africa/Lagos'),
  family(3, 'EAT', null, 'East Africa Time', null, 'Africa/Nairobi'),
  family(4, 'GST', null, 'Gulf Standard Time', null, 'Asia/Dubai'),
  family(5.75, 'NPT', null, 'Nepal Time', null, 'Asia/Kathmandu Asia/Katmandu'),
  family(8, 'SGT', null, 'Singapore Standard Time', null, 'Asia/Singapore'),
  family(8, 'AWST', 'AWDT', 'Australian Western Standard Time', 'Australian Western Daylight Time', 'Australia/Perth'),
  family(9.5, 'ACST', 'ACDT', 'Australian Central Standard Time', 'Australian Central Daylight Time', 'Australia/Adelaide Australia/Darwin'),
  family(12, 'NZST', 'NZDT', 'New Zealand Standard Time', 'New Zealand Daylight Time', 'Pacific/Auckland'),
];

const familyOf: ReadonlyMap<string, ZoneFamily> = new Map(families.flatMap((one) => one.zones.map((zone) => [zone, one] as const)));

/** Zones whose standard time is known to have been the same since they had one; of others, times before 1950 have no name here. */
const steady: ReadonlySet<string> = new Set([
  'UTC',
  'Etc/UTC',
  'GMT',
  'Etc/GMT',
  'Europe/Berlin',
  'America/New_York',
  'US/Eastern',
  'America/Los_Angeles',
  'US/Pacific',
]);
const YEAR_1950 = -631_152_000;
/** Britain had summer time as its standard time. */
const BRITISH_STANDARD_TIME = { from: -37_242_000, to: 57_722_400 };

/** The name Java gives the zone at an instant with that offset, or null when it is not known here. */
export function zoneName(zone: string, seconds: number, offsetSeconds: number, full: boolean): string | null {
  const known = familyOf.get(zone);
  if (known === undefined || (seconds < YEAR_1950 && !steady.has(zone))) return null;
  if (zone === 'Europe/London' && seconds >= BRITISH_STANDARD_TIME.from && seconds < BRITISH_STANDARD_TIME.to) return null;
  const names = full ? known.full : known.short;
  const summer = offsetSeconds - known.hours * 3_600;
  // Less than an hour away is local mean time; two hours are double summer time.
  if (summer === 3_600 || summer === 7_200) return names[1];
  return Math.abs(summer) < 3_600 ? names[0] : null;
}

/** Short names that name one zone only. */
export const zoneOfShortName: ReadonlyMap<string, string> = new Map([
  ['PST', 'America/Los_Angeles'],
  ['PDT', 'America/Los_Angeles'],
  ['MDT', 'America/Denver'],
  ['CST', 'America/Chicago'],
  ['CDT', 'America/Chicago'],
  ['EDT', 'America/New_York'],
]);
