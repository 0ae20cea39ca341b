// What the sinks are given in one entry of the log, a batch or an absence, as the ledger is to keep it.
import { type Rows, selectedCount } from '../columns/column.ts';
import { addDigests, type Digest, digestRows, EMPTY_DIGEST } from '../columns/digest.ts';
import { compactRows, gatherRows } from '../columns/gather.ts';
import { sealRows } from '../columns/laid-rows.ts';
import type { NodeId, SinkNode } from '../plan/plan.ts';
import { KEPT_BATCHES, KEPT_ROWS } from './retention.ts';
import { keptOfAbsence } from './told-firings.ts';

export interface SinkRows {
  readonly operatorId: string;
  readonly batchId: number;
  readonly timeMs: number;
  /** A private, compacted copy. */
  readonly rows: Rows;
  readonly bytes: Uint8Array;
}

export interface KeptRows {
  /** Of each sink in the order of the batches. */
  readonly outputs: readonly SinkRows[];
  /** Of the outputs of each sink that had rows, all together. */
  readonly digests: ReadonlyMap<string, Digest>;
  /** Sinks that were given rows before the first of their outputs. */
  readonly cut: ReadonlySet<string>;
}

interface TakenFiring extends SinkRows {
  readonly digest: Digest;
}

export class TakenRows {
  private readonly sinks: ReadonlyMap<NodeId, SinkNode>;
  private readonly taken = new Map<NodeId, TakenOfSink>();

  constructor(sinks: ReadonlyMap<NodeId, SinkNode>) {
    this.sinks = sinks;
  }

  take(batchId: number, timeMs: number, given: ReadonlyMap<NodeId, Rows | null>): void {
    for (const [nodeId, fired] of given) {
      const sink = this.sinks.get(nodeId);
      if (fired === null || sink === undefined) continue;
      const total = selectedCount(fired);
      const output = keepRows(sink, batchId, timeMs, fired, total);
      // What was encoded lies closer together than what it was encoded from.
      const digest = total === 0 ? EMPTY_DIGEST : digestRows(output.rows.length === total ? output.rows : fired);
      const taken = this.taken.get(nodeId) ?? new TakenOfSink(sink);
      this.taken.set(nodeId, taken);
      taken.push({ ...output, digest });
    }
  }

  kept(): KeptRows {
    const outputs: SinkRows[] = [];
    const digests = new Map<string, Digest>();
    const cut = new Set<string>();
    for (const taken of this.taken.values()) {
      const { operatorId } = taken.sink;
      const firings = taken.kept();
      if (taken.isCut) cut.add(operatorId);
      outputs.push(...firings);
      for (const { rows, digest } of firings)
        if (rows.length > 0) digests.set(operatorId, addDigests(digests.get(operatorId) ?? EMPTY_DIGEST, digest));
    }
    return { outputs, digests, cut };
  }
}

/** The firings of one sink, and never many more than are kept of them. */
class TakenOfSink {
  readonly sink: SinkNode;
  isCut = false;
  private firings: readonly TakenFiring[] = [];
  private more: TakenFiring[] = [];
  private moreRows = 0;

  constructor(sink: SinkNode) {
    this.sink = sink;
  }

  push(firing: TakenFiring): void {
    this.more.push(firing);
    this.moreRows += firing.rows.length;
    if (this.more.length > KEPT_BATCHES || this.moreRows > KEPT_ROWS) this.kept();
  }

  kept(): readonly TakenFiring[] {
    const all = [...this.firings, ...this.more];
    const kept = keptOfAbsence(this.sink, all);
    if (kept.length < all.length) this.isCut = true;
    this.more = [];
    this.moreRows = 0;
    this.firings = kept;
    return kept;
  }
}

/** A sink of raw rows keeps at most so many of one batch in the ledger: retention would delete the rest at once. */
function keepRows(sink: SinkNode, batchId: number, timeMs: number, rows: Rows, total: number): SinkRows {
  const kept = sink.output.emits === 'rows' && total > KEPT_ROWS ? lastRows(rows, total) : rows;
  const sealed = sealRows(kept);
  return { operatorId: sink.operatorId, batchId, timeMs, rows: kept === rows ? withSlotsOf(rows, sealed.rows) : sealed.rows, bytes: sealed.bytes };
}

/** What was encoded still knows which keys its rows are about. */
function withSlotsOf({ keySlots, selection }: Rows, decoded: Rows): Rows {
  if (keySlots === undefined) return decoded;
  const { owner, slots } = keySlots;
  return { ...decoded, keySlots: { owner, slots: selection === null ? slots : Int32Array.from(selection, (row) => slots[row] ?? 0) } };
}

function lastRows(rows: Rows, total: number): Rows {
  const compact = compactRows(rows);
  return gatherRows(
    compact,
    Int32Array.from({ length: KEPT_ROWS }, (_, i) => total - KEPT_ROWS + i),
  );
}
