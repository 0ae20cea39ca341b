// On the operator that a run waits for: what it needs, and the button that gives it.
import { useMemo } from 'react';
import type { OperatorId } from '../../pipeline/document.ts';
import { NeedActions } from '../files/NeedActions.tsx';
import { needWords } from '../files/need-words.ts';
import { useRunStatus } from '../store/live-store.ts';
import { Icon } from '../ui/Icon.tsx';

export function NeedNotes({ operatorId }: { readonly operatorId: OperatorId }) {
  const needs = useRunStatus()?.needs;
  const own = useMemo(() => (needs ?? []).filter((need) => need.operatorId === operatorId), [needs, operatorId]);
  return own.map((need) => {
    const { what, next } = needWords(need);
    return (
      <div key={what} className="insp-note is-stacked st-waiting" role="status">
        <Icon name={need.kind === 'consent' ? 'lock' : 'file'} />
        <div>
          <b>{what}</b>
          <p>{next}</p>
          <NeedActions need={need} />
        </div>
      </div>
    );
  });
}
