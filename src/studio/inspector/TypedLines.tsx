// The studio's `nc`: type a line, press Enter. It shows as accepted when it is in the log, and which batch counted it.
import { useEffect, useRef, useState } from 'react';
import type { OperatorId } from '../../pipeline/document.ts';
import { exactCount } from '../text/numbers.ts';
import { isComposing } from '../ui/composing.ts';
import { Icon } from '../ui/Icon.tsx';
import { useTypedLines } from './use-typed-lines.ts';

const SHOWN = 40;

export function TypedLines({ operatorId }: { readonly operatorId: OperatorId }) {
  const { lines, pending, refused, send, readOnly } = useTypedLines(operatorId, SHOWN);
  const [text, setText] = useState('');
  const list = useRef<HTMLOListElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the newest line stays in view
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [lines.length, pending.length]);

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
