// sequence: numbers, dates and times at equal steps, both ends included.
import type { Column } from '../../columns/column.ts';
import { arrayOf, DATE, DAY_TIME, type DataType } from '../../columns/data-type.ts';
import { commonType, commonTypeOf, widerType } from '../coercion.ts';
import { bigValues } from '../columns-merge.ts';
import { addDayTime, addMonths, monthsLater } from '../datetime/add-interval.ts';
import { type Micros, TimestampValues } from '../datetime/timestamp-lane.ts';
import { mustZone } from '../datetime/zone-names.ts';
import { MICROS_PER_DAY } from '../datetime-text.ts';
import type { Term } from '../expression.ts';
import { Frame } from '../frame.ts';
import { MAX_ELEMENTS } from './array-shape.ts';
import { bigintColumn } from './big-lane.ts';
import type { CallShape, ColumnKernel, FunctionDefinition } from './function-definition.ts';

export const sequenceFunctions: readonly FunctionDefinition[] = [
  {
    name: 'sequence',
    group: 'array',
    signatures: ['sequence(start A, stop A) -> ARRAY<A>', 'sequence(start A, stop A, step B) -> ARRAY<A>'],
    help: 'The numbers, dates or times from start to stop, both included, at equal steps: 1 or -1, or one day, if no step is given.',
    example: { text: 'sequence(1, 10, 3)', expected: [1, 4, 7, 10] },
    difference: 'More than 10 million elements fail.',
    raises: true,
    typed: typeOfSequence,
    kernel: { kind: 'strict', make: sequence },
  },
];

function typeOfSequence([start, stop, step]: readonly Term[]): ReturnType<NonNullable<FunctionDefinition['typed']>> {
  if (start === undefined || stop === undefined) return null;
  const ends = commonTypeOf([start.type, stop.type], commonType);
  if (ends === null) return null;
  if (ends.kind === 'DATE' || ends.kind === 'TIMESTAMP') {
    const kind = step?.type.kind;
    if (kind !== undefined && kind !== 'DAY_TIME' && kind !== 'YEAR_MONTH' && kind !== 'VOID') return null;
    const params = [ends, ends, ...(step === undefined ? [] : [kind === 'VOID' ? DAY_TIME : step.type])];
    return { params, result: arrayOf(ends) };
  }
  const type = step === undefined ? ends : commonTypeOf([ends, step.type], widerType);
  if (type === null || !['TINYINT', 'SMALLINT', 'INT', 'BIGINT'].includes(type.kind)) return null;
  return { params: step === undefined ? [type, type] : [type, type, type], result: arrayOf(type) };
}

function sequence(shape: CallShape): ColumnKernel {
  const element = shape.type.kind === 'ARRAY' ? shape.type.element : shape.type;
  const isTime = element.kind === 'DATE' || element.kind === 'TIMESTAMP';
  return (args, frame) => (isTime ? times(shape, element, args, frame) : numbers(shape, element, args, frame));
}

function wide(column: Column): BigInt64Array {
  return column.kind === 'int' ? BigInt64Array.from(column.values, BigInt) : bigValues(column);
}

function numbers(shape: CallShape, element: DataType, [start, stop, step]: readonly Column[], frame: Frame): Column {
  const from = wide(start as Column);
  const to = wide(stop as Column);
  const by = step === undefined ? null : wide(step);
  const found: bigint[] = [];
  const ranges = eachRow(frame, (row) => {
    const a = from[row] as bigint;
    const b = to[row] as bigint;
    const unit = by === null ? (a <= b ? 1n : -1n) : (by[row] as bigint);
    if (!goesThere(a < b ? 1 : a > b ? -1 : 0, unit)) {
      badBounds(row, frame);
      return found.length;
    }
    const count = unit === 0n ? 1n : (b - a) / unit + 1n;
    if (count > MAX_ELEMENTS) {
      frame.fail(row, 'COLLECTION_SIZE_LIMIT_EXCEEDED.PARAMETER', { size: Number(count) });
      return found.length;
    }
    for (let i = 0n; i < count; i++) found.push(a + i * unit);
    return found.length;
  });
  const values = BigInt64Array.from(found);
  const elements: Column =
    element.kind === 'BIGINT'
      ? bigintColumn(values, new Frame(values.length, null, null, frame.context, frame.span))
      : { kind: 'int', type: element, length: values.length, nulls: null, values: Int32Array.from(found, Number) };
  return { kind: 'array', type: shape.type, length: frame.length, nulls: frame.nulls, ...ranges, elements };
}

