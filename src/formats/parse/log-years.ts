// The year of times that have none ("Dec 31 23:59:58"). Of a file: the first line is of the start year, and the year steps when the
// month falls by more than 6; a line whose month rises by more than 9 came late and is of the year before. Of a live source: the
// year that brings the line nearest to its batch. The reader's clock decides nothing.
import { daysFromCivil } from '../../columns/time.ts';
import type { ZoneRules } from '../../sql/datetime/zone-rules.ts';
import { monthAt } from './syslog-line.ts';

const SECONDS_PER_DAY = 86_400;

export class LogYears {
  /** What it has to remember between two batches: the year the lines have come to, and the month of the last one (0 to 11; -1: none yet). */
  year: number;
  month = -1;
  private readonly nearest: boolean;

  constructor(startYear: number | null) {
    this.nearest = startYear === null;
    this.year = startYear ?? 0;
  }

  /** Whether there is anything to remember. */
  get remembers(): boolean {
    return !this.nearest;
  }

  /** Microseconds of "Mmm d hh:mm:ss" in bytes[from, to) on clocks of the zone; null when no such time exists. */
  read(bytes: Uint8Array, from: number, to: number, zone: ZoneRules, batchTimeMs: number): number | null {
    const month = monthAt(bytes, from);
    const clockAt = to - 8;
    const day = number(bytes, bytes[from + 4] === 0x20 ? from + 5 : from + 4, clockAt - 1);
    const [hour, minute, second] = [number(bytes, clockAt, clockAt + 2), number(bytes, clockAt + 3, clockAt + 5), number(bytes, clockAt + 6, to)];
    if (month < 0 || day < 1 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return null;
    const clock = (hour * 60 + minute) * 60 + second;
    const at = (year: number) => secondsOf(year, month, day, clock, zone);
    const seconds = this.nearest ? nearestTo(batchTimeMs / 1000, at, zone) : at(this.yearOf(month));
    return seconds === null ? null : seconds * 1e6;
  }

  private yearOf(month: number): number {
    const { month: last } = this;
    if (last >= 0 && month - last > 9) return this.year - 1;
    if (last - month > 6) this.year++;
    this.month = month;
    return this.year;
  }
}

/** null: the year has no such day. */
function secondsOf(year: number, month: number, day: number, clock: number, zone: ZoneRules): number | null {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 1 ? (leap ? 29 : 28) : month === 3 || month === 5 || month === 8 || month === 10 ? 30 : 31;
  return day > days ? null : zone.instantOf(daysFromCivil(year, month + 1, day) * SECONDS_PER_DAY + clock);
}

function nearestTo(target: number, at: (year: number) => number | null, zone: ZoneRules): number | null {
  const local = zone.localAt(Math.floor(target));
  const year = 1970 + Math.floor(local / (SECONDS_PER_DAY * 365.2425));
  let best: number | null = null;
  // Four years on either side: a February 29 may be far.
  for (let y = year - 4; y <= year + 4; y++) {
    const seconds = at(y);
    if (seconds !== null && (best === null || Math.abs(seconds - target) < Math.abs(best - target))) best = seconds;
  }
  return best;
}

/** The digits in bytes[from, to), at most two; -1 when it is no number. */
function number(bytes: Uint8Array, from: number, to: number): number {
  if (to <= from || to - from > 2) return -1;
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = (bytes[at] as number) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}
