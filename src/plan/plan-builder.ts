// Makes plans: adds one node at a time, checks its expressions against the columns of its inputs, derives what flows out of
// it, and refuses what the stream-type table refuses. Every node it gives out is valid; `finish` gives the whole. Problems
// name the operator, the param and, within the param's text, the span.
import { type DataType, type Field, fieldIndex, formatType, type Schema } from '../columns/data-type.ts';
import type { ErrorPolicy, ParsedColumn, RecordFormat, RecordPolicy } from '../formats/record-format.ts';
import { fail, ok, type Problem, problem, type Result } from '../problem/problem.ts';
import type { AggregateCall } from '../sql/aggregate.ts';
import type { Expression } from '../sql/expression.ts';
import { checkWindow } from './batch-window-rules.ts';
import { checkedAggregate, checkedExpression } from './checked-texts.ts';
import { ERROR_SCHEMA } from './error-schema.ts';
import { formatDuration } from './format-duration.ts';
import type { NamedAggregate, NamedExpression, NodeId, Plan, PlanNode, PortRef, SinkView, SourceSpec, Windowing } from './plan.ts';
import type { Emits, StreamType } from './stream-type.ts';
import { EMITS_WORDS, flowAfter, STREAM_TABLE, type StreamConsumer, unionGives } from './stream-type-table.ts';

export interface NodeRequest {
  readonly operatorId: string;
  /** Tells the nodes of one operator apart; the node's id is `${operatorId}/${role}`. Never change one that has state. */
  readonly role: string;
  /** What the user calls the operator. */
  readonly label: string;
}

/** Of a node whose expressions can refuse a row. Absent: the run stops. */
export interface Refusing {
  readonly onError?: ErrorPolicy;
}

