// The picture in a sink's box: three lines of the newest windows, the three largest, or the three newest rows. Drawn from the ledger by
// sink-preview.ts when the sink has new rows, at most once a second, without a React render.
import { useEffect, useRef } from 'react';
import type { OperatorId } from '../../pipeline/document.ts';
import type { NodeBody } from './node-size.ts';
import { mountPreview } from './sink-preview.ts';

interface Props {
  readonly operatorId: OperatorId;
  readonly body: Exclude<NodeBody, 'rate'>;
  readonly disabled: boolean;
}

export function SinkPreview({ operatorId, body, disabled }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const rows = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (disabled) return;
    return mountPreview(operatorId, { canvas: canvas.current, rows: rows.current, ranked: body === 'ranking' });
  }, [operatorId, body, disabled]);
  return body === 'chart' ? (
    <canvas ref={canvas} className="mini-chart is-empty" />
  ) : (
    <ol ref={rows} className="mini-top" aria-hidden="true">
      <li />
      <li />
      <li />
    </ol>
  );
}
