// Checked expression to column function: a tree of evaluators made once, without generated code. Each computes a whole
// column for the rows that are asked for. Laziness is by selection: AND, OR, CASE, coalesce and the like ask an operand
// only for the rows that need it, so a row that is never reached never fails.
import type { Column, Nulls, Rows } from '../columns/column.ts';
import { type Batch, type EvaluationContext, type Evaluator, narrowed } from './batch.ts';
import { chooseLiterals, isCheap } from './choose-literals.ts';
import { constantSource, firstRows, nullColumn } from './columns-constant.ts';
import { mergeColumns, type Part } from './columns-merge.ts';
import { constantOnce, isConstant } from './constant-term.ts';
import type { Expression, Term } from './expression.ts';
import { onlyText, overFewTexts } from './few-texts.ts';
import { Frame } from './frame.ts';
import type { CallShape, Kernel } from './functions/function-definition.ts';
import { functionNamed } from './functions/library.ts';
import { falseOrNull, trueRows, withoutNulls } from './selection.ts';
import type { SharedTerms } from './shared-terms.ts';

/**
 * Caller owes: rows of the scope's schema the expression was checked against. You get: a column of the expression's type
 * whose length is rows.length, right at the selected rows and safe to read at the others. It may share buffers with the
 * rows. Rows without a value are in `context.errors` and NULL in the column.
 */
export type ColumnFunction = (rows: Rows, context: EvaluationContext) => Column;

/** `shared`: made of this expression and others that are computed over the same rows. */
export function compileExpression(expression: Expression, shared: SharedTerms | null = null): ColumnFunction {
  const evaluate = compileTerm(expression.root, shared);
  return (rows, context) => evaluate({ columns: rows.columns, length: rows.length, selection: rows.selection, context });
}

function compileTerm(term: Term, shared: SharedTerms | null): Evaluator {
  return shared === null ? compileOwn(term, null) : shared.evaluator(term, () => compileOwn(term, shared));
}

function compileOwn(term: Term, shared: SharedTerms | null): Evaluator {
  // Among other terms over the same text even a cheap one gains; alone it does not.
  const worthwhile = (term.kind === 'call' || term.kind === 'case') && (shared !== null || !isCheap(term));
  const text = worthwhile && !mayFail(term) ? onlyText(term) : null;
  return text === null ? compileNode(term, shared) : overFewTexts(text, compilePlain(term));
}

/** Without a look at how many texts there are: inside a term that has looked. */
function compilePlain(term: Term): Evaluator {
  return compileNode(term, null, compilePlain);
}

type Compile = (term: Term) => Evaluator;

function compileNode(term: Term, shared: SharedTerms | null, inner: Compile = (arg) => compileTerm(arg, shared)): Evaluator {
  if (term.kind === 'call' && isConstant(term)) return constantOnce(term, compileCall(term, compilePlain));
  switch (term.kind) {
    case 'literal': {
      const column = constantSource(term.type, term.literal);
      return (batch) => column(batch.length);
    }
    case 'column':
      return columnAt(term.index);
    case 'call':
      return compileCall(term, inner);
    case 'case':
      return compileCase(term, inner);
  }
}

function columnAt(index: number): Evaluator {
  return (batch) => {
    const column = batch.columns[index];
    if (column === undefined) throw new Error(`No column ${index} in a batch of ${batch.columns.length} columns`);
    return column.length === batch.length ? column : firstRows(column, batch.length);
  };
}

