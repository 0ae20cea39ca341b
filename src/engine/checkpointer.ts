// Checkpoints of a run: when one is due, what is gathered, how it is written behind the batches' backs, and what retention
// deletes after it. A checkpoint never rides in a commit: the changed rows are copied at a batch boundary, written in
// pieces under a new id, and one strict transaction with the manifest makes it exist. A full one replaces a chain when a third
// of what the chain holds is no longer true. Restoring reads a chain back and checks every piece.
import { crc32c } from '../columns/checksum.ts';
import type { Plan } from '../plan/plan.ts';
import type { CheckpointInfo } from '../protocol/engine-api.ts';
import { CHUNK_BYTES, type CheckpointEntry, type Journal } from '../storage/journal.ts';
import type { CheckpointMeta } from '../storage/records.ts';
import { StorageError, type Write } from '../storage/store.ts';
import type { PlanRuntime, StateSection } from './plan-runtime.ts';
import type { RestorePoint } from './recovery.ts';
import { checksumsOf, trustSection } from './state/section-header.ts';

/** Checkpoints kept, newest first; what they build on is kept with them. */
const KEPT_CHECKPOINTS = 8;
/** A chain of more costs a restore more for its many records than for their bytes. */
const LONGEST_CHAIN = 64;

export type CheckpointNote = CheckpointMeta['note'];

/** Where the run stands at the batch boundary a checkpoint is taken at. */
export interface Boundary {
  readonly batchId: number;
  readonly timeMs: number;
  readonly positions: { readonly [operatorId: string]: number };
  readonly planFrom: number;
}

/** A private copy of the state, not yet written. */
export interface Gathered {
  readonly boundary: Boundary;
  readonly kind: CheckpointMeta['kind'];
  readonly sections: readonly StateSection[];
  readonly takenMs: number;
  /** Milliseconds of the clock that never goes back, before anything was copied. */
  readonly beganMs: number;
  readonly note: CheckpointNote;
}

/** @throws Error with the reason, for the recovery decision to pass the checkpoint over. */
export class DamagedCheckpoint extends Error {
  readonly checkpointId: number;
  constructor(checkpointId: number, why: string) {
    super(why);
    this.name = 'DamagedCheckpoint';
    this.checkpointId = checkpointId;
  }
}

export class Checkpointer {
  private readonly engine: string;
  private readonly now: () => number;
  private entries: { readonly checkpointId: number; readonly meta: CheckpointMeta }[] = [];
  private nextId = 1;
  private needFull = true;
  private deltaBytes = 0;
  private fullBytes = 0;
  /** Keys in the full one, and in the newest. */
  private fullKeys = 0;
  private newestKeys = 0;
  private chain: number[] = [];
  /** The last write failed and it could not be learned whether it landed. */
  isUncertain = false;

  /**
   * @param now milliseconds of a monotonic clock, for `writeMs`, which lasts from before the copy to before the manifest.
   * @param engine version tag written into manifests.
   */
  constructor(engine: string, now: () => number) {
    this.engine = engine;
    this.now = now;
  }

  /** Learns what is stored. The next checkpoint continues the chain of `restored`, or is a full one. */
  load(entries: readonly CheckpointEntry[], restored: RestorePoint | null): void {
    this.entries = entries
      .flatMap((e) => (e.meta === null ? [] : [{ checkpointId: e.checkpointId, meta: e.meta }]))
      .sort((a, b) => a.checkpointId - b.checkpointId);
    this.nextId = Math.max(0, ...entries.map((e) => e.checkpointId)) + 1;
    this.needFull = restored === null;
    this.chain = restored === null ? [] : restored.chain.map((c) => c.checkpointId);
    this.fullBytes = restored?.chain[0]?.meta.bytes ?? 0;
    this.fullKeys = restored?.chain[0]?.meta.keys ?? 0;
    this.newestKeys = restored?.chain.at(-1)?.meta.keys ?? 0;
    this.deltaBytes = restored === null ? 0 : restored.chain.slice(1).reduce((sum, c) => sum + c.meta.bytes, 0);
  }

  newest(): { readonly checkpointId: number; readonly meta: CheckpointMeta } | null {
    return this.entries[this.entries.length - 1] ?? null;
  }

  /** Newest first. */
  list(plan: Plan, restoredId: number | null): readonly CheckpointInfo[] {
    return [...this.entries].reverse().map((e) => checkpointInfo(e.checkpointId, e.meta, plan, restoredId));
  }

