// Typing lines into a source: what was sent and is being written, what the log has with the batch that counted it, and why a line
// was not taken. Shared by the inspector and the box over the results.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { OperatorId } from '../../pipeline/document.ts';
import { describeProblem } from '../../problem/problem.ts';
import { useDocument } from '../store/document-store.ts';
import { engine } from '../store/engine-link.ts';
import { useLive } from '../store/live-store.ts';

export interface TypedLine {
  readonly sequence: number;
  readonly text: string;
  /** null: accepted, and no batch has counted it yet. */
  readonly batchId: number | null;
}

export interface PendingLine {
  readonly turn: number;
  readonly text: string;
}

export interface Typing {
  readonly lines: readonly TypedLine[];
  readonly pending: readonly PendingLine[];
  readonly refused: string | null;
  readonly send: (line: string) => Promise<void>;
  readonly readOnly: boolean;
}

/** The newest `shown` lines of the source, and how to add one. */
export function useTypedLines(operatorId: OperatorId, shown: number): Typing {
  const pipelineId = useDocument((state) => state.pipelineId);
  const readOnly = useLive(({ status }) => status?.role === 'viewer');
  const lastBatchId = useLive(({ status }) => status?.lastBatch?.batchId ?? 0);
  const [lines, setLines] = useState<readonly TypedLine[]>([]);
  const [pending, setPending] = useState<readonly PendingLine[]>([]);
  const [refused, setRefused] = useState<string | null>(null);
  const turn = useRef(0);

  const refresh = useCallback(async (): Promise<void> => {
    if (pipelineId === null) return;
    const answer = await engine.readTypedLines(pipelineId, operatorId, shown).catch(() => null);
    if (answer?.ok === true) setLines(answer.value);
  }, [pipelineId, operatorId, shown]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new batch is what may have counted lines
  useEffect(() => {
    void refresh();
  }, [refresh, lastBatchId]);

  const send = async (line: string): Promise<void> => {
    if (pipelineId === null) return;
    turn.current += 1;
    const mine: PendingLine = { turn: turn.current, text: line };
    setPending((before) => [...before, mine]);
    setRefused(null);
    const answer = await engine
      .typeLine(pipelineId, operatorId, line)
      .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
    await refresh();
    setPending((before) => before.filter((one) => one !== mine));
    if (answer instanceof Error) setRefused(`“${line}” may not have been logged: ${answer.message} Look in the list before you type it again.`);
    else if (!answer.ok) setRefused(answer.problems.map((problem) => Object.values(describeProblem(problem)).join(' ')).join(' '));
  };
  return { lines, pending, refused, send, readOnly };
}
