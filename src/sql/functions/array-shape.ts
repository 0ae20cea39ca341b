// Arrays made from arrays: ordered, cut, joined, extended, zipped.
import type { ArrayColumn, Column } from '../../columns/column.ts';
import { arrayOf, type DataType, type Field, formatType, STRING } from '../../columns/data-type.ts';
import { problem } from '../../problem/problem.ts';
import { concatColumns, gatherColumn } from '../columns-merge.ts';
import type { Term } from '../expression.ts';
import type { Frame } from '../frame.ts';
import { eachOf, only, onlyTexts, typedArguments } from './argument-rules.ts';
import type { CallShape, ColumnKernel, FunctionDefinition } from './function-definition.ts';
import { asArray, buildLists } from './list-rows.ts';
import { asText, buildText, intAt, textAt } from './text-bytes.ts';
import { compareValues } from './value-order.ts';

/** Longer lists in one row fail, before they fill the memory. */
export const MAX_ELEMENTS = 10_000_000;

export const arrayShapeFunctions: readonly FunctionDefinition[] = [
  {
    name: 'sort_array',
    group: 'array',
    signatures: ['sort_array(array ARRAY<T>) -> ARRAY<T>', 'sort_array(array ARRAY<T>, ascending BOOLEAN) -> ARRAY<T>'],
    help: 'The elements in order, NULLs first; with FALSE the other way round, NULLs last.',
    example: { text: "sort_array(array('b', 'd', NULL, 'c', 'a'))", expected: [null, 'a', 'b', 'c', 'd'] },
    refuseTerms: only('sort_array', ['BOOLEAN'], 1),
    refuse: (shape, spans) =>
      shape.literals.length > 1 && shape.literals[1] === null
        ? problem('sql/literal-argument', spans[1] ?? shape.span, { name: 'sort_array', argument: 'order' })
        : null,
    kernel: { kind: 'strict', make: sortArray },
  },
  {
    name: '.array_sort',
    group: 'array',
    signatures: ['.array_sort(array ARRAY<T>) -> ARRAY<T>'],
    help: 'The elements in order, NULLs last.',
    example: { text: "array_sort(array('b', NULL, 'a'))", expected: ['a', 'b', null] },
    kernel: {
      kind: 'strict',
      make:
        (shape) =>
        ([array], frame) =>
          sorted(shape, asArray(array), frame, () => ({ direction: 1, nullsFirst: false })),
    },
  },
  extreme('array_max', 1, 'The greatest element; NULLs are left out, NaN is greater than any number.', 20),
  extreme('array_min', -1, 'The least element; NULLs are left out.', 1),
  {
    name: 'slice',
    group: 'array',
    signatures: ['slice(array ARRAY<T>, start INT, length INT) -> ARRAY<T>'],
    help: 'At most `length` elements from `start`: the first is 1, a negative one counts from the end.',
    example: { text: 'slice(array(1, 2, 3, 4), 2, 2)', expected: [2, 3] },
    raises: true,
    kernel: { kind: 'strict', make: slice },
  },
  {
    name: 'array_join',
    group: 'array',
    signatures: [
      'array_join(array ARRAY<STRING>, separator STRING) -> STRING',
      'array_join(array ARRAY<STRING>, separator STRING, forNull STRING) -> STRING',
    ],
    help: 'The elements as one text with the separator between them; NULLs are left out, or written as the third argument.',
    example: { text: "array_join(array('hello', NULL, 'world'), ' ', ',')", expected: 'hello , world' },
    refuseTerms: onlyTexts('array_join', 1),
    kernel: { kind: 'strict', make: () => joined },
  },
  {
    name: 'array_append',
    group: 'array',
    signatures: ['array_append(array ARRAY<F>, element F) -> ARRAY<F>'],
    help: 'The array with the element at its end.',
    example: { text: "array_append(array('b', 'd'), 'e')", expected: ['b', 'd', 'e'] },
    refuseTerms: typedArguments('array_append', 0),
    kernel: { kind: 'whole', make: (shape) => (args, frame) => extended(shape, args, frame, false) },
  },
  {
    name: 'array_prepend',
    group: 'array',
    signatures: ['array_prepend(array ARRAY<F>, element F) -> ARRAY<F>'],
    help: 'The array with the element at its start.',
    example: { text: "array_prepend(array('b', 'd'), 'a')", expected: ['a', 'b', 'd'] },
    refuseTerms: typedArguments('array_prepend', 0),
    kernel: { kind: 'whole', make: (shape) => (args, frame) => extended(shape, args, frame, true) },
  },
  {
    name: 'array_insert',
    group: 'array',
    signatures: ['array_insert(array ARRAY<F>, position INT, element F) -> ARRAY<F>'],
    help: 'The array with the element at the position: 1 is the first, -1 the last. Missing places before it become NULL.',
    example: { text: 'array_insert(array(1, 2, 3, 4), 5, 5)', expected: [1, 2, 3, 4, 5] },
    raises: true,
    refuseTerms: eachOf(typedArguments('array_insert', 0, 1), only('array_insert', ['INT', 'SMALLINT', 'TINYINT'], 1, 1)),
    kernel: { kind: 'whole', make: inserted },
  },
  {
    name: 'array_repeat',
    group: 'array',
    signatures: ['array_repeat(element A, count INT) -> ARRAY<A>'],
    help: 'An array of the element that many times.',
    example: { text: "array_repeat('123', 2)", expected: ['123', '123'] },
    difference: 'More than 10 million elements fail.',
    raises: true,
    refuseTerms: only('array_repeat', ['INT'], 1),
    kernel: { kind: 'whole', make: repeated },
  },
  {
    name: 'flatten',
    group: 'array',
    signatures: ['flatten(arrays ARRAY<ARRAY<T>>) -> ARRAY<T>'],
    help: 'The elements of all the arrays in one; NULL when one of them is NULL.',
    example: { text: 'flatten(array(array(1, 2), array(3, 4)))', expected: [1, 2, 3, 4] },
    refuseTerms: ([arrays]) =>
      arrays === undefined || (arrays.type.kind === 'ARRAY' && arrays.type.element.kind === 'ARRAY')
        ? null
        : problem('sql/argument-types', arrays.span, { name: 'flatten', got: formatType(arrays.type), takes: 'an ARRAY of ARRAYs' }),
    kernel: { kind: 'strict', make: flattened },
  },
  {
    name: 'arrays_zip',
    group: 'array',
    signatures: ['arrays_zip(arrays A...) -> ARRAY<STRUCT<>>'],
    help: 'An array of STRUCTs with the first elements of all, the second, and so on; NULL where an array is too short. Fields are named as the columns, others 0, 1 and so on.',
    example: {
      text: 'arrays_zip(array(1, 2), array(3))',
      expected: [
        [1, 3],
        [2, null],
      ],
    },
    typed: typeOfZip,
    kernel: { kind: 'strict', make: zipped },
  },
];

