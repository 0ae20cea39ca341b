// The judgement on a life: what storage holds at its end against the naive evaluation of its log. Each rule of durability.md
// and semantics.md that a run promises is one function here; a broken one throws a Violation that says what and where.
import { type PlainValue, valuesFromRows } from '../../src/columns/build.ts';
import { decodeRows } from '../../src/columns/codec.ts';
import { addDigests, digestRows, EMPTY_DIGEST, formatDigest } from '../../src/columns/digest.ts';
import { KEPT_BATCHES, KEPT_ROWS } from '../../src/engine/retention.ts';
import { rangeRows } from '../../src/engine/sources/range-rows.ts';
import type { AppliedPipeline } from '../../src/plan/applied-pipeline.ts';
import type { Plan, SinkNode, SourceNode } from '../../src/plan/plan.ts';
import { sourceIdentity } from '../../src/plan/plan-diff.ts';
import type { LogEntry } from '../../src/storage/journal.ts';
import type { MemoryStore } from '../../src/storage/memory-store.ts';
import { isFault, readRecord } from '../../src/storage/records.ts';
import { type LifeRecord, must, Violation } from './life-record.ts';
import { type LoggedBatch, NaiveEvaluator, type SinkAnswer, sinksOf } from './naive-evaluator.ts';
import { rowsDiffer } from './same-rows.ts';
import { SAMPLES, sampleRows } from './sample-lines.ts';
import { untoldAllowed } from './told-answers.ts';
import { RowFailure, toPlainRows } from './values.ts';

/** Sums of doubles depend on the order of adding; everything else must be equal. */
export const TOLERANCE = 1e-9;

type PlainRow = readonly PlainValue[];

/** What a sink was given at one batch time. */
export interface SinkFiring {
  readonly batchId: number;
  readonly timeMs: number;
  readonly rows: readonly PlainRow[];
  /** The ledger may leave it out: one of an absence that says what the one before said. */
  readonly mayLack: boolean;
}

/** All firings of one sink that the ledger must have. */
export interface ExpectedSink {
  readonly operatorId: string;
  /** The sink as it is in the last plan that had it. */
  readonly node: SinkNode;
  readonly firings: SinkFiring[];
}

export interface LifeTruth {
  readonly sinks: ReadonlyMap<string, ExpectedSink>;
  /** Rows the sinks were given, all together. */
  readonly rows: number;
  /** Rows each operator refused. */
  readonly refused: ReadonlyMap<string, number>;
}

type Apply = (text: string) => AppliedPipeline;

/** Checks the log by itself: ids without gaps, times on the grid and ascending, sources read gaplessly and each row once. */
export function checkLog(record: LifeRecord, apply: Apply): void {
  const head = record.headNow();
  const entries = record.entries();
  if (head === null) {
    must(entries.length === 0, () => 'there is a log without a head');
    return;
  }
  const plans = new PlansInForce(record, apply);
  const positions = new Map<string, { readonly identity: string; readonly to: number }>();
  let next = 1;
  let lastTimeMs = head.zeroTimeMs;
  for (const entry of entries) {
    must(entry.batchId === next, () => `the log has batch ${entry.batchId} where ${next} must come`);
    const { plan, settings } = plans.at(entry.batchId).applied;
    for (const passed of plans.since()) forgetDropped(positions, passed);
    checkTime(entry, plan, settings.downtime === 'skip' || plans.hasChanged(), head.zeroTimeMs, lastTimeMs);
    next += entry.meta.count;
    lastTimeMs = entry.meta.timeMs + (entry.meta.count - 1) * plan.batchIntervalMs;
    for (const node of plan.nodes) if (node.kind === 'source') checkRange(entry, node, positions);
    const committed = record.commit(entry.batchId) !== undefined;
    must(
      committed === entry.batchId <= head.lastBatchId,
      () => `batch ${entry.batchId} is ${committed ? '' : 'not '}committed, but the head stands at ${head.lastBatchId}`,
    );
  }
  must(next > head.lastBatchId, () => `the log ends at ${next - 1}, before the head ${head.lastBatchId}`);
}

