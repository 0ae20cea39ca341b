// Comparisons, BETWEEN and IN. Both sides have one type when they come here; the checker saw to it.
import type { Column, FloatColumn, IntColumn, StringColumn } from '../../columns/column.ts';
import { BOOLEAN } from '../../columns/data-type.ts';
import { type Batch, type Evaluator, narrowed } from '../batch.ts';
import type { Literal } from '../expression.ts';
import { Frame } from '../frame.ts';
import { booleans, notFalse, withoutNulls } from '../selection.ts';
import type { CallShape, ColumnKernel, FunctionDefinition } from './function-definition.ts';
import { matchText } from './short-text.ts';
import { compareBytes, compareNumbers, compareValues } from './value-order.ts';

/** Which of the orders below, equal, above make the comparison TRUE. */
interface Accept {
  readonly below: 0 | 1;
  readonly equal: 0 | 1;
  readonly above: 0 | 1;
}

const EQUAL: Accept = { below: 0, equal: 1, above: 0 };
const UNEQUAL: Accept = { below: 1, equal: 0, above: 1 };
const AT_LEAST: Accept = { below: 0, equal: 1, above: 1 };
const AT_MOST: Accept = { below: 1, equal: 1, above: 0 };

function comparison(
  name: string,
  aliases: readonly string[],
  accept: Accept,
  words: string,
  example: FunctionDefinition['example'],
): FunctionDefinition {
  return {
    name,
    aliases,
    group: 'compare',
    signatures: [`${name}(left Q, right Q) -> BOOLEAN`],
    written: `left ${name} right`,
    help: `${words} NULL when a side is NULL. Text is compared by code point; NaN equals NaN and is greater than any number.`,
    example,
    kernel: { kind: 'strict', make: (shape) => compareKernel(shape, accept) },
  };
}

export const compareFunctions: readonly FunctionDefinition[] = [
  comparison('=', ['=='], EQUAL, 'TRUE when both sides are equal.', { text: "'a' = 'b'", expected: false }),
  comparison('<>', ['!='], UNEQUAL, 'TRUE when the sides differ.', { text: "'a' <> 'b'", expected: true }),
  comparison('<', [], { below: 1, equal: 0, above: 0 }, 'TRUE when the left side is less.', { text: '1 < 2', expected: true }),
  comparison('<=', [], AT_MOST, 'TRUE when the left side is less or equal.', { text: '2 <= 2', expected: true }),
  comparison('>', [], { below: 0, equal: 0, above: 1 }, 'TRUE when the left side is greater.', { text: "'b' > 'a'", expected: true }),
  comparison('>=', [], AT_LEAST, 'TRUE when the left side is greater or equal.', { text: '1 >= 2', expected: false }),
  {
    name: '<=>',
    group: 'compare',
    signatures: ['<=>(left Q, right Q) -> BOOLEAN'],
    written: 'left <=> right',
    help: 'TRUE when both sides are equal or both are NULL; never NULL. The same as IS NOT DISTINCT FROM.',
    example: { text: 'NULL <=> NULL', expected: true },
    kernel: { kind: 'whole', make: nullSafeKernel },
  },
  {
    name: 'between',
    group: 'compare',
    signatures: ['between(value Q, low Q, high Q) -> BOOLEAN'],
    written: 'value BETWEEN low AND high',
    help: 'TRUE when low <= value and value <= high. FALSE, not an error, when low is greater than high.',
    example: { text: '5 BETWEEN 1 AND 10', expected: true },
    kernel: { kind: 'lazy', make: betweenEvaluator },
  },
  {
    name: 'in',
    group: 'compare',
    signatures: ['in(value T, options T...) -> BOOLEAN'],
    written: 'value IN (option, ..)',
    help: 'TRUE when the value equals one of the options. NULL when it equals none and the value or an option is NULL, so NOT IN with a NULL is never TRUE.',
    example: { text: "'b' IN ('a', 'b')", expected: true },
    kernel: { kind: 'lazy', make: inEvaluator },
  },
];

function compareKernel(shape: CallShape, accept: Accept): ColumnKernel {
  const literal = shape.literals[1] ?? null;
  if (literal?.kind === 'string') return compareWithText(literal.value, accept);
  if (literal?.kind === 'number' && !Number.isNaN(literal.value)) return compareWithNumber(literal.value, accept);
  return ([left, right], frame) => result(frame, compareColumns(left as Column, right as Column, frame, accept));
}