function times(shape: CallShape, element: DataType, [start, stop, step]: readonly Column[], frame: Frame): Column {
  const zone = mustZone(frame.context.timeZone);
  const isDate = element.kind === 'DATE';
  const from = lane(start as Column);
  const to = lane(stop as Column);
  const months = step?.type.kind === 'YEAR_MONTH';
  const by = step === undefined ? null : wide(step);
  const found: Micros[] = [];
  const ranges = eachRow(frame, (row) => {
    const a = from[row] as Micros;
    const b = to[row] as Micros;
    const direction = a < b ? 1 : a > b ? -1 : 0;
    const unit = by === null ? BigInt((direction < 0 ? -1 : 1) * MICROS_PER_DAY) : (by[row] as bigint);
    if (isDate && !months && unit % BigInt(MICROS_PER_DAY) !== 0n) {
      frame.fail(row, 'java.lang.IllegalArgumentException', { reason: 'the step of dates is not whole days' });
      return found.length;
    }
    if (!goesThere(direction, unit)) {
      badBounds(row, frame);
      return found.length;
    }
    const before = found.length;
    for (let i = 0; ; i++) {
      const moved = BigInt(i) * unit;
      const value = !isDate
        ? months
          ? addMonths(a, moved, zone)
          : addDayTime(a, moved, zone)
        : months
          ? monthsLater(Number(a), Number(moved))
          : Number(a) + Number(moved / BigInt(MICROS_PER_DAY));
      if (value === null || (direction >= 0 ? value > b : value < b)) break;
      if (i === MAX_ELEMENTS) {
        found.length = before;
        frame.fail(row, 'COLLECTION_SIZE_LIMIT_EXCEEDED.PARAMETER', { size: i });
        break;
      }
      found.push(value);
      if (unit === 0n) break;
    }
    return found.length;
  });
  const elements: Column = isDate
    ? { kind: 'int', type: DATE, length: found.length, nulls: null, values: Int32Array.from(found, Number) }
    : timestamps(found);
  return { kind: 'array', type: shape.type, length: frame.length, nulls: frame.nulls, ...ranges, elements };
}

function timestamps(found: readonly Micros[]): Column {
  const values = new TimestampValues(found.length);
  found.forEach((micros, i) => {
    values.set(i, micros);
  });
  return values.finish(null);
}

function lane(column: Column): Int32Array | Float64Array | BigInt64Array {
  if (column.kind !== 'int' && column.kind !== 'float' && column.kind !== 'big') throw new Error(`Not a DATE or TIMESTAMP column: ${column.kind}`);
  return column.values;
}

/** Where each row's elements lie; `fill` gives how many there are after the row. */
function eachRow(frame: Frame, fill: (row: number) => number): { readonly starts: Int32Array; readonly ends: Int32Array } {
  const starts = new Int32Array(frame.length);
  const ends = new Int32Array(frame.length);
  let total = 0;
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    starts[row] = total;
    if (!frame.isNull(row)) total = fill(row);
    ends[row] = total;
  }
  return { starts, ends };
}

function goesThere(direction: number, step: bigint): boolean {
  return direction > 0 ? step > 0n : direction < 0 ? step < 0n : true;
}

function badBounds(row: number, frame: Frame): void {
  frame.fail(row, 'java.lang.IllegalArgumentException', { reason: 'the step does not lead from the start to the stop' });
}