function checkTime(entry: LogEntry, plan: Plan, mayJump: boolean, zeroTimeMs: number, lastTimeMs: number): void {
  const { timeMs } = entry.meta;
  must(
    (timeMs - zeroTimeMs) % plan.batchIntervalMs === 0,
    () => `batch ${entry.batchId} has time ${timeMs}, off the grid of ${plan.batchIntervalMs} ms`,
  );
  must(timeMs > lastTimeMs, () => `batch ${entry.batchId} has time ${timeMs}, not after ${lastTimeMs}`);
  must(
    mayJump || timeMs === lastTimeMs + plan.batchIntervalMs,
    () => `batch ${entry.batchId} has time ${timeMs}, but ${lastTimeMs} + ${plan.batchIntervalMs} is next`,
  );
}

/** A source that an edit dropped, or that reads other rows, begins anew, even if a later edit brings the old one back. */
function forgetDropped(positions: Map<string, { readonly identity: string; readonly to: number }>, plan: Plan): void {
  const identities = new Map(plan.nodes.flatMap((node) => (node.kind === 'source' ? [[node.operatorId, sourceIdentity(node)] as const] : [])));
  for (const [operatorId, { identity }] of positions) {
    // Typed lines are numbered for ever; a source that is out of the plan goes on where it stood when it comes back.
    const waits = identity.startsWith('live') && !identities.has(operatorId);
    if (!waits && identities.get(operatorId) !== identity) positions.delete(operatorId);
  }
}

function checkRange(entry: LogEntry, node: SourceNode, positions: Map<string, { readonly identity: string; readonly to: number }>): void {
  const range = entry.meta.inputs[node.operatorId];
  // A batch cut under the plan before does not know a source that an edit added while it waited.
  if (range === undefined) return;
  const identity = sourceIdentity(node);
  const known = positions.get(node.operatorId);
  must(range.to >= range.from, () => `batch ${entry.batchId} reads ${node.operatorId} backwards`);
  must(
    known === undefined || known.identity !== identity || known.to === range.from,
    () => `batch ${entry.batchId} reads ${node.operatorId} from ${range.from}, but it stands at ${known?.to}`,
  );
  must(range.kind === 'blocks' || range.rows === range.to - range.from, () => `batch ${entry.batchId} miscounts the rows of ${node.operatorId}`);
  must(entry.meta.count === 1 || range.rows === 0, () => `batch ${entry.batchId} stands for ${entry.meta.count} and reads rows`);
  positions.set(node.operatorId, { identity, to: range.to });
}

/** Every accepted line is in the log exactly once and in order; a line that was not accepted at most once. */
export function checkTypedLines(record: LifeRecord, apply: Apply): void {
  const last = record.planTexts().at(-1);
  const running = new Set(last === undefined ? [] : apply(last.text).plan.nodes.map((node) => node.operatorId));
  for (const source of new Set(record.typed.map((line) => line.source))) {
    let cutUpTo = 0;
    for (const entry of record.entries()) {
      const range = entry.meta.inputs[source];
      if (range !== undefined) cutUpTo = Math.max(cutUpTo, range.to - 1);
    }
    const stored = record.lastBlock(source);
    must(cutUpTo === stored || (cutUpTo < stored && !running.has(source)), () => `${source} has ${stored} lines stored, but batches read ${cutUpTo}`);
    const logged = Array.from({ length: stored }, (_, i) => record.block(source, i + 1));
    const typed = record.typed.filter((line) => line.source === source);
    must(
      matches(typed, logged),
      () => `${source}: typed ${JSON.stringify(typed.map((line) => [line.text, line.accepted]))}, but the log has ${JSON.stringify(logged)}`,
    );
  }
}

/** Whether the log can be what was typed: all accepted lines in order, some of the others. */
function matches(typed: readonly { readonly text: string; readonly accepted: boolean }[], logged: readonly string[]): boolean {
  const reachable = new Set([0]);
  for (const line of typed) {
    const next = new Set<number>();
    for (const at of reachable) {
      if (logged[at] === line.text) next.add(at + 1);
      if (!line.accepted) next.add(at);
    }
    reachable.clear();
    for (const at of next) reachable.add(at);
  }
  return reachable.has(logged.length);
}

