// Dates and the clock. current_timestamp is the batch time, so a replay gives the same answer.
import type { Column, IntColumn } from '../../columns/column.ts';
import { DATE, INT, TIMESTAMP } from '../../columns/data-type.ts';
import type { ColumnKernel, FunctionDefinition } from './function-definition.ts';

const DAY_MS = 86_400_000;

export const datetimeFunctions: readonly FunctionDefinition[] = [
  {
    name: 'current_timestamp',
    aliases: ['now'],
    group: 'datetime',
    signatures: ['current_timestamp() -> TIMESTAMP'],
    help: 'The time of the batch: the same for all its rows, and the same again when the batch is replayed.',
    example: { text: 'current_timestamp() IS NOT NULL', expected: true },
    kernel: {
      kind: 'whole',
      make: () => (_, frame) => {
        const values = new Float64Array(frame.length).fill(frame.context.batchTimeMs * 1000);
        return { kind: 'float', type: TIMESTAMP, length: frame.length, nulls: null, values };
      },
    },
  },
  {
    name: 'current_date',
    aliases: ['curdate'],
    group: 'datetime',
    signatures: ['current_date() -> DATE'],
    help: 'The date of the batch time.',
    example: { text: 'current_date() IS NOT NULL', expected: true },
    kernel: {
      kind: 'whole',
      make: () => (_, frame) => {
        const values = new Int32Array(frame.length).fill(Math.floor(frame.context.batchTimeMs / DAY_MS));
        return { kind: 'int', type: DATE, length: frame.length, nulls: null, values };
      },
    },
  },
  {
    name: 'date_add',
    aliases: ['dateadd'],
    group: 'datetime',
    signatures: ['date_add(date DATE, days INT) -> DATE'],
    written: 'date_add(date, days) or date + days',
    help: 'The date that many days later.',
    example: { text: "CAST(date_add(DATE'2024-02-28', 2) AS STRING)", expected: '2024-03-01' },
    kernel: { kind: 'strict', make: () => movedBy(1) },
  },
  {
    name: 'date_sub',
    group: 'datetime',
    signatures: ['date_sub(date DATE, days INT) -> DATE'],
    written: 'date_sub(date, days) or date - days',
    help: 'The date that many days earlier.',
    example: { text: "CAST(date_sub(DATE'2024-03-01', 1) AS STRING)", expected: '2024-02-29' },
    kernel: { kind: 'strict', make: () => movedBy(-1) },
  },
  {
    name: 'datediff',
    aliases: ['date_diff'],
    group: 'datetime',
    signatures: ['datediff(later DATE, earlier DATE) -> INT'],
    help: 'How many days lie between the dates.',
    example: { text: "datediff(DATE'2024-03-01', DATE'2024-02-28')", expected: 2 },
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([later, earlier], frame) => {
          const a = asInts(later).values;
          const b = asInts(earlier).values;
          const values = new Int32Array(frame.length);
          for (let k = 0; k < frame.count; k++) {
            const row = frame.rowAt(k);
            values[row] = (a[row] as number) - (b[row] as number);
          }
          return { kind: 'int', type: INT, length: frame.length, nulls: frame.nulls, values };
        },
    },
  },
];

function asInts(column: Column | undefined): IntColumn {
  if (column?.kind !== 'int') throw new Error(`Not an INT or DATE column: ${column?.kind}`);
  return column;
}

/** Wraps around as Spark's date_add does. */
function movedBy(direction: 1 | -1): ColumnKernel {
  return ([date, days], frame) => {
    const a = asInts(date).values;
    const b = asInts(days).values;
    const values = new Int32Array(frame.length);
    for (let k = 0; k < frame.count; k++) {
      const row = frame.rowAt(k);
      values[row] = (a[row] as number) + direction * (b[row] as number);
    }
    return { kind: 'int', type: DATE, length: frame.length, nulls: frame.nulls, values };
  };
}
