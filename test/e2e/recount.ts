// Counts the words again, from the stored log and the text alone, and from nothing the engine computed.
import { readFileSync } from 'node:fs';
import { readFacts } from '../../src/storage/journal.ts';
import type { Store } from '../../src/storage/store.ts';

export interface Recount {
  readonly batchId: number;
  /** How often each word occurs in the lines of the last window, most first, equal ones in no order. */
  readonly counts: ReadonlyMap<string, number>;
}

const novel = readFileSync(new URL('../../public/samples/moby-dick.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line, i, lines) => line !== '' || i < lines.length - 1);

/** The words of the batches in the last `windowMs` up to the last committed batch. The window slides every batch. */
export async function recountLastWindow(store: Store, pipelineId: string, windowMs: number): Promise<Recount> {
  const { head, log } = await readFacts(store, pipelineId);
  if (head === null) throw new Error('There is no run');
  const { lastBatchId, lastTimeMs } = head.meta;
  const counts = new Map<string, number>();
  for (const { batchId, meta } of log) {
    if (batchId > lastBatchId || meta.timeMs <= lastTimeMs - windowMs) continue;
    for (const range of Object.values(meta.inputs)) {
      for (let row = range.from; row < range.to; row++) {
        const line = novel[row % novel.length] ?? '';
        for (const word of line.toLowerCase().split(/[^a-z]+/)) if (word !== '') counts.set(word, (counts.get(word) ?? 0) + 1);
      }
    }
  }
  return { batchId: lastBatchId, counts };
}
