// Functions over the entries of maps that take a function.
import type { Column, MapColumn } from '../../columns/column.ts';
import { BOOLEAN, type DataType, mapOf, VOID } from '../../columns/data-type.ts';
import { type Batch, batchCount, type Evaluator } from '../batch.ts';
import { commonType, widerType } from '../coercion.ts';
import { gatherColumn, mergeColumns } from '../columns-merge.ts';
import type { Term } from '../expression.ts';
import { Frame } from '../frame.ts';
import { ElementSet } from './element-set.ts';
import type { CallShape, FunctionDefinition } from './function-definition.ts';
import type { LambdaRule } from './lambda.ts';
import { elementsOf, failOwners, type LambdaFrame, readFrame, runBody } from './lambda-batch.ts';
import { asMap, buildMaps } from './map-rows.ts';
import { compareValues } from './value-order.ts';

const onlyWithLambda = () => null;

/** (k, v) -> .. over the map before it. */
function overEntries(build: LambdaRule['build']): LambdaRule {
  return {
    at: [1],
    variables: (_, count, [map]) => (map?.type.kind === 'MAP' && count === 2 ? [map.type.key, map.type.value] : null),
    build,
  };
}

function mapTypeOf(term: Term): DataType & { readonly kind: 'MAP' } {
  return term.type.kind === 'MAP' ? term.type : mapOf(VOID, VOID);
}

export const mapLambdaFunctions: readonly FunctionDefinition[] = [
  {
    name: 'map_filter',
    group: 'map',
    signatures: ['map_filter(map MAP<K, V>, function A) -> MAP<K, V>'],
    written: 'map_filter(map, (k, v) -> condition)',
    help: 'The entries for which the condition is TRUE.',
    example: {
      text: 'map_filter(map(1, 0, 2, 2, 3, -1), (k, v) -> k > v)',
      expected: [
        [1, 0],
        [3, -1],
      ],
    },
    typed: onlyWithLambda,
    lambdas: overEntries(([map, body], [frame], span, terms) => {
      if (map === undefined || body === undefined || frame === undefined || (body.type.kind !== 'BOOLEAN' && body.type.kind !== 'VOID')) return null;
      return terms.call('map_filter', [map, terms.cast(body, BOOLEAN), frame], map.type, span);
    }),
    kernel: { kind: 'lazy', make: filterEntries },
  },
  {
    name: 'transform_keys',
    group: 'map',
    signatures: ['transform_keys(map MAP<K, V>, function A) -> MAP<A, V>'],
    written: 'transform_keys(map, (k, v) -> key)',
    help: 'The map with each key replaced by what the function gives. A key that is NULL or comes twice fails.',
    example: {
      text: 'transform_keys(map(1, 1, 2, 2), (k, v) -> k + 1)',
      expected: [
        [2, 1],
        [3, 2],
      ],
    },
    raises: true,
    typed: onlyWithLambda,
    lambdas: overEntries(([map, body], [frame], span, terms) =>
      map && body && frame ? terms.call('transform_keys', [map, body, frame], mapOf(body.type, mapTypeOf(map).value), span) : null,
    ),
    kernel: { kind: 'lazy', make: (shape, args) => replaceSide(shape, args, true) },
  },
  {
    name: 'transform_values',
    group: 'map',
    signatures: ['transform_values(map MAP<K, V>, function A) -> MAP<K, A>'],
    written: 'transform_values(map, (k, v) -> value)',
    help: 'The map with each value replaced by what the function gives.',
    example: {
      text: 'transform_values(map(1, 1, 2, 2), (k, v) -> k + v)',
      expected: [
        [1, 2],
        [2, 4],
      ],
    },
    typed: onlyWithLambda,
    lambdas: overEntries(([map, body], [frame], span, terms) =>
      map && body && frame ? terms.call('transform_values', [map, body, frame], mapOf(mapTypeOf(map).key, body.type), span) : null,
    ),
    kernel: { kind: 'lazy', make: (shape, args) => replaceSide(shape, args, false) },
  },
  {
    name: 'map_zip_with',
    group: 'map',
    signatures: ['map_zip_with(left MAP<K, V>, right MAP<K, A>, function B) -> MAP<K, B>'],
    written: 'map_zip_with(left, right, (k, v1, v2) -> value)',
    help: 'A map with the keys of both, and what the function gives for a key and its values; NULL where a map has no such key.',
    example: {
      text: "map_zip_with(map(1, 'a', 2, 'b'), map(1, 'x'), (k, v1, v2) -> concat_ws('', v1, v2))",
      expected: [
        [1, 'ax'],
        [2, 'b'],
      ],
    },
    typed: onlyWithLambda,
    lambdas: {
      at: [2],
      variables: (_, count, [left, right]) => {
        if (left?.type.kind !== 'MAP' || right?.type.kind !== 'MAP' || count !== 3) return null;
        const key = widerType(left.type.key, right.type.key);
        return key === null ? null : [key, left.type.value, right.type.value];
      },
      build: ([left, right, body], [frame], span, terms) => {
        if (left === undefined || right === undefined || body === undefined || frame === undefined) return null;
        const key = commonType(mapTypeOf(left).key, mapTypeOf(right).key);
        if (key === null) return null;
        const maps = [left, right].map((map) => terms.cast(map, mapOf(key, mapTypeOf(map).value)));
        return terms.call('map_zip_with', [...maps, body, frame], mapOf(key, body.type), span);
      },
    },
    kernel: { kind: 'lazy', make: zipMaps },
  },
];

