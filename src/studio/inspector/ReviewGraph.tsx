// The drawing with what happens to each box: kept, new, dropped, or no state to speak of.
import type { Edge, OperatorId, PipelineDocument } from '../../pipeline/document.ts';
import { formatEdge } from '../../pipeline/graph.ts';
import type { ApplyReview } from '../../protocol/engine-api.ts';
import { NODE_WIDTH } from '../canvas/node-size.ts';
import { findDefinition, operatorTitle } from '../store/document-model.ts';
import { Icon } from '../ui/Icon.tsx';
import { Tile } from '../ui/Tile.tsx';
import { OUTCOMES } from './outcomes.ts';

interface Props {
  readonly draft: PipelineDocument;
  readonly applied: PipelineDocument;
  readonly states: ApplyReview['states'];
}

const BOX_WIDTH = 116;
const BOX_HEIGHT = 44;
const SCALE_X = 136 / (NODE_WIDTH + 44);
const SCALE_Y = 0.6;

export function ReviewGraph({ draft, applied, states }: Props) {
  const gone = Object.keys(applied.operators).filter((id) => !Object.hasOwn(draft.operators, id));
  const ids = [...Object.keys(draft.operators), ...gone];
  const raw = new Map(ids.map((id) => [id, draft.ui.positions[id] ?? applied.ui.positions[id] ?? ([0, 0] as const)]));
  const left = Math.min(...[...raw.values()].map(([x]) => x));
  const top = Math.min(...[...raw.values()].map(([, y]) => y));
  const place = (id: OperatorId): readonly [number, number] => {
    const [x, y] = raw.get(id) ?? [0, 0];
    return [Math.round((x - left) * SCALE_X), Math.round((y - top) * SCALE_Y)];
  };
  const width = Math.max(...ids.map((id) => place(id)[0])) + BOX_WIDTH;
  const height = Math.max(...ids.map((id) => place(id)[1])) + BOX_HEIGHT + 22;
  const old = new Set(applied.edges.map(formatEdge));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling picture must be reachable by keys
    <div className="dgraph" role="img" aria-label="The pipeline with the outcome at each operator" tabIndex={0}>
      <div className="dgraph-in" style={{ width, height }}>
        <svg width={width} height={height} aria-hidden="true">
          {draft.edges.map((edge) => (
            <path key={formatEdge(edge)} className={old.has(formatEdge(edge)) ? undefined : 'new'} d={line(edge, place)} />
          ))}
        </svg>
        {ids.map((id) => (
          <Box
            key={id}
            id={id}
            at={place(id)}
            box={draft.operators[id] ?? applied.operators[id]}
            state={states.find((one) => one.operatorId === id)}
            isNew={!Object.hasOwn(applied.operators, id)}
            isGone={gone.includes(id)}
          />
        ))}
      </div>
    </div>
  );
}

interface BoxProps {
  readonly id: OperatorId;
  readonly at: readonly [number, number];
  readonly box: PipelineDocument['operators'][string] | undefined;
  readonly state: ApplyReview['states'][number] | undefined;
  readonly isNew: boolean;
  readonly isGone: boolean;
}

function Box({ id, at: [x, y], box, state, isNew, isGone }: BoxProps) {
  const definition = findDefinition(box?.type ?? '');
  const outcome = state === undefined ? null : OUTCOMES[state.outcome];
  const classes = ['dnode', `fam-${definition?.family ?? 'transform'}`];
  if (outcome !== null && state !== undefined) classes.push(`st-${outcome.status}`, `o-${state.outcome}`);
  if (isNew && outcome === null) classes.push('is-new');
  if (isGone && outcome === null) classes.push('st-failed', 'o-dropped');
  const words = outcome?.word ?? (isNew ? 'New, no state' : isGone ? 'Removed' : null);
  return (
    <div className={classes.join(' ')} style={{ left: x, top: y, width: BOX_WIDTH, height: BOX_HEIGHT }}>
      <Tile family={definition?.family ?? 'transform'} icon={definition?.icon ?? ''} size="sm" />
      <b>{box === undefined ? id : operatorTitle(box)}</b>
      {words !== null && (
        <span className="dout">
          <Icon name={outcome?.icon ?? (isNew ? 'plus' : 'st-dropped')} />
          {words}
        </span>
      )}
    </div>
  );
}

function line({ from, to }: Edge, place: (id: OperatorId) => readonly [number, number]): string {
  const [fromX, fromY] = place(from.operator);
  const [toX, toY] = place(to.operator);
  const [x1, y1, y2] = [fromX + BOX_WIDTH, fromY + BOX_HEIGHT / 2, toY + BOX_HEIGHT / 2];
  return y1 === y2 ? `M${x1} ${y1}H${toX}` : `M${x1} ${y1}C${x1 + 14} ${y1} ${toX - 14} ${y2} ${toX} ${y2}`;
}
