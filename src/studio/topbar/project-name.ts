// Whether the pipeline's name is being written in the top bar.
import { createStore, useStore } from 'zustand';

const renamingStore = createStore<{ readonly renaming: boolean }>(() => ({ renaming: false }));

export function startRenaming(): void {
  renamingStore.setState({ renaming: true });
}

export function stopRenaming(): void {
  renamingStore.setState({ renaming: false });
}

export function useRenaming(): boolean {
  return useStore(renamingStore, (state) => state.renaming);
}
