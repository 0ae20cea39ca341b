// One edge: what flows on it, as columns and as the last rows.
import { lazy, Suspense, useMemo } from 'react';
import { formatEdge } from '../../pipeline/graph.ts';
import { portRate } from '../canvas/live-numbers.ts';
import { portsOfSelection } from '../rows/shown-ports.ts';
import { operatorTitle } from '../store/document-model.ts';
import { useDocument } from '../store/document-store.ts';
import { useLive } from '../store/live-store.ts';
import { type EdgeKey, NO_SELECTION } from '../store/selection.ts';
import { shortCount, UNKNOWN } from '../text/numbers.ts';
import { Icon } from '../ui/Icon.tsx';
import { ColumnList } from './ColumnList.tsx';
import { Facts } from './Facts.tsx';
import { InspectorHead } from './InspectorHead.tsx';
import { streamWords } from './stream-words.ts';

const PortRowsView = lazy(() => import('../rows/PortRowsView.tsx'));

export function EdgeInspector({ edgeKey }: { readonly edgeKey: EdgeKey }) {
  const document = useDocument((state) => state.document);
  const edge = document?.edges.find((known) => formatEdge(known) === edgeKey);
  const stream = useDocument((state) => (edge === undefined ? undefined : state.check.outputs.get(`${edge.from.operator}.${edge.from.port}`)));
  const ports = useMemo(() => (document === null ? [] : portsOfSelection(document, { ...NO_SELECTION, edges: [edgeKey] })), [document, edgeKey]);
  const rate = useLive(({ operators }) => {
    const metrics = operators.get(edge?.from.operator ?? '');
    return metrics === undefined || edge === undefined ? null : portRate(metrics, edge.from.port);
  });
  if (document === null || edge === undefined) return null;
  const title = (id: string): string => {
    const box = document.operators[id];
    return box === undefined ? id : operatorTitle(box);
  };
  return (
    <>
      <InspectorHead
        lead={
          <span className="tile lg plain">
            <Icon name="arrow-r" />
          </span>
        }
        title={`${title(edge.from.operator)} to ${title(edge.to.operator)}`}
        subtitle="Edge"
      />
      <div className="insp-body">
        <section className="sec">
          <div className="sec-h">
            <h3>Columns</h3>
            {stream !== undefined && <span className="right">{streamWords(stream)}</span>}
          </div>
          {stream === undefined ? (
            <p className="dim">Known when what is before it is complete.</p>
          ) : (
            <ColumnList columns={stream.columns} keys={stream.keys} />
          )}
        </section>
        <Suspense fallback={null}>
          <PortRowsView ports={ports} operatorId={null} wide={false} />
        </Suspense>
        <section className="sec">
          <Facts facts={[{ name: 'Rows', value: rate === null ? UNKNOWN : shortCount(rate), ...(rate === null ? {} : { unit: '/s' }) }]} />
        </section>
      </div>
    </>
  );
}