function extreme(name: string, direction: 1 | -1, help: string, expected: number): FunctionDefinition {
  return {
    name,
    group: 'array',
    signatures: [`${name}(array ARRAY<T>) -> T`],
    help,
    example: { text: `${name}(array(1, 20, NULL, 3))`, expected },
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([array], frame) => {
          const { starts, ends, elements } = asArray(array);
          const rows = new Int32Array(frame.length).fill(-1);
          for (let k = 0; k < frame.count; k++) {
            const row = frame.rowAt(k);
            if (frame.isNull(row)) continue;
            let best = -1;
            for (let i = starts[row] as number; i < (ends[row] as number); i++) {
              if (elements.nulls !== null && elements.nulls[i] === 1) continue;
              if (best < 0 || compareValues(elements, i, elements, best) * direction > 0) best = i;
            }
            rows[row] = best;
          }
          return gatherColumn(elements, rows);
        },
    },
  };
}

interface Order {
  readonly direction: 1 | -1;
  readonly nullsFirst: boolean;
}

function sortArray(shape: CallShape): ColumnKernel {
  return ([array, ascending], frame) =>
    sorted(shape, asArray(array), frame, (row) => {
      const up = ascending?.kind !== 'boolean' || ascending.values[row] === 1;
      return { direction: up ? 1 : -1, nullsFirst: up };
    });
}