/** An expression or aggregate call as the user wrote it. Its problems point at `param`, and at `name` as the column. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
  readonly param: string;
}

export interface PlanSettings {
  readonly batchIntervalMs: number;
  readonly timeZone: string;
}

export class PlanBuilder {
  private readonly settings: PlanSettings;
  private readonly nodes = new Map<NodeId, PlanNode>();
  /** Streams given from outside for a check of one operator alone; they are no part of a plan. */
  private readonly given = new Map<NodeId, StreamType>();

  constructor(settings: PlanSettings) {
    this.settings = settings;
  }

  /** What flows out of a node. @throws Error for an id this builder did not give out. */
  streamType(node: NodeId): StreamType {
    const streamType = this.nodes.get(node)?.output ?? this.given.get(node);
    if (streamType === undefined) throw new Error(`No node ${node}`);
    return streamType;
  }

  /** The plan of the nodes added so far, in the order in which they were added, without those `keep` refuses. */
  finish(keep: (node: PlanNode) => boolean = () => true): Plan {
    return { ...this.settings, nodes: [...this.nodes.values()].filter(keep) };
  }

  /** Stands for a stream that is made elsewhere, to check what an operator says to it. Not to be finished. */
  givenStream(streamType: StreamType): NodeId {
    const id = `given/${this.given.size}`;
    this.given.set(id, streamType);
    return id;
  }

  source(request: NodeRequest & { readonly source: SourceSpec; readonly schema: Schema }): Result<NodeId> {
    const output: StreamType = { columns: request.schema, emits: 'rows', slideMs: this.settings.batchIntervalMs, keys: [], windowMs: null };
    return this.add({ ...this.base(request, [], output), kind: 'source', source: request.source });
  }

  project(request: NodeRequest & Refusing & { readonly input: NodeId; readonly columns: readonly NamedText[] }): Result<NodeId> {
    const input = this.streamType(request.input);
    const emits = this.accept(request, 'project', input);
    if (!emits.ok) return emits;
    const columns = this.namedExpressions(request, input.columns, request.columns);
    if (!columns.ok) return columns;
    const keys = keptKeys(input, columns.value);
    if (keys === null && input.emits === 'changes') return fail(this.keysGone(request, input));
    const fields = columns.value.map((c) => ({ name: c.name, type: c.expression.type }));
    const output = { columns: fields, ...flowAfter('project', input, emits.value, keys ?? [], null) };
    return this.add({ ...this.base(request, [request.input], output), kind: 'project', onError: request.onError ?? 'stop', columns: columns.value });
  }

  filter(request: NodeRequest & Refusing & { readonly input: NodeId; readonly condition: string; readonly param: string }): Result<NodeId> {
    const input = this.streamType(request.input);
    const emits = this.accept(request, 'filter', input);
    if (!emits.ok) return emits;
    const condition = this.expression(request, request.param, request.condition, input.columns);
    if (!condition.ok) return condition;
    const { type } = condition.value;
    if (type.kind !== 'BOOLEAN' && type.kind !== 'VOID') {
      return fail(this.wrongType(request, request.param, request.condition, type, 'BOOLEAN, TRUE for the rows to keep'));
    }
    const other = input.emits === 'changes' ? columnsOf(condition.value).find((name) => !hasName(input.keys, name)) : undefined;
    if (other !== undefined) {
      const where = { operator: request.operatorId, param: request.param };
      return fail(problem('plan/filter-of-changes', where, { label: request.label, column: other, keys: input.keys.join(', ') || 'none' }));
    }
    const output = { columns: input.columns, ...flowAfter('filter', input, emits.value, input.keys, null) };
    return this.add({
      ...this.base(request, [request.input], output),
      kind: 'filter',
      onError: request.onError ?? 'stop',
      condition: condition.value,
    });
  }

  generate(
    request: NodeRequest &
      Refusing & {
        readonly input: NodeId;
        readonly array: string;
        readonly param: string;
        readonly as: string;
        readonly position: string | null;
      },
  ): Result<NodeId> {
    const input = this.streamType(request.input);
    const emits = this.accept(request, 'generate', input);
    if (!emits.ok) return emits;
    const array = this.expression(request, request.param, request.array, input.columns);
    if (!array.ok) return array;
    const { type } = array.value;
    if (type.kind !== 'ARRAY') return fail(this.wrongType(request, request.param, request.array, type, 'an ARRAY, one row for each element'));
    const position: Schema = request.position === null ? [] : [{ name: request.position, type: { kind: 'INT' } }];
    const columns = [...input.columns, ...position, { name: request.as, type: type.element }];
    const clash = this.duplicate(request, columns, 'as');
    if (clash !== null) return fail(clash);
    const keys = input.keys.length === 0 || request.position === null ? [] : [...input.keys, request.position];
    const output = { columns, ...flowAfter('generate', input, emits.value, keys, null) };
    const { as, onError = 'stop' } = request;
    return this.add({
      ...this.base(request, [request.input], output),
      kind: 'generate',
      onError,
      array: array.value,
      as,
      position: request.position,
    });
  }

  /** Takes the records of one STRING column apart; the columns that are kept come first. */
  parse(
    request: NodeRequest & {
      readonly input: NodeId;
      readonly column: string;
      readonly keep: boolean;
      readonly format: RecordFormat;
      readonly columns: readonly ParsedColumn[];
      readonly onError: RecordPolicy;
    },
  ): Result<NodeId> {
    const input = this.streamType(request.input);
    const emits = this.accept(request, 'generate', input);
    if (!emits.ok) return emits;
    const column = this.column(request, 'column', request.column, input.columns);
    if (!column.ok) return column;
    if (column.value.type.kind !== 'STRING') {
      return fail(this.wrongType(request, 'column', request.column, column.value.type, 'a STRING, one record in each row'));
    }
    const at = fieldIndex(input.columns, request.column);
    const kept = request.keep ? input.columns.filter((_, i) => i !== at) : [];
    const columns = [...kept, ...request.columns.map(({ name, type }) => ({ name, type }))];
    const clash = this.duplicate(request, columns, 'columns');
    if (clash !== null) return fail(clash);
    const output = { columns, ...flowAfter('generate', input, emits.value, [], null) };
    const { keep, format, onError } = request;
    return this.add({ ...this.base(request, [request.input], output), kind: 'parse', column: at, keep, format, columns: request.columns, onError });
  }

  /** What `input` refuses. To be asked for a node that was made with the policy "errors". */
  errors(request: NodeRequest & { readonly input: NodeId }): Result<NodeId> {
    const node = this.nodes.get(request.input);
    const slideMs = node?.inputs[0] === undefined ? this.settings.batchIntervalMs : this.streamType(node.inputs[0].node).slideMs;
    const output: StreamType = { columns: ERROR_SCHEMA, emits: 'rows', slideMs, keys: [], windowMs: null };
    return this.add({ ...this.base(request, [request.input], output), kind: 'errors' });
  }

  /** Columns in the order of the first input; the others must have the same names with the same types, in any order. */
  union(request: NodeRequest & { readonly inputs: readonly NodeId[] }): Result<NodeId> {
    const inputs = request.inputs.map((input) => this.streamType(input));
    const [first] = inputs;
    if (first === undefined) return fail(problem('plan/union-empty', { operator: request.operatorId }, { label: request.label }));
    for (const input of inputs) {
      const emits = this.accept(request, 'union', input);
      if (!emits.ok) return emits;
    }
    const verdict = unionGives(inputs.map((input) => input.emits));
    if ('refused' in verdict) return fail(this.refusal(request, inputs.map((input) => EMITS_WORDS[input.emits]).join(' and '), verdict.refused));
    const slow = inputs.find((input) => input.slideMs !== first.slideMs);
    if (slow !== undefined) {
      const params = { label: request.label, first: formatDuration(first.slideMs), other: formatDuration(slow.slideMs) };
      return fail(problem('plan/union-slides', { operator: request.operatorId }, params));
    }
    const mismatch = inputs.map((input, i) => this.columnsDiffer(request, first.columns, input.columns, i + 1)).find((p) => p !== null);
    if (mismatch !== undefined) return fail(mismatch);
    const windowMs = inputs.every((input) => input.windowMs === first.windowMs) ? first.windowMs : null;
    const output = { columns: first.columns, ...flowAfter('union', { ...first, windowMs }, verdict.gives, [], null) };
    return this.add({ ...this.base(request, request.inputs, output), kind: 'union' });
  }

  /** Windows in milliseconds; their problems point at the params "size" and "slide". */
  aggregate(
    request: NodeRequest &
      Refusing & {
        readonly input: NodeId;
        readonly windowing: Windowing;
        readonly keys: readonly NamedText[];
        readonly aggregates: readonly NamedText[];
      },
  ): Result<NodeId> {
    const { windowing } = request;
    const input = this.streamType(request.input);
    const consumer: StreamConsumer = windowing.kind === 'running' ? `running-${windowing.emit}` : windowing.kind;
    const emits = this.accept(request, consumer, input);
    if (!emits.ok) return emits;
    const window = windowing.kind === 'batchWindow' ? windowing : null;
    const unit = { slideMs: input.slideMs, isBatchInterval: input.slideMs === this.settings.batchIntervalMs };
    const problems: Problem[] = window === null ? [] : [...checkWindow(request, window, unit)];
    const keys = this.namedExpressions(request, input.columns, request.keys);
    const aggregates = this.namedAggregates(request, input.columns, request.aggregates);
    if (!keys.ok) problems.push(...keys.problems);
    if (!aggregates.ok) problems.push(...aggregates.problems);
    if (request.aggregates.length === 0)
      problems.push(problem('plan/no-aggregates', { operator: request.operatorId, param: 'aggregates' }, { label: request.label }));
    if (!keys.ok || !aggregates.ok || problems.length > 0) return fail(...problems);
    const columns = [
      ...keys.value.map((k) => ({ name: k.name, type: k.expression.type })),
      ...aggregates.value.map((a) => ({ name: a.name, type: a.call.type })),
    ];
    const clash = this.duplicate(request, columns, request.aggregates[0]?.param ?? 'aggregates');
    if (clash !== null) return fail(clash);
    const flow = flowAfter(
      consumer,
      input,
      emits.value,
      keys.value.map((k) => k.name),
      window,
    );
    const base = this.base(request, [request.input], { columns, ...flow });
    return this.add({ ...base, kind: 'aggregate', onError: request.onError ?? 'stop', windowing, keys: keys.value, aggregates: aggregates.value });
  }

  sink(request: NodeRequest & { readonly input: NodeId; readonly view: SinkView }): Result<NodeId> {
    const input = this.streamType(request.input);
    const emits = this.accept(request, 'sink', input);
    if (!emits.ok) return emits;
    const view = this.checkView(request, input, request.view);
    if (!view.ok) return view;
    return this.add({ ...this.base(request, [request.input], input), kind: 'sink', view: view.value });
  }

  private checkView(request: NodeRequest, input: StreamType, view: SinkView): Result<SinkView> {
    if (view.kind !== 'chart') return ok(view);
    const value = this.column(request, 'y', view.value, input.columns);
    const series = view.series === null ? null : this.column(request, 'series', view.series, input.columns);
    const problems = [value, series].flatMap((result) => (result !== null && !result.ok ? result.problems : []));
    if (value.ok && !isNumeric(value.value.type)) {
      const { name, type } = value.value;
      const where = { operator: request.operatorId, param: 'y' };
      problems.push(problem('plan/not-numeric', where, { label: request.label, column: name, type: formatType(type) }));
    }
    if (!value.ok || (series !== null && !series.ok) || problems.length > 0) return fail(...problems);
    return ok({ kind: 'chart', value: value.value.name, series: series === null ? null : series.value.name });
  }

  private column(request: NodeRequest, param: string, name: string, columns: Schema): Result<Field> {
    const field = columns[fieldIndex(columns, name)];
    if (field !== undefined) return ok(field);
    const where = { operator: request.operatorId, param, column: name };
    return fail(problem('plan/no-column', where, { label: request.label, column: name, columns: namesOf(columns) }));
  }

  private base({ operatorId, role }: NodeRequest, inputs: readonly NodeId[], output: StreamType) {
    return { id: `${operatorId}/${role}`, operatorId, inputs: inputs.map((node): PortRef => ({ node, port: 'out' })), output };
  }

  private add(node: PlanNode): Result<NodeId> {
    if (this.nodes.has(node.id)) throw new Error(`Node ${node.id} is added twice`);
    this.nodes.set(node.id, node);
    return ok(node.id);
  }

  private accept(request: NodeRequest, consumer: StreamConsumer, input: StreamType): Result<Emits> {
    const verdict = STREAM_TABLE[consumer][input.emits];
    return 'gives' in verdict ? ok(verdict.gives) : fail(this.refusal(request, EMITS_WORDS[input.emits], verdict.refused));
  }

  private refusal({ operatorId, label }: NodeRequest, emits: string, because: string): Problem {
    return problem('plan/stream-refused', { operator: operatorId }, { label, emits, because });
  }

  private keysGone({ operatorId, label }: NodeRequest, input: StreamType): Problem {
    return problem('plan/keys-gone', { operator: operatorId }, { label, keys: input.keys.join(', ') });
  }

  private wrongType({ operatorId, label }: NodeRequest, param: string, text: string, type: DataType, wants: string): Problem {
    const where = { operator: operatorId, param, from: 0, to: text.length };
    return problem('plan/wrong-type', where, { label, got: formatType(type), wants });
  }

  private columnsDiffer(request: NodeRequest, first: Schema, other: Schema, input: number): Problem | null {
    const where = { operator: request.operatorId };
    const missing = first.find((field) => fieldIndex(other, field.name) < 0) ?? other.find((field) => fieldIndex(first, field.name) < 0);
    if (missing !== undefined) {
      const params = { label: request.label, column: missing.name, input, first: namesOf(first), other: namesOf(other) };
      return problem('plan/union-columns', { ...where, column: missing.name }, params);
    }
    for (const field of first) {
      const type = other[fieldIndex(other, field.name)]?.type ?? field.type;
      if (formatType(type).toUpperCase() === formatType(field.type).toUpperCase()) continue;
      const params = { label: request.label, column: field.name, input, first: formatType(field.type), other: formatType(type) };
      return problem('plan/union-types', { ...where, column: field.name }, params);
    }
    return null;
  }

  private duplicate(request: NodeRequest, columns: Schema, param: string): Problem | null {
    const twice = columns.find((field, i) => fieldIndex(columns, field.name) !== i);
    if (twice === undefined) return null;
    const where = { operator: request.operatorId, param, column: twice.name };
    return problem('plan/duplicate-column', where, { label: request.label, column: twice.name });
  }

  private expression(request: NodeRequest, param: string, text: string, scope: Schema, column?: string): Result<Expression> {
    const checked = checkedExpression(text, scope);
    return checked.ok ? checked : fail(...checked.problems.map((p) => at(p, request, param, column)));
  }

  private namedExpressions(request: NodeRequest, scope: Schema, texts: readonly NamedText[]): Result<readonly NamedExpression[]> {
    const named: NamedExpression[] = [];
    const problems: Problem[] = [];
    for (const { name, text, param } of texts) {
      const checked = this.expression(request, param, text, scope, name);
      if (!checked.ok) problems.push(...checked.problems);
      else if (checked.value.type.kind === 'VOID') {
        problems.push(problem('plan/no-type', { operator: request.operatorId, param, column: name }, { label: request.label, column: name }));
      } else named.push({ name, expression: checked.value });
    }
    const clash = problems.length > 0 ? null : this.duplicate(request, named.map(asField), texts.at(-1)?.param ?? '');
    if (clash !== null) problems.push(clash);
    return problems.length > 0 ? fail(...problems) : ok(named);
  }

  private namedAggregates(request: NodeRequest, scope: Schema, texts: readonly NamedText[]): Result<readonly NamedAggregate[]> {
    const named: NamedAggregate[] = [];
    const problems: Problem[] = [];
    for (const { name, text, param } of texts) {
      const checked: Result<AggregateCall> = checkedAggregate(text, scope);
      if (checked.ok) named.push({ name, call: checked.value });
      else problems.push(...checked.problems.map((p) => at(p, request, param, name)));
    }
    return problems.length > 0 ? fail(...problems) : ok(named);
  }
}

