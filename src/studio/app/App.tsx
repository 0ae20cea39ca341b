// The page: Home or one pipeline, and what lies over both.
import { lazy, Suspense, useEffect } from 'react';
import { useStore } from 'zustand';
import { describeProblem, type Problem } from '../../problem/problem.ts';
import { listenToKeys } from '../commands/keys.ts';
import { EngineNotice } from '../connection/EngineNotice.tsx';
import { DropTarget } from '../home/DropTarget.tsx';
import { Home } from '../home/Home.tsx';
import { useReference } from '../reference/reference-store.ts';
import { linkStore, subscribeEngineEvents } from '../store/engine-link.ts';
import { useView } from '../store/view-store.ts';
import { useAnnouncement } from '../ui/announce.ts';
import { showToast, toastStore } from '../ui/toast.ts';
import { Overlays } from './Overlays.tsx';
import { useRoute } from './route.ts';

const loadEditor = () => import('./Editor.tsx');
const Editor = lazy(() => loadEditor().then(({ Editor }) => ({ default: Editor })));
const FunctionReference = lazy(() => import('../reference/FunctionReference.tsx'));
const Toaster = lazy(() => import('../ui/Toaster.tsx').then(({ Toaster }) => ({ default: Toaster })));

export function App() {
  const route = useRoute();
  useEffect(listenToKeys, []);
  useNotices();
  useEditorAhead(route.page === 'home');
  useAskBeforeLoss();
  const hasToasts = useStore(toastStore, (state) => state.toasts.length > 0);
  return (
    <>
      {route.page === 'home' ? (
        <Home />
      ) : (
        <Suspense fallback={<div className="app-loading" />}>
          <Editor key={route.pipelineId} pipelineId={route.pipelineId} />
        </Suspense>
      )}
      <Reference inEditor={route.page !== 'home'} />
      <EngineNotice />
      <Overlays />
      <DropTarget />
      <Suspense fallback={null}>{hasToasts && <Toaster />}</Suspense>
      <Announcer />
    </>
  );
}

/** The function reference lies beside the inspector, or at the edge of Home. */
function Reference({ inEditor }: { readonly inEditor: boolean }) {
  const { open } = useReference();
  const inspectorWidth = useView((view) => view.inspectorWidth);
  if (!open) return null;
  return (
    <Suspense fallback={null}>
      <FunctionReference right={inEditor && innerWidth > 1_023 ? inspectorWidth : 0} />
    </Suspense>
  );
}

/** While Home is looked at, the editor comes: one click on a template should not wait for code. */
function useEditorAhead(onHome: boolean): void {
  useEffect(() => {
    if (!onHome) return;
    const timer = setTimeout(() => void loadEditor(), 500);
    return () => clearTimeout(timer);
  }, [onHome]);
}

function Announcer() {
  const text = useAnnouncement();
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {text}
    </div>
  );
}

/** What the engine found at start and must be said: a wiped origin, a crash-loop brake, a storage that keeps nothing. */
function useNotices(): void {
  const handshake = useStore(linkStore, (link) => link.handshake);
  useEffect(() => {
    for (const notice of handshake?.notices ?? []) showNotice(notice);
    const problem = handshake?.storage.problem;
    if (problem != null) {
      const { what, next } = describeProblem(problem);
      showToast({ status: 'failed', icon: 'warn', title: what, text: next });
    }
  }, [handshake]);
  useEffect(() => subscribeEngineEvents((event) => (event.kind === 'notice' ? showNotice(event.problem) : undefined)), []);
}

/** Where nothing is kept, closing asks first. */
function useAskBeforeLoss(): void {
  const keepsNothing = useStore(linkStore, (link) => link.storage?.kind === 'memory');
  useEffect(() => {
    if (!keepsNothing) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [keepsNothing]);
}

function showNotice(notice: Problem): void {
  const { what, next } = describeProblem(notice);
  showToast({
    status: notice.severity === 'info' ? 'idle' : 'failed',
    icon: notice.severity === 'info' ? 'info' : 'st-failed',
    title: what,
    text: next,
  });
}