function result(frame: Frame, values: Uint8Array): Column {
  return { kind: 'boolean', type: BOOLEAN, length: frame.length, nulls: frame.nulls, values };
}

function compareColumns(left: Column, right: Column, frame: Frame, accept: Accept): Uint8Array {
  if (left.kind === 'int' && right.kind === 'int') return compareInts(left, right, frame, accept);
  if (left.kind === 'float' && right.kind === 'float') return compareFloats(left, right, frame, accept);
  const values = new Uint8Array(frame.length);
  const { count, selection } = frame;
  for (let k = 0; k < count; k++) {
    const row = selection === null ? k : (selection[k] as number);
    if (frame.isNull(row)) continue;
    const order = compareValues(left, row, right, row);
    values[row] = order < 0 ? accept.below : order === 0 ? accept.equal : accept.above;
  }
  return values;
}

function compareInts(left: IntColumn, right: IntColumn, frame: Frame, accept: Accept): Uint8Array {
  const { below, equal, above } = accept;
  const values = new Uint8Array(frame.length);
  const a = left.values;
  const b = right.values;
  const { count, selection } = frame;
  for (let k = 0; k < count; k++) {
    const row = selection === null ? k : (selection[k] as number);
    const x = a[row] as number;
    const y = b[row] as number;
    values[row] = x < y ? below : x === y ? equal : above;
  }
  return values;
}

/**
 * Against one number, which is not NaN; a NaN on the left is above it. Of below, equal and above two give the same, so one test tells,
 * and what it gives becomes 0 or 1 without a branch: whether a row passes cannot be foreseen.
 */
function compareWithNumber(number: number, accept: Accept): ColumnKernel {
  const write = accept.below === accept.above ? writeEqual : accept.equal === accept.above ? writeLess : writeAtMost;
  return ([left, right], frame) => {
    if (left?.kind !== 'float' && left?.kind !== 'int') return result(frame, compareColumns(left as Column, right as Column, frame, accept));
    const values = new Uint8Array(frame.length);
    write(left.values, number, accept.above, values);
    return result(frame, values);
  };
}

/** `otherwise`: what a value is given for which the test does not hold. */
type WriteTest = (source: Int32Array | Float64Array, number: number, otherwise: 0 | 1, values: Uint8Array) => void;

const writeEqual: WriteTest = (source, number, otherwise, values) => {
  for (let row = 0; row < values.length; row++) values[row] = Number((source[row] as number) === number) ^ otherwise;
};

const writeLess: WriteTest = (source, number, otherwise, values) => {
  for (let row = 0; row < values.length; row++) values[row] = Number((source[row] as number) < number) ^ otherwise;
};

const writeAtMost: WriteTest = (source, number, otherwise, values) => {
  for (let row = 0; row < values.length; row++) values[row] = Number((source[row] as number) <= number) ^ otherwise;
};

function compareFloats(left: FloatColumn, right: FloatColumn, frame: Frame, accept: Accept): Uint8Array {
  const { below, equal, above } = accept;
  const values = new Uint8Array(frame.length);
  const a = left.values;
  const b = right.values;
  const { count, selection } = frame;
  for (let k = 0; k < count; k++) {
    const row = selection === null ? k : (selection[k] as number);
    const x = a[row] as number;
    const y = b[row] as number;
    if (x < y) values[row] = below;
    else if (x > y) values[row] = above;
    else if (x === y) values[row] = equal;
    else {
      const order = compareNumbers(x, y);
      values[row] = order < 0 ? below : order === 0 ? equal : above;
    }
  }
  return values;
}

/** Against one text, byte by byte. */
function compareWithText(text: string, accept: Accept): ColumnKernel {
  const wanted = new TextEncoder().encode(text);
  const size = wanted.length;
  if (size === 0) return compareWithNothing(accept);
  if (accept.below === accept.above) return equalToText(wanted, accept);
  return ([left], frame) => {
    const { bytes, starts, ends } = left as StringColumn;
    const values = new Uint8Array(frame.length);
    const { count, selection } = frame;
    for (let k = 0; k < count; k++) {
      const row = selection === null ? k : (selection[k] as number);
      const from = starts[row] as number;
      const to = ends[row] as number;
      const order = compareBytes(bytes, from, to, wanted, 0, size);
      values[row] = order < 0 ? accept.below : order === 0 ? accept.equal : accept.above;
    }
    return result(frame, values);
  };
}

