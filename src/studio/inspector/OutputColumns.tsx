// What flows out of an operator: columns, types, and how rows come. For a sink, what flows in.
import type { OperatorDefinition } from '../../operators/operator-definition.ts';
import { outputsOf } from '../../operators/ports.ts';
import type { OperatorBox, OperatorId } from '../../pipeline/document.ts';
import { useDocument } from '../store/document-store.ts';
import { ColumnList } from './ColumnList.tsx';
import { streamWords } from './stream-words.ts';

interface Props {
  readonly operatorId: OperatorId;
  readonly box: OperatorBox;
  readonly definition: OperatorDefinition;
}

export function OutputColumns({ operatorId, box, definition }: Props) {
  const outputs = useDocument((state) => state.check.outputs);
  const feeding = useDocument((state) => state.document?.edges.find((edge) => edge.to.operator === operatorId) ?? null);
  if (definition.outputs.length === 0) {
    const stream = feeding === null ? undefined : outputs.get(`${feeding.from.operator}.${feeding.from.port}`);
    return (
      <section className="sec">
        <div className="sec-h">
          <h3>Columns it gets</h3>
          {stream !== undefined && <span className="right">{streamWords(stream)}</span>}
        </div>
        {stream === undefined ? <p className="dim">Connect a stream to see them.</p> : <ColumnList columns={stream.columns} keys={stream.keys} />}
      </section>
    );
  }
  const ports = outputsOf(definition, box.params);
  return ports.map((port) => {
    const stream = outputs.get(`${operatorId}.${port.id}`);
    return (
      <section key={port.id} className="sec">
        <div className="sec-h">
          <h3>{ports.length === 1 || port.id === 'out' ? 'Output columns' : port.label}</h3>
          {stream !== undefined && <span className="right">{streamWords(stream)}</span>}
        </div>
        {stream === undefined ? (
          <p className="dim">Known when its settings and inputs are complete.</p>
        ) : (
          <ColumnList columns={stream.columns} keys={stream.keys} />
        )}
      </section>
    );
  });
}
