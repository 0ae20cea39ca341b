// One import of a file, from the moment it is dropped until its preview is left: copying with progress, the guess, and new
// guesses under the user's wishes. One at a time; leaving it while it copies cancels it. Nothing here knows React.
import { createStore, useStore } from 'zustand';
import type { FileReference } from '../../formats/record-format.ts';
import type { Sniffed, SniffWishes } from '../../formats/sniffed.ts';
import { type Problem, problem } from '../../problem/problem.ts';
import type { ImportedFile, ImportProgress } from '../../protocol/data-api.ts';
import { engine, subscribeEngineEvents } from '../store/engine-link.ts';
import { referenceTo } from './large-files.ts';

export interface ImportRun {
  readonly importId: string | null;
  readonly name: string;
  readonly totalBytes: number;
  readonly progress: ImportProgress | null;
  /** null while it is copied. */
  readonly imported: ImportedFile | null;
  /** The newest guess. */
  readonly sniffed: Sniffed | null;
  readonly wishes: SniffWishes;
  /** A new guess is on its way. */
  readonly looking: boolean;
  /** Why it was not taken, or why the last wish was not. */
  readonly problems: readonly Problem[];
  readonly cancelled: boolean;
}

const NONE: ImportRun = {
  importId: null,
  name: '',
  totalBytes: 0,
  progress: null,
  imported: null,
  sniffed: null,
  wishes: {},
  looking: false,
  problems: [],
  cancelled: false,
};

/** Typing in a wish waits this long for its end. */
const LOOK_AFTER_MS = 200;

const importStore = createStore<ImportRun>(() => NONE);

export function useImport(): ImportRun {
  return useStore(importStore);
}

subscribeEngineEvents((event) => {
  if (event.kind !== 'import-progress' || event.progress.importId !== importStore.getState().importId) return;
  importStore.setState({ progress: event.progress });
});

/** Begins to copy and to look. What was going on before is left. */
export async function startImport(file: File): Promise<void> {
  leaveImport();
  const importId = crypto.randomUUID();
  importStore.setState({ ...NONE, importId, name: file.name, totalBytes: file.size });
  const answer = await engine.importFile(importId, file, await referenceTo(file)).catch(bugOf);
  if (importStore.getState().importId !== importId) return;
  if (answer.ok) importStore.setState({ imported: answer.value, sniffed: answer.value.sniffed, problems: [] });
  else importStore.setState({ problems: answer.problems });
}

/** Looks again at a file that is kept, under the wishes it was read with. */
export async function lookAgain(file: FileReference, wishes: SniffWishes): Promise<void> {
  leaveImport();
  const importId = crypto.randomUUID();
  importStore.setState({ ...NONE, importId, name: file.name, totalBytes: file.bytes, wishes });
  const answer = await engine.sniffFile(file, wishes).catch(bugOf);
  if (importStore.getState().importId !== importId) return;
  if (answer.ok) importStore.setState({ imported: { file, sniffed: answer.value, modifiedMs: 0 }, sniffed: answer.value, problems: [] });
  else importStore.setState({ problems: answer.problems });
}

/** The user does not want it: while it is copied, nothing of it stays. */
export function leaveImport(): void {
  const { importId, imported, problems } = importStore.getState();
  clearTimeout(timer);
  turn += 1;
  importStore.setState(NONE);
  if (importId !== null && imported === null && problems.length === 0) void engine.cancelImport(importId).catch(() => undefined);
}

let timer: ReturnType<typeof setTimeout> | undefined;
let turn = 0;

/** Looks again under these wishes, as soon as they have settled. */
export function wish(wishes: SniffWishes): void {
  importStore.setState({ wishes, looking: true });
  clearTimeout(timer);
  timer = setTimeout(() => void look(), LOOK_AFTER_MS);
}

async function look(): Promise<void> {
  const { imported, wishes } = importStore.getState();
  if (imported === null) return;
  turn += 1;
  const mine = turn;
  const answer = await engine.sniffFile(imported.file, wishes).catch(bugOf);
  if (mine !== turn) return;
  if (answer.ok) importStore.setState({ sniffed: answer.value, problems: [], looking: false });
  else importStore.setState({ problems: answer.problems, looking: false });
}

function bugOf(error: unknown): { readonly ok: false; readonly problems: readonly Problem[] } {
  return { ok: false, problems: [problem('engine/bug', {}, { message: error instanceof Error ? error.message : String(error) })] };
}
