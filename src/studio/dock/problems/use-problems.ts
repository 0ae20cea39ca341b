// The problems of the draft and of the run on screen.
import { useMemo } from 'react';
import { useDocument } from '../../store/document-store.ts';
import { useLive } from '../../store/live-store.ts';
import { type ListedProblem, listProblems } from './problem-list.ts';

export function useProblems(): readonly ListedProblem[] {
  const draft = useDocument((state) => state.check.problems);
  const unreadable = useDocument((state) => state.unreadable);
  const run = useLive((live) => live.status?.problem ?? null);
  const notices = useLive((live) => live.status?.notices ?? null);
  return useMemo(() => listProblems(run, [...unreadable, ...draft], notices ?? []), [run, draft, unreadable, notices]);
}
