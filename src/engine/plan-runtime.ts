// The contract between the run (which cuts, logs and commits batches) and the kernels (which compute them).
// Deterministic: the same plan, the same calls with the same rows and the same restored state give the same rows, the same
// digests and the same encoded bytes, on every machine. Synchronous; owns no clock, no storage.
import type { Rows } from '../columns/column.ts';
import type { NodeId } from '../plan/plan.ts';
import type { KeyedState } from './kernels/kernel.ts';
import type { RecordTally, RefusedRow } from './kernels/refused-rows.ts';

export interface BatchInput {
  readonly batchId: number;
  /** Batch time T, epoch milliseconds; also what current_timestamp answers. */
  readonly timeMs: number;
  /** One entry a source node. `null`: the source gave nothing at all (Spark's "no RDD"), which is not an empty batch. */
  readonly sources: ReadonlyMap<NodeId, Rows | null>;
}

export interface NodeCount {
  readonly nodeId: NodeId;
  readonly rowsIn: number;
  readonly rowsOut: number;
  /** Measured with the injected clock; for display only. */
  readonly ms: number;
  /** Rows its error policy took out. */
  readonly refused: number;
}

/** What a node's error policy took out of one batch, and of a parser the records by class. */
export interface NodeRefusals {
  readonly nodeId: NodeId;
  /** The first of them. */
  readonly shown: readonly RefusedRow[];
  readonly tally: RecordTally | null;
}

export interface BatchOutput {
  /** One entry a sink node. `null`: its stream did not fire at T. Rows stay valid until the next call on the runtime. */
  readonly sinks: ReadonlyMap<NodeId, Rows | null>;
  readonly counts: readonly NodeCount[];
  /** Nodes that refused rows, and all parsers. */
  readonly refusals: readonly NodeRefusals[];
}

export interface StateInfo {
  readonly nodeId: NodeId;
  /** Text of what the state holds: keys with types, aggregates, windowing. Equal text: the state can be kept across an edit. */
  readonly shape: string;
  readonly keys: number;
  readonly bytes: number;
}

/** The encoded state of one node, or what changed in it since the section before. Format version inside the bytes. */
export interface StateSection {
  readonly nodeId: NodeId;
  readonly shape: string;
  readonly kind: 'full' | 'changes';
  readonly keys: number;
  readonly bytes: Uint8Array;
}

/** What one of many batches without input refused: a key of a state may have no value without a row, too. */
export interface AdvancedRefusals extends Pick<BatchOutput, 'counts' | 'refusals'> {
  readonly batchId: number;
}

/**
 * Caller owes: batch ids ascending by one, times on the plan's grid, `zeroTimeMs` the same for the life of a run. After a
 * throw the runtime is spent: make a new one and restore it. You get: a ProblemError for a value an ANSI rule refuses (its
 * `where` has operator, param and row), nothing else thrown but bugs.
 */
export interface PlanRuntime {
  runBatch(input: BatchInput): BatchOutput;
  /**
   * Runs `count` batches without input (all sources give an empty batch), calling `emit` for each that has rows for a sink,
   * and for a sink's first empty firing, in this call or after rows. Costs nothing per batch once no state would change and
   * nothing would fire with rows. You get the batches that refused something.
   */
  advance(
    first: { readonly batchId: number; readonly timeMs: number; readonly count: number },
    emit: (batchId: number, timeMs: number, sinks: ReadonlyMap<NodeId, Rows | null>) => void,
  ): readonly AdvancedRefusals[];
  /**
   * Batch times from `fromMs` to `toMs` (both on the grid) pass and nothing runs: no stream fires, and rows whose windows
   * end there are in no window. Costs the same however many they are.
   */
  skip(fromMs: number, toMs: number): void;
  /** The rows a node gave in the last batch, with all columns, also those nobody reads; null when it gave none, or no batch ran. */
  inspect(node: NodeId): Rows | null;
  /** The state of a node as rows by key; null where it has none of that form. Holds until the next call on the runtime. */
  keyedState(node: NodeId): KeyedState | null;
  states(): readonly StateInfo[];
  /** A private copy of all state; the next `encodeChanges` counts from here. */
  encodeFull(): readonly StateSection[];
  /** A private copy of what changed since the last encode or restore; falls back to full sections where that is smaller. */
  encodeChanges(): readonly StateSection[];
  /** Sections of one checkpoint, applied in order: a full, then its changes. Nodes without a section start empty. @throws Error on damaged bytes. */
  restore(sections: readonly StateSection[]): void;
}
