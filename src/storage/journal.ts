// The log, ledger and checkpoints of one run, over any Store. Knows which records a step of the protocol writes together
// (durability.md "The protocol"); does not decide when. Every write carries the owner's fencing token, so a tab that lost
// the pipeline cannot write another byte. Reads answer parsed records; damaged ones are named, never guessed.
import {
  type CheckpointMeta,
  type ControlMeta,
  controlKey,
  type HeadMeta,
  type InputRange,
  isFault,
  type LogMeta,
  makeRecord,
  type OwnerMeta,
  type ProgressMeta,
  type ReadFault,
  type ReadRecord,
  type RecordKind,
  readRecord,
  tableOf,
} from './records.ts';
import { type Expectation, type Key, StorageError, type Store, type StoredEntry, type Write } from './store.ts';

export interface LogEntry {
  readonly batchId: number;
  readonly meta: LogMeta;
}

export interface ProgressEntry {
  readonly batchId: number;
  readonly meta: ProgressMeta;
}

export interface CheckpointEntry {
  readonly checkpointId: number;
  readonly meta: CheckpointMeta | null;
  /** Why it cannot be used, when `meta` is null. */
  readonly fault: ReadFault | null;
}

export interface PlanEntry {
  readonly fromBatchId: number;
  readonly text: string;
  /** Ids of nodes whose state or position does not go over to this document. */
  readonly fresh: readonly string[];
}

export interface LedgerWrite {
  readonly operatorId: string;
  readonly batchId: number;
  readonly timeMs: number;
  readonly rows: number;
  readonly bytes: Uint8Array;
}

/** Everything recovery decides from. `faults` are records that could not be read and that recovery cannot do without. */
export interface RunFacts {
  readonly head: { readonly meta: HeadMeta; readonly version: number } | null;
  readonly plans: readonly PlanEntry[];
  /** Newest first. */
  readonly checkpoints: readonly CheckpointEntry[];
  /** Ascending, without those before the oldest checkpoint that retention kept. */
  readonly log: readonly LogEntry[];
  readonly progress: readonly ProgressEntry[];
  readonly faults: readonly ReadFault[];
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** What stands before anything was asked of a run. */
export const NO_CONTROL: ControlMeta = { desired: 'stopped', rates: {}, slowMotion: false, attempts: { batchId: 0, count: 0 } };

/** Checkpoints go into storage in pieces of this size: one piece blocks other transactions for a few milliseconds. */
export const CHUNK_BYTES = 256 * 1024;

/** Pieces of a checkpoint read together. */
const PART_CHUNKS = 8;

/** Makes this tab the owner: the token goes up by one, so whoever held the pipeline can write no more. */
export async function claimOwnership(store: Store, pipelineId: string, owner: OwnerMeta): Promise<number> {
  for (;;) {
    const current = await store.get('owners', [pipelineId]);
    const token = (current?.version ?? 0) + 1;
    try {
      await store.transact([{ op: 'put', table: 'owners', key: [pipelineId], record: makeRecord('owner', owner, token) }], {
        expect: [{ table: 'owners', key: [pipelineId], version: current?.version ?? null }],
        durability: 'relaxed',
      });
      return token;
    } catch (error) {
      if (!(error instanceof StorageError) || error.kind !== 'conflict') throw error;
    }
  }
}

export async function readOwner(store: Store, pipelineId: string): Promise<{ readonly meta: OwnerMeta; readonly token: number } | null> {
  const record = await store.get('owners', [pipelineId]);
  if (record === undefined) return null;
  const read = readRecord('owner', record);
  return isFault(read) ? null : { meta: read.meta, token: read.version };
}

export async function readControl(store: Store, pipelineId: string): Promise<ControlMeta> {
  const record = await store.get('meta', controlKey(pipelineId));
  const read = record === undefined ? null : readRecord('control', record);
  if (read === null || isFault(read)) return NO_CONTROL;
  return read.meta;
}

export async function readFacts(store: Store, pipelineId: string): Promise<RunFacts> {
  const faults: ReadFault[] = [];
  const headRecord = await store.get('heads', [pipelineId]);
  if (headRecord === undefined) return { head: null, plans: [], checkpoints: [], log: [], progress: [], faults };
  const head = readRecord('head', headRecord);
  if (isFault(head)) return { head: null, plans: [], checkpoints: [], log: [], progress: [], faults: [head] };
  const prefix: Key = [head.meta.runId];
  const [plans, checkpoints, log, progress] = await Promise.all([
    store.range('plans', { prefix }),
    store.range('checkpoints', { prefix }, { reverse: true }),
    store.range('log', { prefix }),
    store.range('progress', { prefix }),
  ]);
  return {
    head: { meta: head.meta, version: head.version },
    plans: parseAll('plan', plans, faults).map(({ key, read }) => ({
      fromBatchId: lastNumber(key),
      text: decoder.decode(read.bytes ?? new Uint8Array()),
      fresh: read.meta.fresh,
    })),
    checkpoints: checkpoints.map((entry) => parseCheckpoint(entry)),
    log: parseAll('log', log, faults).map((p) => ({ batchId: lastNumber(p.key), meta: p.read.meta })),
    progress: parseAll('progress', progress, faults).map((p) => ({ batchId: lastNumber(p.key), meta: p.read.meta })),
    faults,
  };
}

function parseCheckpoint(entry: StoredEntry): CheckpointEntry {
  const read = readRecord('checkpoint', entry.record);
  const checkpointId = lastNumber(entry.key);
  return isFault(read) ? { checkpointId, meta: null, fault: read } : { checkpointId, meta: read.meta, fault: null };
}

function parseAll<K extends RecordKind>(
  kind: K,
  entries: readonly StoredEntry[],
  faults: ReadFault[],
): { readonly key: Key; readonly read: ReadRecord<K> }[] {
  const parsed: { readonly key: Key; readonly read: ReadRecord<K> }[] = [];
  for (const entry of entries) {
    const read = readRecord(kind, entry.record);
    if (isFault(read)) faults.push(read);
    else parsed.push({ key: entry.key, read });
  }
  return parsed;
}

function lastNumber(key: Key): number {
  return Number(key[key.length - 1]);
}

export class Journal {
  readonly store: Store;
  readonly pipelineId: string;
  readonly runId: string;
  private readonly token: number;
  private readonly durability: 'strict' | 'relaxed';