function at(p: Problem, request: NodeRequest, param: string, column: string | undefined): Problem {
  return { ...p, where: { ...p.where, operator: request.operatorId, param, ...(column === undefined ? {} : { column }) } };
}

function asField({ name, expression }: NamedExpression): Field {
  return { name, type: expression.type };
}

function namesOf(columns: Schema): string {
  return columns.map((field) => field.name).join(', ') || 'none';
}

function hasName(names: readonly string[], name: string): boolean {
  return names.some((n) => n.toLowerCase() === name.toLowerCase());
}

function isNumeric(type: DataType): boolean {
  return type.kind === 'INT' || type.kind === 'BIGINT' || type.kind === 'DOUBLE';
}

/** The keys of the input under their new names, or null when a projection leaves one out. */
function keptKeys(input: StreamType, columns: readonly NamedExpression[]): readonly string[] | null {
  const kept = input.keys.map((key) => {
    const index = fieldIndex(input.columns, key);
    return columns.find(({ expression: { root } }) => root.kind === 'column' && root.index === index)?.name;
  });
  return kept.every((name) => name !== undefined) ? kept : null;
}

/** Names of the columns an expression reads. */
function columnsOf({ root }: Expression): readonly string[] {
  const names: string[] = [];
  const terms = [root];
  for (const term of terms) {
    if (term.kind === 'column') names.push(term.name);
    else if (term.kind === 'call') terms.push(...term.args);
    else if (term.kind === 'case') terms.push(...term.branches.flatMap((b) => [b.when, b.then]), term.otherwise);
  }
  return names;
}
