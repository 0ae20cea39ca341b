// What was typed into a live source, as the log has it.
import { valuesFromRows } from '../src/columns/build.ts';
import { decodeRows } from '../src/columns/codec.ts';
import { Journal, readFacts } from '../src/storage/journal.ts';
import type { Store } from '../src/storage/store.ts';

export interface TypedLine {
  readonly sequence: number;
  readonly text: string;
  /** The batch that counted it; null: none yet. */
  readonly batchId: number | null;
}

/** No token: a journal that only reads owns nothing. */
const READING = 0;

/** The newest lines, ascending; none where nothing has run. */
export async function readTypedLines(store: Store, pipelineId: string, operatorId: string, limit: number): Promise<readonly TypedLine[]> {
  const facts = await readFacts(store, pipelineId);
  if (facts.head === null) return [];
  const journal = new Journal(store, pipelineId, facts.head.meta.runId, READING, 'relaxed');
  const last = await journal.lastBlock(operatorId);
  const blocks = await journal.readBlocks(operatorId, { from: Math.max(1, last - limit + 1), to: last + 1 });
  return blocks.map(({ sequence, bytes }) => {
    const entry = facts.log.find(({ meta }) => {
      const range = meta.inputs[operatorId];
      return range !== undefined && sequence >= range.from && sequence < range.to;
    });
    return { sequence, text: String(valuesFromRows(decodeRows(bytes))[0]?.[0] ?? ''), batchId: entry?.batchId ?? null };
  });
}
