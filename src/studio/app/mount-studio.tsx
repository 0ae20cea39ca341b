// Puts the studio on a page, with the engine it is given: the worker's in the product, a stand-in in tests of the page.
import '../ui/tokens.css';
import '../ui/ui.css';
import '../ui/parts.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { type ConnectEngine, startEngine, tellPageHides, tellPageShows } from '../store/engine-link.ts';
import { followTheme } from '../ui/theme.ts';
import { App } from './App.tsx';

export function mountStudio(root: HTMLElement, connect: ConnectEngine): void {
  followTheme();
  startEngine(connect, { tabId: crypto.randomUUID(), tabLabel: tabLabel(new Date()) });
  addEventListener('pagehide', tellPageHides);
  addEventListener('pageshow', (event) => {
    if (event.persisted) tellPageShows();
  });
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}

/** "tab opened 14:02". */
function tabLabel(now: Date): string {
  return `tab opened ${String(now.getHours()).padStart(2, '0')}:${String(now.getMinutes()).padStart(2, '0')}`;
}
