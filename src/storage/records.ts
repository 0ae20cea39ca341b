// What is written under which key, and how it is read back. Every record carries the format version; everything that belongs to
// a run carries its run id in the key (the lineage) and a checksum of its bytes. Stored records are untrusted: they
// are parsed here, once, into types that cannot be wrong, or answered as damaged. Formats are frozen by the golden
// fixtures of test/storage: whatever a released version wrote restores in every later one.
import * as z from 'zod/mini';
import { crc32c, wordSum } from '../columns/checksum.ts';
import type { Json } from '../problem/json.ts';
import type { Key, StoredRecord, Table } from './store.ts';

/**
 * Version of the records below. A greater number in storage means a newer build wrote it: open nothing, change nothing.
 * 1: bytes are summed by `crc`. 2: by `sum`, a third of the work; for the ledger, which holds every row a sink is given.
 */
export const RECORD_FORMAT = 2;
const SUMMED_BY_WORDS: ReadonlySet<RecordKind> = new Set(['ledger']);

const count = z.number().check(z.int(), z.nonnegative());
const text = z.string();

/** pipelines [pipelineId], version = revision of the draft; bytes = the draft's text as UTF-8, byte for byte. */
const pipelineMeta = z.object({ name: text, createdMs: count, updatedMs: count, openedMs: count, removed: z.boolean() });

/** owners [pipelineId], version = fencing token, greater with each owner. */
const ownerMeta = z.object({ tabId: text, tabLabel: text, sinceMs: count });

/** heads [pipelineId], version = batches committed by this run: what every commit moves by compare-and-set. */
const headMeta = z.object({ runId: text, zeroTimeMs: count, lastBatchId: count, lastTimeMs: count, committedMs: count });

/** A key of a node's state that the user takes out: the JSON of its plain values. */
const keyRemoval = z.object({ batchId: count, nodeId: text, key: text });

/** meta ["control", pipelineId]: what the user asked of the run. */
const controlMeta = z.object({
  desired: z.enum(['running', 'paused', 'stopped']),
  rates: z.record(text, z.number()),
  slowMotion: z.boolean(),
  /** The batch a life of the run began with, and how many lives began with it: a batch that kills its engine shows here. */
  attempts: z.object({ batchId: count, count: count }),
  /** Keys to take out of a state before that batch, until its log entry has them. */
  removals: z.exactOptional(z.array(keyRemoval)),
});

/** plans [runId, fromBatchId]: the applied document in force from that batch on; bytes = its text. */
const planMeta = z.object({
  pipelineId: text,
  appliedMs: count,
  /** Nodes that begin anew with this document, whatever the one before it kept for them. */
  fresh: z.array(text),
});

/** How a batch reads one source: rows [from, to) of a replayable one, or blocks with sequence in [from, to) of a live one. */
const inputRange = z.object({ kind: z.enum(['range', 'blocks']), from: count, to: count, rows: count });

/** log [runId, batchId]: written before the batch runs, never changed. `count` > 1: missed batches without input, caught up as one. */
const logMeta = z.object({
  timeMs: count,
  count: count,
  cutMs: count,
  inputs: z.record(text, inputRange),
  /** Keys that were taken out by hand before the batch: the JSON of their plain values, by node. */
  removals: z.exactOptional(z.record(text, z.array(text))),
});

/**
 * blocks [runId, operatorId, sequence]: rows of a live source as they arrived; bytes = encoded rows. `cursor`: where the source
 * stands once they are stored, in its own words.
 */
const blockMeta = z.object({ rows: count, arrivedMs: count, cursor: z.exactOptional(text) });

const operatorTotals = z.object({ refused: count, good: count, bad: count, short: count, long: count });

const numbers = z.object({
  schedulingDelayMs: z.number(),
  processingMs: z.number(),
  startedMs: z.number(),
  operators: z.array(z.object({ operatorId: text, rowsIn: count, rowsOut: count, ms: z.number(), refused: z.exactOptional(count) })),
  /** Since the run began, of the operators that refuse rows or parse records. */
  totals: z.exactOptional(z.record(text, operatorTotals)),
});

/** progress [runId, batchId]: exists if and only if the batch is committed. `digests`: of each sink's rows, by operator. */
const progressMeta = z.object({
  timeMs: count,
  count: count,
  digests: z.record(text, text),
  engine: text,
  committedMs: count,
  caughtUp: z.boolean(),
  numbers: numbers,
});

/** ledger [runId, operatorId, batchId]: the rows a sink got; bytes = encoded rows. `base`: fold of all earlier changes, in their place. */
const ledgerMeta = z.object({ timeMs: count, rows: count, base: z.boolean() });

