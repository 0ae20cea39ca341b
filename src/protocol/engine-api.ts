// The contract between the page and the engine's worker, as plain versioned data. Control goes through EngineApi (by
// Comlink); what moves many times a second comes as frames through one MessagePort. Nothing here has behaviour. Calls
// never reject for a Problem: they answer `Result`. They reject only for bugs and a dead worker.
import type { PlainValue } from '../columns/build.ts';
import type { Schema } from '../columns/data-type.ts';
import type { Emits } from '../plan/stream-type.ts';
import type { Problem, Result } from '../problem/problem.ts';
import type { DataApi, FeedStatus, ImportProgress, RunNeed, SourceBooks } from './data-api.ts';
import type { StateApi } from './state-api.ts';

export const PROTOCOL_VERSION = 1;

export type PipelineId = string;

export interface Hello {
  readonly protocolVersion: number;
  readonly tabId: string;
  /** How this tab is named to other tabs: "tab opened 14:02". */
  readonly tabLabel: string;
  /** Workers this page had before: 0 right after loading. */
  readonly engineRestarts: number;
}

/** memory: nothing is kept after closing; the problem says why. */
export interface StorageInfo {
  readonly kind: 'browser' | 'memory';
  readonly usedBytes: number | null;
  readonly persisted: boolean | null;
  readonly problem: Problem | null;
}

export interface Handshake {
  readonly protocolVersion: number;
  readonly buildId: string;
  readonly storage: StorageInfo;
  /** What start-up found and must be said: a wiped origin, a crash loop brake. */
  readonly notices: readonly Problem[];
}

export interface PipelineSummary {
  readonly pipelineId: PipelineId;
  readonly name: string;
  /** The draft as text, for the small picture; parse it on the page. */
  readonly text: string;
  readonly state: RunState;
  readonly role: Role;
  readonly lastBatchId: number | null;
  readonly lastCheckpoint: { readonly batchId: number; readonly atMs: number } | null;
  readonly keys: number | null;
  readonly stateBytes: number | null;
  readonly openedMs: number;
  readonly updatedMs: number;
}

export interface DraftRecord {
  readonly text: string;
  readonly revision: number;
  readonly updatedMs: number;
}

export type RunState = 'idle' | 'starting' | 'recovering' | 'running' | 'paused' | 'stopped' | 'failed';

/** owner: this tab runs and edits it. viewer: another tab does. none: nobody holds it. */
export type Role = 'owner' | 'viewer' | 'none';

export interface RunStatus {
  readonly pipelineId: PipelineId;
  readonly role: Role;
  /** Label of the tab that owns it, when it is another one. */
  readonly ownerTab: string | null;
  readonly state: RunState;
  readonly runId: string | null;
  /** The applied document's text a run uses; null before the first run. */
  readonly applied: string | null;
  readonly batchIntervalMs: number;
  readonly zeroTimeMs: number | null;
  readonly lastBatch: { readonly batchId: number; readonly timeMs: number } | null;
  /** Cut and not yet committed. */
  readonly queuedBatches: number;
  /** Total delay of the last batch. */
  readonly lagMs: number;
  readonly lastCheckpoint: CheckpointInfo | null;
  readonly checkpointIntervalMs: number;
  readonly recovery: RecoveryReport | null;
  /** Why it is failed, or why it came back paused. Stays until fixed. */
  readonly problem: Problem | null;
  /** Newest things worth saying that stop nothing (a sleep, a checkpoint that could not be written), oldest first; at most 20. */
  readonly notices: readonly Problem[];
  readonly slowMotion: boolean;
  /** What it waits for before it can go on; empty when it can. */
  readonly needs: readonly RunNeed[];
  /** Rate in force of each rate-driven source: what the user asked, and what back-pressure allows now (null: no limit). */
  readonly rates: readonly { readonly operatorId: string; readonly wantedPerSecond: number; readonly limitPerSecond: number | null }[];
}

