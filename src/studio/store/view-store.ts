// How this browser likes to see the studio: which dock tab, how large the panels, light or dark. Kept in localStorage
// where there is one (a private window may have none); never part of a document. What is selected for looking at (a
// batch, a held window) lives here too, but is not kept.
import { createStore, useStore } from 'zustand';

export type DockTab = 'results' | 'rows' | 'batches' | 'checkpoints' | 'state' | 'problems' | 'log';
export type ThemeChoice = 'system' | 'light' | 'dark';

interface KeptView {
  readonly theme: ThemeChoice;
  readonly dockTab: DockTab;
  /** null: by the window, see `useDockHeight`. */
  readonly dockHeight: number | null;
  readonly dockFolded: boolean;
  readonly dockMaximised: boolean;
  readonly inspectorWidth: number;
  readonly paletteFolded: boolean;
  /** Absent: by the number of operators. */
  readonly minimap: boolean | null;
  readonly singleKeys: boolean;
}

export interface ViewState extends KeptView {
  /** The batch opened in the Batches tab, and in the inspector when no operator is selected. */
  readonly selectedBatchId: number | null;
  /** The sink or window whose rows the Results tab shows; null: the first sink. */
  readonly resultsOperatorId: string | null;
  /** The operator whose state the State tab shows; null: the first that keeps some. */
  readonly stateOperatorId: string | null;
}

export const DOCK_TABS: readonly DockTab[] = ['results', 'rows', 'batches', 'checkpoints', 'state', 'problems', 'log'];

const KEY = 'millrace.view';
const DEFAULTS: KeptView = {
  theme: 'system',
  dockTab: 'results',
  dockHeight: null,
  dockFolded: false,
  dockMaximised: false,
  inspectorWidth: 296,
  paletteFolded: false,
  minimap: null,
  singleKeys: true,
};

export const viewStore = createStore<ViewState>(() => ({
  ...DEFAULTS,
  ...readKept(),
  selectedBatchId: null,
  resultsOperatorId: null,
  stateOperatorId: null,
}));

export function useView<T>(selector: (view: ViewState) => T): T {
  return useStore(viewStore, selector);
}

/** As it was dragged; else 300, but in a low window less, so that boxes on the canvas stay readable. */
export function useDockHeight(): number {
  return useView((view) => view.dockHeight) ?? Math.min(300, Math.round(0.36 * window.innerHeight));
}

export function setView(change: Partial<ViewState>): void {
  viewStore.setState(change);
}

/** Opens the dock at a tab. */
export function showDockTab(tab: DockTab): void {
  viewStore.setState({ dockTab: tab, dockFolded: false });
}

viewStore.subscribe((view) => {
  const { selectedBatchId: _batch, resultsOperatorId: _operator, stateOperatorId: _state, ...kept } = view;
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // A window without storage forgets how it looked; nothing else depends on it.
  }
});

function readKept(): Partial<KeptView> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof stored === 'object' && stored !== null ? onlyKnown(stored as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Keeps the values that still have the form this build expects. */
function onlyKnown(stored: Readonly<Record<string, unknown>>): Partial<KeptView> {
  const theme = stored.theme;
  const tab = DOCK_TABS.find((known) => known === stored.dockTab);
  const minimap = stored.minimap;
  const flag = (name: string, fallback: boolean): boolean => (typeof stored[name] === 'boolean' ? stored[name] === true : fallback);
  const size = <F>(name: string, fallback: F, least: number, most: number): number | F => {
    const value = stored[name];
    return typeof value === 'number' && Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : fallback;
  };
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    dockTab: tab ?? DEFAULTS.dockTab,
    dockHeight: size('dockHeight', DEFAULTS.dockHeight, 120, 2_000),
    dockFolded: flag('dockFolded', false),
    dockMaximised: flag('dockMaximised', false),
    inspectorWidth: size('inspectorWidth', DEFAULTS.inspectorWidth, 264, 480),
    paletteFolded: flag('paletteFolded', false),
    minimap: typeof minimap === 'boolean' ? minimap : null,
    singleKeys: flag('singleKeys', true),
  };
}
