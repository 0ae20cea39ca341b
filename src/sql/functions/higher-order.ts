// Functions over the elements of arrays that take a function: transform, filter, exists, forall, aggregate, zip_with.
import type { ArrayColumn, Column, Nulls } from '../../columns/column.ts';
import { arrayOf, BOOLEAN, type DataType, INT, VOID } from '../../columns/data-type.ts';
import { type Batch, batchCount, type Evaluator } from '../batch.ts';
import { fitOf } from '../coercion.ts';
import { gatherColumn } from '../columns-merge.ts';
import type { Term } from '../expression.ts';
import { Frame } from '../frame.ts';
import { fold } from './fold-elements.ts';
import type { CallShape, FunctionDefinition } from './function-definition.ts';
import type { LambdaRule } from './lambda.ts';
import { type Elements, elementsOf, failOwners, indexColumn, type LambdaFrame, readFrame, runBody } from './lambda-batch.ts';
import { asArray, buildLists } from './list-rows.ts';

function elementType(term: Term | undefined): DataType | null {
  return term?.type.kind === 'ARRAY' ? term.type.element : term?.type.kind === 'VOID' ? VOID : null;
}

/** x -> .. or (x, i) -> .. over the array before it. */
function overElements(build: LambdaRule['build'], withIndex: boolean): LambdaRule {
  return {
    at: [1],
    variables: (_, count, [array]) => {
      const element = elementType(array);
      if (element === null || count < 1 || count > (withIndex ? 2 : 1)) return null;
      return count === 2 ? [element, INT] : [element];
    },
    build,
  };
}

/** A lambda that must say TRUE or FALSE. */
function condition(name: string, typeOf: (array: Term) => DataType): LambdaRule['build'] {
  return ([array, body], [frame], span, terms) => {
    if (array === undefined || body === undefined || frame === undefined) return null;
    if (body.type.kind !== 'BOOLEAN' && body.type.kind !== 'VOID') return null;
    return terms.call(name, [array, terms.cast(body, BOOLEAN), frame], typeOf(array), span);
  };
}

const onlyWithLambda = () => null;

