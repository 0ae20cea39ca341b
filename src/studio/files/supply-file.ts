// Gives a file to the pipeline that waits for it: by the browser's dialog or by drop. Its hash must be the same; the engine says
// so when it is not. Progress is shown where the need is (NeedActions).
import { createStore, useStore } from 'zustand';
import type { FileReference } from '../../formats/record-format.ts';
import { describeProblem } from '../../problem/problem.ts';
import type { ImportProgress } from '../../protocol/data-api.ts';
import { engine, subscribeEngineEvents } from '../store/engine-link.ts';
import { pickFile } from '../ui/pick-file.ts';
import { showToast } from '../ui/toast.ts';
import { referenceTo } from './large-files.ts';

interface SupplyState {
  readonly importId: string | null;
  readonly sha256: string;
  readonly progress: ImportProgress | null;
}

const NOTHING: SupplyState = { importId: null, sha256: '', progress: null };
const supplyStore = createStore<SupplyState>(() => NOTHING);

subscribeEngineEvents((event) => {
  if (event.kind === 'import-progress' && event.progress.importId === supplyStore.getState().importId) {
    supplyStore.setState({ progress: event.progress });
  }
});

/** The progress of the file that is being given for this one, or null. */
export function useSupply(expected: FileReference): SupplyState | null {
  const state = useStore(supplyStore);
  return state.importId !== null && state.sha256 === expected.sha256 ? state : null;
}

export function cancelSupply(): void {
  const { importId } = supplyStore.getState();
  supplyStore.setState(NOTHING);
  if (importId !== null) void engine.cancelImport(importId).catch(() => undefined);
}

export function chooseSupply(expected: FileReference): void {
  pickFile(`Give ${expected.name} again`, (file) => void supplyFile(expected, file));
}

export async function supplyFile(expected: FileReference, file: File): Promise<void> {
  const importId = crypto.randomUUID();
  supplyStore.setState({ importId, sha256: expected.sha256, progress: null });
  const answer = await engine.supplyFile(importId, expected, file, await referenceTo(file)).catch(() => null);
  if (supplyStore.getState().importId !== importId) return;
  supplyStore.setState(NOTHING);
  if (answer === null) return;
  if (answer.ok) showToast({ status: 'committed', icon: 'st-committed', title: `${expected.name} is here again`, text: 'Its bytes are the same.' });
  else {
    const [first] = answer.problems;
    if (first === undefined) return;
    const { what, next } = describeProblem(first);
    showToast({ status: 'failed', icon: 'st-failed', title: what, text: next });
  }
}
