// The Rows tab: the last rows of what is selected, at full width. What was looked at last stays while nothing is selected.
import { useEffect, useMemo, useState } from 'react';
import PortRowsView from '../../rows/PortRowsView.tsx';
import { portsOfSelection } from '../../rows/shown-ports.ts';
import { operatorTitle } from '../../store/document-model.ts';
import { useDocument } from '../../store/document-store.ts';
import type { Selection } from '../../store/selection.ts';
import { Empty } from '../Empty.tsx';

export default function Rows() {
  const document = useDocument((state) => state.document);
  const selection = useDocument((state) => state.selection);
  const [last, setLast] = useState<Selection | null>(null);
  const selected = useMemo(() => (document === null ? [] : portsOfSelection(document, selection)), [document, selection]);
  useEffect(() => {
    if (selected.length > 0) setLast(selection);
  }, [selected, selection]);
  const shown = selected.length > 0 ? selection : last;
  const ports = useMemo(() => (document === null || shown === null ? [] : portsOfSelection(document, shown)), [document, shown]);
  if (document === null || shown === null || ports.length === 0) {
    return <Empty icon="rows" title="Select an operator or an edge" text="Its last rows stand here, with types, NULLs and who made each column." />;
  }
  const key = shown.operators[0] ?? shown.edges[0] ?? '';
  const box = document.operators[key];
  return (
    <div className="dock-body rows-body">
      <PortRowsView
        key={key}
        title={box === undefined ? 'On the edge' : operatorTitle(box)}
        ports={ports}
        operatorId={box === undefined ? null : key}
        wide={true}
      />
    </div>
  );
}
