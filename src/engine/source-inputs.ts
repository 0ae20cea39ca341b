// The input side of a run: where each source stands, what the next batch reads of it, and the rows of a batch that is in the log.
// A cut is fixed the moment it is made and is logged before it runs; rows of a cut never change. Rate-driven sources offer
// `rate x interval` rows a batch; back-pressure (PID) lowers what is taken, the rest waits here, bounded, and shows as waiting rows.
import { decodeRows } from '../columns/codec.ts';
import type { Rows } from '../columns/column.ts';
import { concatRows } from '../columns/concat.ts';
import type { NodeId, Plan, SourceNode } from '../plan/plan.ts';
import type { Journal } from '../storage/journal.ts';
import type { InputRange, LogMeta } from '../storage/records.ts';
import { defaultPid, PidRateEstimator } from './pid-rate-estimator.ts';
import { rangeRows, type Samples } from './sources/range-rows.ts';

/** A tab has a memory ceiling: no batch reads more rows than this from one rate-driven source, whatever the dial says. */
export const MAX_ROWS_PER_BATCH = 1_000_000;

/** Waiting rows of a rate-driven source are bounded to this many batches' worth, so that turning the dial down helps at once. */
const MAX_WAITING_BATCHES = 10;

interface SourceState {
  readonly node: SourceNode;
  /** First row (or block sequence) no batch has been cut for. */
  position: number;
  wantedPerSecond: number;
  /** Rows offered and not yet taken; fractional. */
  offered: number;
  limitPerSecond: number | null;
  readonly pid: PidRateEstimator;
}

/** How rows of replayable sources are read. */
export interface SourceReader {
  readonly samples: Samples;
  readonly readRange?: typeof rangeRows;
}

export interface RateInForce {
  readonly operatorId: string;
  readonly wantedPerSecond: number;
  readonly limitPerSecond: number | null;
}

export class SourceInputs {
  private readonly samples: Samples;
  private readonly readRange: typeof rangeRows;
  private readonly batchIntervalMs: number;
  private readonly backpressure: boolean;
  private readonly states: ReadonlyMap<string, SourceState>;

  constructor(plan: Plan, reader: SourceReader, backpressure: boolean, rates: { readonly [operatorId: string]: number }) {
    this.samples = reader.samples;
    this.readRange = reader.readRange ?? rangeRows;
    this.batchIntervalMs = plan.batchIntervalMs;
    this.backpressure = backpressure;
    const states = new Map<string, SourceState>();
    for (const node of plan.nodes)
      if (node.kind === 'source') states.set(node.operatorId, newState(node, plan.batchIntervalMs, rates[node.operatorId]));
    this.states = states;
  }

  /** Positions as a checkpoint stored them: first row or block no batch up to it has read. */
  restore(positions: { readonly [operatorId: string]: number }): void {
    for (const state of this.states.values()) {
      state.position = positions[state.node.operatorId] ?? firstPosition(state.node);
    }
  }

  /** Moves past a batch that is already in the log. */
  pass(meta: LogMeta): void {
    for (const [operatorId, range] of Object.entries(meta.inputs)) {
      const state = this.states.get(operatorId);
      if (state !== undefined) state.position = range.to;
    }
  }

  /** Where each source stands after what was cut. */
  positions(): { readonly [operatorId: string]: number } {
    return Object.fromEntries([...this.states].map(([operatorId, state]) => [operatorId, state.position]));
  }

  liveOperators(): readonly string[] {
    return [...this.states.values()].filter((s) => s.node.source.kind === 'live').map((s) => s.node.operatorId);
  }

  has(operatorId: string): boolean {
    return this.states.has(operatorId);
  }

  isLive(operatorId: string): boolean {
    return this.states.get(operatorId)?.node.source.kind === 'live';
  }

  liveRowsWaiting(operatorId: string, acceptedUpTo: number): number {
    const state = this.states.get(operatorId);
    return state === undefined ? 0 : Math.max(0, acceptedUpTo + 1 - state.position);
  }

