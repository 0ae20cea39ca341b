// The dock under the canvas: what the run gives, how it goes, what is kept, what is wrong, what happened. Only the tab in
// front is mounted, and each loads its code when first shown.
import { type KeyboardEvent, lazy, type ReactNode, Suspense, useEffect, useId, useRef, useState } from 'react';
import { useBatches } from '../store/live-store.ts';
import { DOCK_TABS, type DockTab, setView, showDockTab, useDockHeight, useView, viewStore } from '../store/view-store.ts';
import { Button } from '../ui/Button.tsx';
import { Splitter } from '../ui/Splitter.tsx';
import { BatchesLegend } from './batches/BatchesLegend.tsx';
import { CheckpointsTools } from './checkpoints/CheckpointsTools.tsx';
import './dock.css';
import { countProblems } from './problems/problem-list.ts';
import { useProblems } from './problems/use-problems.ts';
import { recordPast } from './run-record.ts';

const loadResults = () => import('./results/Results.tsx');
const Results = lazy(loadResults);
const Rows = lazy(() => import('./rows/Rows.tsx'));
const Batches = lazy(() => import('./batches/Batches.tsx'));
const Checkpoints = lazy(() => import('./checkpoints/Checkpoints.tsx'));
const State = lazy(() => import('./state/State.tsx'));
const Problems = lazy(() => import('./problems/Problems.tsx'));
const Log = lazy(() => import('./log/Log.tsx'));

// The tab that most people see first comes with the dock, not after it.
if (viewStore.getState().dockTab === 'results') void loadResults();

const TITLES: Readonly<Record<DockTab, string>> = {
  results: 'Results',
  rows: 'Rows',
  batches: 'Batches',
  checkpoints: 'Checkpoints',
  state: 'State',
  problems: 'Problems',
  log: 'Log',
};
const LEAST = 160;
/** Share of the space over the status bar that the dock may take. */
const MOST = 0.7;

export function Dock() {
  const tab = useView((view) => view.dockTab);
  const folded = useView((view) => view.dockFolded);
  const maximised = useView((view) => view.dockMaximised);
  const height = useDockHeight();
  const dock = useRef<HTMLElement>(null);
  const space = useSpace(dock);
  const id = useId();
  const most = Math.max(LEAST, Math.floor(space * MOST));
  const shown = maximised ? most : Math.min(most, Math.max(LEAST, height));
  return (
    <section
      ref={dock}
      className={folded ? 'dock is-folded' : 'dock'}
      aria-label="Dock"
      style={folded || space === 0 ? undefined : { height: shown }}
    >
      <RecordPast />
      <div className="dock-tabs">
        <Tabs id={id} tab={tab} folded={folded} />
        <span className="grow" />
        {!folded && <Tools tab={tab} />}
        {!folded && (
          <Button
            icon={maximised ? 'min' : 'max'}
            kind="ghost"
            dense={true}
            label={maximised ? 'Dock as before' : 'Enlarge the dock'}
            aria-pressed={maximised}
            onClick={() => setView({ dockMaximised: !maximised })}
          />
        )}
        <Button
          icon="chev-d"
          kind="ghost"
          dense={true}
          className={folded ? 'is-up' : 'is-down'}
          label={folded ? 'Unfold the dock' : 'Fold the dock'}
          keys="Alt+0"
          aria-expanded={!folded}
          onClick={() => setView({ dockFolded: !folded })}
        />
      </div>
      {!folded && (
        <div className="dock-panel" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${tab}`}>
          <Suspense fallback={null}>
            <Panel tab={tab} />
          </Suspense>
        </div>
      )}
      {!folded && (
        <Splitter
          label="Height of the dock"
          orientation="horizontal"
          size={shown}
          least={LEAST}
          most={most}
          onResize={(size) => setView({ dockHeight: size, dockMaximised: false })}
        />
      )}
    </section>
  );
}

function Panel({ tab }: { readonly tab: DockTab }): ReactNode {
  switch (tab) {
    case 'results':
      return <Results />;
    case 'rows':
      return <Rows />;
    case 'batches':
      return <Batches />;
    case 'checkpoints':
      return <Checkpoints />;
    case 'state':
      return <State />;
    case 'problems':
      return <Problems />;
    case 'log':
      return <Log />;
  }
}

function Tools({ tab }: { readonly tab: DockTab }): ReactNode {
  if (tab !== 'batches' && tab !== 'checkpoints') return null;
  return (
    <div className="dock-tools">
      {tab === 'batches' ? <BatchesLegend /> : <CheckpointsTools />}
      <i className="vsep" />
    </div>
  );
}

interface TabsProps {
  readonly id: string;
  readonly tab: DockTab;
  readonly folded: boolean;
}

function Tabs({ id, tab, folded }: TabsProps) {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = tabByKey(tab, event.key);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    showDockTab(next);
    list.current?.querySelector<HTMLElement>(`[data-tab="${next}"]`)?.focus();
  };
  return (
    <div className="dock-tablist" role="tablist" aria-label="Dock" ref={list} onKeyDown={onKeyDown}>
      {DOCK_TABS.map((name, i) => (
        <button
          key={name}
          type="button"
          role="tab"
          className="tab"
          id={`${id}-${name}`}
          data-tab={name}
          aria-selected={!folded && name === tab}
          aria-controls={!folded && name === tab ? `${id}-panel` : undefined}
          tabIndex={name === tab ? 0 : -1}
          title={`Alt+${i + 1}`}
          onClick={() => showDockTab(name)}
        >
          {TITLES[name]}
          {name === 'problems' && <ProblemCount />}
        </button>
      ))}
    </div>
  );
}

function ProblemCount() {
  const problems = useProblems();
  const count = countProblems(problems);
  if (count === 0) return null;
  const failed = problems.some(({ severity }) => severity === 'error');
  return (
    <span className={failed ? 'count is-failed' : 'count'}>
      {count}
      <span className="visually-hidden">{count === 1 ? ' problem' : ' problems'}</span>
    </span>
  );
}

function tabByKey(tab: DockTab, key: string): DockTab | null {
  const at = DOCK_TABS.indexOf(tab);
  const count = DOCK_TABS.length;
  switch (key) {
    case 'ArrowRight':
      return DOCK_TABS[(at + 1) % count] ?? null;
    case 'ArrowLeft':
      return DOCK_TABS[(at + count - 1) % count] ?? null;
    case 'Home':
      return DOCK_TABS[0] ?? null;
    case 'End':
      return DOCK_TABS[count - 1] ?? null;
    default:
      return null;
  }
}

/** Batches that were read from the store come without a frame. */
function RecordPast() {
  const batches = useBatches();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the record reads the live store itself; this says when
  useEffect(() => recordPast(), [batches]);
  return null;
}

/** Height of what the dock lies in. */
function useSpace(dock: React.RefObject<HTMLElement | null>): number {
  const [space, setSpace] = useState(0);
  useEffect(() => {
    const parent = dock.current?.parentElement;
    if (parent == null) return;
    const measure = (): void => setSpace(parent.clientHeight);
    measure();
    const resized = new ResizeObserver(measure);
    resized.observe(parent);
    return () => resized.disconnect();
  }, [dock]);
  return space;
}
