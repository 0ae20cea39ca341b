// The studio's `nc`: type a line, press Enter. It shows as accepted when it is in the log, and which batch counted it.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { OperatorId } from '../../pipeline/document.ts';
import { describeProblem } from '../../problem/problem.ts';
import { useDocument } from '../store/document-store.ts';
import { engine } from '../store/engine-link.ts';
import { useLive } from '../store/live-store.ts';
import { exactCount } from '../text/numbers.ts';
import { isComposing } from '../ui/composing.ts';
import { Icon } from '../ui/Icon.tsx';

interface TypedLine {
  readonly sequence: number;
  readonly text: string;
  readonly batchId: number | null;
}

interface PendingLine {
  readonly turn: number;
  readonly text: string;
}

const SHOWN = 40;

export function TypedLines({ operatorId }: { readonly operatorId: OperatorId }) {
  const pipelineId = useDocument((state) => state.pipelineId);
  const role = useLive(({ status }) => status?.role ?? 'none');
  const lastBatchId = useLive(({ status }) => status?.lastBatch?.batchId ?? 0);
  const [text, setText] = useState('');
  const [lines, setLines] = useState<readonly TypedLine[]>([]);
  const [pending, setPending] = useState<readonly PendingLine[]>([]);
  const [refused, setRefused] = useState<string | null>(null);
  const turn = useRef(0);
  const list = useRef<HTMLOListElement>(null);

  const refresh = useCallback(async (): Promise<void> => {
    if (pipelineId === null) return;
    const answer = await engine.readTypedLines(pipelineId, operatorId, SHOWN).catch(() => null);
    if (answer?.ok === true) setLines(answer.value);
  }, [pipelineId, operatorId]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new batch is what may have counted lines
  useEffect(() => {
    void refresh();
  }, [refresh, lastBatchId]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the newest line stays in view
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [lines.length, pending.length]);

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

  const readOnly = role === 'viewer';
  return (
    <section className="sec typed" aria-label="Typed lines">
      <label className="f-label" htmlFor={`type-${operatorId}`}>
        Type a line
      </label>
      <span className="input has-unit">
        <input
          id={`type-${operatorId}`}
          value={text}
          placeholder="and press Enter"
          autoComplete="off"
          readOnly={readOnly}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (isComposing(event) || event.key !== 'Enter' || readOnly) return;
            event.preventDefault();
            void send(text);
            setText('');
          }}
        />
        <Icon name="enter" />
      </span>
      {refused !== null && (
        <p className="help is-error" role="alert">
          <Icon name="st-failed" />
          <span>{refused}</span>
        </p>
      )}
      {lines.length + pending.length > 0 ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling list must be reachable by keys
        <ol ref={list} className="typed-lines" aria-label="Recent lines" aria-live="polite" tabIndex={0}>
          {lines.map((line) => (
            <li key={line.sequence} className={line.batchId === null ? 'st-running' : 'st-committed'}>
              <Icon name={line.batchId === null ? 'check' : 'st-committed'} />
              <span className="typed-text">{line.text === '' ? <span className="dim">empty line</span> : line.text}</span>
              <small>{line.batchId === null ? 'accepted' : `batch ${exactCount(line.batchId)}`}</small>
            </li>
          ))}
          {pending.map((line) => (
            <li key={`pending${line.turn}`} className="st-waiting">
              <Icon name="st-waiting" />
              <span className="typed-text">{line.text}</span>
              <small>writing</small>
            </li>
          ))}
        </ol>
      ) : (
        <p className="help">A line shows as accepted when it is in the log. From then on no reload, crash or kill can lose it.</p>
      )}
    </section>
  );
}
