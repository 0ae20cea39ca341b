// The keyed state of an operator, read in pages: only those in sight are asked for, and asked again about once a second while batches
// go on. A page that was read stays on screen until its newer one is there.
import { useCallback, useEffect, useRef, useState } from 'react';
import { describeProblem } from '../../../problem/problem.ts';
import type { StatePage } from '../../../protocol/state-api.ts';
import { useDocument } from '../../store/document-store.ts';
import { engine } from '../../store/engine-link.ts';
import { readLive } from '../../store/live-store.ts';

export const PAGE_ROWS = 100;
const READ_EVERY_MS = 1_000;

export type StateRow = StatePage['rows'][number];

export interface StatePages {
  /** The newest answer, for what holds for all of it; null before the first. */
  readonly page: StatePage | null;
  /** The operator keeps nothing by key in the pipeline as it runs. */
  readonly none: boolean;
  readonly refused: string | null;
  readonly rowAt: (index: number) => StateRow | undefined;
  /** Says which rows are in sight. */
  readonly look: (first: number, last: number) => void;
  /** Reads at once what is in sight. */
  readonly again: () => void;
}

interface Kept {
  readonly key: string;
  readonly pages: ReadonlyMap<number, readonly StateRow[]>;
  readonly page: StatePage | null;
  readonly none: boolean;
  readonly refused: string | null;
}

const EMPTY: Kept = { key: '', pages: new Map(), page: null, none: false, refused: null };

export function useStatePages(operatorId: string, search: string): StatePages {
  const pipelineId = useDocument((state) => state.pipelineId);
  const [kept, setKept] = useState<Kept>(EMPTY);
  const sight = useRef({ first: 0, last: PAGE_ROWS - 1 });
  const asked = useRef(new Map<number, number>());
  const key = `${pipelineId}/${operatorId}/${search}`;
  const current = useRef(key);
  useEffect(() => {
    current.current = key;
  });

  const read = useCallback(
    async (index: number): Promise<void> => {
      if (pipelineId === null) return;
      asked.current.set(index, readLive().status?.lastBatch?.batchId ?? 0);
      const answer = await engine.readState(pipelineId, { operatorId, search, offset: index * PAGE_ROWS, limit: PAGE_ROWS }).catch(() => null);
      if (answer === null || current.current !== key) return;
      setKept((before) => {
        const pages = before.key === key ? before.pages : new Map<number, readonly StateRow[]>();
        if (!answer.ok) return { key, pages, page: null, none: false, refused: answer.problems.map((one) => describeProblem(one).what).join(' ') };
        if (answer.value === null) return { key, pages: new Map(), page: null, none: true, refused: null };
        return { key, pages: new Map([...pages, [index, answer.value.rows]]), page: answer.value, none: false, refused: null };
      });
    },
    [pipelineId, operatorId, search, key],
  );

  const readInSight = useCallback(
    (force: boolean): void => {
      const batch = readLive().status?.lastBatch?.batchId ?? 0;
      for (let index = Math.floor(sight.current.first / PAGE_ROWS); index * PAGE_ROWS <= sight.current.last; index++) {
        if (force || asked.current.get(index) !== batch) void read(index);
      }
    },
    [read],
  );

  useEffect(() => {
    asked.current.clear();
    sight.current = { first: 0, last: PAGE_ROWS - 1 };
    readInSight(true);
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') readInSight(false);
    }, READ_EVERY_MS);
    return () => clearInterval(timer);
  }, [readInSight]);

  const shown = kept.key === key ? kept : EMPTY;
  return {
    page: shown.page,
    none: shown.none,
    refused: shown.refused,
    rowAt: (index) => shown.pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS],
    look: (first, last) => {
      sight.current = { first, last };
      for (let index = Math.floor(first / PAGE_ROWS); index * PAGE_ROWS <= last; index++) if (!asked.current.has(index)) void read(index);
    },
    again: () => readInSight(true),
  };
}