  /**
   * What the next batch reads. `flowing` false: rate-driven sources give nothing (a batch time that was missed).
   * `acceptedUpTo`: highest block sequence whose transaction completed, of each live source.
   */
  cut(flowing: boolean, acceptedUpTo: ReadonlyMap<string, number>): { readonly [operatorId: string]: InputRange } {
    const inputs: { [operatorId: string]: InputRange } = {};
    for (const state of this.states.values()) {
      const { operatorId, source } = state.node;
      const from = state.position;
      if (source.kind === 'live') {
        state.position = Math.max(from, (acceptedUpTo.get(operatorId) ?? 0) + 1);
        inputs[operatorId] = { kind: 'blocks', from, to: state.position, rows: state.position - from };
      } else {
        const rows = flowing ? this.takeOffered(state) : 0;
        state.position = from + rows;
        inputs[operatorId] = { kind: 'range', from, to: state.position, rows };
      }
    }
    return inputs;
  }

  private takeOffered(state: SourceState): number {
    const seconds = this.batchIntervalMs / 1000;
    const perBatch = state.wantedPerSecond * seconds;
    state.offered = Math.min(state.offered + perBatch, Math.max(perBatch, perBatch * MAX_WAITING_BATCHES));
    const limit = state.limitPerSecond === null ? Number.POSITIVE_INFINITY : Math.max(1, state.limitPerSecond * seconds);
    const rows = Math.floor(Math.min(state.offered, limit, MAX_ROWS_PER_BATCH));
    state.offered -= rows;
    return rows;
  }

  /** The rows of a logged batch, one entry a source node. @throws StorageError when a block is missing. */
  async rows(meta: LogMeta, journal: Journal): Promise<ReadonlyMap<NodeId, Rows | null>> {
    const rows = new Map<NodeId, Rows | null>();
    for (const state of this.states.values()) {
      const { node } = state;
      const range = meta.inputs[node.operatorId];
      const schema = node.output.columns;
      if (node.source.kind === 'live') {
        const blocks = range === undefined || range.to <= range.from ? [] : await journal.readBlocks(node.operatorId, range);
        if (range !== undefined && blocks.length !== Math.max(0, range.to - range.from))
          throw new Error(`Blocks ${range.from}..${range.to - 1} of ${node.operatorId} are not all there`);
        rows.set(
          node.id,
          concatRows(
            schema,
            blocks.map((block) => decodeRows(block.bytes)),
          ),
        );
      } else {
        rows.set(node.id, this.readRange(node.source, schema, range?.from ?? 0, range?.to ?? 0, this.samples));
      }
    }
    return rows;
  }

  /** Feeds the PID estimators with a completed batch. */
  completed(meta: LogMeta, finishedMs: number, processingMs: number, schedulingDelayMs: number): void {
    if (!this.backpressure) return;
    for (const [operatorId, range] of Object.entries(meta.inputs)) {
      const state = this.states.get(operatorId);
      if (state === undefined || range.kind === 'blocks') continue;
      const rate = state.pid.compute(finishedMs, range.rows, processingMs, schedulingDelayMs);
      if (rate !== null && Math.trunc(rate) > 0) state.limitPerSecond = Math.trunc(rate);
    }
  }

  setRate(operatorId: string, rowsPerSecond: number): boolean {
    const state = this.states.get(operatorId);
    if (state === undefined || state.node.source.kind === 'live') return false;
    state.wantedPerSecond = rowsPerSecond;
    state.offered = 0;
    return true;
  }

  rates(): readonly RateInForce[] {
    return [...this.states.values()]
      .filter((s) => s.node.source.kind !== 'live')
      .map((s) => ({
        operatorId: s.node.operatorId,
        wantedPerSecond: s.wantedPerSecond,
        limitPerSecond: s.limitPerSecond !== null && s.limitPerSecond < s.wantedPerSecond ? s.limitPerSecond : null,
      }));
  }

  waitingRows(operatorId: string): number {
    return Math.floor(this.states.get(operatorId)?.offered ?? 0);
  }
}

function firstPosition(node: SourceNode): number {
  return node.source.kind === 'live' ? 1 : 0;
}

function newState(node: SourceNode, batchIntervalMs: number, rate: number | undefined): SourceState {
  const wanted = node.source.kind === 'live' ? 0 : (rate ?? node.source.rowsPerSecond);
  return {
    node,
    position: firstPosition(node),
    wantedPerSecond: wanted,
    offered: 0,
    limitPerSecond: null,
    pid: new PidRateEstimator(defaultPid(batchIntervalMs)),
  };
}
