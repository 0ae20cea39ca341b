// What a pipeline's answers must be, from the log alone: every node is evaluated row by row with plain values, and every
// window is counted again from the rows of (T - size, T] each time it fires. Written to be read, not to be fast; shares no
// code with the kernels. It remembers nothing but rows: of a node with state, what its keys and arguments were for each row.
import { type PlainValue, valuesFromRows } from '../../src/columns/build.ts';
import { fieldIndex, type Schema } from '../../src/columns/data-type.ts';
import type {
  AggregateNode,
  FoldNode,
  GenerateNode,
  JoinNode,
  NodeId,
  ParseNode,
  Plan,
  PlanNode,
  ProjectNode,
  SinkNode,
  SourceNode,
  WindowNode,
} from '../../src/plan/plan.ts';
import { stateShape } from '../../src/plan/state-shape.ts';
import type { Term } from '../../src/sql/expression.ts';
import { aggregateValues, argumentOf, mustFit } from './naive-aggregates.ts';
import { NaiveFold } from './naive-fold.ts';
import { naiveJoin } from './naive-join.ts';
import { NaiveRefusals } from './naive-refusals.ts';
import { naiveTop } from './naive-top.ts';
import { evaluateTerm } from './row-terms.ts';
import { groupText, type OracleRow, RowFailure, toOracleRows, toValue, type Value } from './values.ts';

export interface LoggedBatch {
  readonly batchId: number;
  readonly timeMs: number;
  /** More than 1: so many batches one interval apart, all without rows. */
  readonly count: number;
  /** Rows of each source operator. Absent: no rows. null: the source gave nothing at all. */
  readonly rows: { readonly [operatorId: string]: readonly (readonly PlainValue[])[] | null };
}

export interface SinkAnswer {
  readonly operatorId: string;
  readonly batchId: number;
  readonly timeMs: number;
  /** null: the sink's stream did not fire at that time. */
  readonly rows: readonly OracleRow[] | null;
}

/** What an aggregate remembers of one row of its input. */
interface RememberedRow {
  readonly timeMs: number;
  readonly keys: readonly Value[];
  readonly group: string;
  /** One value an aggregate; null for count(*), undefined where a FILTER leaves the row out. */
  readonly args: readonly (Value | undefined)[];
}

/** All an aggregate remembers, as long as its shape stays. */
interface Memory {
  readonly shape: string;
  /** Of a window: the rows it may still cover. */
  rows: readonly RememberedRow[];
  /** Of a running aggregate: all rows since the start, by group, in order of arrival. */
  readonly groups: Map<string, RememberedRow[]>;
  /** Answers of groups that got no row since, which would come out the same. */
  readonly answers: Map<string, OracleRow>;
  /** Of a window of rows: those it may still cover. */
  held: readonly { readonly timeMs: number; readonly row: OracleRow }[];
  /** Of an inverse window: keys of its windows so far, and whether it ever covered a row. */
  readonly known: Map<string, readonly Value[]>;
  begun: boolean;
  readonly fold: NaiveFold;
}

/** The plain values of a parse node's columns for one record, by whoever made the records; null: the record gives no row. */
export type RecordReader = (node: ParseNode, record: string) => readonly PlainValue[] | null;

/** Rows of a stream at one time; null: it did not fire. */
type Firing = readonly OracleRow[] | null;

export class NaiveEvaluator {
  private plan: Plan;
  private readonly zeroTimeMs: number;
  private readonly readRecord: RecordReader | null;
  private memory = new Map<NodeId, Memory>();
  private readonly refusals = new NaiveRefusals();

  constructor(plan: Plan, zeroTimeMs: number, readRecord: RecordReader | null = null) {
    this.plan = plan;
    this.zeroTimeMs = zeroTimeMs;
    this.readRecord = readRecord;
  }

  /** Rows refused since the beginning, by operator. */
  get refused(): ReadonlyMap<string, number> {
    return this.refusals.totals;
  }

  /** From the next batch on another plan is in force. A node keeps what it remembers if it is the same with the same state. */
  switchTo(plan: Plan): void {
    const shapes = new Map(plan.nodes.map((node) => [node.id, stateShape(node)]));
    this.plan = plan;
    this.memory = new Map([...this.memory].filter(([nodeId, kept]) => shapes.get(nodeId) === kept.shape));
  }

  /** One answer a sink and batch time, in order of time. @throws RowFailure for a value an ANSI rule refuses. */
  batch(batch: LoggedBatch): readonly SinkAnswer[] {
    const answers: SinkAnswer[] = [];
    for (let i = 0; i < batch.count; i++) {
      const timeMs = batch.timeMs + i * this.plan.batchIntervalMs;
      answers.push(...this.oneTime(batch.batchId + i, timeMs, batch.rows));
    }
    return answers;
  }

