// Whether the function reference is open, and at which function. Kept apart from overlays: it lies beside what one writes and stays
// open meanwhile.
import { createStore, useStore } from 'zustand';

export interface ReferenceState {
  readonly open: boolean;
  /** The function to show first; a new `turn` asks again for the same one. */
  readonly name: string | null;
  readonly turn: number;
}

export const referenceStore = createStore<ReferenceState>(() => ({ open: false, name: null, turn: 0 }));

let focusBefore: Element | null = null;

export function openReference(name: string | null = null): void {
  if (!referenceStore.getState().open) focusBefore = document.activeElement;
  referenceStore.setState(({ turn }) => ({ open: true, name, turn: turn + 1 }));
}

export function closeReference(): void {
  referenceStore.setState({ open: false });
  if (focusBefore instanceof HTMLElement && focusBefore.isConnected) focusBefore.focus({ preventScroll: true });
  focusBefore = null;
}

export function useReference(): ReferenceState {
  return useStore(referenceStore);
}
