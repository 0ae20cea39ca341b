// An expression: the editor with highlighting, errors where they are and completion, or a plain field until its code has come.
import { lazy, Suspense } from 'react';
import type { Schema } from '../../../columns/data-type.ts';
import type { Problem } from '../../../problem/problem.ts';
import type { ControlIds } from './Field.tsx';

export interface ExpressionInputProps {
  readonly ids: ControlIds;
  readonly label: string;
  readonly value: string;
  /** With offsets into the value where they have a place. */
  readonly problems: readonly Problem[];
  readonly columns: Schema;
  /** Whether it takes an aggregate call. */
  readonly aggregates: boolean;
  readonly editable: boolean;
  readonly onChange: (text: string) => void;
  readonly onLeave: () => void;
}

const ExpressionEditor = lazy(() => import('./ExpressionEditor.tsx').then(({ ExpressionEditor }) => ({ default: ExpressionEditor })));

/** Which plain field has the focus and what is marked in it: the editor that takes its place goes on there. */
export const plainFocus: { current: null | { readonly id: string; readonly from: number; readonly to: number } } = { current: null };

export function ExpressionInput(props: ExpressionInputProps) {
  return (
    <Suspense fallback={<PlainInput {...props} />}>
      <ExpressionEditor {...props} />
    </Suspense>
  );
}

function PlainInput({ ids, label, value, problems, editable, onChange, onLeave }: ExpressionInputProps) {
  return (
    <textarea
      {...ids}
      className={problems.length > 0 ? 'input mono is-area is-error' : 'input mono is-area'}
      aria-label={label}
      value={value}
      rows={Math.max(1, value.split('\n').length)}
      readOnly={!editable}
      spellCheck={false}
      onChange={(event) => onChange(event.target.value)}
      onSelect={({ currentTarget }) => {
        plainFocus.current = { id: ids.id, from: currentTarget.selectionStart, to: currentTarget.selectionEnd };
      }}
      onBlur={() => {
        plainFocus.current = null;
        onLeave();
      }}
    />
  );
}