/** The naive answers for every committed batch, as the ledger keeps them. */
export function truthOf(record: LifeRecord, apply: Apply, upTo = record.headNow()?.lastBatchId ?? 0): LifeTruth {
  const sinks = new Map<string, ExpectedSink>();
  const head = record.headNow();
  if (head === null) return { sinks, rows: 0, refused: new Map() };
  const plans = new PlansInForce(record, apply);
  let evaluator: NaiveEvaluator | null = null;
  let rows = 0;
  for (const entry of record.entries()) {
    if (entry.batchId > upTo) break;
    const { applied, isNew } = plans.at(entry.batchId);
    if (evaluator === null) evaluator = new NaiveEvaluator(applied.plan, head.zeroTimeMs);
    else if (isNew) for (const plan of plans.since()) evaluator.switchTo(plan);
    if (isNew) enterSinks(sinks, applied.plan);
    const answers = evaluator.batch(loggedBatch(entry, applied.plan, record));
    const mayLack = entry.meta.count > 1 ? lackedIn(answers, sinks) : new Set<SinkAnswer>();
    for (const answer of answers) {
      const sink = sinks.get(answer.operatorId);
      if (answer.rows === null || sink === undefined) continue;
      rows += answer.rows.length;
      const last = sink.firings[sink.firings.length - 1];
      // An empty firing is kept where the one before it had rows, so that the current answer is empty too.
      if (answer.rows.length === 0 && (last === undefined || last.rows.length === 0)) continue;
      const plain = toPlainRows(sink.node.output.columns, answer.rows);
      sink.firings.push({ batchId: answer.batchId, timeMs: answer.timeMs, rows: plain, mayLack: mayLack.has(answer) });
    }
  }
  return { sinks, rows, refused: evaluator?.refused ?? new Map() };
}

/** The answers of an absence that a ledger may leave out. */
function lackedIn(answers: readonly SinkAnswer[], sinks: ReadonlyMap<string, ExpectedSink>): ReadonlySet<SinkAnswer> {
  return new Set(
    [...sinks].flatMap(([operatorId, { node }]) => {
      const own = answers.filter((answer) => answer.operatorId === operatorId && answer.rows !== null);
      const allowed = untoldAllowed(
        node,
        own.map(({ rows }) => toPlainRows(node.output.columns, rows ?? [])),
        TOLERANCE,
      );
      return own.filter((_, i) => allowed[i] === true);
    }),
  );
}

/** Whether the first batch that is not committed holds a row that cannot be computed, so that the run rightly stopped at it. */
export function isStuckOnRow(record: LifeRecord, apply: Apply): boolean {
  try {
    truthOf(record, apply, (record.headNow()?.lastBatchId ?? 0) + 1);
    return false;
  } catch (error) {
    if (error instanceof RowFailure) return true;
    throw error;
  }
}

/** A sink that an edit changed begins anew; what it was given before stays in storage and is judged no more. */
function enterSinks(sinks: Map<string, ExpectedSink>, plan: Plan): void {
  const present = sinksOf(plan);
  for (const operatorId of [...sinks.keys()]) if (!present.has(operatorId)) sinks.delete(operatorId);
  for (const [operatorId, node] of present) {
    const known = sinks.get(operatorId);
    const same = known !== undefined && JSON.stringify([known.node.output, known.node.view]) === JSON.stringify([node.output, node.view]);
    if (!same) sinks.set(operatorId, { operatorId, node, firings: [] });
  }
}

function loggedBatch(entry: LogEntry, plan: Plan, record: LifeRecord): LoggedBatch {
  const rows: { [operatorId: string]: readonly PlainRow[] } = {};
  for (const node of plan.nodes) {
    if (node.kind !== 'source') continue;
    const range = entry.meta.inputs[node.operatorId];
    if (range !== undefined && range.to > range.from) rows[node.operatorId] = sourceRowsOf(node, range.from, range.to, record);
  }
  return { batchId: entry.batchId, timeMs: entry.meta.timeMs, count: entry.meta.count, rows };
}

