// An edge: the line, its rate, the rows that wait on it, and what can be done with it when it is selected.
import { EdgeLabelRenderer, type EdgeProps, type Edge as FlowEdge } from '@xyflow/react';
import { memo, useEffect, useRef } from 'react';
import type { Edge } from '../../pipeline/document.ts';
import { disconnect } from '../../pipeline/edits.ts';
import { edit } from '../store/document-store.ts';
import { NO_SELECTION } from '../store/selection.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { useCanvas } from './canvas-store.ts';
import { edgePath } from './edge-path.ts';
import { mountEdgeNumbers } from './live-numbers.ts';
import { openFinderOnEdge } from './open-finder.ts';

export type EdgeView = {
  readonly edge: Edge;
  readonly fromSource: boolean;
  /** One of its ends has no such port: it is kept and shown, but nothing flows. */
  readonly broken: boolean;
  /** The operator after it cannot work. */
  readonly stopped: boolean;
  readonly editable: boolean;
};

export type OperatorEdgeType = FlowEdge<EdgeView, 'operator'>;

export const OperatorEdge = memo(function OperatorEdge({ id, data, sourceX, sourceY, targetX, targetY, selected }: EdgeProps<OperatorEdgeType>) {
  const group = useRef<SVGGElement>(null);
  const line = useRef<SVGPathElement>(null);
  const label = useRef<HTMLDivElement>(null);
  const waiting = useRef<HTMLSpanElement>(null);
  const isDrop = useCanvas((state) => state.dropEdge === id);
  const from = data?.edge.from.operator ?? '';
  const fromPort = data?.edge.from.port ?? 'out';
  const fromSource = data?.fromSource ?? false;
  const plain = data?.broken !== true && data?.stopped !== true;
  useEffect(() => {
    if (!plain) return;
    return mountEdgeNumbers(id, {
      from,
      fromPort,
      fromSource,
      group: group.current,
      line: line.current,
      label: label.current,
      waiting: waiting.current,
    });
  }, [id, from, fromPort, fromSource, plain]);
  const x1 = sourceX;
  const path = edgePath({ x1, y1: sourceY, x2: targetX, y2: targetY });
  const level = Math.abs(sourceY - targetY) < 0.5;
  const middle = `translate(${(sourceX + targetX) / 2}px, ${(sourceY + targetY) / 2}px)`;
  const state = data?.broken === true ? 'edge broken' : data?.stopped === true ? 'edge failed' : 'edge idle';
  return (
    <>
      <g ref={group} className={state}>
        <path className="edge-back" d={path} />
        <path ref={line} className="edge-line" d={path} />
      </g>
      {(selected === true || isDrop) && <path className="edge-selected" d={path} />}
      <path className="edge-hit" d={path} />
      <EdgeLabelRenderer>
        <div
          ref={label}
          className={level ? 'elabel' : 'elabel on'}
          style={{ transform: `${middle} translate(-50%, ${level ? 'calc(-100% - 6px)' : '-50%'})` }}
        />
        {fromSource && (
          <div className="elabel below st-waiting" style={{ transform: `${middle} translate(-50%, 8px)` }}>
            <Icon name="st-waiting" />
            <span ref={waiting} />
          </div>
        )}
        {data?.stopped === true && (
          <span className="edge-stop st-failed" style={{ transform: `${middle} translate(-50%, -50%)` }}>
            <Icon name="st-failed" />
          </span>
        )}
        {selected === true && data?.editable === true && (
          <div className="edge-tools cv-tools nodrag nopan" style={{ transform: `${middle} translate(-50%, -50%)` }}>
            <Button icon="plus" label="Insert an operator here" onClick={() => openFinderOnEdge(data.edge)} />
            <Button
              icon="trash"
              label="Delete edge"
              keys="Delete"
              onClick={() =>
                edit(
                  (document) => disconnect(document, [data.edge]),
                  () => NO_SELECTION,
                )
              }
            />
          </div>
        )}
      </EdgeLabelRenderer>
    </>
  );
});
