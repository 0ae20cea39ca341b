// The input side of a run: where each source stands, what the next batch reads of it, and the rows of a batch that is in the log.
// A cut is fixed the moment it is made and is logged before it runs; rows of a cut never change. Rate-driven sources offer
// `rate x interval` rows a batch; back-pressure (PID) lowers what is taken, the rest waits here, bounded, and shows as waiting rows.
import { emptyRows } from '../columns/build.ts';
import { decodeRows } from '../columns/codec.ts';
import type { Rows } from '../columns/column.ts';
import { concatRows } from '../columns/concat.ts';
import type { NodeId, Plan, SourceNode } from '../plan/plan.ts';
import { ProblemError, problem } from '../problem/problem.ts';
import type { Journal } from '../storage/journal.ts';
import type { InputRange, LogMeta } from '../storage/records.ts';
import { defaultPid, PidRateEstimator } from './pid-rate-estimator.ts';
import { rangeRows, type Samples } from './sources/range-rows.ts';
import type { FileSpec, RecordFile, RecordFiles } from './sources/record-files.ts';

/** A tab has a memory ceiling: no batch reads more rows than this from one rate-driven source, whatever the dial says. */
export const MAX_ROWS_PER_BATCH = 1_000_000;

const KEPT_LINES = 1_000;

/** A block of a feed may hold half a megabyte. */
const KEPT_FEED_BLOCKS = 100;

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
  /** Of a file that is replayed by its own time: how far that time has come, epoch milliseconds. null: not begun in this life. */
  replayedMs: number | null;
  readonly pid: PidRateEstimator;
}

/** How rows of replayable sources are read. */
export interface SourceReader {
  readonly samples: Samples;
  /** Absent where there are no files: then a file source gives no rows and says so when it is read. */
  readonly files?: RecordFiles;
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
  private readonly files: RecordFiles | null;
  private readonly batchIntervalMs: number;
  private readonly backpressure: boolean;
  private readonly states: ReadonlyMap<string, SourceState>;

  constructor(plan: Plan, reader: SourceReader, backpressure: boolean, rates: { readonly [operatorId: string]: number }) {
    this.samples = reader.samples;
    this.readRange = reader.readRange ?? rangeRows;
    this.files = reader.files ?? null;
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

  /** Blocks of a live source that are kept beyond what checkpoints need: typed lines to be shown, of a feed what tells where it stands. */
  keptBlocks(operatorId: string): number {
    const source = this.states.get(operatorId)?.node.source;
    return source?.kind === 'live' && source.feed !== undefined ? KEPT_FEED_BLOCKS : KEPT_LINES;
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

  /**
   * What the next batch reads. `flowing` false: rate-driven sources give nothing (a batch time that was missed).
   * `acceptedUpTo`: highest block sequence whose transaction completed, of each live source; `rowsIn`: rows of a range of blocks.
   */
  cut(
    flowing: boolean,
    acceptedUpTo: ReadonlyMap<string, number>,
    rowsIn: (operatorId: string, from: number, to: number) => number,
  ): { readonly [operatorId: string]: InputRange } {
    const inputs: { [operatorId: string]: InputRange } = {};
    for (const state of this.states.values()) {
      const { operatorId, source } = state.node;
      const from = state.position;
      if (source.kind === 'live') {
        state.position = Math.max(from, (acceptedUpTo.get(operatorId) ?? 0) + 1);
        inputs[operatorId] = { kind: 'blocks', from, to: state.position, rows: rowsIn(operatorId, from, state.position) };
      } else {
        const rows = flowing ? this.take(state) : 0;
        state.position = from + rows;
        inputs[operatorId] = { kind: 'range', from, to: state.position, rows };
      }
    }
    return inputs;
  }

  private take(state: SourceState): number {
    const { source } = state.node;
    if (source.kind !== 'file') return this.takeOffered(state);
    const file = this.files?.open(source);
    if (file === undefined) return 0;
    const left = Math.max(0, file.records - state.position);
    if (source.pace.kind === 'time') return Math.min(left, this.takeByTime(state, file, source.pace.speed));
    const rows = Math.min(left, this.takeOffered(state));
    if (rows === left) state.offered = 0;
    return rows;
  }

  /** The records whose time comes within this batch; what back-pressure holds back comes with the next. */
  private takeByTime(state: SourceState, file: RecordFile, speed: number): number {
    const began = state.replayedMs ?? file.timeBefore(state.position);
    if (began === null) return MAX_ROWS_PER_BATCH;
    const untilMs = began + this.batchIntervalMs * speed;
    const due = file.firstAfter(untilMs, state.position) - state.position;
    const limit = state.limitPerSecond === null ? MAX_ROWS_PER_BATCH : Math.max(1, (state.limitPerSecond * this.batchIntervalMs) / 1000);
    const rows = Math.floor(Math.min(due, limit, MAX_ROWS_PER_BATCH));
    state.replayedMs = rows < due ? (file.timeBefore(state.position + rows) ?? untilMs) : untilMs;
    return rows;
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
      } else if (node.source.kind === 'file' && this.readRange === rangeRows) {
        rows.set(node.id, await this.readFile(node, node.source, range));
      } else {
        rows.set(node.id, this.readRange(node.source, schema, range?.from ?? 0, range?.to ?? 0, this.samples));
      }
    }
    return rows;
  }

  private async readFile(node: SourceNode, spec: FileSpec, range: InputRange | undefined): Promise<Rows> {
    if (range === undefined || range.to <= range.from) return emptyRows(node.output.columns);
    const file = this.files?.open(spec);
    if (file === undefined) throw new ProblemError(problem('engine/file-absent', { operator: node.operatorId }, { file: spec.file.name }));
    return file.read(range.from, range.to);
  }

  /** The file a source node reads, when it is open. */
  fileOf(nodeId: NodeId): RecordFile | undefined {
    const state = [...this.states.values()].find(({ node }) => node.id === nodeId);
    return state?.node.source.kind === 'file' ? this.files?.open(state.node.source) : undefined;
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
    if (state === undefined || !hasRate(state.node)) return false;
    state.wantedPerSecond = rowsPerSecond;
    state.offered = 0;
    return true;
  }

  rates(): readonly RateInForce[] {
    return [...this.states.values()]
      .filter((s) => hasRate(s.node))
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

/** Rows a second that the document asks for; null: the source has no such dial. */
function rateOf({ source }: SourceNode): number | null {
  switch (source.kind) {
    case 'live':
      return null;
    case 'file':
      return source.pace.kind === 'rate' ? source.pace.rowsPerSecond : null;
    default:
      return source.rowsPerSecond;
  }
}

function hasRate(node: SourceNode): boolean {
  return rateOf(node) !== null;
}

function newState(node: SourceNode, batchIntervalMs: number, rate: number | undefined): SourceState {
  const own = rateOf(node);
  const wanted = own === null ? 0 : (rate ?? own);
  return {
    node,
    position: firstPosition(node),
    wantedPerSecond: wanted,
    offered: 0,
    limitPerSecond: null,
    replayedMs: null,
    pid: new PidRateEstimator(defaultPid(batchIntervalMs)),
  };
}
