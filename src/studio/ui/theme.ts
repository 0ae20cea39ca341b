// Light or dark: the user's choice, or the system's while there is none. Written on <html>, where tokens.css reads it.
import { useSyncExternalStore } from 'react';
import { viewStore } from '../store/view-store.ts';

const prefersDark = matchMedia('(prefers-color-scheme: dark)');

export function themeNow(): 'light' | 'dark' {
  const { theme } = viewStore.getState();
  if (theme !== 'system') return theme;
  return prefersDark.matches ? 'dark' : 'light';
}

/** Keeps <html data-theme> true from now on. To be called once, before the first render. */
export function followTheme(): void {
  const apply = (): void => {
    document.documentElement.dataset['theme'] = themeNow();
  };
  apply();
  subscribeTheme(apply);
}

/** The toggle goes to the other of the two, and back to following the system when that is the same. */
export function toggleTheme(): void {
  const wanted = themeNow() === 'dark' ? 'light' : 'dark';
  const system = prefersDark.matches ? 'dark' : 'light';
  viewStore.setState({ theme: wanted === system ? 'system' : wanted });
}

function subscribeTheme(listener: () => void): () => void {
  prefersDark.addEventListener('change', listener);
  const stop = viewStore.subscribe((view, before) => {
    if (view.theme !== before.theme) listener();
  });
  return () => {
    prefersDark.removeEventListener('change', listener);
    stop();
  };
}

export function useTheme(): 'light' | 'dark' {
  return useSyncExternalStore(subscribeTheme, themeNow);
}
