// Keyed state: the scopes its expressions see, aggregate calls inside them, and what must fit what. A value that is stored or
// emitted under a declared type is cast to it where Spark would cast it on its own (numbers among numbers, anything to
// STRING, a bare NULL); otherwise the type is refused.
import { valuesFromRows } from '../columns/build.ts';
import type { Rows } from '../columns/column.ts';
import { type DataType, type Field, fieldIndex, formatType, isNumericType, type Schema, sameType } from '../columns/data-type.ts';
import { fail, ok, type Problem, problem, type Result } from '../problem/problem.ts';
import type { Ast } from '../sql/ast.ts';
import { checkParsed } from '../sql/check.ts';
import type { Expression } from '../sql/expression.ts';
import { parseExpression } from '../sql/parse.ts';
import { parseType } from '../sql/parse-type.ts';
import { checkpointMultiple } from './batch-window-rules.ts';
import { formatDuration } from './format-duration.ts';
import type { NamedText, NodeRequest, ParamText, PlanMaker, Refusing } from './node-request.ts';
import type { FoldGives, FoldTimeout, NamedExpression, NodeId } from './plan.ts';
import { asField, checkpointProblem, duplicateColumn, namedExpressions, namesOf, nodeBase, problemAt, wrongType } from './plan-checks.ts';
import { prefixedFields } from './prefixed-fields.ts';
import { FoundAggregates, scopedNames } from './scoped-texts.ts';
import { formatTerm } from './state-shape.ts';
import type { StreamType } from './stream-type.ts';

export interface FoldRequest extends NodeRequest, Refusing {
  readonly input: NodeId;
  readonly per: 'row' | 'batch';
  readonly keys: readonly NamedText[];
  /** Each field with its type as text. */
  readonly state: readonly NamedText[];
  readonly update: readonly NamedText[];
  readonly remove: ParamText | null;
  readonly where: ParamText | null;
  readonly emit: readonly NamedText[];
  readonly timeout: FoldTimeoutRequest | null;
  /** How often the state is saved, for time-outs that are looked for only then. Absent: every ten slides. */
  readonly checkpointMs?: number;
  /** Reads the rows that are there before the first batch: keys, then state. */
  readonly initial: ((columns: Schema) => Result<Rows>) | null;
  readonly gives: FoldGives;
}

export interface FoldTimeoutRequest {
  readonly afterMs: number;
  readonly param: string;
  readonly scan: 'batch' | 'checkpoint';
  /** null: nothing is emitted. */
  readonly emit: readonly NamedText[] | null;
}

export function buildFold(maker: PlanMaker, request: FoldRequest): Result<NodeId> {
  const input = maker.streamType(request.input);
  const emits = maker.accept(request, 'fold', input);
  if (!emits.ok) return emits;
  const keys = namedExpressions(request, input.columns, request.keys);
  const state = stateFields(request);
  const refusals = checkpointProblem(request, maker.settings, 'a state for each key');
  if (!keys.ok || !state.ok) return fail(...(keys.ok ? [] : keys.problems), ...(state.ok ? [] : state.problems), ...refusals);
  const checks = new FoldChecks(request, input, keys.value, state.value);
  const update = checks.updates();
  const remove = checks.condition(request.remove, 'TRUE when the key leaves');
  const where = checks.condition(request.where, 'TRUE for what to emit');
  const emit = checks.emitted(request.emit);
  const timeout = checks.timeout(emit);
  const output = checks.output(emit);
  const initial = checks.initial();
  const problems = [...checks.problems, ...refusals];
  if (problems.length > 0) return fail(...problems);
  return maker.add({
    ...nodeBase(request, [request.input], output),
    kind: 'fold',
    onError: request.onError ?? 'stop',
    per: request.per,
    keys: keys.value,
    aggregates: checks.found.calls.map((call) => ({ name: call.text, call })),
    state: state.value,
    update,
    remove,
    where,
    emit,
    timeout,
    initial,
    gives: request.gives,
  });
}

function stateFields(request: FoldRequest): Result<Schema> {
  const where = { operator: request.operatorId, param: 'state' };
  const { label } = request;
  if (request.state.length === 0) return fail(problem('algebra/state-empty', where, { label }));
  const problems: Problem[] = [];
  const fields = request.state.flatMap(({ name, text, param }): readonly Field[] => {
    const type = parseType(text);
    if (type.ok && type.value.kind !== 'VOID') return [{ name, type: type.value }];
    problems.push(problem('algebra/state-field', { ...where, param, column: name }, { label, field: name, type: text }));
    return [];
  });
  const clash = duplicateColumn(request, fields, 'state');
  if (clash !== null) problems.push(clash);
  return problems.length > 0 ? fail(...problems) : ok(fields);
}

/** The texts of one fold, parsed once, and everything that is wrong with them. */
class FoldChecks {
  readonly problems: Problem[] = [];
  readonly found: FoundAggregates;
  private readonly request: FoldRequest;
  private readonly input: StreamType;
  private readonly keys: readonly NamedExpression[];
  private readonly state: Schema;
  private readonly trees = new Map<ParamText, Ast>();
  /** What update sees; remove, where and emit see "new.f" behind it. */
  private readonly before: Schema;
  private readonly after: Schema;

