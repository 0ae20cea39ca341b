// Arrays and structs.
import type { Column, StructColumn } from '../../columns/column.ts';
import { BOOLEAN, type Field, INT } from '../../columns/data-type.ts';
import { nullColumn } from '../columns-constant.ts';
import { concatColumns, gatherColumn } from '../columns-merge.ts';
import type { Term } from '../expression.ts';
import type { Frame } from '../frame.ts';
import { typedArguments } from './argument-rules.ts';
import type { CallShape, ColumnKernel, FunctionDefinition } from './function-definition.ts';
import { asArray } from './list-rows.ts';
import { compareValues } from './value-order.ts';

export const arrayFunctions: readonly FunctionDefinition[] = [
  {
    name: 'size',
    aliases: ['cardinality', 'array_size'],
    group: 'array',
    signatures: ['size(array ARRAY<T>) -> INT', 'size(map MAP<K, V>) -> INT'],
    help: 'How many elements the array, or entries the map, has. NULL for NULL.',
    example: { text: 'size(array(1, 2, 3))', expected: 3 },
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([array], frame) => {
          const { starts, ends } = array?.kind === 'map' ? array : asArray(array);
          const values = new Int32Array(frame.length);
          for (let k = 0; k < frame.count; k++) {
            const row = frame.rowAt(k);
            values[row] = (ends[row] as number) - (starts[row] as number);
          }
          return { kind: 'int', type: INT, length: frame.length, nulls: frame.nulls, values };
        },
    },
  },
  {
    name: 'array',
    group: 'array',
    signatures: ['array() -> ARRAY<VOID>', 'array(elements T...) -> ARRAY<T>'],
    help: 'An array of the values, in that order.',
    example: { text: 'array(1, 2)', expected: [1, 2] },
    kernel: { kind: 'whole', make: arrayOfValues },
  },
  {
    name: 'array_contains',
    group: 'array',
    signatures: ['array_contains(array ARRAY<S>, element S) -> BOOLEAN'],
    help: 'TRUE when an element equals the value. NULL when none does and an element is NULL.',
    example: { text: "array_contains(array('a', 'b'), 'b')", expected: true },
    refuseTerms: typedArguments('array_contains'),
    kernel: { kind: 'strict', make: () => contains },
  },
  {
    name: '[]',
    group: 'array',
    signatures: ['[](array ARRAY<T>, index INT) -> T'],
    written: 'array[index]',
    help: 'The element at the index; the first has index 0. Outside the array it fails; get(array, index) gives NULL there.',
    example: { text: 'array(10, 20)[1]', expected: 20 },
    raises: true,
    kernel: { kind: 'strict', make: () => (args, frame) => elementAt(args, frame, true) },
  },
  {
    name: 'get',
    group: 'array',
    signatures: ['get(array ARRAY<T>, index INT) -> T'],
    help: 'The element at the index; the first has index 0. NULL outside the array.',
    refuseTerms: typedArguments('get', 0),
    example: { text: 'get(array(10, 20), 5)', expected: null },
    kernel: { kind: 'strict', make: () => (args, frame) => elementAt(args, frame, false) },
  },
  {
    name: '.',
    group: 'array',
    signatures: ['.(struct T, position INT) -> T'],
    written: 'struct.name',
    help: 'A field of a STRUCT by its name.',
    example: { text: "named_struct('x', 1, 'y', 'b').y", expected: 'b' },
    kernel: { kind: 'whole', make: structField },
  },
  {
    name: 'named_struct',
    group: 'array',
    signatures: ['named_struct(namesAndValues A...) -> STRUCT<>'],
    written: "named_struct('name', value, ..)",
    help: 'A STRUCT with the given fields: a literal name, its value, the next name and so on.',
    example: { text: "named_struct('x', 1, 'y', 'b')", expected: [1, 'b'] },
    typed: typeOfNamedStruct,
    kernel: { kind: 'whole', make: (shape) => structOf(shape, (args) => args.filter((_, i) => i % 2 === 1)) },
  },
  {
    name: 'struct',
    group: 'array',
    signatures: ['struct(values A...) -> STRUCT<>'],
    help: 'A STRUCT of the values; the fields are named as the columns, other values col1, col2 and so on.',
    example: { text: "struct(1, 'b')", expected: [1, 'b'] },
    typed: typeOfStruct,
    kernel: { kind: 'whole', make: (shape) => structOf(shape, (args) => args) },
  },
];