export type BatchStatus = 'queued' | 'running' | 'committed' | 'replayed' | 'caught-up' | 'failed';

/** One batch, or a run of `count` missed batches that were caught up as one. Times are epoch milliseconds. */
export interface BatchInfo {
  readonly batchId: number;
  readonly count: number;
  readonly timeMs: number;
  readonly status: BatchStatus;
  readonly numInputRows: number;
  readonly schedulingDelayMs: number;
  readonly processingMs: number;
  readonly totalDelayMs: number;
  readonly commitMs: number;
  /** A checkpoint was taken after it. */
  readonly checkpoint: boolean;
  readonly finishedMs: number;
  readonly inputs: readonly { readonly operatorId: string; readonly rows: number; readonly range: string }[];
  /** `refused`: rows that left by the errors port, or were dropped, by the operator's policy; absent where none were. */
  readonly operators: readonly {
    readonly operatorId: string;
    readonly rowsIn: number;
    readonly rowsOut: number;
    readonly ms: number;
    readonly refused?: number;
  }[];
}

export interface CheckpointInfo {
  readonly checkpointId: number;
  readonly batchId: number;
  readonly takenMs: number;
  readonly kind: 'full' | 'delta' | 'savepoint';
  readonly keys: number;
  readonly bytes: number;
  readonly writeMs: number;
  readonly operators: readonly { readonly operatorId: string; readonly keys: number; readonly bytes: number }[];
  readonly note: 'manual' | 'before-edit' | 'stop' | 'restored' | null;
}

export type RecoveryPhase = 'restore' | 're-run' | 'pending' | 'catch-up' | 'live';

/** Everything here was counted or checked while it happened; nothing is inferred. */
export interface RecoveryReport {
  readonly phase: RecoveryPhase;
  readonly reason: 'reload' | 'worker-restarted' | 'took-over' | 'storage-reopened' | 'run-again';
  /** Last commit before, by the committed record; null when no batch was committed. */
  readonly lastCommittedMs: number | null;
  readonly openedMs: number;
  readonly checkpoint: { readonly batchId: number; readonly keys: number; readonly bytes: number; readonly restoreMs: number } | null;
  /** Damaged checkpoints that were passed over, newest first. */
  readonly skippedCheckpoints: readonly { readonly checkpointId: number; readonly why: string }[];
  /** Committed batches since the checkpoint: run again silently, digest compared with the committed one. */
  readonly rerun: { readonly from: number; readonly to: number; readonly done: number; readonly matched: number } | null;
  /** Logged, not committed: run now, their rows are written once. */
  readonly pending: { readonly from: number; readonly to: number; readonly done: number } | null;
  /** Batch times missed while nothing ran. */
  readonly caughtUp: { readonly count: number; readonly done: number; readonly ms: number } | null;
  /** Batch time up to which input is in the log. */
  readonly loggedUpToMs: number | null;
  /** Rows of live sources that were logged and belonged to no batch yet. */
  readonly liveRowsWaiting: number;
  readonly totalMs: number;
  readonly finished: boolean;
}

export interface OperatorMetrics {
  readonly operatorId: string;
  readonly rowsInPerSecond: number;
  readonly rowsOutPerSecond: number;
  /** Rows its error policy takes out. */
  readonly refusedPerSecond: number;
  /** Rows cut or offered but not yet run; sources only. */
  readonly waitingRows: number;
  readonly keys: number | null;
  readonly stateBytes: number | null;
  /** Share of the last second's processing time, 0 to 1. */
  readonly timeShare: number;
  /** Rows its error policy took out, since the run began. */
  readonly refused: number;
  /** Of a source of records: where each of them went. */
  readonly books: SourceBooks | null;
}

