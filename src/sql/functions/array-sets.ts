// Arrays as sets: distinct elements, unions, differences, what they hold.
import type { ArrayColumn, Column } from '../../columns/column.ts';
import { BIGINT, BOOLEAN } from '../../columns/data-type.ts';
import { concatColumns } from '../columns-merge.ts';
import type { Frame } from '../frame.ts';
import { typedArguments } from './argument-rules.ts';
import { ElementSet } from './element-set.ts';
import type { CallShape, ColumnKernel, FunctionDefinition } from './function-definition.ts';
import { asArray, buildLists } from './list-rows.ts';
import { compareValues } from './value-order.ts';

type Fill = (left: ArrayColumn, right: ArrayColumn, row: number, shift: number, both: Column, positions: number[]) => void;

/** Of two arrays, by positions in the elements of both, those of the second shifted. */
function ofTwo(name: string, help: string, example: FunctionDefinition['example'], fill: Fill): FunctionDefinition {
  return {
    name,
    group: 'array',
    signatures: [`${name}(left ARRAY<F>, right ARRAY<F>) -> ARRAY<F>`],
    help,
    example,
    refuseTerms: typedArguments(name),
    kernel: {
      kind: 'strict',
      make:
        (shape) =>
        ([left, right], frame) => {
          const a = asArray(left);
          const b = asArray(right);
          const both = withoutNegativeZero(concatColumns([a.elements, b.elements]));
          return buildLists(shape.type, both, frame, (row, positions) => fill(a, b, row, a.elements.length, both, positions));
        },
    },
  };
}

function eachOf(array: ArrayColumn, row: number, visit: (position: number) => void): void {
  for (let i = array.starts[row] as number; i < (array.ends[row] as number); i++) visit(i);
}

export const arraySetFunctions: readonly FunctionDefinition[] = [
  {
    name: 'array_distinct',
    group: 'array',
    signatures: ['array_distinct(array ARRAY<T>) -> ARRAY<T>'],
    help: 'The array without repeated elements; the first of equal ones stays.',
    example: { text: 'array_distinct(array(1, 2, 3, NULL, 3))', expected: [1, 2, 3, null] },
    kernel: { kind: 'strict', make: distinct },
  },
  ofTwo(
    'array_union',
    'The elements of both arrays, each once.',
    { text: 'array_union(array(1, 2, 3), array(1, 3, 5))', expected: [1, 2, 3, 5] },
    (left, right, row, shift, both, positions) => {
      const set = new ElementSet(both);
      eachOf(left, row, (i) => set.add(i) && positions.push(i));
      eachOf(right, row, (i) => set.add(i + shift) && positions.push(i + shift));
    },
  ),
  ofTwo(
    'array_intersect',
    'The elements that are in both arrays, each once.',
    { text: 'array_intersect(array(1, 2, 3), array(1, 3, 5))', expected: [1, 3] },
    (left, right, row, shift, both, positions) => {
      const wanted = new ElementSet(both);
      const set = new ElementSet(both);
      eachOf(right, row, (i) => wanted.add(i + shift));
      eachOf(left, row, (i) => wanted.has(both, i) && set.add(i) && positions.push(i));
    },
  ),
  ofTwo(
    'array_except',
    'The elements of the first array that are not in the second, each once.',
    { text: 'array_except(array(1, 2, 3), array(1, 3, 5))', expected: [2] },
    (left, right, row, shift, both, positions) => {
      const set = new ElementSet(both);
      eachOf(right, row, (i) => set.add(i + shift));
      eachOf(left, row, (i) => set.add(i) && positions.push(i));
    },
  ),
  {
    name: 'arrays_overlap',
    group: 'array',
    signatures: ['arrays_overlap(left ARRAY<E>, right ARRAY<E>) -> BOOLEAN'],
    help: 'TRUE when the arrays have an element in common. NULL when they have none, neither is empty and one holds a NULL.',
    example: { text: 'arrays_overlap(array(1, 2, 3), array(3, 4, 5))', expected: true },
    refuseTerms: typedArguments('arrays_overlap'),
    kernel: { kind: 'strict', make: () => overlap },
  },
  {
    name: 'array_position',
    group: 'array',
    signatures: ['array_position(array ARRAY<E>, element E) -> BIGINT'],
    help: 'Where the element first stands, counted from 1; 0 when it does not.',
    example: { text: 'array_position(array(312, 773, 708), 708)', expected: 3 },
    refuseTerms: typedArguments('array_position', 0),
    kernel: { kind: 'strict', make: () => position },
  },
  {
    name: 'array_remove',
    group: 'array',
    signatures: ['array_remove(array ARRAY<F>, element F) -> ARRAY<F>'],
    help: 'The array without the elements that equal the given one; NULLs stay.',
    example: { text: 'array_remove(array(1, 2, 3, NULL, 3), 3)', expected: [1, 2, null] },
    refuseTerms: typedArguments('array_remove', 0),
    kernel: { kind: 'strict', make: (shape) => removed(shape) },
  },
  {
    name: 'array_compact',
    group: 'array',
    signatures: ['array_compact(array ARRAY<T>) -> ARRAY<T>'],
    help: 'The array without its NULLs.',
    example: { text: 'array_compact(array(1, 2, 3, NULL))', expected: [1, 2, 3] },
    kernel: {
      kind: 'strict',
      make:
        (shape) =>
        ([array], frame) => {
          const column = asArray(array);
          const { nulls } = column.elements;
          return buildLists(shape.type, column.elements, frame, (row, positions) =>
            eachOf(column, row, (i) => (nulls === null || nulls[i] !== 1) && positions.push(i)),
          );
        },
    },
  },
];