  private oneTime(batchId: number, timeMs: number, given: LoggedBatch['rows']): readonly SinkAnswer[] {
    this.refusals.begin();
    const firings = new Map<NodeId, Firing>();
    const answers: SinkAnswer[] = [];
    for (const node of this.plan.nodes) {
      const inputs = node.inputs.map((input) => firings.get(input.node) ?? null);
      const firing = this.evaluate(node, inputs, timeMs, given);
      firings.set(node.id, firing);
      if (node.kind === 'sink') answers.push({ operatorId: node.operatorId, batchId, timeMs, rows: firing });
    }
    return answers;
  }

  private evaluate(node: PlanNode, inputs: readonly Firing[], timeMs: number, given: LoggedBatch['rows']): Firing {
    const [input = null] = inputs;
    switch (node.kind) {
      case 'source':
        return sourceRows(node, given);
      case 'project':
        return input === null ? null : input.flatMap((row) => this.projected(node, row, timeMs));
      case 'filter':
        return input === null
          ? null
          : input.filter((row) => this.tried(node, row, () => evaluateTerm(node.condition.root, { row, timeMs }) === true)[0] === true);
      case 'generate':
        return input === null ? null : input.flatMap((row) => this.tried(node, row, () => generateRows(node, row, timeMs)).flat());
      case 'union':
        return this.unionRows(node, inputs);
      case 'aggregate':
        return this.aggregate(node, input, timeMs);
      case 'sink':
        return input;
      case 'table':
        return toOracleRows(node.output.columns, valuesFromRows(node.rows));
      case 'window':
        return this.windowRows(node, input, timeMs);
      case 'top':
        return input === null ? null : naiveTop(node, this.inputColumns(node, 0), input, timeMs, this.refusals);
      case 'join':
        return this.joinRows(node, inputs, timeMs);
      case 'fold':
        return this.foldRows(node, input, timeMs);
      case 'parse':
        return input === null ? null : input.flatMap((row) => this.parsedRow(node, row));
      case 'errors':
        return this.firesAt(timeMs, node.output.slideMs) ? node.inputs.flatMap((refusing) => this.refusals.of(refusing.node)) : null;
    }
  }

  /** In a list what is computed of one row of the first input; empty when the row is refused. */
  private tried<T>(node: PlanNode & { readonly onError: string }, row: OracleRow, compute: () => T): readonly [T] | readonly [] {
    return this.refusals.attempt(node, this.inputColumns(node, 0), row, compute);
  }

  private inputColumns(node: PlanNode, input: number): Schema {
    return this.node(node.inputs[input]?.node ?? '').output.columns;
  }

  /** Where the run would stop, a value nobody reads stops nothing. */
  private projected(node: ProjectNode, row: OracleRow, timeMs: number): readonly OracleRow[] {
    if (node.onError === 'stop') return [projectRow(node, row, timeMs)];
    return this.tried(node, row, () => node.columns.map((column) => evaluateTerm(column.expression.root, { row, timeMs })));
  }

  private parsedRow(node: ParseNode, row: OracleRow): readonly OracleRow[] {
    if (this.readRecord === null) throw new Error('The oracle was given no reader of records');
    const values = this.readRecord(node, String(row[node.column]));
    const kept = node.keep ? row.filter((_, c) => c !== node.column) : [];
    return values === null ? [] : [[...kept, ...node.columns.map(({ type }, c) => toValue(type, values[c]))]];
  }

  private unionRows(node: PlanNode, inputs: readonly Firing[]): Firing {
    if (inputs.some((firing) => firing === null)) return null;
    return inputs.flatMap((firing, i) => {
      const from = this.node(node.inputs[i]?.node ?? '').output.columns;
      const order = node.output.columns.map((field) => fieldIndex(from, field.name));
      return (firing ?? []).map((row) => order.map((index) => row[index] ?? null));
    });
  }

  private node(id: NodeId): PlanNode {
    const found = this.plan.nodes.find((node) => node.id === id);
    if (found === undefined) throw new Error(`No node ${id}`);
    return found;
  }

