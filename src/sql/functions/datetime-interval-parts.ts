// Intervals made of numbers, and the fields that extract reads of them.
import type { Column } from '../../columns/column.ts';
import { DAY_TIME, type DataType, INT, YEAR_MONTH } from '../../columns/data-type.ts';
import { unscaledAt } from '../../columns/decimal.ts';
import { bigAt, dayAt } from './datetime-columns.ts';
import { buildDecimals, SECOND_TYPE } from './datetime-parts.ts';
import type { ColumnKernel, FunctionDefinition } from './function-definition.ts';
import { buildLengths, buildMonths } from './interval-columns.ts';
import { buildInts } from './text-bytes.ts';

const MICROS_PER_DAY = 86_400_000_000n;
const SECONDS = 'DECIMAL(18,6)';

export const intervalPartFunctions: readonly FunctionDefinition[] = [
  {
    name: 'make_dt_interval',
    group: 'interval',
    signatures: [
      'make_dt_interval() -> INTERVAL DAY TO SECOND',
      'make_dt_interval(days INT) -> INTERVAL DAY TO SECOND',
      'make_dt_interval(days INT, hours INT) -> INTERVAL DAY TO SECOND',
      'make_dt_interval(days INT, hours INT, minutes INT) -> INTERVAL DAY TO SECOND',
      `make_dt_interval(days INT, hours INT, minutes INT, seconds ${SECONDS}) -> INTERVAL DAY TO SECOND`,
    ],
    written: 'make_dt_interval(days, hours, minutes, seconds), the last ones left out at will',
    help: 'The interval of that many days, hours, minutes and seconds.',
    example: { text: 'string(make_dt_interval(1, 2))', expected: "INTERVAL '1 02:00:00' DAY TO SECOND" },
    raises: true,
    kernel: { kind: 'strict', make: () => madeDayTime },
  },
  {
    name: 'make_ym_interval',
    group: 'interval',
    signatures: [
      'make_ym_interval() -> INTERVAL YEAR TO MONTH',
      'make_ym_interval(years INT) -> INTERVAL YEAR TO MONTH',
      'make_ym_interval(years INT, months INT) -> INTERVAL YEAR TO MONTH',
    ],
    written: 'make_ym_interval(years, months), the last ones left out at will',
    help: 'The interval of that many years and months.',
    example: { text: 'string(make_ym_interval(1, 2))', expected: "INTERVAL '1-2' YEAR TO MONTH" },
    raises: true,
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([years, months], frame) =>
          buildMonths(
            frame,
            YEAR_MONTH,
            (row) => (years === undefined ? 0n : 12n * BigInt(dayAt(years, row))) + (months === undefined ? 0n : BigInt(dayAt(months, row))),
          ),
    },
  },
  field('year', 'INTERVAL YEAR TO MONTH', INT, (months) => months / 12n),
  field('month', 'INTERVAL YEAR TO MONTH', { kind: 'TINYINT' }, (months) => months % 12n),
  field('day', 'INTERVAL DAY TO SECOND', INT, (micros) => micros / MICROS_PER_DAY),
  field('hour', 'INTERVAL DAY TO SECOND', { kind: 'TINYINT' }, (micros) => (micros % MICROS_PER_DAY) / 3_600_000_000n),
  field('minute', 'INTERVAL DAY TO SECOND', { kind: 'TINYINT' }, (micros) => (micros % 3_600_000_000n) / 60_000_000n),
  {
    ...field('second', 'INTERVAL DAY TO SECOND', SECOND_TYPE, () => 0n),
    signatures: ['interval second(length INTERVAL DAY TO SECOND) -> DECIMAL(8,6)'],
    example: { text: "CAST(date_part('SECOND', INTERVAL '1.5' SECOND) AS STRING)", expected: '1.500000' },
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([length], frame) =>
          buildDecimals(frame, SECOND_TYPE, (row) => Number(bigAt(length, row) % 60_000_000n)),
    },
  },
];

/** One field of an interval, cut towards zero; what extract and date_part are written out to. */
function field(unit: string, from: string, type: DataType, part: (value: bigint) => bigint): FunctionDefinition {
  const upper = unit.toUpperCase();
  return {
    name: `interval ${unit}`,
    group: 'interval',
    signatures: [`interval ${unit}(length ${from}) -> ${type.kind === 'TINYINT' ? 'TINYINT' : 'INT'}`],
    help: `The ${unit}s of an interval, without those that longer units hold.`,
    example: { text: `date_part('${upper}', INTERVAL 7 ${upper})`, expected: 7 },
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([length], frame) => ({ ...buildInts(frame, (row) => Number(part(bigAt(length, row)))), type }),
    },
  };
}

const madeDayTime: ColumnKernel = ([days, hours, minutes, seconds], frame) => {
  const units: readonly (readonly [Column | undefined, bigint])[] = [
    [days, MICROS_PER_DAY],
    [hours, 3_600_000_000n],
    [minutes, 60_000_000n],
  ];
  return buildLengths(frame, DAY_TIME, (row) => {
    let micros = seconds === undefined ? 0n : unscaledAt(seconds, row);
    for (const [column, unit] of units) if (column !== undefined) micros += unit * BigInt(dayAt(column, row));
    return micros;
  });
};
