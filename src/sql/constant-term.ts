// A term without columns has one value per batch. It is computed for one row when the first row asks for it and then
// repeated; when it fails, it fails for every row that asked.
import { type Batch, batchCount, type Evaluator } from './batch.ts';
import { nullColumn } from './columns-constant.ts';
import { gatherColumn } from './columns-merge.ts';
import type { Term } from './expression.ts';
import { RowErrors } from './row-errors.ts';

export function isConstant(term: Term): boolean {
  switch (term.kind) {
    case 'literal':
      return true;
    case 'column':
      return false;
    case 'call':
      return term.args.every(isConstant);
    case 'case':
      return isConstant(term.otherwise) && term.branches.every((branch) => isConstant(branch.when) && isConstant(branch.then));
  }
}

export function constantOnce(term: Term, evaluate: Evaluator): Evaluator {
  return (batch) => {
    const count = batchCount(batch);
    if (count === 0) return nullColumn(term.type, batch.length);
    const errors = new RowErrors();
    const one: Batch = { columns: [], length: 1, selection: null, context: { ...batch.context, errors } };
    const value = evaluate(one);
    const error = errors.at(0);
    if (error !== undefined) {
      for (let k = 0; k < count; k++) {
        const row = batch.selection === null ? k : (batch.selection[k] as number);
        batch.context.errors.add(row, error.errorClass, error.span, error.params);
      }
    }
    return gatherColumn(value, new Int32Array(batch.length));
  };
}