export const higherOrderFunctions: readonly FunctionDefinition[] = [
  {
    name: 'transform',
    group: 'array',
    signatures: ['transform(array ARRAY<T>, function A) -> ARRAY<A>'],
    written: 'transform(array, x -> value) or transform(array, (x, i) -> value)',
    help: 'The array with each element replaced by what the function gives for it; i is its position, from 0.',
    example: { text: 'transform(array(1, 2, 3), x -> x + 1)', expected: [2, 3, 4] },
    typed: onlyWithLambda,
    lambdas: overElements(
      ([array, body], [frame], span, terms) =>
        array && body && frame ? terms.call('transform', [array, body, frame], arrayOf(body.type), span) : null,
      true,
    ),
    kernel: { kind: 'lazy', make: transform },
  },
  {
    name: 'filter',
    group: 'array',
    signatures: ['filter(array ARRAY<T>, function A) -> ARRAY<T>'],
    written: 'filter(array, x -> condition) or filter(array, (x, i) -> condition)',
    help: 'The elements for which the condition is TRUE; i is the position, from 0.',
    example: { text: 'filter(array(1, 2, 3), x -> x % 2 = 1)', expected: [1, 3] },
    typed: onlyWithLambda,
    lambdas: overElements(
      condition('filter', (array) => array.type),
      true,
    ),
    kernel: { kind: 'lazy', make: filter },
  },
  {
    name: 'exists',
    group: 'array',
    signatures: ['exists(array ARRAY<T>, function A) -> BOOLEAN'],
    written: 'exists(array, x -> condition)',
    help: 'TRUE when the condition is TRUE for an element; NULL when it is for none and NULL for one.',
    example: { text: 'exists(array(1, 2, 3), x -> x % 2 = 0)', expected: true },
    typed: onlyWithLambda,
    lambdas: overElements(
      condition('exists', () => BOOLEAN),
      false,
    ),
    kernel: { kind: 'lazy', make: (shape, args) => tested(shape, args, 1) },
  },
  {
    name: 'forall',
    group: 'array',
    signatures: ['forall(array ARRAY<T>, function A) -> BOOLEAN'],
    written: 'forall(array, x -> condition)',
    help: 'TRUE when the condition is TRUE for every element; NULL when it is FALSE for none and NULL for one.',
    example: { text: 'forall(array(1, 2, 3), x -> x > 0)', expected: true },
    typed: onlyWithLambda,
    lambdas: overElements(
      condition('forall', () => BOOLEAN),
      false,
    ),
    kernel: { kind: 'lazy', make: (shape, args) => tested(shape, args, 0) },
  },
  {
    name: 'aggregate',
    aliases: ['reduce'],
    group: 'array',
    signatures: ['aggregate(array ARRAY<T>, start A, merge B) -> A', 'aggregate(array ARRAY<T>, start A, merge B, finish C) -> C'],
    written: 'aggregate(array, start, (sum, x) -> sum) or aggregate(array, start, (sum, x) -> sum, sum -> result)',
    help: 'Folds the elements, first to last, into a value that begins with `start`. What the function gives has the type of `start`.',
    example: { text: 'aggregate(array(1, 2, 3), 0, (sum, x) -> sum + x, sum -> sum * 10)', expected: 60 },
    typed: onlyWithLambda,
    lambdas: {
      at: [2, 3],
      variables: (i, count, [array, start]) => {
        const element = elementType(array);
        if (element === null || start === undefined) return null;
        if (i === 2) return count === 2 ? [start.type, element] : null;
        return count === 1 ? [start.type] : null;
      },
      build: ([array, start, merge, finish], frames, span, terms) => {
        if (array === undefined || start === undefined || merge === undefined) return null;
        const fit = fitOf(merge.type, start.type);
        if (fit !== 'same' && fit !== 'wider') return null;
        const merged = terms.cast(merge, start.type);
        const lambdas = finish === undefined ? [merged] : [merged, finish];
        return terms.call('aggregate', [array, start, ...lambdas, ...frames], finish?.type ?? start.type, span);
      },
    },
    kernel: { kind: 'lazy', make: fold },
  },
  {
    name: 'zip_with',
    group: 'array',
    signatures: ['zip_with(left ARRAY<T>, right ARRAY<A>, function B) -> ARRAY<B>'],
    written: 'zip_with(left, right, (x, y) -> value)',
    help: 'An array of what the function gives for the elements at the same place; NULL where an array is too short.',
    example: { text: "zip_with(array(1, 2, 3), array('a', 'b', 'c'), (x, y) -> concat(y, x))", expected: ['a1', 'b2', 'c3'] },
    typed: onlyWithLambda,
    lambdas: {
      at: [2],
      variables: (_, count, [left, right]) => {
        const x = elementType(left);
        const y = elementType(right);
        return x === null || y === null || count !== 2 ? null : [x, y];
      },
      build: ([left, right, body], [frame], span, terms) =>
        left && right && body && frame ? terms.call('zip_with', [left, right, body, frame], arrayOf(body.type), span) : null,
    },
    kernel: { kind: 'lazy', make: zipWith },
  },
];

/** The body for every element of the array in the batch. */
function overArray(shape: CallShape, [array, body]: readonly Evaluator[], frame: LambdaFrame, batch: Batch) {
  const column = asArray((array as Evaluator)(batch));
  const elements = elementsOf(column, batch);
  const values = gatherColumn(column.elements, elements.positions);
  const variables = [values, indexColumn(elements)];
  const result = runBody(body as Evaluator, shape.argTypes[1] ?? VOID, frame, batch, elements.owners, variables);
  return { column, elements, values, result };
}

/** The mask, with the rows that failed in it too. */
function withFailed(nulls: Nulls, length: number, owners: Int32Array, failed: Iterable<number>): Nulls {
  let mask = nulls;
  for (const element of failed) {
    if (mask === nulls) mask = nulls === null ? new Uint8Array(length) : nulls.slice();
    (mask as Uint8Array)[owners[element] as number] = 1;
  }
  return mask;
}

function transform(shape: CallShape, args: readonly Evaluator[]): Evaluator {
  const frame = readFrame(shape, 2);
  return (batch) => {
    const { column, elements, result } = overArray(shape, args, frame, batch);
    failOwners(batch, elements.owners, result.errors);
    const nulls = withFailed(column.nulls, batch.length, elements.owners, result.errors.keys());
    return { kind: 'array', type: shape.type, length: batch.length, nulls, starts: elements.starts, ends: elements.ends, elements: result.column };
  };
}

