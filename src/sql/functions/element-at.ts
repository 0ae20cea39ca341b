// element_at: elements of arrays by position, values of maps by key.
import type { ArrayColumn, Column, MapColumn } from '../../columns/column.ts';
import { gatherColumn } from '../columns-merge.ts';
import type { Frame } from '../frame.ts';
import { eachOf, only, typedArguments } from './argument-rules.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { intAt } from './text-bytes.ts';
import { compareValues } from './value-order.ts';

function elementAt(name: string, fails: boolean, help: string, example: FunctionDefinition['example']): FunctionDefinition {
  return {
    name,
    group: 'array',
    signatures: [`${name}(array ARRAY<T>, index INT) -> T`, `${name}(map MAP<E, V>, key E) -> V`],
    help,
    example,
    raises: true,
    // Spark wants an INT for an array, and takes a bare NULL only as the key of a map.
    refuseTerms: (args, span) => typedArguments(name, 0)(args, span) ?? (args[0]?.type.kind === 'ARRAY' ? indexRule(name)(args, span) : null),
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([base, key], frame) =>
          base?.kind === 'map' ? mapValue(base, key as Column, frame) : elementOf(base as ArrayColumn, key as Column, frame, fails),
    },
  };
}

function indexRule(name: string): NonNullable<FunctionDefinition['refuseTerms']> {
  return eachOf(typedArguments(name, 1), only(name, ['INT', 'SMALLINT', 'TINYINT'], 1));
}

export const elementAtFunctions: readonly FunctionDefinition[] = [
  elementAt(
    'element_at',
    true,
    'The element of the array at the index: 1 is the first, -1 the last; outside of it the row fails. Or the value of the map for the key, NULL when it has none.',
    { text: 'element_at(array(1, 2, 3), -1)', expected: 3 },
  ),
  elementAt('try_element_at', false, 'As element_at, but NULL where the array has no such element. Index 0 fails.', {
    text: 'try_element_at(array(1, 2, 3), 5)',
    expected: null,
  }),
];

function elementOf({ starts, ends, elements }: ArrayColumn, index: Column, frame: Frame, fails: boolean): Column {
  const rows = new Int32Array(frame.length).fill(-1);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const from = starts[row] as number;
    const size = (ends[row] as number) - from;
    const at = intAt(index, row);
    if (at === 0) frame.fail(row, 'INVALID_INDEX_OF_ZERO');
    else if (at > 0 ? at <= size : -at <= size) rows[row] = from + (at > 0 ? at - 1 : size + at);
    else if (fails) frame.fail(row, 'INVALID_ARRAY_INDEX_IN_ELEMENT_AT', { index: at, size });
  }
  return gatherColumn(elements, rows);
}

function mapValue(map: MapColumn, key: Column, frame: Frame): Column {
  const rows = new Int32Array(frame.length).fill(-1);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (!frame.isNull(row)) rows[row] = findKey(map, row, key);
  }
  return gatherColumn(map.values, rows);
}

/** Position of the entry whose key equals that of the row, or -1. */
export function findKey(map: MapColumn, row: number, key: Column): number {
  for (let i = map.starts[row] as number; i < (map.ends[row] as number); i++) if (compareValues(map.keys, i, key, row) === 0) return i;
  return -1;
}
