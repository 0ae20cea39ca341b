// Joins: which parts of the condition are equal keys of both sides, and what is left of it. Only keys make a join cheap, so
// "l.k = r.k AND l.v < r.w" is one key and one condition; a condition without any compares every row with every row.
import { arrayOf, type Schema } from '../columns/data-type.ts';
import { fail, ok, problem, type Result } from '../problem/problem.ts';
import type { Expression, Term } from '../sql/expression.ts';
import { checkedScoped } from './checked-texts.ts';
import { formatDuration } from './format-duration.ts';
import type { NamedText, NodeRequest, ParamText, PlanMaker, Refusing } from './node-request.ts';
import type { JoinHow, JoinKey, JoinKind, NodeId } from './plan.ts';
import { asField, conditionOf, namedExpressions, nodeBase, problemsOf } from './plan-checks.ts';
import { prefixedFields } from './prefixed-fields.ts';
import type { Emits, StreamType } from './stream-type.ts';
import { joinGives } from './stream-type-table.ts';

export interface JoinRequest extends NodeRequest, Refusing {
  readonly left: NodeId;
  readonly right: NodeId;
  readonly how: JoinHow;
  /** Over "l.x" and "r.x". */
  readonly on: ParamText;
  readonly columns: readonly NamedText[];
}

export function buildJoin(maker: PlanMaker, request: JoinRequest): Result<NodeId> {
  const { how } = request;
  const left = maker.streamType(request.left);
  const right = maker.streamType(request.right);
  const stream = left.table === true ? right : left;
  const joined = streamsOf(maker, request, left, right);
  if (!joined.ok) return joined;
  const scope = [...prefixedFields('l', left.columns), ...prefixedFields('r', right.columns)];
  const on = conditionOf(request, request.on, scope, 'TRUE for the rows that belong together', checkedScoped);
  const columns = namedExpressions(request, outputScope(how, left.columns, right.columns), request.columns, checkedScoped);
  if (!on.ok || !columns.ok) return fail(...problemsOf([on, columns]));
  const { keys, condition } = split(on.value, left.columns.length);
  if (how === 'cogroup' && (keys.length === 0 || condition !== null)) {
    const where = { operator: request.operatorId, param: request.on.param, from: 0, to: request.on.text.length };
    return fail(problem('algebra/cogroup-keys', where, { label: request.label, condition: request.on.text }));
  }
  const windowMs = left.windowMs === right.windowMs || right.table === true ? left.windowMs : left.table === true ? right.windowMs : null;
  const output = { columns: columns.value.map(asField), emits: joined.value.emits, keys: [], slideMs: stream.slideMs, windowMs };
  const base = nodeBase(request, [request.left, request.right], output);
  return maker.add({
    ...base,
    kind: 'join',
    onError: request.onError ?? 'stop',
    joinKind: joined.value.joinKind,
    leftColumns: left.columns.length,
    how,
    keys,
    condition,
    columns: columns.value,
  });
}

/** What the join takes, and what its answers are. */
function streamsOf(
  maker: PlanMaker,
  request: JoinRequest,
  left: StreamType,
  right: StreamType,
): Result<{ readonly joinKind: JoinKind; readonly emits: Emits }> {
  const where = { operator: request.operatorId };
  if (left.table === true && right.table === true) return fail(problem('algebra/join-two-tables', where, { label: request.label }));
  for (const side of [left, right]) {
    const taken = maker.accept(request, 'join', side);
    if (!taken.ok) return taken;
  }
  if (right.table === true) return ok({ joinKind: { kind: 'table', side: 'r' }, emits: left.emits });
  if (left.table === true) return ok({ joinKind: { kind: 'table', side: 'l' }, emits: right.emits });
  if (left.slideMs !== right.slideMs) {
    const params = { label: request.label, left: formatDuration(left.slideMs), right: formatDuration(right.slideMs) };
    return fail(problem('algebra/join-slides', where, params));
  }
  return ok({ joinKind: { kind: 'perBatch' }, emits: joinGives(left.emits, right.emits) });
}

/** What the output's expressions see. */
function outputScope(how: JoinHow, left: Schema, right: Schema): Schema {
  if (how === 'leftsemi' || how === 'leftanti') return prefixedFields('l', left);
  const scope = [...prefixedFields('l', left), ...prefixedFields('r', right)];
  return how === 'cogroup' ? scope.map(({ name, type }) => ({ name, type: arrayOf(type) })) : scope;
}

function split({ text, root }: Expression, leftCount: number): { readonly keys: readonly JoinKey[]; readonly condition: Expression | null } {
  const keys: JoinKey[] = [];
  const rest: Term[] = [];
  for (const part of conjuncts(root)) {
    const key = keyOf(part, text, leftCount);
    if (key === null) rest.push(part);
    else keys.push(key);
  }
  const [first, ...more] = rest;
  if (first === undefined) return { keys, condition: null };
  const all = more.reduce(
    (left, right): Term => ({ kind: 'call', name: 'and', type: { kind: 'BOOLEAN' }, args: [left, right], span: root.span }),
    first,
  );
  return { keys, condition: { text, type: all.type, root: all } };
}

function conjuncts(term: Term): readonly Term[] {
  return term.kind === 'call' && term.name === 'and' ? term.args.flatMap(conjuncts) : [term];
}

/** The key that the term compares, when its sides are of different rows; else null. */
function keyOf(term: Term, text: string, leftCount: number): JoinKey | null {
  if (term.kind !== 'call' || (term.name !== '=' && term.name !== '<=>')) return null;
  const [a, b] = term.args;
  if (a === undefined || b === undefined || a.type.kind === 'VOID' || a.type.kind === 'MAP') return null;
  const [sideA, sideB] = [sideOf(a, leftCount), sideOf(b, leftCount)];
  if (sideA === null || sideB === null || sideA === sideB) return null;
  const [left, right] = sideA === 'l' ? [a, b] : [b, a];
  const nullSafe = term.name === '<=>';
  return { left: alone(left, text, 0), right: alone(right, text, leftCount), nullSafe };
}

/** The one side whose columns the term reads; null when it reads both or none. */
function sideOf(term: Term, leftCount: number): 'l' | 'r' | null {
  const sides = new Set(columnsOf(term).map((column) => (column.index < leftCount ? 'l' : 'r')));
  const [side] = sides;
  return sides.size === 1 && side !== undefined ? side : null;
}

type ColumnTerm = Term & { readonly kind: 'column' };

function columnsOf(term: Term): readonly ColumnTerm[] {
  switch (term.kind) {
    case 'literal':
      return [];
    case 'column':
      return [term];
    case 'call':
      return term.args.flatMap(columnsOf);
    case 'case':
      return [...term.branches.flatMap((branch) => [branch.when, branch.then]), term.otherwise].flatMap(columnsOf);
  }
}

/** The term over the columns of its own side. */
function alone(term: Term, text: string, offset: number): Expression {
  const shift = (inner: Term): Term => {
    switch (inner.kind) {
      case 'literal':
        return inner;
      case 'column':
        return { ...inner, index: inner.index - offset };
      case 'call':
        return { ...inner, args: inner.args.map(shift) };
      case 'case':
        return {
          ...inner,
          // biome-ignore lint/suspicious/noThenProperty: the THEN of a CASE branch; plain data, never awaited.
          branches: inner.branches.map((branch) => ({ when: shift(branch.when), then: shift(branch.then) })),
          otherwise: shift(inner.otherwise),
        };
    }
  };
  return { text, type: term.type, root: shift(term) };
}
