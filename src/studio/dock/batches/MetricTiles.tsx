// Spark's four figures of a run: newest value, its course, median and 99th percentile.
import { useMemo } from 'react';
import { useBatches, useLive } from '../../store/live-store.ts';
import { shortCount, UNKNOWN } from '../../text/numbers.ts';
import { formatTook, splitTook } from '../format.ts';
import { history } from '../run-record.ts';
import { Sparkline } from '../Sparkline.tsx';
import { batchFigures, FIGURE_BATCHES, type Figure } from './batch-figures.ts';

export function MetricTiles() {
  const batches = useBatches();
  const intervalMs = useLive((live) => live.status?.batchIntervalMs ?? 1_000);
  // The record outlives a restart of the worker; the live list tells when it changed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const figures = useMemo(() => batchFigures(history.batches, intervalMs), [batches, intervalMs, history.version]);
  const rate = figures.inputRate;
  return (
    <dl className="mtiles" aria-label={`Figures of the last ${Math.min(FIGURE_BATCHES, figures.batches)} batches`}>
      <Tile
        name="Input rate"
        figure={rate}
        value={[rate.last === null ? UNKNOWN : shortCount(rate.last), rate.last === null ? '' : 'rows/s']}
        show={shortCount}
      />
      <TimeTile name="Scheduling delay" figure={figures.schedulingDelayMs} />
      <TimeTile name="Processing time" figure={figures.processingMs} />
      <TimeTile name="Total delay" figure={figures.totalDelayMs} />
    </dl>
  );
}

function TimeTile({ name, figure }: { readonly name: string; readonly figure: Figure }) {
  return <Tile name={name} figure={figure} value={figure.last === null ? [UNKNOWN, ''] : splitTook(figure.last)} show={formatTook} />;
}

interface TileProps {
  readonly name: string;
  readonly figure: Figure;
  readonly value: readonly [string, string];
  readonly show: (value: number) => string;
}

function Tile({ name, figure, value, show }: TileProps) {
  const percentile = (of: number | null): string => (of === null ? UNKNOWN : show(of));
  return (
    <div className="mtile">
      <dt className="mt-n">{name}</dt>
      <dd className="mt-v">
        <b>{value[0]}</b>
        <i>{value[1]}</i>
        <Sparkline values={figure.course} width={58} height={20} />
      </dd>
      <dd className="mt-p">
        <span>p50 {percentile(figure.p50)}</span>
        <span>p99 {percentile(figure.p99)}</span>
      </dd>
    </div>
  );
}
