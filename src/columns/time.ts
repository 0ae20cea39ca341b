// Civil time in UTC without Date: days and microseconds since 1970-01-01, proleptic Gregorian calendar.
// The day algorithms are those of Howard Hinnant, "chrono-compatible low-level date algorithms".

const MICROS_PER_DAY = 86_400_000_000;

export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

export function civilFromDays(days: number): { readonly year: number; readonly month: number; readonly day: number } {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1 };
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

/** "2024-02-29"; a year beyond 9999 has a plus, "+10000-01-01", one before 0 a minus. */
export function formatDate(days: number): string {
  const { year, month, day } = civilFromDays(days);
  const sign = year > 9999 ? '+' : year < 0 ? '-' : '';
  return `${sign}${pad(Math.abs(year), 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/** "2024-02-29T12:00:00.000000Z". */
export function formatTimestamp(time: number | bigint): string {
  if (typeof time === 'bigint' || !Number.isSafeInteger(time)) return formatFarTimestamp(time);
  const micros = time;
  const days = Math.floor(micros / MICROS_PER_DAY);
  const rest = micros - days * MICROS_PER_DAY;
  const seconds = Math.floor(rest / 1e6);
  const clock = `${pad(Math.floor(seconds / 3600), 2)}:${pad(Math.floor(seconds / 60) % 60, 2)}:${pad(seconds % 60, 2)}`;
  return `${formatDate(days)}T${clock}.${pad(rest % 1e6, 6)}Z`;
}

/** Beyond the safe integers: the same, by days and a rest that are. */
function formatFarTimestamp(time: number | bigint): string {
  // Damaged bytes may hold any number.
  if (typeof time === 'number' && !Number.isInteger(time)) return formatTimestamp(0);
  const micros = BigInt(time);
  const perDay = BigInt(MICROS_PER_DAY);
  const days = micros / perDay - (micros % perDay < 0n ? 1n : 0n);
  return `${formatDate(Number(days))}T${formatTimestamp(Number(micros - days * perDay)).slice(11)}`;
}

/** Days since the epoch of "yyyy-MM-dd". @throws Error for any other text. */
export function parseDate(text: string): number {
  const match = /^([+-]?\d{4,})-(\d\d)-(\d\d)$/.exec(text);
  if (match === null) throw new Error(`Not a date: ${text}`);
  return daysFromCivil(Number(match[1]), Number(match[2]), Number(match[3]));
}

/** Microseconds since the epoch of "yyyy-MM-ddTHH:mm:ss.SSSSSSZ", the nearest that a double holds. @throws Error for any other text. */
export function parseTimestamp(text: string): number {
  return Number(parseExactTimestamp(text));
}

/** The same, as a bigint where no double holds it. @throws Error. */
export function parseExactTimestamp(text: string): number | bigint {
  const match = /^([+-]?\d{4,})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{6})Z$/.exec(text);
  if (match === null) throw new Error(`Not a timestamp: ${text}`);
  const days = daysFromCivil(Number(match[1]), Number(match[2]), Number(match[3]));
  const ofDay = (Number(match[4]) * 3600 + Number(match[5]) * 60 + Number(match[6])) * 1e6 + Number(match[7]);
  const micros = days * MICROS_PER_DAY + ofDay;
  if (Number.isSafeInteger(micros)) return micros;
  const exact = BigInt(days) * BigInt(MICROS_PER_DAY) + BigInt(ofDay);
  return BigInt(Number(exact)) === exact ? Number(exact) : exact;
}
