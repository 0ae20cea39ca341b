// Short messages that go by themselves after 8 seconds; failures stay until read. The list is kept here so that a message
// can be given before the code that draws it is loaded.
import { createStore, useStore } from 'zustand';
import { describeProblem, type Problem } from '../../problem/problem.ts';
import type { IconName } from './icons.ts';

export interface ToastAction {
  readonly label: string;
  readonly perform: () => void;
}

export interface Toast {
  readonly id: number;
  /** One of the mock's statuses; colours the icon. */
  readonly status: 'idle' | 'committed' | 'waiting' | 'failed' | 'replayed';
  readonly icon: IconName;
  readonly title: string;
  readonly text?: string;
  readonly actions?: readonly ToastAction[];
}

interface ToastState {
  readonly toasts: readonly Toast[];
}

export const toastStore = createStore<ToastState>(() => ({ toasts: [] }));
export const TOAST_MS = 8_000;

let lastId = 0;

export function showToast(toast: Omit<Toast, 'id'>): number {
  lastId += 1;
  const shown: Toast = { ...toast, id: lastId };
  toastStore.setState(({ toasts }) => ({ toasts: [...toasts.slice(-3), shown] }));
  return lastId;
}

export function dismissToast(id: number): void {
  toastStore.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}

/** Shows the first error of a failed call, with how to go on. */
export function showProblems(problems: readonly Problem[], actions: readonly ToastAction[] = []): void {
  const first = problems.find((p) => p.severity === 'error') ?? problems[0];
  if (first === undefined) return;
  const { what, next } = describeProblem(first);
  showToast({ status: 'failed', icon: 'st-failed', title: what, text: next, actions });
}

export function useToasts(): readonly Toast[] {
  return useStore(toastStore, (state) => state.toasts);
}
