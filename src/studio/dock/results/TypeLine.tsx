// A line typed beside the results it changes: the box of a typed-lines source, over the rows. What became of the last line stands
// next to it.
import { useState } from 'react';
import type { OperatorId } from '../../../pipeline/document.ts';
import { useTypedLines } from '../../inspector/use-typed-lines.ts';
import { exactCount } from '../../text/numbers.ts';
import { isComposing } from '../../ui/composing.ts';
import { Icon } from '../../ui/Icon.tsx';

export function TypeLine({ operatorId, name }: { readonly operatorId: OperatorId; readonly name: string }) {
  const { lines, pending, refused, send, readOnly } = useTypedLines(operatorId, 1);
  const [text, setText] = useState('');
  const last = lines.at(-1);
  const said =
    refused !== null
      ? { status: 'failed', icon: 'st-failed' as const, words: refused }
      : pending.length > 0
        ? { status: 'waiting', icon: 'st-waiting' as const, words: 'writing' }
        : last === undefined
          ? null
          : last.batchId === null
            ? { status: 'running', icon: 'check' as const, words: 'accepted' }
            : { status: 'committed', icon: 'st-committed' as const, words: `batch ${exactCount(last.batchId)}` };
  return (
    <span className="type-line">
      <span className="input has-unit">
        <input
          value={text}
          aria-label={`Line for ${name}`}
          placeholder={`Type for ${name}`}
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
      {said !== null && (
        <span className={`stat st-${said.status}`} role="status" title={said.words}>
          <Icon name={said.icon} />
          <span>{said.words}</span>
        </span>
      )}
    </span>
  );
}
