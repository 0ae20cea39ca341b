// Says something to a screen reader that is not shown, or is shown elsewhere: connect, refuse, undo, add. One polite
// region of the page holds it (app/App.tsx mounts it).
import { createStore, useStore } from 'zustand';

const announcementStore = createStore<{ readonly text: string; readonly turn: number }>(() => ({ text: '', turn: 0 }));

export function announce(text: string): void {
  announcementStore.setState(({ turn }) => ({ text, turn: turn + 1 }));
}

export function useAnnouncement(): string {
  // The same words twice must be said twice: a trailing no-break space makes them differ.
  return useStore(announcementStore, ({ text, turn }) => (turn % 2 === 0 ? text : `${text}\u00a0`));
}
