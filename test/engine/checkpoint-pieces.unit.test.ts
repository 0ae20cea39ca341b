import { describe, expect, it } from 'vitest';
import { crc32c } from '../../src/columns/checksum.ts';
import { DamagedCheckpoint, loadSections } from '../../src/engine/checkpointer.ts';
import type { RestorePoint } from '../../src/engine/recovery.ts';
import { claimOwnership, Journal } from '../../src/storage/journal.ts';
import { createMemoryStore } from '../../src/storage/memory-store.ts';
import type { CheckpointMeta } from '../../src/storage/records.ts';

const CHECKPOINT = 4;

async function writing(): Promise<Journal> {
  const store = createMemoryStore();
  const token = await claimOwnership(store, 'p', { tabId: 't', tabLabel: '', sinceMs: 0 });
  return new Journal(store, 'p', 'run', token, 'relaxed');
}

function pieces(count: number, seed: number): readonly Uint8Array[] {
  return Array.from({ length: count }, (_, i) => Uint8Array.from({ length: 40 + i }, (_, k) => (k * 7 + i * 31 + seed) & 255));
}

function pointTo(chunks: readonly Uint8Array[]): RestorePoint {
  const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const meta: CheckpointMeta = {
    batchId: 9,
    timeMs: 0,
    kind: 'full',
    chain: [],
    planFrom: 1,
    sections: [{ nodeId: 'n', operatorId: 'o', shape: 's', kind: 'full', keys: 1, from: 0, to: bytes }],
    positions: {},
    chunks: chunks.map((chunk) => ({ bytes: chunk.length, crc: crc32c(chunk) })),
    keys: 1,
    bytes,
    takenMs: 0,
    writeMs: 0,
    note: null,
    engine: '',
  };
  return { checkpointId: CHECKPOINT, meta, chain: [{ checkpointId: CHECKPOINT, meta }] };
}

describe('the pieces of a checkpoint', () => {
  it('come back as they were written, however many', async () => {
    for (const count of [0, 1, 8, 9, 40]) {
      const journal = await writing();
      const chunks = pieces(count, count);
      for (const [i, chunk] of chunks.entries()) await journal.writeChunk(CHECKPOINT, i, chunk.slice());
      const [section] = await loadSections(journal, pointTo(chunks));
      expect([...(section?.bytes ?? [])]).toEqual(chunks.flatMap((chunk) => [...chunk]));
    }
  });

  it('are those of the checkpoint alone, where a killed one with the same id had more', async () => {
    const journal = await writing();
    for (const [i, chunk] of pieces(20, 1).entries()) await journal.writeChunk(CHECKPOINT, i, chunk);
    const chunks = pieces(2, 2);
    for (const [i, chunk] of chunks.entries()) await journal.writeChunk(CHECKPOINT, i, chunk.slice());
    const [section] = await loadSections(journal, pointTo(chunks));
    expect([...(section?.bytes ?? [])]).toEqual(chunks.flatMap((chunk) => [...chunk]));
  });

  it('say which checkpoint is damaged when one is missing or other than it was', async () => {
    const chunks = pieces(12, 3);
    for (const spoil of ['missing', 'changed', 'shorter'] as const) {
      const journal = await writing();
      for (const [i, chunk] of chunks.entries()) {
        const kept = chunk.slice();
        if (i === 10 && spoil === 'missing') continue;
        if (i === 10 && spoil === 'changed') kept[5] = (kept[5] ?? 0) ^ 1;
        await journal.writeChunk(CHECKPOINT, i, i === 10 && spoil === 'shorter' ? kept.slice(0, 9) : kept);
      }
      const failed = await loadSections(journal, pointTo(chunks)).then(
        () => null,
        (error: unknown) => error,
      );
      expect(failed).toBeInstanceOf(DamagedCheckpoint);
      expect((failed as DamagedCheckpoint).checkpointId).toBe(CHECKPOINT);
    }
  });
});