  constructor(store: Store, pipelineId: string, runId: string, token: number, durability: 'strict' | 'relaxed') {
    this.store = store;
    this.pipelineId = pipelineId;
    this.runId = runId;
    this.token = token;
    this.durability = durability;
  }

  /** The same run over another connection. */
  over(store: Store): Journal {
    return new Journal(store, this.pipelineId, this.runId, this.token, this.durability);
  }

  /** Begins the run: head at batch 0, the applied document in force from batch 1. Replaces an earlier run's head. */
  async begin(head: HeadMeta, planText: string, appliedMs: number): Promise<void> {
    const current = await this.store.get('heads', [this.pipelineId]);
    await this.write(
      [
        { op: 'put', table: 'heads', key: [this.pipelineId], record: makeRecord('head', head, 0) },
        this.planWrite({ fromBatchId: 1, text: planText, fresh: [] }, appliedMs),
      ],
      'strict',
      [{ table: 'heads', key: [this.pipelineId], version: current?.version ?? null }],
    );
  }

  planWrite({ fromBatchId, text, fresh }: PlanEntry, appliedMs: number): Write {
    const record = makeRecord('plan', { pipelineId: this.pipelineId, appliedMs, fresh: [...fresh] }, 0, encoder.encode(text));
    return { op: 'put', table: 'plans', key: [this.runId, fromBatchId], record };
  }

  logWrite(entry: LogEntry): Write {
    return { op: 'put', table: 'log', key: [this.runId, entry.batchId], record: makeRecord('log', entry.meta) };
  }

  async log(entries: readonly LogEntry[]): Promise<void> {
    await this.write(
      entries.map((entry) => this.logWrite(entry)),
      this.durability,
    );
  }

  /** One transaction: ledger rows, progress, head, and the log of batches cut meanwhile. `headVersion`: before this commit. */
  async commit(commit: PreparedCommit): Promise<void> {
    const { ledger, progress, head, headVersion, log } = commit;
    const writes: Write[] = ledger.map((l) => ({
      op: 'put',
      table: 'ledger',
      key: [this.runId, l.operatorId, l.batchId],
      record: makeRecord('ledger', { timeMs: l.timeMs, rows: l.rows, base: false }, 0, l.bytes),
    }));
    writes.push({ op: 'put', table: 'progress', key: [this.runId, progress.batchId], record: makeRecord('progress', progress.meta) });
    writes.push({ op: 'put', table: 'heads', key: [this.pipelineId], record: makeRecord('head', head, headVersion + 1) });
    for (const entry of log) writes.push(this.logWrite(entry));
    await this.write(writes, this.durability, [{ table: 'heads', key: [this.pipelineId], version: headVersion }]);
  }

