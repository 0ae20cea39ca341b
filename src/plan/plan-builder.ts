// Makes plans: adds one node at a time, checks its expressions against the columns of its inputs, derives what flows out of
// it, and refuses what the stream-type table refuses. Every node it gives out is valid; `finish` gives the whole. Problems
// name the operator, the param and, within the param's text, the span. Nodes with more rules have a file each, build-*.ts.
import { fieldIndex, formatType, isNumericType, type Schema } from '../columns/data-type.ts';
import { checkColumns } from '../formats/check-columns.ts';
import type { ParsedColumn, RecordFormat, RecordPolicy } from '../formats/record-format.ts';
import { fail, ok, type Problem, problem, type Result } from '../problem/problem.ts';
import type { Expression } from '../sql/expression.ts';
import { type AggregateRequest, buildAggregate } from './build-aggregate.ts';
import { buildFold, type FoldRequest } from './build-fold.ts';
import { buildJoin, type JoinRequest } from './build-join.ts';
import { buildTable, type TableRequest } from './build-table.ts';
import { buildTop, type TopRequest } from './build-top.ts';
import { buildWindow, type WindowRequest } from './build-window.ts';
import { ERROR_SCHEMA } from './error-schema.ts';
import { formatDuration } from './format-duration.ts';
import type { NamedText, NodeRequest, PlanMaker, PlanSettings, Refusing } from './node-request.ts';
import type { NodeId, Plan, PlanNode, SinkView, SourceSpec } from './plan.ts';
import {
  columnNamed,
  conditionOf,
  duplicateColumn,
  expressionOf,
  hasName,
  keptKeys,
  namedExpressions,
  namesOf,
  nodeBase,
  wrongType,
} from './plan-checks.ts';
import { readTableText, type TableText } from './read-table-text.ts';
import type { Emits, StreamType } from './stream-type.ts';
import { EMITS_WORDS, flowAfter, STREAM_TABLE, type StreamConsumer, TABLE_CONSUMERS, unionGives } from './stream-type-table.ts';

export class PlanBuilder implements PlanMaker {
  readonly settings: PlanSettings;
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

  /** @throws Error for an id that no node has. */
  node(id: NodeId): PlanNode {
    const node = this.nodes.get(id);
    if (node === undefined) throw new Error(`No node ${id}`);
    return node;
  }

  /** How many nodes were added. */
  get size(): number {
    return this.nodes.size;
  }

  /** The plan of the nodes added so far, in the order in which they were added, without those `keep` refuses. */
  finish(keep: (node: PlanNode) => boolean = () => true): Plan {
    const { batchIntervalMs, timeZone } = this.settings;
    return { batchIntervalMs, timeZone, nodes: [...this.nodes.values()].filter(keep) };
  }

  /** Stands for a stream that is made elsewhere, to check what an operator says to it. Not to be finished. */
  givenStream(streamType: StreamType): NodeId {
    const id = `given/${this.given.size}`;
    this.given.set(id, streamType);
    return id;
  }

  source(request: NodeRequest & { readonly source: SourceSpec; readonly schema: Schema }): Result<NodeId> {
    const output: StreamType = { columns: request.schema, emits: 'rows', slideMs: this.settings.batchIntervalMs, keys: [], windowMs: null };
    return this.add({ ...nodeBase(request, [], output), kind: 'source', source: request.source });
  }

  project(request: NodeRequest & Refusing & { readonly input: NodeId; readonly columns: readonly NamedText[] }): Result<NodeId> {
    const input = this.streamType(request.input);
    const emits = this.accept(request, 'project', input);
    if (!emits.ok) return emits;
    const columns = namedExpressions(request, input.columns, request.columns);
    if (!columns.ok) return columns;
    const keys = keptKeys(input.keys, input.columns, columns.value);
    if (keys === null && input.emits === 'changes') return fail(this.keysGone(request, input));
    const fields = columns.value.map((c) => ({ name: c.name, type: c.expression.type }));
    const output = { columns: fields, ...flowAfter('project', input, emits.value, keys ?? [], null) };
    return this.add({ ...nodeBase(request, [request.input], output), kind: 'project', onError: request.onError ?? 'stop', columns: columns.value });
  }