  private aggregate(node: AggregateNode, input: Firing, timeMs: number): Firing {
    const { windowing } = node;
    // A row in the gap between two windows is in none, and nobody computes it.
    const counts = windowing.kind !== 'batchWindow' || this.nextFiring(timeMs, windowing.slideMs) - windowing.sizeMs < timeMs;
    const tried = counts ? (input ?? []).flatMap((row) => this.tried(node, row, () => ({ row, kept: remember(node, row, timeMs) }))) : [];
    if (windowing.kind === 'perBatch') return input === null ? null : groupRows(node, this.fitting(node, tried, new Map()));
    const memory = this.memoryOf(node);
    const inWindow = ({ timeMs: cameMs }: RememberedRow): boolean =>
      windowing.kind === 'batchWindow' && cameMs > this.nextFiring(timeMs, windowing.slideMs) - windowing.sizeMs;
    const arrived = this.fitting(node, tried, windowing.kind === 'running' ? memory.groups : groupsOf(memory.rows.filter(inWindow)));
    if (windowing.kind === 'batchWindow') {
      memory.rows = [...memory.rows, ...arrived].filter((row) => row.timeMs > timeMs - windowing.sizeMs);
      if (arrived.length > 0) memory.begun = true;
      if (!this.firesAt(timeMs, windowing.slideMs)) return null;
      const plain = groupRows(node, memory.rows);
      return windowing.inverse === undefined ? plain : inverseRows(node, plain, memory, windowing.inverse.keepEmptyKeys);
    }
    if (input === null) return null;
    return runningRows(node, memory, arrived, windowing.emit);
  }

  /** Without the rows that take a sum beyond 64 bits. Windows that share rows put sums together in no order of rows, so there it stops the run. */
  private fitting(
    node: AggregateNode,
    tried: readonly { readonly row: OracleRow; readonly kept: RememberedRow }[],
    before: ReadonlyMap<string, readonly RememberedRow[]>,
  ): readonly RememberedRow[] {
    const { windowing } = node;
    const shares = windowing.kind === 'batchWindow' && windowing.sizeMs > windowing.slideMs;
    if (node.onError === 'stop' || shares) return tried.map(({ kept }) => kept);
    const calls = node.aggregates.map(({ call }) => call);
    const groups = new Map([...before].map(([name, rows]) => [name, [...rows]]));
    return tried.flatMap(({ row, kept }) => {
      const group = groups.get(kept.group) ?? [];
      groups.set(kept.group, group);
      const seen = group.map(({ args }) => args);
      const fits = this.tried(node, row, () => mustFit(calls, seen, kept.args));
      if (fits.length === 0) return [];
      group.push(kept);
      return [kept];
    });
  }

  private windowRows(node: WindowNode, input: Firing, timeMs: number): Firing {
    const memory = this.memoryOf(node);
    const isCovered = this.nextFiring(timeMs, node.slideMs) - node.sizeMs < timeMs;
    const arrived = isCovered ? (input ?? []).map((row) => ({ timeMs, row })) : [];
    memory.held = [...memory.held, ...arrived].filter((held) => held.timeMs > timeMs - node.sizeMs);
    return this.firesAt(timeMs, node.slideMs) ? memory.held.map(({ row }) => row) : null;
  }

  private joinRows(node: JoinNode, [left = null, right = null]: readonly Firing[], timeMs: number): Firing {
    if (!this.firesAt(timeMs, node.output.slideMs)) return null;
    if (left === null || right === null) return null;
    return naiveJoin(node, { left, right }, { left: this.inputColumns(node, 0), right: this.inputColumns(node, 1) }, timeMs, this.refusals);
  }

  private foldRows(node: FoldNode, input: Firing, timeMs: number): Firing {
    if (!this.firesAt(timeMs, node.output.slideMs)) return null;
    const at = { columns: this.inputColumns(node, 0), timeMs, zeroTimeMs: this.zeroTimeMs, refusals: this.refusals };
    return this.memoryOf(node).fold.fire(node, input, at);
  }

  private firesAt(timeMs: number, slideMs: number): boolean {
    return (timeMs - this.zeroTimeMs) % slideMs === 0;
  }

  /** The first firing at or after this time. */
  private nextFiring(timeMs: number, slideMs: number): number {
    return this.zeroTimeMs + Math.ceil((timeMs - this.zeroTimeMs) / slideMs) * slideMs;
  }

  private memoryOf(node: AggregateNode | WindowNode | FoldNode): Memory {
    const known = this.memory.get(node.id) ?? emptyMemory(stateShape(node) ?? '');
    this.memory.set(node.id, known);
    return known;
  }
}

function emptyMemory(shape: string): Memory {
  return { shape, rows: [], groups: new Map(), answers: new Map(), held: [], known: new Map(), begun: false, fold: new NaiveFold() };
}