function sorted(shape: CallShape, column: ArrayColumn, frame: Frame, orderOf: (row: number) => Order): Column {
  const { starts, ends, elements } = column;
  return buildLists(shape.type, elements, frame, (row, positions) => {
    const { direction, nullsFirst } = orderOf(row);
    const nulls: number[] = [];
    const values: number[] = [];
    for (let i = starts[row] as number; i < (ends[row] as number); i++) (elements.nulls !== null && elements.nulls[i] === 1 ? nulls : values).push(i);
    values.sort((i, j) => compareValues(elements, i, elements, j) * direction);
    for (const i of nullsFirst ? nulls : values) positions.push(i);
    for (const i of nullsFirst ? values : nulls) positions.push(i);
  });
}

function slice(shape: CallShape): ColumnKernel {
  return ([array, start, length], frame) => {
    const { starts, ends, elements } = asArray(array);
    return buildLists(shape.type, elements, frame, (row, positions) => {
      const from = starts[row] as number;
      const size = (ends[row] as number) - from;
      const first = intAt(start, row);
      const wanted = intAt(length, row);
      if (first === 0) frame.fail(row, 'INVALID_PARAMETER_VALUE.START', { reason: 'the start is 0' });
      else if (wanted < 0) frame.fail(row, 'INVALID_PARAMETER_VALUE.LENGTH', { reason: 'the length is negative' });
      const at = first > 0 ? first - 1 : size + first;
      if (frame.isNull(row) || at < 0 || at >= size) return;
      for (let i = at; i < Math.min(at + wanted, size); i++) positions.push(from + i);
    });
  };
}

function joined([array, separator, forNull]: readonly Column[], frame: Frame): Column {
  const { starts, ends, elements } = asArray(array);
  const texts = asText(elements);
  const separators = asText(separator);
  return buildText(frame, (row) => {
    const parts: string[] = [];
    for (let i = starts[row] as number; i < (ends[row] as number); i++) {
      if (texts.nulls === null || texts.nulls[i] !== 1) parts.push(textAt(texts, i));
      else if (forNull !== undefined) parts.push(textAt(asText(forNull), row));
    }
    return parts.join(textAt(separators, row));
  });
}

/** NULL for a NULL array only: a NULL element is one. */
function nullArrays(array: ArrayColumn, frame: Frame): void {
  if (array.nulls === null) return;
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (array.nulls[row] === 1) frame.setNull(row);
  }
}

function extended(shape: CallShape, [array, element]: readonly Column[], frame: Frame, before: boolean): Column {
  const column = asArray(array);
  nullArrays(column, frame);
  const both = concatColumns([column.elements, element as Column]);
  const shift = column.elements.length;
  return buildLists(shape.type, both, frame, (row, positions) => {
    if (before) positions.push(shift + row);
    for (let i = column.starts[row] as number; i < (column.ends[row] as number); i++) positions.push(i);
    if (!before) positions.push(shift + row);
  });
}