  constructor(request: FoldRequest, input: StreamType, keys: readonly NamedExpression[], state: Schema) {
    this.request = request;
    this.input = input;
    this.keys = keys;
    this.state = state;
    this.found = new FoundAggregates(input.columns);
    const { remove, where } = request;
    for (const given of [...request.update, ...request.emit, ...[remove, where].filter((text) => text !== null)]) this.parse(given);
    this.before = [...this.rowScope(), ...prefixedFields('state', state)];
    this.after = [...this.before, ...prefixedFields('new', state)];
    const clash = duplicateColumn(request, this.after, 'state');
    if (clash !== null) this.problems.push(clash);
  }

  /** One expression a field of the state, in its order and of its type. */
  updates(): readonly Expression[] {
    const { request, state } = this;
    const { label } = request;
    for (const { name, param } of request.update) {
      if (fieldIndex(state, name) >= 0) continue;
      const where = { operator: request.operatorId, param, column: name };
      this.problems.push(problem('algebra/update-without-field', where, { label, field: name, fields: namesOf(state) }));
    }
    return state.flatMap((field): readonly Expression[] => {
      const given = request.update.find(({ name }) => name.toLowerCase() === field.name.toLowerCase());
      if (given !== undefined) return this.assigned(given, field, this.before) ?? [];
      const where = { operator: request.operatorId, param: 'update', column: field.name };
      this.problems.push(problem('algebra/state-without-update', where, { label, field: field.name }));
      return [];
    });
  }

  condition(given: ParamText | null, wants: string): Expression | null {
    if (given === null) return null;
    const expression = this.checked(given, this.after);
    if (expression === null) return null;
    const { type } = expression;
    if (type.kind === 'BOOLEAN' || type.kind === 'VOID') return expression;
    this.problems.push(wrongType(this.request, given.param, given.text, type, `BOOLEAN, ${wants}`));
    return null;
  }

  emitted(texts: readonly NamedText[]): readonly NamedExpression[] {
    const { request } = this;
    const named = texts.flatMap((given): readonly NamedExpression[] => {
      const expression = this.checked(given, this.after);
      if (expression === null) return [];
      if (expression.type.kind !== 'VOID') return [{ name: given.name, expression }];
      const where = { operator: request.operatorId, param: given.param, column: given.name };
      this.problems.push(problem('plan/no-type', where, { label: request.label, column: given.name }));
      return [];
    });
    const clash = duplicateColumn(request, named.map(asField), texts.at(-1)?.param ?? 'emit');
    if (clash !== null) this.problems.push(clash);
    return named;
  }

  timeout(emit: readonly NamedExpression[]): FoldTimeout | null {
    const { request, input } = this;
    const scanMs = request.checkpointMs ?? input.slideMs * 10;
    if (request.checkpointMs !== undefined) this.problems.push(...checkpointMultiple(request, request.checkpointMs, input.slideMs));
    const { timeout } = request;
    if (timeout === null) return null;
    const where = { operator: request.operatorId, param: timeout.param };
    if (request.per === 'batch') this.problems.push(problem('algebra/timeout-per-batch', where, { label: request.label }));
    if (!(timeout.afterMs > 0)) {
      this.problems.push(problem('algebra/timeout', where, { label: request.label, got: formatDuration(timeout.afterMs) }));
    }
    const texts = timeout.emit === null || request.gives === 'snapshots' ? null : this.onTimeout(timeout.emit, emit);
    return { afterMs: timeout.afterMs, emit: texts, scanMs: timeout.scan === 'checkpoint' ? scanMs : null };
  }

  /** The columns of `emit` again, each of its type; NULL where none is given. */
  private onTimeout(texts: readonly NamedText[], emit: readonly NamedExpression[]): readonly NamedExpression[] {
    const { request } = this;
    const scope = [...this.keys.map(asField), ...prefixedFields('state', this.state)];
    for (const { name, param } of texts) {
      if (fieldIndex(emit.map(asField), name) >= 0) continue;
      const where = { operator: request.operatorId, param, column: name };
      const params = { label: request.label, column: name, columns: namesOf(emit.map(asField)) };
      this.problems.push(problem('algebra/timeout-column', where, params));
    }
    return emit.flatMap((column): readonly NamedExpression[] => {
      const given = texts.find(({ name }) => name.toLowerCase() === column.name.toLowerCase());
      if (given !== undefined) this.parse(given);
      const expressions =
        given === undefined
          ? [nullOf(column.expression.type)]
          : (this.assigned(given, { name: column.name, type: column.expression.type }, scope) ?? []);
      return expressions.map((expression) => ({ name: column.name, expression }));
    });
  }

