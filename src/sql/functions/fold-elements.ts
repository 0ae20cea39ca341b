// aggregate: folds the elements of each array, all rows one element at a time, so that a step is one batch. Rows whose array is
// at its end leave, so that a step costs as much as there are rows left.
import type { Column } from '../../columns/column.ts';
import { VOID } from '../../columns/data-type.ts';
import { batchCount, type Evaluator } from '../batch.ts';
import { nullColumn } from '../columns-constant.ts';
import { concatColumns, gatherColumn } from '../columns-merge.ts';
import { Frame } from '../frame.ts';
import type { CallShape } from './function-definition.ts';
import { failOwners, readFrame, runBody } from './lambda-batch.ts';
import { asArray } from './list-rows.ts';

/** Arguments: array, start, merge, [finish], and a frame for each lambda. */
export function fold(shape: CallShape, args: readonly Evaluator[]): Evaluator {
  const finishes = args.length === 6;
  const [array, start, merge, finish] = args;
  const mergeFrame = readFrame(shape, finishes ? 4 : 3);
  const finishFrame = finishes ? readFrame(shape, 5) : null;
  const stateType = shape.argTypes[1] ?? VOID;
  return (batch) => {
    const lists = asArray((array as Evaluator)(batch));
    const initial = (start as Evaluator)(batch);
    const frame = new Frame(batch.length, batch.selection, lists.nulls, batch.context, shape.span);
    const rows: number[] = [];
    for (let k = 0; k < batchCount(batch); k++) if (!frame.isNull(frame.rowAt(k))) rows.push(frame.rowAt(k));
    let active = Int32Array.from(rows);
    let state = gatherColumn(initial, active);
    const done: { readonly rows: Int32Array; readonly state: Column }[] = [];
    for (let step = 0; active.length > 0; step++) {
      const going: number[] = [];
      const ended: number[] = [];
      for (const [i, row] of active.entries()) ((lists.starts[row] as number) + step < (lists.ends[row] as number) ? going : ended).push(i);
      if (ended.length > 0) {
        const places = Int32Array.from(ended);
        done.push({ rows: places.map((i) => active[i] as number), state: gatherColumn(state, places) });
        const left = Int32Array.from(going);
        state = gatherColumn(state, left);
        active = left.map((i) => active[i] as number);
      }
      if (active.length === 0) break;
      const elements = gatherColumn(
        lists.elements,
        active.map((row) => (lists.starts[row] as number) + step),
      );
      const result = runBody(merge as Evaluator, stateType, mergeFrame, batch, active, [state, elements]);
      failOwners(batch, active, result.errors);
      state = result.column;
    }
    const owners = Int32Array.from(done.flatMap((part) => [...part.rows]));
    let folded = done.length === 0 ? nullColumn(stateType, 0) : concatColumns(done.map((part) => part.state));
    if (finishFrame !== null) {
      const result = runBody(finish as Evaluator, shape.type, finishFrame, batch, owners, [folded]);
      failOwners(batch, owners, result.errors);
      folded = result.column;
    }
    const positions = new Int32Array(batch.length).fill(-1);
    for (const [i, row] of owners.entries()) if (batch.context.errors.at(row) === undefined) positions[row] = i;
    return gatherColumn(folded, positions);
  };
}