function inserted(shape: CallShape): ColumnKernel {
  return ([array, position, element], frame) => {
    const column = asArray(array);
    nullArrays(column, frame);
    const both = concatColumns([column.elements, element as Column]);
    const shift = column.elements.length;
    return buildLists(shape.type, both, frame, (row, positions) => {
      if (position?.nulls?.[row] === 1) {
        frame.setNull(row);
        return;
      }
      const from = column.starts[row] as number;
      const size = (column.ends[row] as number) - from;
      const at = intAt(position, row);
      if (at === 0) frame.fail(row, 'INVALID_INDEX_OF_ZERO');
      else if (Math.abs(at) > MAX_ELEMENTS) frame.fail(row, 'COLLECTION_SIZE_LIMIT_EXCEEDED.FUNCTION', { size: Math.abs(at) });
      if (frame.isNull(row)) return;
      const missing = at < 0 ? -at - size - 1 : at - 1 - size;
      const index = at > 0 ? at - 1 : size + at + 1;
      if (at < 0 && missing >= 0) {
        positions.push(shift + row);
        for (let i = 0; i < missing; i++) positions.push(-1);
        for (let i = 0; i < size; i++) positions.push(from + i);
        return;
      }
      for (let i = 0; i < Math.min(index, size); i++) positions.push(from + i);
      for (let i = size; i < index; i++) positions.push(-1);
      positions.push(shift + row);
      for (let i = index; i < size; i++) positions.push(from + i);
    });
  };
}

function repeated(shape: CallShape): ColumnKernel {
  return ([element, count], frame) =>
    buildLists(shape.type, element as Column, frame, (row, positions) => {
      if (count?.nulls?.[row] === 1) {
        frame.setNull(row);
        return;
      }
      const times = intAt(count, row);
      if (times > MAX_ELEMENTS) frame.fail(row, 'COLLECTION_SIZE_LIMIT_EXCEEDED.PARAMETER', { size: times });
      else for (let i = 0; i < times; i++) positions.push(row);
    });
}

function flattened(shape: CallShape): ColumnKernel {
  return ([arrays], frame) => {
    const { starts, ends, elements } = asArray(arrays);
    const inner = asArray(elements);
    return buildLists(shape.type, inner.elements, frame, (row, positions) => {
      const before = positions.length;
      for (let i = starts[row] as number; i < (ends[row] as number); i++) {
        if (inner.nulls !== null && inner.nulls[i] === 1) {
          positions.length = before;
          frame.setNull(row);
          return;
        }
        for (let j = inner.starts[i] as number; j < (inner.ends[i] as number); j++) positions.push(j);
      }
    });
  };
}

function typeOfZip(args: readonly Term[]): ReturnType<NonNullable<FunctionDefinition['typed']>> {
  const fields: Field[] = [];
  for (const [i, term] of args.entries()) {
    if (term.type.kind !== 'ARRAY') return null;
    fields.push({ name: term.kind === 'column' ? term.name : String(i), type: term.type.element });
  }
  return { params: args.map((term) => term.type), result: arrayOf({ kind: 'STRUCT', fields }) };
}

function zipped(shape: CallShape): ColumnKernel {
  const struct: DataType = shape.type.kind === 'ARRAY' ? shape.type.element : STRING;
  return (args, frame) => {
    const arrays = args.map(asArray);
    const picked: number[][] = arrays.map(() => []);
    const starts = new Int32Array(frame.length);
    const ends = new Int32Array(frame.length);
    let total = 0;
    for (let k = 0; k < frame.count; k++) {
      const row = frame.rowAt(k);
      starts[row] = total;
      if (!frame.isNull(row)) {
        const sizes = arrays.map((array) => (array.ends[row] as number) - (array.starts[row] as number));
        const longest = Math.max(0, ...sizes);
        for (const [a, array] of arrays.entries()) {
          for (let i = 0; i < longest; i++) (picked[a] as number[]).push(i < (sizes[a] as number) ? (array.starts[row] as number) + i : -1);
        }
        total += longest;
      }
      ends[row] = total;
    }
    const fields = arrays.map((array, a) => gatherColumn(array.elements, Int32Array.from(picked[a] as number[])));
    const elements: Column = { kind: 'struct', type: struct, length: total, nulls: null, fields };
    return { kind: 'array', type: shape.type, length: frame.length, nulls: frame.nulls, starts, ends, elements };
  };
}
