// One pipeline: top bar, strip, palette, canvas, dock, inspector, status bar.
import { type CSSProperties, lazy, Suspense, useEffect, useState } from 'react';
import { describeProblem } from '../../problem/problem.ts';
import type { PipelineId } from '../../protocol/engine-api.ts';
import { Canvas } from '../canvas/Canvas.tsx';
import '../canvas/canvas.css';
import { showBug } from '../commands/with-pipeline.ts';
import { OwnerBanner } from '../connection/OwnerBanner.tsx';
import { usePageFeeds } from '../feeds/use-page-feeds.ts';
import { Inspector } from '../inspector/Inspector.tsx';
import '../inspector/inspector.css';
import { Palette } from '../palette/Palette.tsx';
import { StatusBar } from '../statusbar/StatusBar.tsx';
import { useEditable } from '../store/document-hooks.ts';
import { closeDocument, openDocument, useDocument } from '../store/document-store.ts';
import { useDockHeight, useView } from '../store/view-store.ts';
import { NeedsStrip } from '../strip/NeedsStrip.tsx';
import { Strip } from '../strip/Strip.tsx';
import { TopBar } from '../topbar/TopBar.tsx';
import { Button } from '../ui/Button.tsx';
import { loadAhead } from './load-ahead.ts';
import { goHome } from './route.ts';

const DOCK_TABS_HEIGHT = 36;
const Dock = lazy(() => import('../dock/Dock.tsx').then(({ Dock }) => ({ default: Dock })));

export function Editor({ pipelineId }: { readonly pipelineId: PipelineId }) {
  useEffect(() => {
    void openDocument(pipelineId).catch(showBug);
    return closeDocument;
  }, [pipelineId]);
  const phase = useDocument((state) => state.phase);
  useEffect(() => (phase === 'ready' ? loadAhead() : undefined), [phase]);
  const name = useDocument((state) => state.document?.name);
  useEffect(() => {
    document.title = name === undefined || name === '' ? 'Millrace' : `${name} – Millrace`;
  }, [name]);
  if (phase === 'missing') return <Missing />;
  return <Frame ready={phase === 'ready'} />;
}

function Frame({ ready }: { readonly ready: boolean }) {
  usePageFeeds();
  const editable = useEditable();
  const paletteFolded = useView((view) => view.paletteFolded);
  const inspectorWidth = useView((view) => view.inspectorWidth);
  const narrow = useNarrow();
  const name = useDocument((state) => state.document?.name ?? 'Pipeline');
  const style = { '--w-inspector-now': `${inspectorWidth}px` } as CSSProperties;
  return (
    <div className={paletteFolded || narrow ? 'app is-railed' : 'app'} style={style}>
      <TopBar />
      <div className="strips">
        <Strip />
        <NeedsStrip />
        <OwnerBanner />
      </div>
      <Palette editable={editable} railed={narrow} />
      <main className="mid">
        <h1 className="visually-hidden">{name}</h1>
        {ready ? <Canvas /> : <div className="canvas" />}
        {ready ? (
          <Suspense fallback={<DockSpace />}>
            <Dock />
          </Suspense>
        ) : (
          <DockSpace />
        )}
      </main>
      <div className="insp-area">
        <Inspector />
      </div>
      <StatusBar editor={true} />
    </div>
  );
}

/** The dock's place until it is there, so that the canvas has its size from the start. */
function DockSpace() {
  const folded = useView((view) => view.dockFolded);
  const height = useDockHeight();
  return <div className="dock" style={{ height: folded ? DOCK_TABS_HEIGHT : height, maxHeight: '70%' }} />;
}

const narrowQuery = matchMedia('(max-width: 1100px)');

/** A window too narrow for three columns folds the palette by itself. */
function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(narrowQuery.matches);
  useEffect(() => {
    const onChange = (): void => setNarrow(narrowQuery.matches);
    narrowQuery.addEventListener('change', onChange);
    return () => narrowQuery.removeEventListener('change', onChange);
  }, []);
  return narrow;
}

function Missing() {
  const problems = useDocument((state) => state.loadProblems);
  return (
    <main className="missing" data-region="home">
      <h1>This pipeline is not in this browser</h1>
      {problems.map((problem) => {
        const { what, next } = describeProblem(problem);
        return (
          <p key={what}>
            {what} {next}
          </p>
        );
      })}
      <Button kind="primary" onClick={goHome}>
        All pipelines
      </Button>
    </main>
  );
}