const section = z.object({ nodeId: text, operatorId: text, shape: text, kind: z.enum(['full', 'changes']), keys: count, from: count, to: count });

/** checkpoints [runId, checkpointId]: the manifest. It is written last: a checkpoint without one does not exist. */
const checkpointMeta = z.object({
  batchId: count,
  timeMs: count,
  kind: z.enum(['full', 'delta', 'savepoint']),
  /** Checkpoints to restore first, in order: the full one and the deltas between. Empty for full and savepoint. */
  chain: z.array(count),
  planFrom: count,
  sections: z.array(section),
  positions: z.record(text, count),
  chunks: z.array(z.object({ bytes: count, crc: count })),
  keys: count,
  bytes: count,
  takenMs: count,
  writeMs: z.number(),
  note: z.nullable(z.enum(['manual', 'before-edit', 'after-edit', 'stop'])),
  engine: text,
});

const parsers = {
  pipeline: pipelineMeta,
  owner: ownerMeta,
  head: headMeta,
  control: controlMeta,
  plan: planMeta,
  log: logMeta,
  block: blockMeta,
  progress: progressMeta,
  ledger: ledgerMeta,
  checkpoint: checkpointMeta,
};

export type RecordKind = keyof typeof parsers;
export type MetaOf<K extends RecordKind> = z.infer<(typeof parsers)[K]>;
export type PipelineMeta = MetaOf<'pipeline'>;
export type OwnerMeta = MetaOf<'owner'>;
export type HeadMeta = MetaOf<'head'>;
export type ControlMeta = MetaOf<'control'>;
export type LogMeta = MetaOf<'log'>;
export type InputRange = z.infer<typeof inputRange>;
export type ProgressMeta = MetaOf<'progress'>;
export type CheckpointMeta = MetaOf<'checkpoint'>;
export type KeyRemoval = z.infer<typeof keyRemoval>;
export type OperatorTotals = z.infer<typeof operatorTotals>;

const RECORD_TABLES: { readonly [K in RecordKind]: Table } = {
  pipeline: 'pipelines',
  owner: 'owners',
  head: 'heads',
  control: 'meta',
  plan: 'plans',
  log: 'log',
  block: 'blocks',
  progress: 'progress',
  ledger: 'ledger',
  checkpoint: 'checkpoints',
};

export function tableOf(kind: RecordKind): Table {
  return RECORD_TABLES[kind];
}

export function controlKey(pipelineId: string): Key {
  return ['control', pipelineId];
}

/** A record ready to be put. `version` matters for pipelines, owners and heads only. */
export function makeRecord<K extends RecordKind>(kind: K, meta: MetaOf<K>, version = 0, bytes: Uint8Array | null = null): StoredRecord {
  const byWords = SUMMED_BY_WORDS.has(kind);
  const sealed: { [key: string]: Json } = { ...(meta as { readonly [key: string]: Json }), format: byWords ? 2 : 1, record: kind };
  if (bytes !== null && byWords) sealed['sum'] = wordSum(bytes);
  else if (bytes !== null) sealed['crc'] = crc32c(bytes);
  return { version, meta: sealed, bytes };
}

/** What can be wrong with a stored record. `newer`: written by a later version of the product. */
export type ReadFault = { readonly fault: 'damaged' | 'newer'; readonly detail: string };

export type ReadRecord<K extends RecordKind> = { readonly meta: MetaOf<K>; readonly version: number; readonly bytes: Uint8Array | null };

/** Parses what `makeRecord` made, checking format, shape and checksum. */
export function readRecord<K extends RecordKind>(kind: K, record: StoredRecord): ReadRecord<K> | ReadFault {
  const format = record.meta['format'];
  if (typeof format === 'number' && format > RECORD_FORMAT) return { fault: 'newer', detail: `${kind} record of format ${format}` };
  if ((format !== 1 && format !== 2) || record.meta['record'] !== kind) return { fault: 'damaged', detail: `not a ${kind} record` };
  const parsed = z.safeParse(parsers[kind], record.meta);
  if (!parsed.success)
    return { fault: 'damaged', detail: `${kind} record: ${parsed.error.issues[0]?.path.join('.') ?? ''} ${parsed.error.issues[0]?.message ?? ''}` };
  if (record.bytes !== null && !(format === 1 ? record.meta['crc'] === crc32c(record.bytes) : record.meta['sum'] === wordSum(record.bytes)))
    return { fault: 'damaged', detail: `${kind} record: checksum` };
  // The parser of that kind made it; TypeScript cannot follow the index through the generic.
  return { meta: parsed.data as MetaOf<K>, version: record.version, bytes: record.bytes };
}

export function isFault<K extends RecordKind>(read: ReadRecord<K> | ReadFault): read is ReadFault {
  return 'fault' in read;
}