/** What Spark's inverse window answers where the plain one would have nothing to say. */
function inverseRows(node: AggregateNode, plain: readonly OracleRow[], memory: Memory, keepEmptyKeys: boolean): readonly OracleRow[] {
  const zeros = node.aggregates.map(({ call }): Value => (call.type.kind === 'BIGINT' ? 0n : 0));
  if (node.keys.length === 0) return memory.begun ? plain.map((row) => row.map((value, i) => value ?? zeros[i] ?? null)) : [];
  if (!keepEmptyKeys) return plain;
  const present = new Map(plain.map((row) => [row.slice(0, node.keys.length).map(groupText).join(' | '), row]));
  for (const [name, row] of present) if (!memory.known.has(name)) memory.known.set(name, row.slice(0, node.keys.length));
  return [...memory.known].map(([name, keys]) => present.get(name) ?? [...keys, ...zeros]);
}

function sourceRows(node: SourceNode, given: LoggedBatch['rows']): Firing {
  const rows = given[node.operatorId];
  return rows === null ? null : toOracleRows(node.output.columns, rows ?? []);
}

function projectRow(node: ProjectNode, row: OracleRow, timeMs: number): OracleRow {
  return node.columns.map((column) => {
    try {
      return evaluateTerm(column.expression.root, { row, timeMs });
    } catch (error) {
      if (error instanceof RowFailure) return error;
      throw error;
    }
  });
}

function generateRows(node: GenerateNode, row: OracleRow, timeMs: number): readonly OracleRow[] {
  const list = evaluateTerm(node.array.root, { row, timeMs }) as readonly Value[] | null;
  if (node.outer === true && (list ?? []).length === 0) return [[...row, ...(node.position === null ? [] : [null]), null]];
  return (list ?? []).map((element, i) => [...row, ...(node.position === null ? [] : [i]), element]);
}

function remember(node: AggregateNode, row: OracleRow, timeMs: number): RememberedRow {
  const answer = (term: Term): Value => evaluateTerm(term, { row, timeMs });
  // Spark groups by one zero and shows that.
  const keys = node.keys.map((key) => answer(key.expression.root)).map((key) => (Object.is(key, -0) ? 0 : key));
  const args = node.aggregates.map(({ call }) => argumentOf(call, { row, timeMs }));
  return { timeMs, keys, group: keys.map(groupText).join(' | '), args };
}

/** The groups that got rows, or all; without keys the one row each time. */
function runningRows(node: AggregateNode, memory: Memory, arrived: readonly RememberedRow[], emit: 'changes' | 'all'): readonly OracleRow[] {
  addToGroups(memory.groups, arrived);
  if (node.keys.length === 0 && memory.groups.size === 0) memory.groups.set('', []);
  const changed = new Set(arrived.map((row) => row.group));
  for (const name of changed) memory.answers.delete(name);
  const wanted = emit === 'all' || node.keys.length === 0 ? [...memory.groups.keys()] : [...changed];
  return wanted.map((name) => {
    const answer = memory.answers.get(name) ?? groupRow(node, memory.groups.get(name) ?? []);
    memory.answers.set(name, answer);
    return answer;
  });
}

/** One row a group; without keys one row in any case. */
function groupRows(node: AggregateNode, rows: readonly RememberedRow[]): readonly OracleRow[] {
  const groups = new Map<string, RememberedRow[]>();
  if (node.keys.length === 0) groups.set('', []);
  addToGroups(groups, rows);
  return [...groups.values()].map((group) => groupRow(node, group));
}

function groupsOf(rows: readonly RememberedRow[]): ReadonlyMap<string, readonly RememberedRow[]> {
  const groups = new Map<string, RememberedRow[]>();
  addToGroups(groups, rows);
  return groups;
}

function addToGroups(groups: Map<string, RememberedRow[]>, rows: readonly RememberedRow[]): void {
  for (const row of rows) {
    const group = groups.get(row.group);
    if (group === undefined) groups.set(row.group, [row]);
    else group.push(row);
  }
}

function groupRow(node: AggregateNode, group: readonly RememberedRow[]): OracleRow {
  const values = node.aggregates.map(({ call }, i) =>
    aggregateValues(
      call,
      group.map((row) => row.args[i]),
    ),
  );
  return [...(group[0]?.keys ?? []), ...values];
}

/** The sinks of a plan by operator. */
export function sinksOf(plan: Plan): ReadonlyMap<string, SinkNode> {
  return new Map(plan.nodes.flatMap((node) => (node.kind === 'sink' ? [[node.operatorId, node] as const] : [])));
}