function overMap(shape: CallShape, [map, body]: readonly Evaluator[], lambda: LambdaFrame, batch: Batch) {
  const column = asMap((map as Evaluator)(batch));
  const entries = elementsOf(column, batch);
  const keys = gatherColumn(column.keys, entries.positions);
  const values = gatherColumn(column.values, entries.positions);
  const result = runBody(body as Evaluator, shape.argTypes[1] ?? VOID, lambda, batch, entries.owners, [keys, values]);
  failOwners(batch, entries.owners, result.errors);
  const frame = new Frame(batch.length, batch.selection, column.nulls, batch.context, shape.span);
  for (const element of result.errors.keys()) frame.setNull(entries.owners[element] as number);
  return { entries, keys, values, body: result.column, frame };
}

function filterEntries(shape: CallShape, args: readonly Evaluator[]): Evaluator {
  const lambda = readFrame(shape, 2);
  return (batch) => {
    const { entries, keys, values, body, frame } = overMap(shape, args, lambda, batch);
    return buildMaps(shape.type, keys, values, frame, (row, keyAt, valueAt) => {
      for (let e = entries.starts[row] as number; e < (entries.ends[row] as number); e++) {
        if (body.kind !== 'boolean' || body.values[e] !== 1 || (body.nulls !== null && body.nulls[e] === 1)) continue;
        keyAt.push(e);
        valueAt.push(e);
      }
      return true;
    });
  };
}

function replaceSide(shape: CallShape, args: readonly Evaluator[], keysReplaced: boolean): Evaluator {
  const lambda = readFrame(shape, 2);
  return (batch) => {
    const { entries, keys, values, body, frame } = overMap(shape, args, lambda, batch);
    return buildMaps(shape.type, keysReplaced ? body : keys, keysReplaced ? values : body, frame, (row, keyAt, valueAt) => {
      for (let e = entries.starts[row] as number; e < (entries.ends[row] as number); e++) {
        keyAt.push(e);
        valueAt.push(e);
      }
      return true;
    });
  };
}

/** Keys of the left map, then those that only the right one has. */
function zipMaps(shape: CallShape, [left, right, body]: readonly Evaluator[]): Evaluator {
  const lambda = readFrame(shape, 3);
  return (batch) => {
    const a = asMap((left as Evaluator)(batch));
    const b = asMap((right as Evaluator)(batch));
    const frame = new Frame(batch.length, batch.selection, null, batch.context, shape.span);
    const owners: number[] = [];
    const picks: Picks = { leftKey: [], leftValue: [], rightKey: [], rightValue: [] };
    const starts = new Int32Array(batch.length);
    const ends = new Int32Array(batch.length);
    for (let k = 0; k < batchCount(batch); k++) {
      const row = frame.rowAt(k);
      starts[row] = owners.length;
      if (a.nulls?.[row] === 1 || b.nulls?.[row] === 1) frame.setNull(row);
      else mergeKeys(a, b, row, owners, picks);
      ends[row] = owners.length;
    }
    const rows = Int32Array.from(owners);
    const keys = eitherKey(gatherColumn(a.keys, Int32Array.from(picks.leftKey)), gatherColumn(b.keys, Int32Array.from(picks.rightKey)));
    const values = [gatherColumn(a.values, Int32Array.from(picks.leftValue)), gatherColumn(b.values, Int32Array.from(picks.rightValue))];
    const result = runBody(body as Evaluator, shape.argTypes[2] ?? VOID, lambda, batch, rows, [keys, ...values]);
    failOwners(batch, rows, result.errors);
    for (const element of result.errors.keys()) frame.setNull(rows[element] as number);
    return { kind: 'map', type: shape.type, length: batch.length, nulls: frame.nulls, starts, ends, keys, values: result.column };
  };
}

interface Picks {
  readonly leftKey: number[];
  readonly leftValue: number[];
  readonly rightKey: number[];
  readonly rightValue: number[];
}

function mergeKeys(a: MapColumn, b: MapColumn, row: number, owners: number[], picks: Picks): void {
  const seen = new ElementSet(a.keys);
  for (let i = a.starts[row] as number; i < (a.ends[row] as number); i++) {
    seen.add(i);
    owners.push(row);
    picks.leftKey.push(i);
    picks.leftValue.push(i);
    picks.rightKey.push(-1);
    picks.rightValue.push(entryWith(b, row, a.keys, i));
  }
  for (let i = b.starts[row] as number; i < (b.ends[row] as number); i++) {
    if (seen.has(b.keys, i)) continue;
    owners.push(row);
    picks.leftKey.push(-1);
    picks.leftValue.push(-1);
    picks.rightKey.push(i);
    picks.rightValue.push(i);
  }
}

/** Position of the entry of the row whose key is keys[i], or -1. */
function entryWith(map: MapColumn, row: number, keys: Column, i: number): number {
  for (let j = map.starts[row] as number; j < (map.ends[row] as number); j++) if (compareValues(map.keys, j, keys, i) === 0) return j;
  return -1;
}

/** Row by row the key of that side which has one. */
function eitherKey(left: Column, right: Column): Column {
  const rows = Array.from({ length: left.length }, (_, i) => i);
  const isRight = (i: number) => left.nulls !== null && left.nulls[i] === 1;
  return mergeColumns(left.type, left.length, [
    { selection: Int32Array.from(rows.filter((i) => !isRight(i))), column: left },
    { selection: Int32Array.from(rows.filter(isRight)), column: right },
  ]);
}
