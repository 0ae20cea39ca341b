// The pipelines of this browser, as Home lists them. Read again when the engine says that something changed, and every few
// seconds while one runs.
import { createStore, useStore } from 'zustand';
import type { Problem } from '../../problem/problem.ts';
import type { PipelineSummary } from '../../protocol/engine-api.ts';
import { engine, subscribeEngineEvents } from '../store/engine-link.ts';

interface PipelinesState {
  /** null until the first answer. */
  readonly pipelines: readonly PipelineSummary[] | null;
  readonly problems: readonly Problem[];
}

const pipelinesStore = createStore<PipelinesState>(() => ({ pipelines: null, problems: [] }));

const REFRESH_MS = 2_000;
let watchers = 0;
let timer: ReturnType<typeof setInterval> | undefined;
let reading = false;
let again = false;

export function usePipelines(): PipelinesState {
  return useStore(pipelinesStore);
}

/** Keeps the list fresh until the returned function is called. */
export function watchPipelines(): () => void {
  watchers += 1;
  void refreshPipelines();
  timer ??= setInterval(() => {
    if (document.visibilityState === 'visible') void refreshPipelines();
  }, REFRESH_MS);
  return () => {
    watchers -= 1;
    if (watchers > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

subscribeEngineEvents((event) => {
  if (watchers > 0 && event.kind === 'pipelines-changed') void refreshPipelines();
});

export async function refreshPipelines(): Promise<void> {
  if (reading) {
    again = true;
    return;
  }
  reading = true;
  const answer = await engine.listPipelines().catch(() => null);
  reading = false;
  if (answer?.ok === true) pipelinesStore.setState({ pipelines: answer.value, problems: [] });
  else if (answer !== null) pipelinesStore.setState({ problems: answer.problems });
  if (again) {
    again = false;
    await refreshPipelines();
  }
}
