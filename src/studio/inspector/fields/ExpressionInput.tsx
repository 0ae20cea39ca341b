// An expression: the editor with highlighting, errors where they are and completion, or a plain field until its code has come.
import { lazy, Suspense, useLayoutEffect, useRef } from 'react';
import { type ExpressionInputProps, plainFocus } from './expression-control.ts';

const ExpressionEditor = lazy(() => import('./ExpressionEditor.tsx').then(({ ExpressionEditor }) => ({ default: ExpressionEditor })));

export function ExpressionInput(props: ExpressionInputProps) {
  return (
    <Suspense fallback={<PlainInput {...props} />}>
      <ExpressionEditor {...props} />
    </Suspense>
  );
}

function PlainInput({ ids, label, value, problems, editable, onChange, onLeave }: ExpressionInputProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  // Read while it goes, not on `select` events: those come after the letter they belong to, and the editor may come between.
  useLayoutEffect(() => {
    const plain = field.current;
    return () => {
      if (plain !== null && document.activeElement === plain) {
        plainFocus.current = { id: ids.id, from: plain.selectionStart, to: plain.selectionEnd };
      }
    };
  }, [ids.id]);
  return (
    <textarea
      {...ids}
      ref={field}
      className={problems.length > 0 ? 'input mono is-area is-error' : 'input mono is-area'}
      aria-label={label}
      value={value}
      rows={Math.max(1, value.split('\n').length)}
      readOnly={!editable}
      spellCheck={false}
      onChange={(event) => onChange(event.target.value)}
      onBlur={onLeave}
    />
  );
}
