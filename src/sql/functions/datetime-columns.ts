// What the kernels of dates and times share: reading DATE and INT lanes, making DATE columns, the session zone, and calendar steps.
import type { Column } from '../../columns/column.ts';
import { DATE } from '../../columns/data-type.ts';
import { civilFromDays, daysFromCivil } from '../../columns/time.ts';
import { type Micros, microsOfSecond, secondsOf } from '../datetime/timestamp-lane.ts';
import { mustZone } from '../datetime/zone-names.ts';
import type { ZoneRules } from '../datetime/zone-rules.ts';
import type { Frame } from '../frame.ts';

export const SECONDS_PER_DAY = 86_400;

export function zoneOf(frame: Frame): ZoneRules {
  return mustZone(frame.context.timeZone);
}

export function floorMod(value: number, size: number): number {
  return value - Math.floor(value / size) * size;
}

/** The INT or DATE of a row. */
export function dayAt(column: Column | undefined, row: number): number {
  if (column?.kind !== 'int') throw new Error(`Not an INT or DATE column: ${column?.kind}`);
  return column.values[row] as number;
}

/** A BIGINT of a row as a bigint, whichever lane it is in. */
export function bigAt(column: Column | undefined, row: number): bigint {
  if (column?.kind === 'big') return column.values[row] as bigint;
  if (column?.kind === 'float' || column?.kind === 'int') return BigInt(column.values[row] as number);
  throw new Error(`Not a BIGINT column: ${column?.kind}`);
}

/** A DATE for every row that is not NULL; null makes the row NULL. */
export function buildDates(frame: Frame, make: (row: number) => number | null): Column {
  const values = new Int32Array(frame.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const days = make(row);
    if (days !== null) values[row] = days;
    else if (!frame.isNull(row)) frame.setNull(row);
  }
  return { kind: 'int', type: DATE, length: frame.length, nulls: frame.nulls, values };
}

export function lastDay(days: number): number {
  const { year, month } = civilFromDays(days);
  return (month === 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, month + 1, 1)) - 1;
}

/** What clocks of the zone show at a time, in whole days, seconds of the day and microseconds of the second. */
export interface LocalTime {
  readonly days: number;
  readonly clock: number;
  readonly micros: number;
  readonly offset: number;
}

export function localTime(micros: Micros, zone: ZoneRules): LocalTime {
  const seconds = secondsOf(micros);
  const offset = zone.offsetAt(seconds);
  const days = Math.floor((seconds + offset) / SECONDS_PER_DAY);
  return { days, clock: seconds + offset - days * SECONDS_PER_DAY, micros: microsOfSecond(micros, seconds), offset };
}
