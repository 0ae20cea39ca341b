// Times made from the readings of a clock, and readings moved between zones.
import type { Column, StringColumn } from '../../columns/column.ts';
import { unscaledAt } from '../../columns/decimal.ts';
import { buildTimestamps, heldMicros, type Micros, microsOfSecond, secondsOf, timestampsOf } from '../datetime/timestamp-lane.ts';
import { zoneNamed } from '../datetime/zone-names.ts';
import type { ZoneRules } from '../datetime/zone-rules.ts';
import type { Frame } from '../frame.ts';
import { dateOrNull } from './datetime.ts';
import { dayAt, SECONDS_PER_DAY, zoneOf } from './datetime-columns.ts';
import type { ColumnKernel, FunctionDefinition } from './function-definition.ts';
import { asText, textAt } from './text-bytes.ts';

const SECONDS = 'DECIMAL(16,6)';
const readings = `year INT, month INT, day INT, hour INT, minute INT, second ${SECONDS}`;

export const datetimeZoneFunctions: readonly FunctionDefinition[] = [
  {
    name: 'make_timestamp',
    aliases: ['make_timestamp_ltz'],
    group: 'datetime',
    signatures: [`make_timestamp(${readings}) -> TIMESTAMP`, `make_timestamp(${readings}, zone STRING) -> TIMESTAMP`],
    written: 'make_timestamp(year, month, day, hour, minute, second) or with a zone at the end',
    help: 'The time at which clocks of the session zone, or of the named one, show this. A second of 60 is the next minute. Fails when there is no such time.',
    example: { text: "unix_seconds(make_timestamp(1970, 1, 1, 1, 0, 0, 'Europe/Berlin'))", expected: 0 },
    raises: true,
    kernel: { kind: 'strict', make: () => madeTimestamp(false) },
  },
  {
    name: 'try_make_timestamp',
    aliases: ['try_make_timestamp_ltz'],
    group: 'datetime',
    signatures: [`try_make_timestamp(${readings}) -> TIMESTAMP`, `try_make_timestamp(${readings}, zone STRING) -> TIMESTAMP`],
    written: 'try_make_timestamp(year, month, day, hour, minute, second) or with a zone at the end',
    help: 'As make_timestamp, but NULL when there is no such time.',
    example: { text: 'try_make_timestamp(2024, 2, 30, 0, 0, 0)', expected: null },
    raises: true,
    kernel: { kind: 'strict', make: () => madeTimestamp(true) },
  },
  {
    name: 'from_utc_timestamp',
    group: 'datetime',
    signatures: ['from_utc_timestamp(time TIMESTAMP, zone STRING) -> TIMESTAMP'],
    help: "The time moved by the zone's offset: what UTC clocks show afterwards is what clocks of the zone showed. For data whose times are all meant as UTC.",
    example: { text: "string(from_utc_timestamp('2024-01-01 12:00:00', '+02:00'))", expected: '2024-01-01 14:00:00' },
    raises: true,
    kernel: { kind: 'strict', make: () => moved((seconds, zone) => zone.localAt(seconds)) },
  },
  {
    name: 'to_utc_timestamp',
    group: 'datetime',
    signatures: ['to_utc_timestamp(time TIMESTAMP, zone STRING) -> TIMESTAMP'],
    help: "The other way than from_utc_timestamp: what UTC clocks show is taken for a reading of the zone's clocks.",
    example: { text: "string(to_utc_timestamp('2024-01-01 12:00:00', '+02:00'))", expected: '2024-01-01 10:00:00' },
    raises: true,
    kernel: { kind: 'strict', make: () => moved((seconds, zone) => zone.instantOf(seconds)) },
  },
];

const INVALID_ZONE = 'INVALID_TIMEZONE';

/** The zone of a row's text; an unknown one fails the row. */
function zoneAt(names: StringColumn, row: number, frame: Frame): ZoneRules | null {
  const name = textAt(names, row);
  const zone = zoneNamed(name);
  if (zone === null) frame.fail(row, INVALID_ZONE, { value: name });
  return zone;
}

function moved(move: (seconds: number, zone: ZoneRules) => number): ColumnKernel {
  return ([time, zone], frame) => {
    const times = timestampsOf(time);
    const names = asText(zone);
    return buildTimestamps(frame, (row) => {
      const rules = zoneAt(names, row, frame);
      if (rules === null) return null;
      const seconds = secondsOf(times[row] as Micros);
      return heldMicros(frame, row, move(seconds, rules), microsOfSecond(times[row] as Micros, seconds));
    });
  };
}

function madeTimestamp(orNull: boolean): ColumnKernel {
  return ([year, month, day, hour, minute, second, zone], frame) => {
    const names = zone === undefined ? null : asText(zone);
    const session = zoneOf(frame);
    const fail = (row: number, errorClass: string): null => {
      if (!orNull) frame.fail(row, errorClass);
      return null;
    };
    return buildTimestamps(frame, (row) => {
      const rules = names === null ? session : zoneNamed(textAt(names, row));
      if (rules === null) {
        // No such zone is an error in both.
        frame.fail(row, INVALID_ZONE, { value: names === null ? '' : textAt(names, row) });
        return null;
      }
      const days = dateOrNull(dayAt(year, row), dayAt(month, row), dayAt(day, row));
      const [h, m] = [dayAt(hour, row), dayAt(minute, row)];
      const micros = Number(BigInt.asIntN(32, unscaledAt(second as Column, row)));
      const inRange = days !== null && h >= 0 && h <= 23 && m >= 0 && m <= 59 && micros >= 0 && micros < 61e6;
      if (!inRange) return fail(row, 'DATETIME_FIELD_OUT_OF_BOUNDS.WITHOUT_SUGGESTION');
      if (micros > 60e6) return fail(row, 'INVALID_FRACTION_OF_SECOND');
      const whole = Math.floor(micros / 1e6);
      const local = days * SECONDS_PER_DAY + (h * 60 + m) * 60 + whole;
      return heldMicros(frame, row, rules.instantOf(local), micros - whole * 1e6);
    });
  };
}