function sourceRowsOf(node: SourceNode, from: number, to: number, record: LifeRecord): readonly PlainRow[] {
  switch (node.source.kind) {
    case 'live':
      return Array.from({ length: to - from }, (_, i) => [record.block(node.operatorId, from + i)]);
    case 'text':
      return sampleRows(from, to);
    case 'generator':
      return valuesFromRows(rangeRows(node.source, node.output.columns, from, to, SAMPLES));
    case 'file':
      throw new Error('Simulated lives read no files');
  }
}

/** The ledger of every sink equals the naive answers, within what retention may have deleted. */
export async function checkLedger(contents: MemoryStore, record: LifeRecord, truth: LifeTruth): Promise<void> {
  const head = record.headNow();
  if (head === null) return;
  const digests = new Map<string, { readonly batchId: number; readonly rows: ReturnType<typeof decodeRows> }[]>();
  for (const sink of truth.sinks.values()) {
    const first = sink.firings[0]?.batchId ?? Number.POSITIVE_INFINITY;
    const stored: { readonly batchId: number; readonly timeMs: number; readonly base: boolean; readonly rows: readonly PlainRow[] }[] = [];
    for (const { key, record: found } of await contents.range('ledger', { prefix: [head.runId, sink.operatorId] })) {
      const read = readRecord('ledger', found);
      if (isFault(read)) throw new Violation(`a ledger record of ${sink.operatorId} is damaged`);
      const batchId = Number(key[2]);
      if (batchId < first && !read.meta.base) continue;
      const rows = decodeRows(read.bytes ?? new Uint8Array());
      must(rows.length === read.meta.rows, () => `the ledger of ${sink.operatorId} miscounts batch ${batchId}`);
      stored.push({ batchId, timeMs: read.meta.timeMs, base: read.meta.base, rows: valuesFromRows(rows) });
      if (!read.meta.base) digests.set(sink.operatorId, [...(digests.get(sink.operatorId) ?? []), { batchId, rows }]);
    }
    compareSink(sink, stored);
  }
  checkDigests(record, digests);
}

function compareSink(
  sink: ExpectedSink,
  stored: readonly { readonly batchId: number; readonly timeMs: number; readonly base: boolean; readonly rows: readonly PlainRow[] }[],
): void {
  const { operatorId, node } = sink;
  const columns = node.output.columns;
  const base = stored.find((s) => s.base);
  const kept = stored.filter((s) => !s.base);
  const there = new Set(kept.map(({ batchId }) => batchId));
  const firings = sink.firings.filter(({ batchId, mayLack }) => !mayLack || there.has(batchId));
  const deleted = firings.length - kept.length;
  must(
    deleted >= 0,
    () => `the ledger of ${operatorId} has batches ${kept.map((s) => s.batchId)}, but the log gives ${firings.map((f) => f.batchId)}`,
  );
  // Only what would be too many rows with those behind it may go.
  must(
    deleted === 0 || kept.length >= KEPT_BATCHES || countRows(kept) + (firings[deleted - 1]?.rows.length ?? 0) > KEPT_ROWS,
    () => `the ledger of ${operatorId} lacks batches: it has ${kept.map((s) => s.batchId)}, the log gives ${firings.map((f) => f.batchId)}`,
  );
  for (const [i, record] of kept.entries()) {
    const firing = firings[deleted + i];
    must(firing?.batchId === record.batchId, () => `the ledger of ${operatorId} has batch ${record.batchId}, where the log gives ${firing?.batchId}`);
    must(
      firing?.timeMs === record.timeMs,
      () => `the ledger of ${operatorId} gives batch ${record.batchId} the time ${record.timeMs}, the log ${firing?.timeMs}`,
    );
    const differ = rowsDiffer(columns, firing?.rows ?? [], record.rows, TOLERANCE);
    must(differ === null, () => `the ledger of ${operatorId}, batch ${record.batchId} at ${record.timeMs}: ${differ}`);
  }
  if (node.output.emits !== 'changes') {
    must(base === undefined, () => `the ledger of ${operatorId} has a fold it cannot have`);
    return;
  }
  must((base !== undefined) === deleted > 0, () => `the ledger of ${operatorId} was cut without a fold in its place`);
  if (base === undefined) return;
  const differ = rowsDiffer(columns, foldChanges(sink.node, firings.slice(0, deleted)), base.rows, TOLERANCE);
  must(differ === null, () => `the fold in the ledger of ${operatorId}: ${differ}`);
}

