// The panel on the right: the settings of what is selected; the pipeline itself when nothing is. Never empty.
import { lazy, Suspense } from 'react';
import { useDocument } from '../store/document-store.ts';
import { setView, useView } from '../store/view-store.ts';
import { Splitter } from '../ui/Splitter.tsx';
import { ApplyFooter } from './ApplyFooter.tsx';
import { EdgeInspector } from './EdgeInspector.tsx';
import { PipelineInspector } from './PipelineInspector.tsx';
import { SeveralInspector } from './SeveralInspector.tsx';

// The forms of all operators: wanted with the first selection, not with the first picture.
const loadOperatorInspector = () => import('./OperatorInspector.tsx');
const OperatorInspector = lazy(() => loadOperatorInspector().then((m) => ({ default: m.OperatorInspector })));

export function Inspector() {
  const selection = useDocument((state) => state.selection);
  const ready = useDocument((state) => state.phase === 'ready');
  const width = useView((view) => view.inspectorWidth);
  const [operator] = selection.operators;
  const [edge] = selection.edges;
  const several = selection.operators.length + selection.edges.length > 1;
  return (
    <aside className="inspector" aria-label="Inspector" data-region="inspector" tabIndex={-1}>
      <Splitter
        label="Width of the inspector"
        orientation="vertical"
        size={width}
        least={264}
        most={480}
        onResize={(size) => setView({ inspectorWidth: size })}
      />
      {!ready ? null : several ? (
        <SeveralInspector />
      ) : operator !== undefined ? (
        <Suspense fallback={null}>
          <OperatorInspector key={operator} operatorId={operator} />
        </Suspense>
      ) : edge !== undefined ? (
        <EdgeInspector edgeKey={edge} />
      ) : (
        <PipelineInspector />
      )}
      {ready && <ApplyFooter />}
    </aside>
  );
}