  /** Strict: an accepted line must survive the machine. */
  async appendBlock(operatorId: string, sequence: number, rows: number, arrivedMs: number, bytes: Uint8Array, cursor?: string): Promise<void> {
    const record = makeRecord('block', { rows, arrivedMs, ...(cursor === undefined ? {} : { cursor }) }, 0, bytes);
    await this.write([{ op: 'put', table: 'blocks', key: [this.runId, operatorId, sequence], record }], 'strict');
  }

  /** Blocks with sequence in the range, ascending. @throws StorageError of kind unknown when one is missing or damaged. */
  async readBlocks(
    operatorId: string,
    range: Pick<InputRange, 'from' | 'to'>,
  ): Promise<readonly { readonly sequence: number; readonly rows: number; readonly bytes: Uint8Array }[]> {
    const prefix: Key = [this.runId, operatorId];
    const entries = await this.store.range('blocks', { prefix, from: [...prefix, range.from], before: [...prefix, range.to] });
    const blocks = entries.map((entry) => {
      const read = readRecord('block', entry.record);
      if (isFault(read)) throw new StorageError('unknown', read.detail);
      return { sequence: lastNumber(entry.key), rows: read.meta.rows, bytes: read.bytes ?? new Uint8Array() };
    });
    return blocks;
  }

  /** What the newest blocks of a live source say of where it stands, newest first. @throws StorageError */
  async readCursors(operatorId: string, limit: number): Promise<readonly string[]> {
    const entries = await this.store.range('blocks', { prefix: [this.runId, operatorId] }, { reverse: true, limit });
    return entries.flatMap((entry) => {
      const read = readRecord('block', entry.record);
      return isFault(read) || read.meta.cursor === undefined ? [] : [read.meta.cursor];
    });
  }

  /** The highest sequence stored for a live source, 0 when there is none. */
  async lastBlock(operatorId: string): Promise<number> {
    const [entry] = await this.store.range('blocks', { prefix: [this.runId, operatorId] }, { reverse: true, limit: 1 });
    return entry === undefined ? 0 : lastNumber(entry.key);
  }

  /** Everything of a checkpoint but its manifest. Invisible until `flip`. */
  async writeChunk(checkpointId: number, index: number, bytes: Uint8Array): Promise<void> {
    await this.write([this.chunkWrite(checkpointId, index, bytes)], 'relaxed');
  }

  chunkWrite(checkpointId: number, index: number, bytes: Uint8Array): Write {
    return { op: 'put', table: 'chunks', key: [this.runId, checkpointId, index], record: { version: 0, meta: {}, bytes } };
  }

  /** Writes the manifest: from now on the checkpoint exists. Strict. `together`: what must become true at the same moment. */
  async flip(checkpointId: number, meta: CheckpointMeta, together: readonly Write[] = []): Promise<void> {
    const write: Write = { op: 'put', table: 'checkpoints', key: [this.runId, checkpointId], record: makeRecord('checkpoint', meta) };
    await this.write([...together, write], 'strict');
  }

  async hasCheckpoint(checkpointId: number): Promise<boolean> {
    return (await this.store.get('checkpoints', [this.runId, checkpointId])) !== undefined;
  }

  /**
   * The first `count` pieces of a checkpoint that are there, in parts that come one after another, all asked for at once. Pieces behind
   * them are of a checkpoint with the same id that was never finished.
   */
  readChunks(checkpointId: number, count: number): readonly Promise<readonly Uint8Array[]>[] {
    const prefix: Key = [this.runId, checkpointId];
    const parts: Promise<readonly Uint8Array[]>[] = [];
    for (let from = 0; from < count; from += PART_CHUNKS) {
      const range = { prefix, from: [...prefix, from], before: [...prefix, Math.min(count, from + PART_CHUNKS)] };
      const part = this.store.range('chunks', range).then((entries) => entries.map((entry) => entry.record.bytes ?? new Uint8Array()));
      // Whoever stops at one part leaves the others without anybody who waits for them.
      part.catch(() => undefined);
      parts.push(part);
    }
    return parts;
  }

  async setControl(control: ControlMeta): Promise<void> {
    await this.write([{ op: 'put', table: 'meta', key: controlKey(this.pipelineId), record: makeRecord('control', control) }], 'relaxed');
  }

  async readHead(): Promise<{ readonly meta: HeadMeta; readonly version: number } | null> {
    const record = await this.store.get('heads', [this.pipelineId]);
    if (record === undefined) return null;
    const head = readRecord('head', record);
    if (isFault(head)) throw new StorageError('unknown', head.detail);
    return { meta: head.meta, version: head.version };
  }

  /** Whether the token is still ours. */
  async isOwner(): Promise<boolean> {
    const owner = await this.store.get('owners', [this.pipelineId]);
    return owner?.version === this.token;
  }