function countRows(records: readonly { readonly rows: readonly PlainRow[] }[]): number {
  return records.reduce((sum, record) => sum + record.rows.length, 0);
}

/** Each row replaces the earlier one of its key. */
function foldChanges(node: SinkNode, firings: readonly SinkFiring[]): readonly PlainRow[] {
  const keys = node.output.keys.map((name) => node.output.columns.findIndex((field) => field.name.toLowerCase() === name.toLowerCase()));
  const latest = new Map<string, PlainRow>();
  for (const firing of firings) for (const row of firing.rows) latest.set(JSON.stringify(keys.map((i) => (row[i] === '-0.0' ? 0 : row[i]))), row);
  return [...latest.values()];
}

/** What a sink shows now: append, newest, replace by key, replace all; a log everything it was given. */
export function currentAnswer(sink: ExpectedSink): readonly PlainRow[] {
  if (sink.node.view.kind === 'log') return sink.firings.flatMap((firing) => firing.rows);
  switch (sink.node.output.emits) {
    case 'rows':
      return sink.firings.flatMap((firing) => firing.rows);
    case 'changes':
      return foldChanges(sink.node, sink.firings);
    case 'closed':
    case 'all':
      return sink.firings[sink.firings.length - 1]?.rows ?? [];
  }
}

/** The digest in each commit record is that of the rows in the ledger. */
function checkDigests(
  record: LifeRecord,
  stored: ReadonlyMap<string, readonly { readonly batchId: number; readonly rows: ReturnType<typeof decodeRows> }[]>,
): void {
  for (const entry of record.entries()) {
    const commit = record.commit(entry.batchId);
    if (commit === undefined) continue;
    for (const [operatorId, records] of stored) {
      const first = records[0]?.batchId ?? 0;
      if (entry.batchId < first || records.length >= 900) continue;
      let digest = EMPTY_DIGEST;
      for (const { batchId, rows } of records)
        if (batchId >= entry.batchId && batchId < entry.batchId + entry.meta.count) digest = addDigests(digest, digestRows(rows));
      const written = commit.digests[operatorId] ?? formatDigest(EMPTY_DIGEST);
      must(
        formatDigest(digest) === written,
        () => `batch ${entry.batchId}: the digest of ${operatorId} is ${written}, that of its rows ${formatDigest(digest)}`,
      );
    }
  }
}

/** Walks through the documents in force as the batches ascend. */
class PlansInForce {
  private readonly texts: ReturnType<LifeRecord['planTexts']>;
  private readonly apply: Apply;
  private position = -1;
  private passed: Plan[] = [];

  constructor(record: LifeRecord, apply: Apply) {
    this.texts = record.planTexts();
    this.apply = apply;
  }

  at(batchId: number): { readonly applied: AppliedPipeline; readonly isNew: boolean } {
    const before = this.position;
    this.passed = [];
    for (;;) {
      const next = this.texts[this.position + 1];
      if (next === undefined || next.fromBatchId > batchId) break;
      this.position++;
      this.passed.push(this.apply(next.text).plan);
    }
    const text = this.texts[this.position]?.text;
    if (text === undefined) throw new Violation(`no document is in force for batch ${batchId}`);
    return { applied: this.apply(text), isNew: this.position !== before };
  }

  /** The plans that came into force at the last step, in order. */
  since(): readonly Plan[] {
    return this.passed;
  }

  hasChanged(): boolean {
    return this.position > 0;
  }
}
