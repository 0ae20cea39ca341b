import type { AggregateCall } from '../../sql/aggregate.ts';
import { type Accumulator, UNSEEN } from './accumulator.ts';
import { Average } from './average.ts';
import { Count } from './count.ts';
import { DoubleSum } from './double-sum.ts';
import { IntegerExtreme } from './integer-extreme.ts';
import { IntegerSum } from './integer-sum.ts';
import { NestedExtreme } from './nested-extreme.ts';
import { NumberExtreme } from './number-extreme.ts';
import { StringExtreme } from './string-extreme.ts';

/** Types whose values are compared as runs of bytes in their order. */
const NESTED: ReadonlySet<string> = new Set(['ARRAY', 'STRUCT', 'DECIMAL', 'DAY_TIME', 'BINARY']);

/** An empty accumulator for the call, with room for `capacity` slots. */
export function createAccumulator(call: AggregateCall, capacity: number): Accumulator {
  const floats = new Float64Array(capacity);
  switch (call.function) {
    case 'count':
      return new Count(floats);
    case 'avg':
      return new Average(floats, new Float64Array(capacity));
    case 'sum':
      floats.fill(UNSEEN);
      return call.type.kind === 'DOUBLE' ? new DoubleSum(floats) : new IntegerSum(floats);
    case 'min':
    case 'max': {
      const isMax = call.function === 'max';
      if (call.type.kind === 'BIGINT') return new IntegerExtreme(isMax, floats, new Uint8Array(capacity), null);
      if (call.type.kind === 'STRING') return new StringExtreme(isMax, capacity);
      if (NESTED.has(call.type.kind)) return new NestedExtreme(call.type, new StringExtreme(isMax, capacity));
      return new NumberExtreme(call.type, isMax, floats, new Uint8Array(capacity));
    }
  }
}