/** Whether it is one text, or is not. */
function equalToText(wanted: Uint8Array, { equal }: Accept): ColumnKernel {
  return ([left], frame) => {
    const values = new Uint8Array(frame.length);
    matchText(left as StringColumn, wanted, false, frame, values);
    if (equal === 0) for (let row = 0; row < values.length; row++) values[row] = (values[row] as number) ^ 1;
    return result(frame, values);
  };
}

/** Against '': the length tells. */
function compareWithNothing(accept: Accept): ColumnKernel {
  const { equal, above } = accept;
  return ([left], frame) => {
    const { starts, ends } = left as StringColumn;
    const values = new Uint8Array(frame.length);
    const { count, selection } = frame;
    for (let k = 0; k < count; k++) {
      const row = selection === null ? k : (selection[k] as number);
      values[row] = starts[row] === ends[row] ? equal : above;
    }
    return result(frame, values);
  };
}

function nullSafeKernel(): ColumnKernel {
  return ([left, right], frame) => {
    const a = left as Column;
    const b = right as Column;
    const values = new Uint8Array(frame.length);
    for (let k = 0; k < frame.count; k++) {
      const row = frame.rowAt(k);
      const aNull = a.nulls !== null && a.nulls[row] === 1;
      const bNull = b.nulls !== null && b.nulls[row] === 1;
      values[row] = aNull || bNull ? Number(aNull && bNull) : Number(compareValues(a, row, b, row) === 0);
    }
    return { kind: 'boolean', type: BOOLEAN, length: frame.length, nulls: null, values };
  };
}

/** value >= low AND value <= high; `high` is asked only where the first is not FALSE. */
function betweenEvaluator(shape: CallShape, [value, low, high]: readonly Evaluator[]): Evaluator {
  const kernel = (column: Column, bound: Column, batch: Batch, accept: Accept) => {
    const nulls = either(column.nulls, bound.nulls);
    const frame = new Frame(batch.length, batch.selection, nulls, batch.context, shape.span);
    return result(frame, compareColumns(column, bound, frame, accept));
  };
  return (batch) => {
    const tested = (value as Evaluator)(batch);
    const asked = tested.nulls === null ? batch : narrowed(batch, withoutNulls(batch, tested.nulls));
    const above = kernel(tested, (low as Evaluator)(asked), batch, AT_LEAST);
    const open = narrowed(batch, notFalse(batch, above));
    if (open.selection !== null && open.selection.length === 0) return above;
    const below = kernel(tested, (high as Evaluator)(askedOf(open, tested.nulls)), open, AT_MOST);
    return conjunction(above, below, open);
  };
}

function askedOf(batch: Batch, nulls: Uint8Array | null): Batch {
  return nulls === null ? batch : narrowed(batch, withoutNulls(batch, nulls));
}

function either(a: Uint8Array | null, b: Uint8Array | null): Uint8Array | null {
  if (a === null || b === null) return a ?? b;
  const union = new Uint8Array(a.length);
  for (let i = 0; i < union.length; i++) union[i] = (a[i] as number) | (b[i] as number);
  return union;
}

/** `first` is not FALSE at the rows of `open`; elsewhere it is the answer. */
function conjunction(first: Column, second: Column, open: Batch): Column {
  const a = booleans(first);
  const b = booleans(second);
  const values = a.values.slice();
  const nulls = a.nulls === null && b.nulls === null ? null : (a.nulls?.slice() ?? new Uint8Array(open.length));
  const count = open.selection === null ? open.length : open.selection.length;
  for (let k = 0; k < count; k++) {
    const row = open.selection === null ? k : (open.selection[k] as number);
    const secondNull = b.nulls !== null && b.nulls[row] === 1;
    values[row] = b.values[row] as number;
    if (nulls !== null) nulls[row] = secondNull ? 1 : values[row] === 0 ? 0 : (nulls[row] as number);
  }
  return { kind: 'boolean', type: BOOLEAN, length: open.length, nulls, values };
}