function compileCall(term: Term & { kind: 'call' }, inner: Compile): Evaluator {
  const kernel = functionNamed(term.name)?.kernel;
  if (kernel === undefined) throw new Error(`No function ${term.name} in the library`);
  const shape: CallShape = {
    type: term.type,
    argTypes: term.args.map((arg) => arg.type),
    literals: term.args.map((arg) => (arg.kind === 'literal' ? arg.literal : null)),
    span: term.span,
  };
  const args = term.args.map(inner);
  switch (kernel.kind) {
    case 'lazy':
      return kernel.make(shape, args);
    case 'whole': {
      const compute = kernel.make(shape);
      return (batch) => {
        const columns = args.map((arg) => arg(batch));
        return compute(columns, new Frame(batch.length, batch.selection, null, batch.context, shape.span));
      };
    }
    case 'strict':
      return compileStrict(term, kernel, shape, args);
    case 'rewrite':
      throw new Error(`${term.name} is written out by the checker`);
  }
}

function compileStrict(term: Term & { kind: 'call' }, kernel: Kernel & { kind: 'strict' }, shape: CallShape, args: readonly Evaluator[]): Evaluator {
  const compute = kernel.make(shape);
  const count = args.length;
  const order = args.map((_, i) => (kernel.rightFirst === true ? count - 1 - i : i));
  // An argument is not reached for a row in which an earlier one is NULL; that matters only when it can fail.
  const guarded = order.map((_, k) => order.slice(k + 1).some((i) => mayFail(term.args[i] as Term)));
  const allNull = nullColumn(shape.type, 0);
  return (batch) => {
    const columns = new Array<Column>(count);
    let asked: Batch = batch;
    let nulls: Nulls = null;
    for (let k = 0; k < count; k++) {
      const i = order[k] as number;
      const column = (args[i] as Evaluator)(asked);
      columns[i] = column;
      if (column.nulls === null) continue;
      nulls = nulls === null ? column.nulls : unionNulls(nulls, column.nulls);
      if (guarded[k] === true) asked = narrowed(asked, withoutNulls(asked, column.nulls));
    }
    if (batch.length === 0) return allNull;
    return compute(columns, new Frame(batch.length, batch.selection, nulls, batch.context, shape.span));
  };
}

function unionNulls(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a === b) return a;
  const union = new Uint8Array(a.length);
  for (let i = 0; i < union.length; i++) union[i] = (a[i] as number) | (b[i] as number);
  return union;
}

/** Whether evaluating the term can record an error for a row. */
export function mayFail(term: Term): boolean {
  switch (term.kind) {
    case 'literal':
    case 'column':
      return false;
    case 'call':
      return functionNamed(term.name)?.raises === true || term.args.some(mayFail);
    case 'case':
      return mayFail(term.otherwise) || term.branches.some((branch) => mayFail(branch.when) || mayFail(branch.then));
  }
}

function compileCase(term: Term & { kind: 'case' }, inner: Compile): Evaluator {
  // biome-ignore lint/suspicious/noThenProperty: the THEN of a CASE branch; plain data, never awaited.
  const branches = term.branches.map((branch) => ({ when: inner(branch.when), then: inner(branch.then) }));
  const otherwise = inner(term.otherwise);
  const { type } = term;
  const choose = chooseLiterals(
    type,
    term.branches.map(({ then }) => then),
    term.otherwise,
  );
  if (choose !== null && term.branches.every(({ when }) => isCheap(when) && !mayFail(when))) {
    // Such conditions may as well be computed for rows that an earlier one has decided.
    const conditions = branches.map(({ when }) => when);
    return (batch) =>
      choose(
        conditions.map((when) => when(batch)),
        batch.length,
      );
  }
  return (batch) => {
    const parts: Part[] = [];
    let rest = batch;
    for (const { when, then } of branches) {
      const condition = when(rest);
      const taken = trueRows(rest, condition);
      if (taken !== null && taken.length === 0) continue;
      const asked = narrowed(batch, taken);
      parts.push({ selection: taken, column: then(asked) });
      if (taken === null) return mergeColumns(type, batch.length, parts);
      rest = narrowed(batch, falseOrNull(rest, condition));
      if (rest.selection !== null && rest.selection.length === 0) return mergeColumns(type, batch.length, parts);
    }
    parts.push({ selection: rest.selection, column: otherwise(rest) });
    return mergeColumns(type, batch.length, parts);
  };
}
