// What was refused since the run began: by operator, and of parsers the records by class. The totals ride in the progress
// record of each batch, so they are as exact as the results; the rows themselves are kept in memory to be shown.
import type { NodeId, Plan, PlanNode } from '../plan/plan.ts';
import { ProblemError } from '../problem/problem.ts';
import type { RefusedRow, SourceBooks } from '../protocol/data-api.ts';
import type { LogMeta, OperatorTotals } from '../storage/records.ts';
import { planIndex } from './plan-index.ts';
import type { BatchOutput } from './plan-runtime.ts';
import type { RecordFile } from './sources/record-files.ts';

/** Of one operator these many refused rows are kept to be shown. */
const SHOWN = 50;

const NOTHING: OperatorTotals = { refused: 0, good: 0, bad: 0, short: 0, long: 0 };

export type Totals = { readonly [operatorId: string]: OperatorTotals };

/** What one batch refused. */
export interface BatchRefusals {
  readonly totals: Totals;
  readonly rows: ReadonlyMap<string, readonly RefusedRow[]>;
}

const NONE: BatchRefusals = { totals: {}, rows: new Map() };

/** What several batches refused together. */
export function addedRefusals(batches: readonly BatchRefusals[]): BatchRefusals {
  const totals: { [operatorId: string]: OperatorTotals } = {};
  const rows = new Map<string, readonly RefusedRow[]>();
  for (const batch of batches) {
    for (const [operatorId, added] of Object.entries(batch.totals)) totals[operatorId] = plus(totals[operatorId] ?? NOTHING, added);
    for (const [operatorId, more] of batch.rows) rows.set(operatorId, [...(rows.get(operatorId) ?? []), ...more].slice(-SHOWN));
  }
  return { totals, rows };
}

export class Books {
  private totals: Totals;
  private readonly rows = new Map<string, readonly RefusedRow[]>();

  constructor(totals: Totals = {}) {
    this.totals = totals;
  }

  /** What the totals will be once that batch is committed; undefined while there are none. */
  after(batch: BatchRefusals): Totals | undefined {
    const next = { ...this.totals };
    for (const [operatorId, added] of Object.entries(batch.totals)) next[operatorId] = plus(next[operatorId] ?? NOTHING, added);
    return Object.keys(next).length === 0 ? undefined : next;
  }

  committed(batch: BatchRefusals): void {
    if (batch === NONE) return;
    this.totals = this.after(batch) ?? {};
    this.show(batch);
  }

  /** Keeps the rows of a batch that was counted before, in another life. */
  show(batch: BatchRefusals): void {
    for (const [operatorId, rows] of batch.rows) this.rows.set(operatorId, [...(this.rows.get(operatorId) ?? []), ...rows].slice(-SHOWN));
  }

  of(operatorId: string): OperatorTotals | undefined {
    return this.totals[operatorId];
  }

  /** Newest first. */
  refused(operatorId: string, limit: number): readonly RefusedRow[] {
    return (this.rows.get(operatorId) ?? []).toReversed().slice(0, limit);
  }
}

/** `fileOf`: the file a source node reads, to name record and line. */
export function batchRefusals(
  batchId: number,
  meta: LogMeta,
  output: Pick<BatchOutput, 'counts' | 'refusals'>,
  plan: Plan,
  fileOf: (node: NodeId) => RecordFile | undefined,
): BatchRefusals {
  if (output.refusals.length === 0) return NONE;
  const totals: { [operatorId: string]: OperatorTotals } = {};
  const rows = new Map<string, readonly RefusedRow[]>();
  const { nodes } = planIndex(plan);
  const refusedOf = new Map(output.counts.map((count) => [count.nodeId, count.refused]));
  for (const { nodeId, shown, tally } of output.refusals) {
    const node = nodes.get(nodeId);
    if (node === undefined) continue;
    const added = { ...NOTHING, ...tally, refused: refusedOf.get(nodeId) ?? 0 };
    totals[node.operatorId] = plus(totals[node.operatorId] ?? NOTHING, added);
    if (shown.length === 0) continue;
    const place = recordPlace(node, nodes, meta, fileOf);
    const told = shown.map(({ position, reason, detail, row }) => ({ batchId, ...place(position), reason, detail, row }));
    rows.set(node.operatorId, [...(rows.get(node.operatorId) ?? []), ...told]);
  }
  return { totals, rows };
}

/** Where each record of a source went, by its totals; null for an operator that reads and parses none. `blank`: lines that were no records. */
export function sourceBooks(plan: Plan, operatorId: string, totals: OperatorTotals | undefined, blank: number): SourceBooks | null {
  const kinds = new Set(plan.nodes.filter((node) => node.operatorId === operatorId).map((node) => node.kind));
  if (!kinds.has('source') || !kinds.has('parse')) return null;
  const { good, bad, short, long } = totals ?? NOTHING;
  return { read: good + bad + short + long, good, bad, short, long, dropped: 0, blank };
}

/** The error of a batch; of one that a record of a file stopped, with the number of the record and its line. */
export function atItsRecord(error: unknown, meta: LogMeta, plan: Plan, fileOf: (node: NodeId) => RecordFile | undefined): unknown {
  if (!(error instanceof ProblemError) || error.problem.code !== 'format/record-refused') return error;
  const { where, params } = error.problem;
  const parser = plan.nodes.find((node) => node.kind === 'parse' && node.operatorId === where.operator);
  if (parser === undefined) return error;
  const { record, line } = recordPlace(parser, planIndex(plan).nodes, meta, fileOf)(where.row ?? 0);
  if (record === null || line === null) return error;
  const place = `Record ${record.toLocaleString('en-US')}, line ${line.toLocaleString('en-US')},`;
  return new ProblemError({ ...error.problem, params: { ...params, place } });
}

interface RecordPlace {
  readonly record: number | null;
  readonly line: number | null;
}

/** A parser right behind a file knows which record of the file a row is. */
function recordPlace(
  node: PlanNode,
  nodes: ReadonlyMap<NodeId, PlanNode>,
  meta: LogMeta,
  fileOf: (node: NodeId) => RecordFile | undefined,
): (position: number) => RecordPlace {
  const source = nodes.get(node.inputs[0]?.node ?? '');
  const file = node.kind === 'parse' && source?.kind === 'source' ? fileOf(source.id) : undefined;
  const from = source === undefined ? undefined : meta.inputs[source.operatorId]?.from;
  if (file === undefined || from === undefined) return () => ({ record: null, line: null });
  return (position) => ({ record: from + position + 1, line: file.lineOf(from + position) });
}

function plus(a: OperatorTotals, b: OperatorTotals): OperatorTotals {
  return { refused: a.refused + b.refused, good: a.good + b.good, bad: a.bad + b.bad, short: a.short + b.short, long: a.long + b.long };
}