  filter(request: NodeRequest & Refusing & { readonly input: NodeId; readonly condition: string; readonly param: string }): Result<NodeId> {
    const input = this.streamType(request.input);
    const emits = this.accept(request, 'filter', input);
    if (!emits.ok) return emits;
    const given = { text: request.condition, param: request.param };
    const condition = conditionOf(request, given, input.columns, 'TRUE for the rows to keep');
    if (!condition.ok) return condition;
    const other = input.emits === 'changes' ? columnsOf(condition.value).find((name) => !hasName(input.keys, name)) : undefined;
    if (other !== undefined) {
      const where = { operator: request.operatorId, param: request.param };
      return fail(problem('plan/filter-of-changes', where, { label: request.label, column: other, keys: input.keys.join(', ') || 'none' }));
    }
    const output = { columns: input.columns, ...flowAfter('filter', input, emits.value, input.keys, null) };
    return this.add({
      ...nodeBase(request, [request.input], output),
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
        readonly outer?: boolean;
      },
  ): Result<NodeId> {
    const input = this.streamType(request.input);
    const emits = this.accept(request, 'generate', input);
    if (!emits.ok) return emits;
    const array = expressionOf(request, { text: request.array, param: request.param }, input.columns);
    if (!array.ok) return array;
    const { type } = array.value;
    if (type.kind !== 'ARRAY') return fail(wrongType(request, request.param, request.array, type, 'an ARRAY, one row for each element'));
    const position: Schema = request.position === null ? [] : [{ name: request.position, type: { kind: 'INT' } }];
    const columns = [...input.columns, ...position, { name: request.as, type: type.element }];
    const clash = duplicateColumn(request, columns, 'as');
    if (clash !== null) return fail(clash);
    const keys = input.keys.length === 0 || request.position === null ? [] : [...input.keys, request.position];
    const output = { columns, ...flowAfter('generate', input, emits.value, keys, null) };
    const { as, onError = 'stop' } = request;
    return this.add({
      ...nodeBase(request, [request.input], output),
      kind: 'generate',
      onError,
      array: array.value,
      as,
      position: request.position,
      ...(request.outer === true ? { outer: true } : {}),
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
    const column = columnNamed(request, 'column', request.column, input.columns);
    if (!column.ok) return column;
    if (column.value.type.kind !== 'STRING') {
      return fail(wrongType(request, 'column', request.column, column.value.type, 'a STRING, one record in each row'));
    }
    const wrong = checkColumns(request.format, request.columns, { operator: request.operatorId, param: 'columns' }, request.label);
    if (wrong.length > 0) return fail(...wrong);
    const at = fieldIndex(input.columns, request.column);
    const kept = request.keep ? input.columns.filter((_, i) => i !== at) : [];
    const columns = [...kept, ...request.columns.map(({ name, type }) => ({ name, type }))];
    const clash = duplicateColumn(request, columns, 'columns');
    if (clash !== null) return fail(clash);
    const output = { columns, ...flowAfter('generate', input, emits.value, [], null) };
    const { keep, format, onError } = request;
    return this.add({ ...nodeBase(request, [request.input], output), kind: 'parse', column: at, keep, format, columns: request.columns, onError });
  }

  /** What the nodes of the operator refuse, from `input`, its last, back to its first; those that were made with the policy "errors". */
  errors(request: NodeRequest & { readonly input: NodeId }): Result<NodeId> {
    const refusing = refusingNodes(this.nodes, request.input);
    // Rows are refused when they come, which may be oftener than the operator answers.
    const read = refusing.flatMap(({ inputs }) => inputs.map(({ node }) => this.streamType(node))).filter(({ table }) => table !== true);
    const slideMs = Math.min(...read.map((stream) => stream.slideMs));
    const output: StreamType = { columns: ERROR_SCHEMA, emits: 'rows', slideMs, keys: [], windowMs: null };
    const inputs = refusing.map(({ id }) => id);
    return this.add({ ...nodeBase(request, inputs, output), kind: 'errors' });
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
    return this.add({ ...nodeBase(request, request.inputs, output), kind: 'union' });
  }

  aggregate(request: AggregateRequest): Result<NodeId> {
    return buildAggregate(this, request);
  }

  window(request: WindowRequest): Result<NodeId> {
    return buildWindow(this, request);
  }

  /** Rows written as text under a schema. Here, because it reads cells as CAST does, and operators are loaded without the language. */
  readTable(text: string, schema: Schema): TableText {
    return readTableText(text, schema);
  }

  table(request: TableRequest): Result<NodeId> {
    return buildTable(this, request);
  }

  join(request: JoinRequest): Result<NodeId> {
    return buildJoin(this, request);
  }

  top(request: TopRequest): Result<NodeId> {
    return buildTop(this, request);
  }

  fold(request: FoldRequest): Result<NodeId> {
    return buildFold(this, request);
  }

  sink(request: NodeRequest & { readonly input: NodeId; readonly view: SinkView }): Result<NodeId> {
    const input = this.streamType(request.input);
    const emits = this.accept(request, 'sink', input);
    if (!emits.ok) return emits;
    const view = this.checkView(request, input, request.view);
    if (!view.ok) return view;
    return this.add({ ...nodeBase(request, [request.input], input), kind: 'sink', view: view.value });
  }

  private checkView(request: NodeRequest, input: StreamType, view: SinkView): Result<SinkView> {
    if (view.kind !== 'chart') return ok(view);
    const value = columnNamed(request, 'y', view.value, input.columns);
    const series = view.series === null ? null : columnNamed(request, 'series', view.series, input.columns);
    const problems = [value, series].flatMap((result) => (result !== null && !result.ok ? result.problems : []));
    if (value.ok && !isNumericType(value.value.type)) {
      const { name, type } = value.value;
      const where = { operator: request.operatorId, param: 'y' };
      problems.push(problem('plan/not-numeric', where, { label: request.label, column: name, type: formatType(type) }));
    }
    if (!value.ok || (series !== null && !series.ok) || problems.length > 0) return fail(...problems);
    return ok({ kind: 'chart', value: value.value.name, series: series === null ? null : series.value.name });
  }

  /** Of a node that is valid. @throws Error for an id that is taken. */
  add(node: PlanNode): Result<NodeId> {
    if (this.nodes.has(node.id)) throw new Error(`Node ${node.id} is added twice`);
    this.nodes.set(node.id, node);
    return ok(node.id);
  }

  accept(request: NodeRequest, consumer: StreamConsumer, input: StreamType): Result<Emits> {
    if (input.table === true && !TABLE_CONSUMERS.has(consumer)) return fail(this.refusal(request, 'a table', ONLY_JOINED));
    const verdict = STREAM_TABLE[consumer][input.emits];
    return 'gives' in verdict ? ok(verdict.gives) : fail(this.refusal(request, EMITS_WORDS[input.emits], verdict.refused));
  }

  private refusal({ operatorId, label }: NodeRequest, emits: string, because: string): Problem {
    return problem('plan/stream-refused', { operator: operatorId }, { label, emits, because });
  }

  private keysGone({ operatorId, label }: NodeRequest, input: StreamType): Problem {
    return problem('plan/keys-gone', { operator: operatorId }, { label, keys: input.keys.join(', ') });
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
}

const ONLY_JOINED = 'Its rows are given once and do not come in batches. Join a stream with it';

/** The nodes of one operator whose refused rows leave by its errors port, first to last. An aggregate may have a projection and a filter behind it. */
function refusingNodes(nodes: ReadonlyMap<NodeId, PlanNode>, last: NodeId): readonly PlanNode[] {
  const node = nodes.get(last);
  if (node === undefined) return [];
  const before = node.inputs.filter((input) => nodes.get(input.node)?.operatorId === node.operatorId);
  const own = 'onError' in node && node.onError === 'errors' ? [node] : [];
  return [...before.flatMap((input) => refusingNodes(nodes, input.node)), ...own];
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