function filter(shape: CallShape, args: readonly Evaluator[]): Evaluator {
  const lambda = readFrame(shape, 2);
  return (batch) => {
    const { column, elements, values, result } = overArray(shape, args, lambda, batch);
    failOwners(batch, elements.owners, result.errors);
    const nulls = withFailed(column.nulls, batch.length, elements.owners, result.errors.keys());
    const frame = new Frame(batch.length, batch.selection, nulls, batch.context, shape.span);
    return buildLists(shape.type, values, frame, (row, positions) => {
      for (let e = elements.starts[row] as number; e < (elements.ends[row] as number); e++) if (isTrue(result.column, e)) positions.push(e);
    });
  };
}

function isTrue(column: Column, row: number): boolean {
  return column.kind === 'boolean' && column.values[row] === 1 && (column.nulls === null || column.nulls[row] !== 1);
}

/** exists (decided by TRUE) and forall (by FALSE): elements behind the one that decides are not looked at, nor do they fail. */
function tested(shape: CallShape, args: readonly Evaluator[], decides: 0 | 1): Evaluator {
  const lambda = readFrame(shape, 2);
  return (batch) => {
    const { column, elements, result } = overArray(shape, args, lambda, batch);
    const frame = new Frame(batch.length, batch.selection, column.nulls, batch.context, shape.span);
    const values = new Uint8Array(batch.length);
    for (let k = 0; k < frame.count; k++) {
      const row = frame.rowAt(k);
      if (!frame.isNull(row)) values[row] = testRow(result, elements, row, decides, batch, frame);
    }
    return { kind: 'boolean', type: BOOLEAN, length: batch.length, nulls: frame.nulls, values };
  };
}

function testRow(result: ReturnType<typeof runBody>, elements: Elements, row: number, decides: 0 | 1, batch: Batch, frame: Frame): number {
  const { column, errors } = result;
  let sawNull = false;
  for (let e = elements.starts[row] as number; e < (elements.ends[row] as number); e++) {
    const error = errors.get(e);
    if (error !== undefined) {
      batch.context.errors.add(row, error.errorClass, error.span, error.params);
      frame.setNull(row);
      return 0;
    }
    if (column.nulls !== null && column.nulls[e] === 1) sawNull = true;
    else if (column.kind === 'boolean' && column.values[e] === decides) return decides;
  }
  if (sawNull) frame.setNull(row);
  return 1 - decides;
}

function zipWith(shape: CallShape, [left, right, body]: readonly Evaluator[]): Evaluator {
  const lambda = readFrame(shape, 3);
  return (batch) => {
    const a = asArray((left as Evaluator)(batch));
    const b = asArray((right as Evaluator)(batch));
    const frame = new Frame(batch.length, batch.selection, null, batch.context, shape.span);
    const owners: number[] = [];
    const picks: [number[], number[]] = [[], []];
    const starts = new Int32Array(batch.length);
    const ends = new Int32Array(batch.length);
    for (let k = 0; k < batchCount(batch); k++) {
      const row = frame.rowAt(k);
      starts[row] = owners.length;
      if (a.nulls?.[row] === 1 || b.nulls?.[row] === 1) frame.setNull(row);
      else pairUp(a, b, row, owners, picks);
      ends[row] = owners.length;
    }
    const rows = Int32Array.from(owners);
    const variables = [gatherColumn(a.elements, Int32Array.from(picks[0])), gatherColumn(b.elements, Int32Array.from(picks[1]))];
    const result = runBody(body as Evaluator, shape.argTypes[2] ?? VOID, lambda, batch, rows, variables);
    failOwners(batch, rows, result.errors);
    const nulls = withFailed(frame.nulls, batch.length, rows, result.errors.keys());
    return { kind: 'array', type: shape.type, length: batch.length, nulls, starts, ends, elements: result.column };
  };
}

function pairUp(a: ArrayColumn, b: ArrayColumn, row: number, owners: number[], [left, right]: [number[], number[]]): void {
  const aFrom = a.starts[row] as number;
  const bFrom = b.starts[row] as number;
  const aSize = (a.ends[row] as number) - aFrom;
  const bSize = (b.ends[row] as number) - bFrom;
  for (let i = 0; i < Math.max(aSize, bSize); i++) {
    owners.push(row);
    left.push(i < aSize ? aFrom + i : -1);
    right.push(i < bSize ? bFrom + i : -1);
  }
}