  /** Copies what the next checkpoint must hold. Synchronous, at a batch boundary. */
  gather(runtime: PlanRuntime, boundary: Boundary, takenMs: number, note: CheckpointNote): Gathered {
    const beganMs = this.now();
    const full = this.needFull || note !== null || this.isWasteful() || this.chain.length >= LONGEST_CHAIN;
    const sections = full ? runtime.encodeFull() : runtime.encodeChanges();
    const whole = full || sections.every((s) => s.kind === 'full');
    const kind = note === null || note === 'manual' ? (whole ? 'full' : 'delta') : 'savepoint';
    this.needFull = true;
    return { boundary, kind, sections, takenMs, beganMs, note };
  }

  /** Writes a gathered checkpoint. @throws StorageError; then the next one is a full one. */
  async write(journal: Journal, plan: Plan, gathered: Gathered, together: readonly Write[] = []): Promise<CheckpointInfo> {
    const checkpointId = this.nextId++;
    const { sections, ranges, chunks, checksums } = cutSections(gathered.sections, plan);
    const first = chunks[0];
    const writes: Write[] = [...together];
    if (chunks.length === 1 && first !== undefined) writes.push(journal.chunkWrite(checkpointId, 0, first));
    else for (let i = 0; i < chunks.length; i++) await journal.writeChunk(checkpointId, i, chunks[i] as Uint8Array);
    const { boundary, kind } = gathered;
    const meta: CheckpointMeta = {
      batchId: boundary.batchId,
      timeMs: boundary.timeMs,
      kind,
      chain: kind === 'delta' ? [...this.chain] : [],
      planFrom: boundary.planFrom,
      sections: sections.map((section, i) => ({ ...section, ...(ranges[i] as { from: number; to: number }) })),
      positions: { ...boundary.positions },
      chunks: chunks.map((chunk, i) => ({ bytes: chunk.length, crc: checksums[i] ?? 0 })),
      keys: runtimeKeys(gathered.sections),
      bytes: chunks.reduce((sum, chunk) => sum + chunk.length, 0),
      takenMs: Math.trunc(gathered.takenMs),
      writeMs: this.now() - gathered.beganMs,
      note: gathered.note,
      engine: this.engine,
    };
    try {
      await journal.flip(checkpointId, meta, writes);
    } catch (error) {
      const exists = await isFlipped(journal, checkpointId);
      this.isUncertain = exists === null && !(error instanceof StorageError && error.kind === 'conflict');
      if (exists !== true) throw error;
    }
    this.accept(checkpointId, meta);
    return checkpointInfo(checkpointId, meta, plan, null);
  }

  /**
   * Whether the chain holds half as much again as the state would take written anew. Where the state has grown, its deltas are mostly
   * keys that are new, and nothing is gained by writing those twice.
   */
  private isWasteful(): boolean {
    const growth = this.fullKeys === 0 ? 1 : Math.max(1, this.newestKeys / this.fullKeys);
    return this.fullBytes + this.deltaBytes > this.fullBytes * growth * 1.5;
  }

  private accept(checkpointId: number, meta: CheckpointMeta): void {
    this.entries.push({ checkpointId, meta });
    this.needFull = false;
    this.newestKeys = meta.keys;
    if (meta.kind === 'delta') {
      this.deltaBytes += meta.bytes;
      this.chain.push(checkpointId);
    } else {
      this.fullBytes = meta.bytes;
      this.fullKeys = meta.keys;
      this.deltaBytes = 0;
      this.chain = [checkpointId];
    }
  }

  /** Which checkpoints retention deletes now, and the oldest batch a kept one restores to. `keep` overrides how many stay. */
  expire(keep = KEPT_CHECKPOINTS): {
    readonly checkpoints: readonly number[];
    readonly oldestBatchId: number;
    readonly oldestPositions: { readonly [operatorId: string]: number };
  } {
    const kept = new Set<number>();
    for (const entry of this.entries.slice(-keep)) for (const id of [...entry.meta.chain, entry.checkpointId]) kept.add(id);
    const checkpoints = this.entries.filter((e) => !kept.has(e.checkpointId)).map((e) => e.checkpointId);
    this.entries = this.entries.filter((e) => kept.has(e.checkpointId));
    const oldest = this.entries[0];
    return { checkpoints, oldestBatchId: oldest?.meta.batchId ?? 0, oldestPositions: oldest?.meta.positions ?? {} };
  }
}

/** After a rejected flip: whether the checkpoint exists all the same; null when that cannot be learned now. */
async function isFlipped(journal: Journal, checkpointId: number): Promise<boolean | null> {
  try {
    return (await journal.hasCheckpoint(checkpointId)) && (await journal.isOwner());
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    return null;
  }
}

