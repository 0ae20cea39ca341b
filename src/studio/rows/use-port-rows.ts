// The last rows of a port, read again about twice a second while it is on screen and batches go on. The rows shown stay until new
// ones are there.
import { useEffect, useRef, useState } from 'react';
import type { Endpoint } from '../../pipeline/document.ts';
import { describeProblem } from '../../problem/problem.ts';
import type { PortRows } from '../../protocol/data-api.ts';
import { useDocument } from '../store/document-store.ts';
import { engine } from '../store/engine-link.ts';
import { readLive, useLive } from '../store/live-store.ts';

const READ_EVERY_MS = 500;

export interface PortReading {
  /** null: no batch has come through since the engine started, or none was read yet. */
  readonly rows: PortRows | null;
  /** An answer has come. */
  readonly known: boolean;
  /** Why it cannot be read. */
  readonly refused: string | null;
}

const UNREAD: PortReading = { rows: null, known: false, refused: null };

export function usePortRows(at: Endpoint | null, limit: number, held: boolean): PortReading {
  const pipelineId = useDocument((state) => state.pipelineId);
  const runId = useLive(({ status }) => status?.runId ?? null);
  const [reading, setReading] = useState<PortReading>(UNREAD);
  const shown = useRef('');
  const isHeld = useRef(held);
  useEffect(() => {
    isHeld.current = held;
  }, [held]);
  const operator = at?.operator ?? null;
  const port = at?.port ?? null;
  useEffect(() => {
    const key = `${pipelineId}/${runId}/${operator}/${port}`;
    if (shown.current !== key) setReading(UNREAD);
    shown.current = key;
    if (pipelineId === null || runId === null || operator === null || port === null) return;
    let stopped = false;
    let busy = false;
    let lastBatch = -1;
    const read = async (): Promise<void> => {
      const batch = readLive().status?.lastBatch?.batchId ?? 0;
      if (busy || isHeld.current || batch === lastBatch || document.visibilityState === 'hidden') return;
      busy = true;
      const answer = await engine.readPort(pipelineId, operator, port, limit).catch(() => null);
      busy = false;
      if (stopped || answer === null) return;
      lastBatch = batch;
      if (answer.ok) setReading({ rows: answer.value, known: true, refused: null });
      else setReading({ rows: null, known: true, refused: answer.problems.map((one) => describeProblem(one).what).join(' ') });
    };
    void read();
    const timer = setInterval(() => void read(), READ_EVERY_MS);
    return () => {
      stopped = true;
      clearInterval(timer);
    };
  }, [pipelineId, runId, operator, port, limit]);
  return reading;
}