function inEvaluator(shape: CallShape, [value, ...options]: readonly Evaluator[]): Evaluator {
  const known = literalSet(shape.literals.slice(1));
  if (known !== null) return inLiterals(shape, value as Evaluator, known);
  return (batch) => {
    const tested = (value as Evaluator)(batch);
    const values = new Uint8Array(batch.length);
    const nulls = tested.nulls === null ? new Uint8Array(batch.length) : tested.nulls.slice();
    let open = askedOf(batch, tested.nulls);
    for (const option of options) {
      if (open.selection !== null && open.selection.length === 0) break;
      const column = option(open);
      const rest: number[] = [];
      const count = open.selection === null ? open.length : open.selection.length;
      for (let k = 0; k < count; k++) {
        const row = open.selection === null ? k : (open.selection[k] as number);
        const optionNull = column.nulls !== null && column.nulls[row] === 1;
        if (!optionNull && compareValues(tested, row, column, row) === 0) {
          values[row] = 1;
          nulls[row] = 0;
        } else {
          if (optionNull) nulls[row] = 1;
          rest.push(row);
        }
      }
      open = narrowed(batch, Int32Array.from(rest));
    }
    return { kind: 'boolean', type: BOOLEAN, length: batch.length, nulls, values };
  };
}

interface LiteralSet {
  readonly texts: readonly Uint8Array[];
  readonly numbers: ReadonlySet<number | bigint>;
  readonly hasNull: boolean;
}

/** The options as values to look up, when all are literals. */
function literalSet(literals: readonly (Literal | null)[]): LiteralSet | null {
  const texts: Uint8Array[] = [];
  const numbers = new Set<number | bigint>();
  let hasNull = false;
  for (const literal of literals) {
    switch (literal?.kind) {
      case undefined:
        return null;
      case 'null':
        hasNull = true;
        break;
      case 'string':
        texts.push(new TextEncoder().encode(literal.value));
        break;
      case 'boolean':
        numbers.add(literal.value ? 1 : 0);
        break;
      case 'number':
        numbers.add(literal.value + 0);
        break;
      case 'bigint':
        numbers.add(BigInt(literal.value));
        break;
      case 'binary':
        return null;
    }
  }
  return { texts, numbers, hasNull };
}

/** Fewer than these are compared one after the other, each with all rows. */
const FEW_TEXTS = 4;

function inLiterals(shape: CallShape, value: Evaluator, set: LiteralSet): Evaluator {
  return (batch) => {
    const column = value(batch);
    const values = new Uint8Array(batch.length);
    const nulls = set.hasNull ? new Uint8Array(batch.length) : null;
    const { selection } = batch;
    const count = selection === null ? batch.length : selection.length;
    if (column.kind === 'string' && nulls === null && set.texts.length <= FEW_TEXTS) {
      anyText(set.texts, column, new Frame(batch.length, selection, null, batch.context, shape.span), values);
      return { kind: 'boolean', type: BOOLEAN, length: batch.length, nulls: column.nulls, values };
    }
    for (let k = 0; k < count; k++) {
      const row = selection === null ? k : (selection[k] as number);
      const found = column.kind === 'string' ? hasText(set.texts, column, row) : hasNumber(set.numbers, column, row);
      if (found) values[row] = 1;
      else if (nulls !== null) nulls[row] = 1;
    }
    return { kind: 'boolean', type: BOOLEAN, length: batch.length, nulls: either(nulls, column.nulls), values };
  };
}

function anyText(texts: readonly Uint8Array[], column: StringColumn, frame: Frame, values: Uint8Array): void {
  const [first, ...others] = texts;
  if (first === undefined) return;
  matchText(column, first, false, frame, values);
  const one = new Uint8Array(values.length);
  for (const text of others) {
    matchText(column, text, false, frame, one);
    for (let row = 0; row < values.length; row++) values[row] = (values[row] as number) | (one[row] as number);
  }
}

function hasText(texts: readonly Uint8Array[], column: StringColumn, row: number): boolean {
  const { bytes } = column;
  const from = column.starts[row] as number;
  const size = (column.ends[row] as number) - from;
  for (let t = 0; t < texts.length; t++) {
    const text = texts[t] as Uint8Array;
    if (text.length !== size) continue;
    let i = 0;
    while (i < size && bytes[from + i] === text[i]) i++;
    if (i === size) return true;
  }
  return false;
}

function hasNumber(numbers: ReadonlySet<number | bigint>, column: Column, row: number): boolean {
  if (column.kind === 'string' || column.kind === 'array' || column.kind === 'map' || column.kind === 'struct') return false;
  const value = column.values[row] as number | bigint;
  // Safe integers are kept as numbers in the set whichever lane the column is in; a Set finds NaN, and 0 for -0.
  return numbers.has(typeof value === 'bigint' && BigInt.asIntN(54, value) === value && Number.isSafeInteger(Number(value)) ? Number(value) : value);
}
