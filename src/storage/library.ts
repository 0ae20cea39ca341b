// The pipelines of this browser: their drafts, byte for byte, and the marks around them. Knows nothing of runs but that
// they hang on a pipeline id.
import { erasePipelineWrites, eraseRunWrites, readControl } from './journal.ts';
import { type CheckpointMeta, type ControlMeta, type HeadMeta, isFault, makeRecord, type PipelineMeta, readRecord } from './records.ts';
import { type Expectation, StorageError, type Store, type Write } from './store.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export interface LibraryEntry {
  readonly pipelineId: string;
  readonly meta: PipelineMeta;
  readonly revision: number;
  readonly text: string;
  readonly head: HeadMeta | null;
  readonly control: ControlMeta;
  readonly checkpoint: CheckpointMeta | null;
}

export interface Draft {
  readonly text: string;
  readonly revision: number;
  readonly meta: PipelineMeta;
}

/** Not removed, newest opened first. Damaged records are left out, not touched. */
export async function listPipelines(store: Store): Promise<readonly LibraryEntry[]> {
  const entries = await store.range('pipelines', { prefix: [] });
  const list: LibraryEntry[] = [];
  for (const { key, record } of entries) {
    const read = readRecord('pipeline', record);
    if (isFault(read) || read.meta.removed) continue;
    const pipelineId = String(key[0]);
    const head = await readHead(store, pipelineId);
    list.push({
      pipelineId,
      meta: read.meta,
      revision: read.version,
      text: decoder.decode(read.bytes ?? new Uint8Array()),
      head,
      control: await readControl(store, pipelineId),
      checkpoint: head === null ? null : await newestCheckpoint(store, head.runId),
    });
  }
  return list.sort((a, b) => b.meta.openedMs - a.meta.openedMs);
}

async function readHead(store: Store, pipelineId: string): Promise<HeadMeta | null> {
  const record = await store.get('heads', [pipelineId]);
  const read = record === undefined ? null : readRecord('head', record);
  return read === null || isFault(read) ? null : read.meta;
}

async function newestCheckpoint(store: Store, runId: string): Promise<CheckpointMeta | null> {
  const [entry] = await store.range('checkpoints', { prefix: [runId] }, { reverse: true, limit: 1 });
  const read = entry === undefined ? null : readRecord('checkpoint', entry.record);
  return read === null || isFault(read) ? null : read.meta;
}

export async function createPipeline(store: Store, pipelineId: string, name: string, text: string, nowMs: number): Promise<void> {
  const meta: PipelineMeta = { name, createdMs: nowMs, updatedMs: nowMs, openedMs: nowMs, removed: false };
  await store.transact([draftWrite(pipelineId, meta, 1, text)], {
    expect: [{ table: 'pipelines', key: [pipelineId], version: null }],
    durability: 'strict',
  });
}

/** null when there is none, or it was removed. @throws StorageError, also for a damaged record. */
export async function readDraft(store: Store, pipelineId: string): Promise<Draft | null> {
  const record = await store.get('pipelines', [pipelineId]);
  if (record === undefined) return null;
  const read = readRecord('pipeline', record);
  if (isFault(read)) throw new StorageError('unknown', read.detail);
  return read.meta.removed ? null : { text: decoder.decode(read.bytes ?? new Uint8Array()), revision: read.version, meta: read.meta };
}

/** Writes the draft if its revision is still the one given; answers the revision in force, and whether it was written. */
export async function saveDraft(
  store: Store,
  pipelineId: string,
  name: string,
  text: string,
  revision: number,
  ownerToken: number,
  nowMs: number,
): Promise<{ readonly saved: boolean; readonly draft: Draft | null }> {
  const current = await readDraft(store, pipelineId);
  if (current === null || current.revision !== revision) return { saved: false, draft: current };
  const meta: PipelineMeta = { ...current.meta, name, updatedMs: nowMs };
  const expect: readonly Expectation[] = [
    { table: 'pipelines', key: [pipelineId], version: revision },
    { table: 'owners', key: [pipelineId], version: ownerToken },
  ];
  await store.transact([draftWrite(pipelineId, meta, revision + 1, text)], { expect, durability: 'relaxed' });
  return { saved: true, draft: { text, revision: revision + 1, meta } };
}

/** Changes the marks, not the text or its revision. */
export async function markPipeline(store: Store, pipelineId: string, change: Partial<Pick<PipelineMeta, 'openedMs' | 'removed'>>): Promise<void> {
  const record = await store.get('pipelines', [pipelineId]);
  if (record === undefined) return;
  const read = readRecord('pipeline', record);
  if (isFault(read)) return;
  const marked = makeRecord('pipeline', { ...read.meta, ...change }, read.version, read.bytes);
  await store.transact([{ op: 'put', table: 'pipelines', key: [pipelineId], record: marked }], {
    expect: [{ table: 'pipelines', key: [pipelineId], version: read.version }],
    durability: 'relaxed',
  });
}

/** Erases pipelines that were removed and that nobody can bring back any more. */
export async function eraseRemoved(store: Store, keep: ReadonlySet<string>): Promise<void> {
  for (const { key, record } of await store.range('pipelines', { prefix: [] })) {
    const pipelineId = String(key[0]);
    const read = readRecord('pipeline', record);
    if (isFault(read) || !read.meta.removed || keep.has(pipelineId)) continue;
    await store.transact([...(await runWrites(store, pipelineId, null)), ...erasePipelineWrites(pipelineId)], { durability: 'relaxed' });
  }
}

/** Erases the runs of a pipeline but one. */
export async function eraseOldRuns(store: Store, pipelineId: string, keepRunId: string): Promise<void> {
  const writes = await runWrites(store, pipelineId, keepRunId);
  if (writes.length > 0) await store.transact(writes, { durability: 'relaxed' });
}

async function runWrites(store: Store, pipelineId: string, keepRunId: string | null): Promise<readonly Write[]> {
  const runs = new Set<string>();
  for (const { key, record } of await store.range('plans', { prefix: [] })) if (record.meta['pipelineId'] === pipelineId) runs.add(String(key[0]));
  return [...runs].filter((runId) => runId !== keepRunId).flatMap((runId) => eraseRunWrites(runId));
}

function draftWrite(pipelineId: string, meta: PipelineMeta, revision: number, text: string): Write {
  return { op: 'put', table: 'pipelines', key: [pipelineId], record: makeRecord('pipeline', meta, revision, encoder.encode(text)) };
}