function typeOfNamedStruct(args: readonly Term[]): ReturnType<NonNullable<FunctionDefinition['typed']>> {
  const fields: Field[] = [];
  if (args.length % 2 === 1) return null;
  for (let i = 0; i < args.length; i += 2) {
    const name = args[i];
    const value = args[i + 1];
    if (name?.kind !== 'literal' || name.literal.kind !== 'string' || value === undefined) return null;
    fields.push({ name: name.literal.value, type: value.type });
  }
  return { params: args.map((term) => term.type), result: { kind: 'STRUCT', fields } };
}

function typeOfStruct(args: readonly Term[]): ReturnType<NonNullable<FunctionDefinition['typed']>> {
  const fields = args.map((term, i) => ({ name: fieldName(term) ?? `col${i + 1}`, type: term.type }));
  return { params: args.map((term) => term.type), result: { kind: 'STRUCT', fields } };
}

/** A column, or a field of one, gives its name. */
function fieldName(term: Term): string | null {
  if (term.kind === 'column') return term.name;
  if (term.kind !== 'call' || term.name !== '.') return null;
  const [base, position] = term.args;
  if (base?.type.kind !== 'STRUCT' || position?.kind !== 'literal' || position.literal.kind !== 'number') return null;
  return base.type.fields[position.literal.value]?.name ?? null;
}

function structOf(shape: CallShape, valuesOf: (args: readonly Column[]) => readonly Column[]): ColumnKernel {
  return (args, frame) => ({ kind: 'struct', type: shape.type, length: frame.length, nulls: null, fields: valuesOf(args) });
}

function arrayOfValues(shape: CallShape): ColumnKernel {
  const width = shape.argTypes.length;
  const element = shape.type.kind === 'ARRAY' ? shape.type.element : shape.type;
  return (args, frame) => {
    const starts = new Int32Array(frame.length);
    const ends = new Int32Array(frame.length);
    const rows = new Int32Array(frame.count * width);
    for (let k = 0; k < frame.count; k++) {
      const row = frame.rowAt(k);
      starts[row] = k * width;
      ends[row] = (k + 1) * width;
      for (let i = 0; i < width; i++) rows[k * width + i] = i * frame.length + row;
    }
    const elements = width === 0 ? nullColumn(element, 0) : gatherColumn(concatColumns(args), rows);
    return { kind: 'array', type: shape.type, length: frame.length, nulls: null, starts, ends, elements };
  };
}

const contains: ColumnKernel = ([array, element], frame) => {
  const { starts, ends, elements } = asArray(array);
  const wanted = element as Column;
  const values = new Uint8Array(frame.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    let sawNull = false;
    for (let i = starts[row] as number; i < (ends[row] as number) && values[row] === 0; i++) {
      if (elements.nulls !== null && elements.nulls[i] === 1) sawNull = true;
      else if (compareValues(elements, i, wanted, row) === 0) values[row] = 1;
    }
    if (values[row] === 0 && sawNull) frame.setNull(row);
  }
  return { kind: 'boolean', type: BOOLEAN, length: frame.length, nulls: frame.nulls, values };
};

function elementAt(args: readonly Column[], frame: Frame, fails: boolean): Column {
  const { starts, ends, elements } = asArray(args[0]);
  const index = args[1] as Column;
  const rows = new Int32Array(frame.length).fill(-1);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const from = starts[row] as number;
    const size = (ends[row] as number) - from;
    const at = index.kind === 'int' ? (index.values[row] as number) : -1;
    if (at >= 0 && at < size) rows[row] = from + at;
    else if (fails) frame.fail(row, 'INVALID_ARRAY_INDEX', { index: at, size });
  }
  return gatherColumn(elements, rows);
}

function structField(shape: CallShape): ColumnKernel {
  const position = shape.literals[1]?.kind === 'number' ? shape.literals[1].value : 0;
  return ([struct]) => {
    // The field of every element.
    if (struct?.kind === 'array') return { ...struct, type: shape.type, elements: fieldOf(struct.elements, position) };
    if (struct?.kind !== 'struct') throw new Error(`Not a STRUCT column: ${struct?.kind}`);
    return fieldOf(struct, position);
  };
}

function fieldOf(struct: Column, position: number): Column {
  if (struct.kind !== 'struct') throw new Error(`Not a STRUCT column: ${struct.kind}`);
  const field = fieldAt(struct, position);
  const { nulls } = struct;
  if (nulls === null) return field;
  return gatherColumn(
    field,
    Int32Array.from({ length: struct.length }, (_, row) => (nulls[row] === 1 ? -1 : row)),
  );
}

function fieldAt(struct: StructColumn, position: number): Column {
  const field = struct.fields[position];
  if (field === undefined) throw new Error(`No field ${position} in a struct of ${struct.fields.length}`);
  return field;
}
