// An operator's box. What it shows of the document comes as a NodeView; what is live is written into it by live-numbers.ts
// without a render. Its ports are React Flow handles.
import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import { memo, useEffect, useRef } from 'react';
import type { PortDefinition } from '../../operators/operator-definition.ts';
import { feedGlyph, feedWord } from '../files/feed-words.ts';
import { Icon } from '../ui/Icon.tsx';
import { operatorIcon } from '../ui/icons.ts';
import { useCanvas } from './canvas-store.ts';
import { mountNodeNumbers } from './live-numbers.ts';
import { NodeName } from './NodeName.tsx';
import { keepsState, nodeBody, PORT_SIZE, portY } from './node-size.ts';
import type { NodeView } from './node-view.ts';
import { openFinder } from './open-finder.ts';
import { SinkPreview } from './SinkPreview.tsx';

export type OperatorNodeType = Node<NodeView, 'operator'>;

export const OperatorNode = memo(function OperatorNode({ data, selected, isConnectable }: NodeProps<OperatorNodeType>) {
  const { definition, condition } = data;
  const family = definition?.family ?? 'transform';
  const classes = ['node', `fam-${family}`];
  if (selected) classes.push('is-selected');
  if (data.edited) classes.push('is-edited');
  if (condition.kind === 'setup') classes.push('needs-setup');
  if (condition.kind === 'failed') classes.push('is-failed');
  if (condition.kind === 'disabled') classes.push('is-disabled');
  return (
    <div className={classes.join(' ')}>
      <div className="node-head">
        <span className={`tile fam-${family}`}>
          <Icon name={operatorIcon(definition?.icon ?? '')} />
        </span>
        <NodeName id={data.id} title={data.title} />
      </div>
      <p className={condition.kind !== 'setup' && data.summary.mono ? 'node-sum mono' : 'node-sum'}>
        {condition.kind === 'setup' ? condition.message : data.summary.text}
      </p>
      <NodeBody view={data} />
      {data.inputs.map((port, index) => (
        <Port key={port.id} operator={data.id} port={port} index={index} side="in" connectable={isConnectable} />
      ))}
      {data.outputs.map((port, index) => (
        <Port key={port.id} operator={data.id} port={port} index={index} side="out" connectable={isConnectable} />
      ))}
      <NodeCorner view={data} />
      {data.restored && (
        <span className="nbadge st-committed">
          <Icon name="st-committed" />
          {family === 'source' ? 'Position kept' : 'State kept'}
        </span>
      )}
    </div>
  );
});

function NodeBody({ view }: { readonly view: NodeView }) {
  const { condition, definition } = view;
  if (condition.kind === 'failed') return <p className="node-msg st-failed">{condition.message}</p>;
  if (condition.kind === 'setup') {
    return (
      <span className="node-fix">
        <Icon name="warn" />
        Set up
      </span>
    );
  }
  const body = nodeBody(definition);
  return (
    <>
      {body === 'rate' ? (
        <LiveRate key={condition.kind === 'disabled' ? 'off' : 'on'} view={view} />
      ) : (
        <SinkPreview operatorId={view.id} body={body} disabled={condition.kind === 'disabled'} />
      )}
      {condition.kind === 'waiting' && <p className="node-msg st-waiting">{condition.message}</p>}
    </>
  );
}

function LiveRate({ view }: { readonly view: NodeView }) {
  const rate = useRef<HTMLElement>(null);
  const unit = useRef<HTMLElement>(null);
  const state = useRef<HTMLSpanElement>(null);
  const spark = useRef<HTMLCanvasElement>(null);
  const off = view.condition.kind === 'disabled';
  const family = view.definition?.family ?? 'transform';
  const withState = keepsState(view.definition) && view.condition.kind !== 'waiting';
  useEffect(() => {
    if (off) return;
    return mountNodeNumbers(view.id, {
      rate: rate.current,
      unit: unit.current,
      state: withState ? state.current : null,
      spark: spark.current,
      family,
    });
  }, [view.id, off, withState, family]);
  return (
    <>
      <div className="node-live">
        <canvas ref={spark} className="node-spark is-empty" />
        <span className="node-rate">
          <span ref={rate}>{off ? 'off' : '–'}</span>
          <i ref={unit} />
        </span>
      </div>
      {view.feed !== null && (
        <div className={`node-state is-feed st-${feedGlyph(view.feed).status}`}>
          <Icon name={feedGlyph(view.feed).icon} />
          <span>{feedWord(view.feed)}</span>
        </div>
      )}
      {withState && (
        <div className="node-state">
          <Icon name="layers" />
          <span ref={state}>no keys yet</span>
        </div>
      )}
    </>
  );
}

function NodeCorner({ view }: { readonly view: NodeView }) {
  switch (view.condition.kind) {
    case 'failed':
      return (
        <span className="corner st-failed">
          <Icon name="st-failed" />
        </span>
      );
    case 'waiting':
      return (
        <span className="corner st-waiting">
          <Icon name="st-waiting" />
        </span>
      );
    case 'disabled':
      return (
        <span className="corner st-disabled">
          <Icon name="st-disabled" />
        </span>
      );
    default:
      return view.refuses ? (
        <span className="corner st-waiting" title="Some rows were refused">
          <Icon name="warn" />
        </span>
      ) : null;
  }
}

interface PortProps {
  readonly operator: string;
  readonly port: PortDefinition;
  readonly index: number;
  readonly side: 'in' | 'out';
  readonly connectable: boolean;
}

function Port({ operator, port, index, side, connectable }: PortProps) {
  const key = `${operator}.${port.id}`;
  const fit = useCanvas((state) => (state.fits === null ? undefined : state.fits.get(`${side}:${key}`)));
  const refused = useCanvas((state) =>
    side === 'in' && state.refused?.port.operator === operator && state.refused.port.port === port.id ? state.refused.reason : null,
  );
  const classes = ['port', `port-${side}`];
  if (port.id === 'errors') classes.push('is-errors');
  if (fit === null) classes.push('fits');
  if (typeof fit === 'string') classes.push('refuses');
  if (refused !== null) classes.push('is-refused');
  return (
    <>
      <Handle
        id={port.id}
        type={side === 'in' ? 'target' : 'source'}
        position={side === 'in' ? Position.Left : Position.Right}
        isConnectable={connectable}
        className={classes.join(' ')}
        style={{ top: portY(index) - PORT_SIZE / 2 }}
        title={port.id === 'out' || port.id === 'in' ? undefined : port.label}
        aria-hidden="true"
        onClick={side === 'out' && connectable ? () => openFinder({ from: { operator, port: port.id } }) : undefined}
      >
        {side === 'out' && connectable && <Icon name="plus" />}
      </Handle>
      {refused !== null && (
        <span className="port-reason" style={{ top: portY(index) }} role="alert">
          <Icon name="st-disabled" />
          {refused}
        </span>
      )}
    </>
  );
}
