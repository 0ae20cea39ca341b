// Interval values as Spark writes them: "INTERVAL '1 02:03:04.5' DAY TO SECOND", "INTERVAL '-1-2' YEAR TO MONTH". The layout is
// that of Spark's IntervalUtils (ANSI style).
import { DAY_TIME_UNITS, type DayTimeType, type DayTimeUnit, formatType, type YearMonthType } from './data-type.ts';

const MICROS: Readonly<Record<DayTimeUnit, bigint>> = { DAY: 86_400_000_000n, HOUR: 3_600_000_000n, MINUTE: 60_000_000n, SECOND: 1_000_000n };

/** Microseconds in one of the unit. */
export function microsOf(unit: DayTimeUnit): bigint {
  return MICROS[unit];
}

export function formatDayTime(type: DayTimeType, micros: bigint): string {
  let rest = micros < 0n ? -micros : micros;
  let text = micros < 0n ? '-' : '';
  const first = DAY_TIME_UNITS.indexOf(type.from);
  for (const [i, unit] of DAY_TIME_UNITS.slice(first, DAY_TIME_UNITS.indexOf(type.to) + 1).entries()) {
    if (i > 0) text += unit === 'HOUR' ? ' ' : ':';
    if (unit === 'SECOND') text += secondsText(rest);
    else text += String(rest / MICROS[unit]).padStart(unit === 'DAY' ? 1 : 2, '0');
    rest %= MICROS[unit];
  }
  return quoted(type, text);
}

/** "04.5": two digits at least before the point, none needless behind it. */
function secondsText(micros: bigint): string {
  const fraction = String(micros % 1_000_000n)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return `${String(micros / 1_000_000n).padStart(2, '0')}${fraction === '' ? '' : `.${fraction}`}`;
}

export function formatYearMonth(type: YearMonthType, months: number): string {
  const sign = months < 0 ? '-' : '';
  const length = Math.abs(months);
  if (type.from === 'MONTH') return quoted(type, `${sign}${length}`);
  const years = `${sign}${Math.floor(length / 12)}`;
  return quoted(type, type.to === 'YEAR' ? years : `${years}-${length % 12}`);
}

/** "INTERVAL '1 02' DAY TO HOUR": the type says the units behind the quotes. */
function quoted(type: DayTimeType | YearMonthType, text: string): string {
  return `INTERVAL '${text}' ${formatType(type).slice('INTERVAL '.length)}`;
}

const plainForm = /^INTERVAL '([+-]?)([^']*)' (\w+)(?: TO (\w+))?$/;

/** Microseconds of a text that formatDayTime wrote. @throws Error for any other. */
export function parseDayTime(text: string): bigint {
  const match = plainForm.exec(text);
  const units: readonly string[] = DAY_TIME_UNITS;
  const first = units.indexOf(match?.[3] ?? '');
  if (match === null || first < 0) throw new Error(`Not a day-time interval: ${text}`);
  let micros = 0n;
  for (const [i, part] of (match[2] ?? '').split(/[ :]/).entries()) {
    const [whole = '', fraction = ''] = part.split('.');
    const unit = DAY_TIME_UNITS[first + i];
    if (unit === undefined || !/^\d+$/.test(whole) || !/^\d*$/.test(fraction)) throw new Error(`Not a day-time interval: ${text}`);
    micros += BigInt(whole) * MICROS[unit] + BigInt(fraction.padEnd(6, '0').slice(0, 6));
  }
  return match[1] === '-' ? -micros : micros;
}

/** Months of a text that formatYearMonth wrote. @throws Error for any other. */
export function parseYearMonth(text: string): number {
  const match = plainForm.exec(text);
  const parts = /^(\d+)(?:-(\d+))?$/.exec(match?.[2] ?? '');
  if (match === null || parts === null) throw new Error(`Not a year-month interval: ${text}`);
  const months = match[3] === 'MONTH' ? Number(parts[1]) : 12 * Number(parts[1]) + Number(parts[2] ?? 0);
  return match[1] === '-' ? -months : months;
}