/** Elements of a set are compared as numbers are: -0.0 comes out as the 0.0 it equals, at every depth. */
function withoutNegativeZero(column: Column): Column {
  switch (column.kind) {
    case 'float':
      return column.values.some((value) => Object.is(value, -0)) ? { ...column, values: column.values.map((value) => value + 0) } : column;
    case 'array':
      return { ...column, elements: withoutNegativeZero(column.elements) };
    case 'struct':
      return { ...column, fields: column.fields.map(withoutNegativeZero) };
    default:
      return column;
  }
}

function distinct(shape: CallShape): ColumnKernel {
  return ([array], frame) => {
    const column = asArray(array);
    const elements = withoutNegativeZero(column.elements);
    return buildLists(shape.type, elements, frame, (row, positions) => {
      const set = new ElementSet(elements);
      eachOf(column, row, (i) => set.add(i) && positions.push(i));
    });
  };
}

function overlap([left, right]: readonly Column[], frame: Frame): Column {
  const a = asArray(left);
  const b = asArray(right);
  const values = new Uint8Array(frame.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const set = new ElementSet(a.elements);
    eachOf(a, row, (i) => set.add(i));
    let sawNull = set.hasNull;
    let found = false;
    eachOf(b, row, (i) => {
      if (b.elements.nulls !== null && b.elements.nulls[i] === 1) sawNull = true;
      else if (!found) found = set.has(b.elements, i);
    });
    const bothFilled = a.ends[row] !== a.starts[row] && b.ends[row] !== b.starts[row];
    if (found) values[row] = 1;
    else if (sawNull && bothFilled) frame.setNull(row);
  }
  return { kind: 'boolean', type: BOOLEAN, length: frame.length, nulls: frame.nulls, values };
}

function position([array, element]: readonly Column[], frame: Frame): Column {
  const { starts, ends, elements } = asArray(array);
  const values = new Float64Array(frame.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const from = starts[row] as number;
    for (let i = from; i < (ends[row] as number) && values[row] === 0; i++) {
      const isNull = elements.nulls !== null && elements.nulls[i] === 1;
      if (!isNull && compareValues(elements, i, element as Column, row) === 0) values[row] = i - from + 1;
    }
  }
  return { kind: 'float', type: BIGINT, length: frame.length, nulls: frame.nulls, values };
}

function removed(shape: CallShape): ColumnKernel {
  return ([array, element], frame) => {
    const column = asArray(array);
    const { elements } = column;
    return buildLists(shape.type, elements, frame, (row, positions) =>
      eachOf(column, row, (i) => {
        const isNull = elements.nulls !== null && elements.nulls[i] === 1;
        if (isNull || compareValues(elements, i, element as Column, row) !== 0) positions.push(i);
      }),
    );
  };
}