  output(emit: readonly NamedExpression[]): StreamType {
    const { request, input, keys, state } = this;
    const flow = { slideMs: input.slideMs, windowMs: null };
    if (request.gives === 'snapshots') {
      const columns = [...keys.map(asField), ...state];
      const clash = duplicateColumn(request, columns, 'state');
      if (clash !== null) this.problems.push(clash);
      return { columns, emits: 'all', keys: keys.map(({ name }) => name), ...flow };
    }
    const columns = emit.map(asField);
    const kept = keys.map((key) => ({ key, name: this.emittedAs(key, emit) }));
    const gone = kept.find(({ name }) => name === undefined);
    if (request.gives === 'changes' && gone !== undefined) {
      const where = { operator: request.operatorId, param: 'emit' };
      this.problems.push(problem('algebra/fold-keys-gone', where, { label: request.label, key: gone.key.name }));
    }
    const names = gone === undefined && request.gives !== 'rows' ? kept.flatMap(({ name }) => name ?? []) : [];
    return { columns, emits: request.gives, keys: names, ...flow };
  }

  /** What is there before the first batch, as rows of the keys and the state. */
  initial(): Rows | null {
    const { request, keys, state } = this;
    if (request.initial === null) return null;
    const rows = request.initial([...keys.map(asField), ...state]);
    if (!rows.ok) {
      this.problems.push(...rows.problems);
      return null;
    }
    const seen = new Set<string>();
    valuesFromRows(rows.value).forEach((row, i) => {
      const key = JSON.stringify(row.slice(0, keys.length));
      const where = { operator: request.operatorId, param: 'initial' };
      if (seen.has(key)) this.problems.push(problem('algebra/initial-twice', where, { label: request.label, row: i + 1 }));
      seen.add(key);
    });
    return rows.value;
  }

  /** The name of the column that is the key; undefined when none is. */
  private emittedAs(key: NamedExpression, emit: readonly NamedExpression[]): string | undefined {
    const own = formatTerm(key.expression.root);
    const position = this.request.per === 'batch' ? 0 : this.input.columns.length;
    return emit.find(({ expression: { root } }) => {
      const isKeyColumn = root.kind === 'column' && root.index >= position && root.name.toLowerCase() === key.name.toLowerCase();
      return isKeyColumn || (this.request.per === 'row' && formatTerm(root) === own);
    })?.name;
  }

  /** What expressions see before the state: the row and the keys, or the keys and the aggregates. */
  private rowScope(): Schema {
    const keys = this.keys.map(asField);
    if (this.request.per === 'batch') return [...keys, ...this.found.columns];
    const columns = this.input.columns;
    return [...columns, ...keys.filter(({ name }) => fieldIndex(columns, name) < 0)];
  }

  private parse(given: ParamText): void {
    const parsed = parseExpression(given.text);
    const tree = parsed.ok && this.request.per === 'batch' ? this.found.extract(given.text, parsed.value) : parsed;
    if (tree.ok) this.trees.set(given, tree.value);
    else this.tell(given, tree.problems);
  }

  private checked(given: ParamText, scope: Schema): Expression | null {
    const tree = this.trees.get(given);
    if (tree === undefined) return null;
    const checked = checkParsed(given.text, scopedNames(tree, scope), scope);
    if (checked.ok) return checked.value;
    this.tell(given, checked.problems);
    return null;
  }

  /** The expression cast to the type of the field, in a list of one; null after telling what is wrong. */
  private assigned(given: NamedText, field: Field, scope: Schema): readonly [Expression] | null {
    const expression = this.checked(given, scope);
    if (expression === null) return null;
    if (sameType(expression.type, field.type)) return [expression];
    const cast = castsAlone(expression.type, field.type) ? this.castTo(given, field.type, scope) : null;
    if (cast !== null) return [cast];
    const where = { operator: this.request.operatorId, param: given.param, column: given.name };
    const params = { label: this.request.label, name: field.name, got: formatType(expression.type), wants: formatType(field.type) };
    this.problems.push(problem('algebra/assigned-type', where, params));
    return null;
  }

  private castTo(given: NamedText, type: DataType, scope: Schema): Expression | null {
    const operand = this.trees.get(given);
    if (operand === undefined) return null;
    const tree: Ast = {
      kind: 'cast',
      operand: scopedNames(operand, scope),
      type: formatType(type),
      typeSpan: operand.span,
      safe: false,
      span: operand.span,
    };
    const checked = checkParsed(given.text, tree, scope);
    return checked.ok ? checked.value : null;
  }

  private tell(given: ParamText & { readonly name?: string }, problems: readonly Problem[]): void {
    this.problems.push(...problems.map((p) => problemAt(p, this.request, given.param, given.name)));
  }
}

/** Whether Spark would cast the one to the other where it is stored, without being told to. */
function castsAlone(from: DataType, to: DataType): boolean {
  if (from.kind === 'VOID' || to.kind === 'STRING' || from.kind === to.kind) return true;
  return (isNumericType(from) && isNumericType(to)) || (from.kind === 'DATE' && to.kind === 'TIMESTAMP');
}

function nullOf(type: DataType): Expression {
  return { text: 'NULL', type, root: { kind: 'literal', type, literal: { kind: 'null' }, span: { from: 0, to: 4 } } };
}