/** Sent when something changed, at most 10 times a second. */
export interface Frame {
  readonly pipelineId: PipelineId;
  readonly status: RunStatus;
  readonly operators: readonly OperatorMetrics[];
  /** New and changed batches since the last frame, in order; at most 200, older ones are read with `readBatches`. */
  readonly batches: readonly BatchInfo[];
  /** Sinks whose ledger grew: the newest batch in it. */
  readonly sinks: readonly { readonly operatorId: string; readonly batchId: number; readonly timeMs: number; readonly rows: number }[];
  /** Live sources of the pipeline that this tab runs. */
  readonly feeds: readonly FeedStatus[];
  readonly workerBusy: number;
}

export type EngineEvent =
  | { readonly kind: 'frame'; readonly frame: Frame }
  | { readonly kind: 'heartbeat'; readonly atMs: number; readonly heapBytes: number | null }
  /** The list of pipelines, or a draft, was changed (by this or another tab). */
  | { readonly kind: 'pipelines-changed' }
  | { readonly kind: 'draft-changed'; readonly pipelineId: PipelineId; readonly revision: number }
  | { readonly kind: 'import-progress'; readonly progress: ImportProgress }
  | { readonly kind: 'consents-changed' }
  | { readonly kind: 'storage-changed'; readonly storage: StorageInfo }
  /** Something all pages of this tab must say until it is read: the browser wiped the storage. */
  | { readonly kind: 'notice'; readonly problem: Problem }
  | { readonly kind: 'bug'; readonly message: string; readonly stack: string }
  /** Another tab runs a newer build and asked for the database. */
  | { readonly kind: 'superseded' };

export interface RowsQuery {
  readonly operatorId: string;
  /** live: the sink's current answer. A batch id: that batch's rows. */
  readonly at: 'live' | number;
  readonly sort: { readonly column: string; readonly descending: boolean } | null;
  /** Keeps rows one of whose values, as shown, contains this text (case does not count). */
  readonly search: string;
  readonly offset: number;
  readonly limit: number;
}

export interface RowsPage {
  readonly schema: Schema;
  readonly emits: Emits;
  readonly keys: readonly string[];
  readonly batchId: number | null;
  readonly timeMs: number | null;
  /** The batch-time window (startMs, endMs] the rows cover. */
  readonly window: { readonly startMs: number; readonly endMs: number } | null;
  readonly totalRows: number;
  readonly matchedRows: number;
  readonly rows: readonly (readonly PlainValue[])[];
}

export interface RankingQuery {
  readonly operatorId: string;
  readonly at: 'live' | number;
  /** Column with the number; the first numeric one that is no key when null. */
  readonly value: string | null;
  readonly top: number;
  /** How many firings back the series go. */
  readonly points: number;
}

export interface RankingView {
  readonly value: string;
  readonly series: string | null;
  readonly batchId: number | null;
  readonly timeMs: number | null;
  readonly window: { readonly startMs: number; readonly endMs: number } | null;
  readonly totalRows: number;
  readonly totalValue: number;
  /** Largest first; `change` against the firing before, null when the key was not in it. */
  readonly ranking: readonly { readonly key: string; readonly value: number; readonly change: number | null }[];
  /** Batch times of the points, ascending. */
  readonly timesMs: readonly number[];
  /** Their batches. */
  readonly batchIds: readonly number[];
  /** One list a key of the top 5, a number for each time; null where the key had no row. */
  readonly lines: readonly { readonly key: string; readonly values: readonly (number | null)[] }[];
}

export interface ApplyReview {
  /** Takes effect with the first batch after this one. */
  readonly afterBatchId: number | null;
  readonly changes: readonly string[];
  readonly states: readonly {
    readonly operatorId: string;
    readonly outcome: 'kept' | 'dropped' | 'new';
    readonly keys: number;
    readonly bytes: number;
    readonly why: string;
  }[];
}

export type SaveOutcome = { readonly kind: 'saved'; readonly revision: number } | { readonly kind: 'stale'; readonly current: DraftRecord };

/** What the engine needs of the transferred MessagePort. */
export interface FramePort {
  postMessage(event: EngineEvent): void;
}