  async readLedger(
    operatorId: string,
    fromBatchId: number,
  ): Promise<readonly { readonly batchId: number; readonly timeMs: number; readonly base: boolean; readonly bytes: Uint8Array }[]> {
    const prefix: Key = [this.runId, operatorId];
    const entries = await this.store.range('ledger', { prefix, from: [...prefix, fromBatchId] });
    return entries.map((entry) => {
      const read = readRecord('ledger', entry.record);
      if (isFault(read)) throw new StorageError('unknown', read.detail);
      return { batchId: lastNumber(entry.key), timeMs: read.meta.timeMs, base: read.meta.base, bytes: read.bytes ?? new Uint8Array() };
    });
  }

  /** Which sinks have ledger records, with the batches in it and their row counts (records are read without their bytes being decoded). */
  async ledgerIndex(): Promise<
    readonly { readonly operatorId: string; readonly batchId: number; readonly timeMs: number; readonly rows: number; readonly base: boolean }[]
  > {
    const entries = await this.store.range('ledger', { prefix: [this.runId] });
    return entries.map((entry) => {
      const read = readRecord('ledger', entry.record);
      if (isFault(read)) throw new StorageError('unknown', read.detail);
      return {
        operatorId: String(entry.key[1]),
        batchId: lastNumber(entry.key),
        timeMs: read.meta.timeMs,
        rows: read.meta.rows,
        base: read.meta.base,
      };
    });
  }

  /** Replaces the changes of a sink up to `batchId` by their fold, and deletes others' records up to it. */
  async compactLedger(
    operatorId: string,
    batchId: number,
    base: { readonly timeMs: number; readonly rows: number; readonly bytes: Uint8Array } | null,
  ): Promise<void> {
    const prefix: Key = [this.runId, operatorId];
    const writes: Write[] = [{ op: 'deleteRange', table: 'ledger', range: { prefix, before: [...prefix, batchId + 1] } }];
    if (base !== null) {
      const record = makeRecord('ledger', { timeMs: base.timeMs, rows: base.rows, base: true }, 0, base.bytes);
      writes.push({ op: 'put', table: 'ledger', key: [...prefix, batchId], record });
    }
    await this.write(writes, 'relaxed');
  }

  /** Deletes what retention no longer needs. `blocks`: first sequence to keep of each live source. */
  async prune(plan: PrunePlan): Promise<void> {
    const run: Key = [this.runId];
    const writes: Write[] = [
      { op: 'deleteRange', table: 'log', range: { prefix: run, before: [...run, plan.logBefore] } },
      { op: 'deleteRange', table: 'progress', range: { prefix: run, before: [...run, plan.logBefore] } },
    ];
    for (const id of plan.checkpoints) {
      writes.push({ op: 'delete', table: 'checkpoints', key: [...run, id] });
      writes.push({ op: 'deleteRange', table: 'chunks', range: { prefix: [...run, id] } });
    }
    for (const [operatorId, first] of Object.entries(plan.blocksBefore)) {
      writes.push({ op: 'deleteRange', table: 'blocks', range: { prefix: [...run, operatorId], before: [...run, operatorId, first] } });
    }
    await this.write(writes, 'relaxed');
  }

  /** @throws StorageError; kind "conflict" when another tab owns the pipeline now or the head has moved. */
  private async write(writes: readonly Write[], durability: 'strict' | 'relaxed', more: readonly Expectation[] = []): Promise<void> {
    const owner: Expectation = { table: 'owners', key: [this.pipelineId], version: this.token };
    await this.store.transact(writes, { expect: [owner, ...more], durability });
  }
}

export interface PreparedCommit {
  readonly ledger: readonly LedgerWrite[];
  readonly progress: ProgressEntry;
  readonly head: HeadMeta;
  readonly headVersion: number;
  readonly log: readonly LogEntry[];
}

export interface PrunePlan {
  readonly logBefore: number;
  readonly checkpoints: readonly number[];
  readonly blocksBefore: { readonly [operatorId: string]: number };
}

/** Deletes every record of a run. */
export function eraseRunWrites(runId: string): readonly Write[] {
  const run: Key = [runId];
  return (['plans', 'log', 'blocks', 'progress', 'ledger', 'checkpoints', 'chunks'] as const).map((table) => ({
    op: 'deleteRange',
    table,
    range: { prefix: run },
  }));
}

/** Everything of a pipeline that is not under a run id. */
export function erasePipelineWrites(pipelineId: string): readonly Write[] {
  return [
    { op: 'delete', table: tableOf('pipeline'), key: [pipelineId] },
    { op: 'delete', table: tableOf('head'), key: [pipelineId] },
    { op: 'delete', table: tableOf('control'), key: controlKey(pipelineId) },
  ];
}