/** Reads a checkpoint and what it builds on back into sections. @throws DamagedCheckpoint */
export async function loadSections(journal: Journal, point: RestorePoint): Promise<readonly StateSection[]> {
  const links = await Promise.all(point.chain.map(({ checkpointId, meta }) => loadOne(journal, checkpointId, meta)));
  return links.flat();
}

async function loadOne(journal: Journal, checkpointId: number, meta: CheckpointMeta): Promise<readonly StateSection[]> {
  const whole = new Uint8Array(meta.bytes);
  let at = 0;
  let read = 0;
  // Each part is summed while the next ones are read.
  for (const part of journal.readChunks(checkpointId, meta.chunks.length)) {
    for (const chunk of await part) {
      const expected = meta.chunks[read++];
      if (expected === undefined || chunk.length !== expected.bytes || crc32c(chunk) !== expected.crc)
        throw new DamagedCheckpoint(checkpointId, `the checksum of piece ${read} is wrong`);
      whole.set(chunk, at);
      at += chunk.length;
    }
  }
  if (read !== meta.chunks.length) throw new DamagedCheckpoint(checkpointId, `${read} of its ${meta.chunks.length} pieces are there`);
  return meta.sections.map((s) => {
    const bytes = whole.subarray(s.from, s.to);
    trustSection(bytes);
    return { nodeId: s.nodeId, shape: s.shape, kind: s.kind, keys: s.keys, bytes };
  });
}

interface CutSections {
  readonly sections: readonly {
    readonly nodeId: string;
    readonly operatorId: string;
    readonly shape: string;
    readonly kind: 'full' | 'changes';
    readonly keys: number;
  }[];
  readonly ranges: readonly { readonly from: number; readonly to: number }[];
  readonly chunks: readonly Uint8Array[];
  /** CRC-32C of each chunk. */
  readonly checksums: readonly number[];
}

/** Lays sections behind one another (8-byte aligned) and cuts the whole into chunks. */
function cutSections(sections: readonly StateSection[], plan: Plan): CutSections {
  const operatorOf = new Map(plan.nodes.map((node) => [node.id, node.operatorId]));
  const ranges: { readonly from: number; readonly to: number }[] = [];
  let size = 0;
  for (const section of sections) {
    ranges.push({ from: size, to: size + section.bytes.length });
    size += Math.ceil(section.bytes.length / 8) * 8;
  }
  const chunks = Array.from({ length: Math.ceil(size / CHUNK_BYTES) }, (_, c) => new Uint8Array(Math.min(CHUNK_BYTES, size - c * CHUNK_BYTES)));
  sections.forEach(({ bytes }, i) => {
    let from = 0;
    while (from < bytes.length) {
      const at = (ranges[i]?.from ?? 0) + from;
      const inChunk = at % CHUNK_BYTES;
      const length = Math.min(bytes.length - from, CHUNK_BYTES - inChunk);
      chunks[Math.floor(at / CHUNK_BYTES)]?.set(bytes.subarray(from, from + length), inChunk);
      from += length;
    }
  });
  return {
    sections: sections.map((s) => ({
      nodeId: s.nodeId,
      operatorId: operatorOf.get(s.nodeId) ?? s.nodeId,
      shape: s.shape,
      kind: s.kind,
      keys: s.keys,
    })),
    ranges,
    chunks,
    checksums: chunks.map((chunk, c) => chunkChecksum(chunk, c, sections[0])),
  };
}

/** The first section lies at the start of the chunks, and what is in it was summed when it was made. */
function chunkChecksum(chunk: Uint8Array, index: number, first: StateSection | undefined): number {
  const known = first === undefined ? undefined : checksumsOf(first.bytes)[index];
  if (first === undefined || known === undefined) return crc32c(chunk);
  return crc32c(chunk.subarray(Math.min(chunk.length, first.bytes.length - index * CHUNK_BYTES)), known);
}

function runtimeKeys(sections: readonly StateSection[]): number {
  return sections.reduce((sum, s) => sum + s.keys, 0);
}

export function checkpointInfo(checkpointId: number, meta: CheckpointMeta, plan: Plan, restoredId: number | null): CheckpointInfo {
  const known = new Set(plan.nodes.map((node) => node.operatorId));
  const operators = meta.sections
    .filter((s) => known.has(s.operatorId))
    .map((s) => ({ operatorId: s.operatorId, keys: s.keys, bytes: s.to - s.from }));
  const note = restoredId === checkpointId ? 'restored' : meta.note === 'after-edit' ? 'before-edit' : meta.note;
  return {
    checkpointId,
    batchId: meta.batchId,
    takenMs: meta.takenMs,
    kind: meta.kind,
    keys: meta.keys,
    bytes: meta.bytes,
    writeMs: meta.writeMs,
    operators,
    note,
  };
}
