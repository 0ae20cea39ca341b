// The aggregate functions over a list of argument values, computed from the whole list each time.
import type { AggregateCall } from '../../src/sql/aggregate.ts';
import { fitting } from './row-terms.ts';
import { compareValues, type Value } from './values.ts';

/** @param values the argument for each row of the group, in order of arrival; for count(*) anything, one a row. */
export function aggregateValues(call: AggregateCall, values: readonly Value[]): Value {
  if (call.argument === null) return BigInt(values.length);
  const present = values.filter((value) => value !== null);
  switch (call.function) {
    case 'count':
      return BigInt(present.length);
    case 'sum':
      return present.length === 0 ? null : sumOf(call, present);
    case 'avg':
      return present.length === 0 ? null : present.reduce((sum: number, value) => sum + Number(value), 0) / present.length;
    case 'min':
      return present.reduce<Value>((least, value) => (least === null || compareValues(value, least) < 0 ? value : least), null);
    case 'max':
      return present.reduce<Value>((most, value) => (most === null || compareValues(value, most) > 0 ? value : most), null);
  }
}

function sumOf(call: AggregateCall, present: readonly Value[]): Value {
  if (call.type.kind === 'DOUBLE') return present.reduce((sum: number, value) => sum + Number(value), 0);
  return fitting(
    call.type,
    present.reduce((sum: bigint, value) => sum + BigInt(value as number | bigint), 0n),
  );
}
