// Whether lines are of a log format that is known here.
import { utf8Slice } from '../../columns/build.ts';
import type { StringColumn } from '../../columns/column.ts';
import { civilFromDays, daysFromCivil } from '../../columns/time.ts';
import { matchAccessLine } from '../parse/access-line.ts';
import { MONTHS, matchSyslogLine } from '../parse/syslog-line.ts';

export interface LogGuess {
  readonly pattern: 'apache-common' | 'apache-combined' | 'syslog';
  readonly why: string;
}

const LOOKED_AT = 200;
const MS_PER_DAY = 86_400_000;

/** null: fewer than four of five lines are of one of them. */
export function guessLog(records: StringColumn): LogGuess | null {
  const count = Math.min(records.length, LOOKED_AT);
  let access = 0;
  let agents = 0;
  let syslog = 0;
  const slots = new Int32Array(24);
  const few = new Int32Array(12);
  for (let i = 0; i < count; i++) {
    const start = records.starts[i] as number;
    const end = records.ends[i] as number;
    if (matchAccessLine(records.bytes, start, end, slots)) {
      access++;
      // A quoted part behind the size: the referer.
      if (end > start && records.bytes[end - 1] === 0x22) agents++;
    } else if (matchSyslogLine(records.bytes, start, end, few)) syslog++;
  }
  const words = (matched: number) => (matched === count ? 'All lines looked at' : `${matched} of ${count} lines looked at`);
  if (access > 0 && access >= count * 0.8) {
    const pattern = agents > 0 ? 'apache-combined' : 'apache-common';
    return { pattern, why: `${words(access)} are of an access log in Apache's ${agents > 0 ? 'combined' : 'common'} format.` };
  }
  if (syslog > 0 && syslog >= count * 0.8) return { pattern: 'syslog', why: `${words(syslog)} are of syslog: time, host, program and message.` };
  return null;
}

/** Of a syslog without years: the year of its first line such that the last line looked at is not later than the file. */
export function guessStartYear(records: StringColumn, modifiedMs: number): number | null {
  const fileDay = Math.floor(modifiedMs / MS_PER_DAY);
  let { year } = civilFromDays(fileDay);
  const slots = new Int32Array(12);
  let steps = 0;
  let last = -1;
  let lastDay = 1;
  for (let i = 0; i < records.length; i++) {
    const start = records.starts[i] as number;
    if (!matchSyslogLine(records.bytes, start, records.ends[i] as number, slots)) continue;
    const text = utf8Slice(records.bytes, slots[2] as number, slots[3] as number);
    const month = MONTHS.indexOf(text.slice(0, 3));
    if (month < 0 || (last >= 0 && month - last > 9)) continue;
    if (last - month > 6) steps++;
    last = month;
    lastDay = Number.parseInt(text.slice(4), 10) || 1;
  }
  if (last < 0) return null;
  if (daysFromCivil(year, last + 1, lastDay) > fileDay + 1) year--;
  return year - steps;
}
