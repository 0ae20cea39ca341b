import { type DataType, isIntegerType } from '../../columns/data-type.ts';
import type { AggregateCall } from '../../sql/aggregate.ts';
import { type Accumulator, UNSEEN } from './accumulator.ts';
import { Average } from './average.ts';
import { bitmaps } from './bitmaps.ts';
import { coMomentsOf } from './co-moments.ts';
import { collected, collectedElements } from './collected.ts';
import {
  approximateAnswer,
  countAnswer,
  discreteAnswer,
  distinctAnswer,
  joinedAnswer,
  joinedInOrder,
  listAnswer,
  modeAnswer,
  percentileAnswer,
} from './collected-answers.ts';
import { Count } from './count.ts';
import { CountIf } from './count-if.ts';
import { distinctEstimate } from './distinct-estimate.ts';
import { DoubleSum } from './double-sum.ts';
import { edgeValue } from './edge-value.ts';
import { exactAverage, exactSum } from './exact-sum.ts';
import { IntegerExtreme } from './integer-extreme.ts';
import { IntegerSum } from './integer-sum.ts';
import { integerAt, joinedBits } from './joined-bits.ts';
import { momentsOf } from './moments.ts';
import { NestedExtreme } from './nested-extreme.ts';
import { NumberExtreme } from './number-extreme.ts';
import { fieldOf, isNull, type ObjectAggregate, ObjectStates } from './object-states.ts';
import { StringExtreme } from './string-extreme.ts';
import { TimeExtreme } from './time-extreme.ts';
import { valueBy } from './value-by.ts';

/** Types whose values are compared as runs of bytes in their order. */
const NESTED: ReadonlySet<string> = new Set(['ARRAY', 'STRUCT', 'DECIMAL', 'DAY_TIME', 'BINARY']);

/**
 * An empty accumulator for the call, with room for `capacity` slots. It is given the column of the argument; with several, a STRUCT
 * column of them, which is NULL where one of them is; for listagg where its text is.
 */
export function createAccumulator(call: AggregateCall, capacity: number): Accumulator {
  if (call.distinct === true) return distinctAccumulator(call, capacity);
  const floats = new Float64Array(capacity);
  const of = argumentType(call);
  switch (call.function) {
    case 'count':
    case 'regr_count':
      return new Count(floats);
    case 'count_if':
      return new CountIf(floats);
    case 'avg':
    case 'try_avg':
      if (isExact(of)) return new ObjectStates(exactAverage(of, call.type, call.function === 'avg' ? 'fails' : 'null'), capacity);
      return new Average(floats, new Float64Array(capacity));
    case 'sum':
    case 'try_sum': {
      const isTry = call.function === 'try_sum';
      if (isExact(of) || (isTry && isIntegerType(of))) return new ObjectStates(exactSum(of, call.type, isTry ? 'null' : 'fails'), capacity);
      floats.fill(UNSEEN);
      return call.type.kind === 'DOUBLE' ? new DoubleSum(floats) : new IntegerSum(floats);
    }
    case 'min':
    case 'max':
      return extreme(call.type, call.function === 'max', capacity);
    case 'bool_and':
    case 'bool_or':
      return extreme(call.type, call.function === 'bool_or', capacity);
    default:
      return new ObjectStates<never>(objectAggregate(call) as ObjectAggregate<never>, capacity);
  }
}

function extreme(type: DataType, isMax: boolean, capacity: number): Accumulator {
  if (type.kind === 'BIGINT') return new IntegerExtreme(isMax, new Float64Array(capacity), new Uint8Array(capacity), null);
  if (type.kind === 'TIMESTAMP') return new TimeExtreme(isMax, new Float64Array(capacity), new Uint8Array(capacity), null);
  if (type.kind === 'STRING') return new StringExtreme(isMax, capacity);
  if (NESTED.has(type.kind)) return new NestedExtreme(type, new StringExtreme(isMax, capacity));
  return new NumberExtreme(type, isMax, new Float64Array(capacity), new Uint8Array(capacity));
}

function isExact(type: DataType): boolean {
  return type.kind === 'DECIMAL' || type.kind === 'DAY_TIME' || type.kind === 'YEAR_MONTH';
}

/** Of the one argument, or of the STRUCT of several. */
export function argumentType({ argument, more = [] }: AggregateCall): DataType {
  const all = argument === null ? [] : [argument, ...more];
  const [only] = all;
  if (all.length === 1 && only !== undefined) return only.type;
  return { kind: 'STRUCT', fields: all.map(({ type }, i) => ({ name: `c${i}`, type })) };
}

function objectAggregate(call: AggregateCall): unknown {
  const of = argumentType(call);
  const first = call.argument?.type ?? of;
  const [constant = null, second = null] = call.constants ?? [];
  switch (call.function) {
    case 'min_by':
    case 'max_by':
      return valueBy(call.function === 'max_by', call.type, call.more?.[0]?.type ?? of);
    case 'first':
    case 'last':
      return edgeValue(call.function === 'last', call.ignoreNulls === true, call.type);
    case 'bit_and':
      return joinedBits('and', call.type);
    case 'bit_or':
      return joinedBits('or', call.type);
    case 'bit_xor':
      return joinedBits('xor', call.type);
    case 'bitmap_construct_agg':
      return bitmaps('construct');
    case 'bitmap_or_agg':
      return bitmaps('or');
    case 'bitmap_and_agg':
      return bitmaps('and');
    case 'collect_list':
      return collected(of, 'list', listAnswer(of));
    case 'collect_set':
      return collected(of, 'bag', listAnswer(of));
    case 'collect_union': {
      const element = of.kind === 'ARRAY' ? of.element : of;
      return collectedElements(element, listAnswer(element));
    }
    case 'approx_count_distinct':
      return distinctEstimate(Number(constant));
    case 'listagg': {
      const order = call.more?.[0]?.type;
      const between = String(constant ?? '');
      return collected(of, 'list', order === undefined ? joinedAnswer(between) : joinedInOrder(between, order, second === 'DESC'));
    }
    case 'mode':
      return collected(of, 'bag', modeAnswer(of, constant === 'ASC' || constant === 'DESC' ? constant : null));
    case 'percentile_cont':
      return collected(of, 'bag', percentileAnswer(of, call.type, constant, second === 'DESC'));
    case 'percentile_disc':
      return collected(of, 'bag', discreteAnswer(of, call.type, constant, second === 'DESC'));
    case 'percentile':
    case 'median': {
      const answer = percentileAnswer(first, call.type, constant);
      if (call.more === undefined) return collected(first, 'bag', answer);
      return collected(first, 'bag', answer, (column) => fieldOf(column, 0), frequencyAt);
    }
    case 'approx_percentile':
      return collected(of, 'bag', approximateAnswer(of, call.type, constant, Number(second)));
    default:
      return momentsOf(call.function) ?? coMomentsOf(call.function);
  }
}

/** How often the value of a row counts; nothing below 1 does. */
function frequencyAt(column: Parameters<typeof fieldOf>[0], row: number): number | null {
  const frequencies = fieldOf(column, 1);
  if (isNull(frequencies, row)) return null;
  const frequency = Number(integerAt(frequencies, row));
  return frequency > 0 ? frequency : null;
}

function distinctAccumulator(call: AggregateCall, capacity: number): Accumulator {
  const of = argumentType(call);
  const { distinct: _, ...plain } = call;
  const answer = call.function === 'count' ? countAnswer : distinctAnswer(of, (size) => createAccumulator(plain, size));
  return new ObjectStates(collected(of, 'bag', answer), capacity);
}
