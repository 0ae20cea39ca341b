// The one sentence under the graph: what holds the run up, or what a recovery is doing. Nothing while all is well.
import { useMemo } from 'react';
import { isPressed } from '../store/back-pressure.ts';
import { operatorTitle } from '../store/document-model.ts';
import { useDocument } from '../store/document-store.ts';
import { type LivePipeline, useLive } from '../store/live-store.ts';
import { showDockTab } from '../store/view-store.ts';
import { countOf } from '../text/numbers.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';

export function CanvasSay() {
  const pressure = useLive(pressureOf);
  const recovering = useLive(({ status }) => status?.state === 'recovering');
  const document = useDocument((state) => state.document);
  const words = useMemo(() => {
    if (pressure === '' || document === null) return null;
    const { source, waiting, slowest, share } = JSON.parse(pressure) as Pressure;
    const title = (id: string): string => {
      const box = document.operators[id];
      return box === undefined ? '' : operatorTitle(box);
    };
    return { waiting: `${countOf(waiting, 'row')} wait`, source: title(source), slowest: slowest === '' ? '' : title(slowest), share };
  }, [pressure, document]);
  if (recovering) {
    return (
      <div className="say st-replayed">
        <Icon name="st-replayed" />
        <span>Batches since the checkpoint rebuild the state. Sinks keep each batch once.</span>
      </div>
    );
  }
  if (words === null) return null;
  return (
    <div className="say st-waiting">
      <Icon name="st-waiting" />
      <span>
        <b>{words.waiting}</b> at {words.source}.{words.slowest !== '' && ` ${words.slowest} takes ${words.share}% of each batch.`}
      </span>
      <Button kind="ghost" dense={true} link={true} onClick={() => showDockTab('batches')}>
        Show batches
      </Button>
    </div>
  );
}

interface Pressure {
  readonly source: string;
  readonly waiting: number;
  readonly slowest: string;
  readonly share: number;
}

/** As text, so that equal facts are equal values. Empty while no rows wait beyond the batch being cut. */
function pressureOf({ status, operators }: LivePipeline): string {
  if (status?.state !== 'running') return '';
  const metrics = [...operators.values()];
  const source = metrics.reduce((most, one) => (one.waitingRows > (most?.waitingRows ?? 0) ? one : most), metrics[0]);
  if (source === undefined || !isPressed(status, source)) return '';
  const slowest = metrics.reduce((most, one) => (one.timeShare > most.timeShare ? one : most), source);
  const pressure: Pressure = {
    source: source.operatorId,
    waiting: source.waitingRows,
    slowest: slowest.timeShare > 0.2 ? slowest.operatorId : '',
    share: Math.round(slowest.timeShare * 100),
  };
  return JSON.stringify(pressure);
}
