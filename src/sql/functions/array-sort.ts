// array_sort: by the natural order, or by a comparison. With a comparison all lists of a batch are merged in lockstep, one
// comparison of every pair of runs at a time, so that the lambda is computed over batches and each list takes n log n of them.
import type { Column } from '../../columns/column.ts';
import { INT, VOID } from '../../columns/data-type.ts';
import type { Batch, Evaluator } from '../batch.ts';
import { gatherColumn } from '../columns-merge.ts';
import type { Term } from '../expression.ts';
import { Frame } from '../frame.ts';
import type { CallShape, FunctionDefinition } from './function-definition.ts';
import { elementsOf, type LambdaFrame, readFrame, runBody } from './lambda-batch.ts';
import { asArray, buildLists } from './list-rows.ts';

export const arraySortFunctions: readonly FunctionDefinition[] = [
  {
    name: 'array_sort',
    group: 'array',
    signatures: ['array_sort(array ARRAY<T>) -> ARRAY<T>', 'array_sort(array ARRAY<T>, function A) -> ARRAY<T>'],
    written: 'array_sort(array) or array_sort(array, (left, right) -> INT)',
    help: 'The elements in order, NULLs last; or by a function that gives a negative number, 0 or a positive one as left is before, with or after right.',
    example: {
      text: "array_sort(array('bc', 'ab', 'dc'), (l, r) -> CASE WHEN l < r THEN 1 WHEN l > r THEN -1 ELSE 0 END)",
      expected: ['dc', 'bc', 'ab'],
    },
    difference: 'A comparison that contradicts itself is not noticed.',
    raises: true,
    typed: ([array, other]) => (array?.type.kind === 'ARRAY' && other === undefined ? { params: [array.type], result: array.type } : null),
    lambdas: {
      at: [1],
      variables: (_, count, [array]) => (array?.type.kind === 'ARRAY' && count === 2 ? [array.type.element, array.type.element] : null),
      build: ([array, body], [frame], span, terms) => {
        const fits = body?.type.kind === 'INT' || body?.type.kind === 'VOID';
        return array && body && frame && fits ? terms.call('.array_sort_by', [array, terms.cast(body, INT), frame], array.type, span) : null;
      },
    },
    kernel: { kind: 'rewrite', rewrite: ([array], type, span, terms) => terms.call('.array_sort', [array as Term], type, span) },
  },
  {
    name: '.array_sort_by',
    group: 'array',
    signatures: ['.array_sort_by(array ARRAY<T>, function A, frame STRING) -> ARRAY<T>'],
    help: 'array_sort with a comparison.',
    example: { text: 'array_sort(array(3, 1, 2), (l, r) -> r - l)', expected: [3, 2, 1] },
    raises: true,
    kernel: { kind: 'lazy', make: sortBy },
  },
];

/** Two neighbouring runs of a list on the way to one. */
interface Merge {
  readonly row: number;
  left: number;
  readonly leftEnd: number;
  right: number;
  readonly rightEnd: number;
  readonly merged: number[];
}

function sortBy(shape: CallShape, [array, body]: readonly Evaluator[]): Evaluator {
  const lambda = readFrame(shape, 2);
  return (batch) => {
    const column = asArray((array as Evaluator)(batch));
    const elements = elementsOf(column, batch);
    const frame = new Frame(batch.length, batch.selection, column.nulls, batch.context, shape.span);
    const lists: { row: number; order: number[] }[] = [];
    for (let k = 0; k < frame.count; k++) {
      const row = frame.rowAt(k);
      if (!frame.isNull(row)) lists.push({ row, order: [...elements.positions.subarray(elements.starts[row], elements.ends[row])] });
    }
    const longest = lists.reduce((most, list) => Math.max(most, list.order.length), 0);
    for (let width = 1; width < longest; width *= 2) mergeRuns(lists, width, column.elements, shape, body as Evaluator, lambda, batch, frame);
    const orders = new Map(lists.map((list) => [list.row, list.order]));
    return buildLists(shape.type, column.elements, frame, (row, positions) => {
      for (const position of orders.get(row) ?? []) positions.push(position);
    });
  };
}

function mergeRuns(
  lists: readonly { readonly row: number; order: number[] }[],
  width: number,
  elements: Column,
  shape: CallShape,
  body: Evaluator,
  lambda: LambdaFrame,
  batch: Batch,
  frame: Frame,
): void {
  const orders = new Map(lists.map((list) => [list.row, list.order]));
  const merges = new Map<number, Merge[]>();
  let open: Merge[] = [];
  for (const { row, order } of lists) {
    const ofRow: Merge[] = [];
    for (let from = 0; from < order.length; from += width * 2) {
      const middle = Math.min(from + width, order.length);
      ofRow.push({ row, left: from, leftEnd: middle, right: middle, rightEnd: Math.min(middle + width, order.length), merged: [] });
    }
    merges.set(row, ofRow);
    for (const merge of ofRow) if (merge.right < merge.rightEnd) open.push(merge);
  }
  while (open.length > 0) {
    const at = (merge: Merge, side: 'left' | 'right') => (orders.get(merge.row) as number[])[merge[side]] as number;
    const variables = (['left', 'right'] as const).map((side) =>
      gatherColumn(
        elements,
        Int32Array.from(open, (merge) => at(merge, side)),
      ),
    );
    const owners = Int32Array.from(open, (merge) => merge.row);
    const result = runBody(body, shape.argTypes[1] ?? VOID, lambda, batch, owners, variables);
    for (const [i, merge] of open.entries()) {
      const error = result.errors.get(i);
      if (error !== undefined) {
        batch.context.errors.add(merge.row, error.errorClass, error.span, error.params);
        frame.setNull(merge.row);
      } else if (result.column.nulls !== null && result.column.nulls[i] === 1) {
        frame.fail(merge.row, 'COMPARATOR_RETURNS_NULL', { reason: 'the comparison gave NULL' });
      }
      const rightFirst = result.column.kind === 'int' && (result.column.values[i] as number) > 0;
      merge.merged.push(at(merge, rightFirst ? 'right' : 'left'));
      merge[rightFirst ? 'right' : 'left']++;
    }
    open = open.filter((merge) => merge.left < merge.leftEnd && merge.right < merge.rightEnd && !frame.isNull(merge.row));
  }
  for (const list of lists) {
    const { order } = list;
    list.order = (merges.get(list.row) ?? []).flatMap((merge) => [
      ...merge.merged,
      ...order.slice(merge.left, merge.leftEnd),
      ...order.slice(merge.right, merge.rightEnd),
    ]);
  }
}