export interface EngineApi extends DataApi, StateApi {
  /** Frames and events go out through this port from now on. To be called before `hello`, which may wait for storage. */
  attach(port: FramePort): Promise<void>;
  /** Opens the storage and starts what a reload interrupted. */
  hello(hello: Hello): Promise<Result<Handshake>>;
  /** The page is going away (pagehide): marks a clean end, so that the next start need not repair anything. */
  pageHides(): Promise<void>;
  /** The page came back from the browser's cache (pageshow). */
  pageShows(): Promise<void>;

  listPipelines(): Promise<Result<readonly PipelineSummary[]>>;
  createPipeline(text: string): Promise<Result<PipelineId>>;
  readDraft(pipelineId: PipelineId): Promise<Result<DraftRecord>>;
  /** Stored byte for byte. stale: somebody saved since `revision`; nothing was written. */
  saveDraft(pipelineId: PipelineId, text: string, revision: number): Promise<Result<SaveOutcome>>;
  duplicatePipeline(pipelineId: PipelineId): Promise<Result<PipelineId>>;
  /** Stops it and hides it; `restorePipeline` brings it back whole until the page is closed, then it is erased. */
  removePipeline(pipelineId: PipelineId): Promise<Result<null>>;
  restorePipeline(pipelineId: PipelineId): Promise<Result<null>>;

  /** Claims it for this tab if nobody holds it, otherwise watches. A run that was desired running goes on. */
  openPipeline(pipelineId: PipelineId): Promise<Result<RunStatus>>;
  takeOver(pipelineId: PipelineId): Promise<Result<RunStatus>>;

  run(pipelineId: PipelineId): Promise<Result<null>>;
  pause(pipelineId: PipelineId): Promise<Result<null>>;
  /** Runs exactly one more batch; a running pipeline is paused first. */
  step(pipelineId: PipelineId): Promise<Result<null>>;
  /** Drains, takes a checkpoint, stops. Run resumes. */
  stop(pipelineId: PipelineId): Promise<Result<null>>;
  /** Begins a new run from nothing; the results and checkpoints of the run before are erased. */
  startOver(pipelineId: PipelineId): Promise<Result<null>>;
  checkpointNow(pipelineId: PipelineId): Promise<Result<CheckpointInfo>>;
  setRate(pipelineId: PipelineId, operatorId: string, rowsPerSecond: number): Promise<Result<null>>;
  /** Resolves when the line's own transaction has completed. */
  typeLine(pipelineId: PipelineId, operatorId: string, line: string): Promise<Result<{ readonly sequence: number }>>;
  reviewApply(pipelineId: PipelineId): Promise<Result<ApplyReview>>;
  applyDraft(pipelineId: PipelineId): Promise<Result<{ readonly fromBatchId: number }>>;
  setSlowMotion(pipelineId: PipelineId, on: boolean): Promise<Result<null>>;
  /** Frees room after "storage full": old checkpoints and interface history, the run's own data last. */
  freeSpace(pipelineId: PipelineId): Promise<Result<{ readonly freedBytes: number }>>;

  readStatus(pipelineId: PipelineId): Promise<Result<RunStatus>>;
  readRows(pipelineId: PipelineId, query: RowsQuery): Promise<Result<RowsPage>>;
  readRanking(pipelineId: PipelineId, query: RankingQuery): Promise<Result<RankingView>>;
  /** Newest `limit` batches, ascending; those before `before` when given. */
  readBatches(pipelineId: PipelineId, limit: number, before?: number): Promise<Result<readonly BatchInfo[]>>;
  readCheckpoints(pipelineId: PipelineId): Promise<Result<readonly CheckpointInfo[]>>;
  /** Newest typed lines of a live source with their acceptance, ascending. */
  readTypedLines(
    pipelineId: PipelineId,
    operatorId: string,
    limit: number,
  ): Promise<Result<readonly { readonly sequence: number; readonly text: string; readonly batchId: number | null }[]>>;
  exportRows(pipelineId: PipelineId, operatorId: string, format: 'csv' | 'jsonl'): Promise<Result<Uint8Array>>;
}
