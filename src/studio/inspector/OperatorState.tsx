// What an operator holds while it runs: keys and bytes, a source's position, a sink's newest batch. "–" while unknown.
import type { OperatorDefinition } from '../../operators/operator-definition.ts';
import type { OperatorId } from '../../pipeline/document.ts';
import { keepsState } from '../canvas/node-size.ts';
import { useLive, useNow } from '../store/live-store.ts';
import { setView, showDockTab } from '../store/view-store.ts';
import { exactCount, formatAgo, formatBytes, formatClock, panelCount, shortCount, UNKNOWN } from '../text/numbers.ts';
import { Button } from '../ui/Button.tsx';
import { Facts } from './Facts.tsx';

interface Props {
  readonly operatorId: OperatorId;
  readonly definition: OperatorDefinition;
}

export function OperatorState({ operatorId, definition }: Props) {
  switch (definition.family) {
    case 'source':
      return <SourceState operatorId={operatorId} />;
    case 'sink':
      return <SinkState operatorId={operatorId} />;
    case 'window':
    case 'join':
      return keepsState(definition) ? <KeyedState operatorId={operatorId} /> : <FlowState operatorId={operatorId} />;
    case 'transform':
      return <FlowState operatorId={operatorId} />;
  }
}

function KeyedState({ operatorId }: { readonly operatorId: OperatorId }) {
  const keys = useLive(({ operators }) => operators.get(operatorId)?.keys ?? null);
  const bytes = useLive(({ operators }) => operators.get(operatorId)?.stateBytes ?? null);
  const checkpoint = useLive(({ status }) => status?.lastCheckpoint ?? null);
  const now = useNow();
  const [size = UNKNOWN, unit] = bytes === null ? [] : formatBytes(bytes).split(' ');
  return (
    <section className="sec">
      <div className="sec-h">
        <h3>State</h3>
        <Button
          kind="ghost"
          dense={true}
          link={true}
          className="right"
          onClick={() => {
            setView({ stateOperatorId: operatorId });
            showDockTab('state');
          }}
        >
          Browse keys
        </Button>
      </div>
      <Facts
        facts={[
          { name: 'Keys', value: keys === null ? UNKNOWN : panelCount(keys) },
          { name: 'Size', value: size, ...(unit === undefined ? {} : { unit }) },
          checkpoint === null
            ? { name: 'Checkpoint', value: UNKNOWN }
            : { name: 'Checkpoint', value: exactCount(checkpoint.batchId), unit: formatAgo(checkpoint.takenMs, now) },
        ]}
      />
    </section>
  );
}

function SourceState({ operatorId }: { readonly operatorId: OperatorId }) {
  const rate = useLive(({ operators }) => operators.get(operatorId)?.rowsOutPerSecond ?? null);
  const waiting = useLive(({ operators }) => operators.get(operatorId)?.waitingRows ?? null);
  const range = useLive(
    ({ batches }) =>
      batches
        .findLast((batch) => batch.inputs.some((input) => input.operatorId === operatorId))
        ?.inputs.find((input) => input.operatorId === operatorId)?.range ?? null,
  );
  return (
    <section className="sec">
      <div className="sec-h">
        <h3>Position</h3>
      </div>
      <Facts
        facts={[
          { name: 'Sends', value: rate === null ? UNKNOWN : shortCount(rate), ...(rate === null ? {} : { unit: '/s' }) },
          { name: 'Waiting', value: waiting === null ? UNKNOWN : shortCount(waiting), ...(waiting === null ? {} : { unit: 'rows' }) },
        ]}
      />
      {range !== null && <p className="help">Last batch read {range}. It is in the log, so a replay reads the same.</p>}
    </section>
  );
}

function SinkState({ operatorId }: { readonly operatorId: OperatorId }) {
  const newest = useLive(({ sinks }) => sinks.get(operatorId) ?? null);
  return (
    <section className="sec">
      <div className="sec-h">
        <h3>Ledger</h3>
        <Button
          kind="ghost"
          dense={true}
          link={true}
          className="right"
          onClick={() => {
            setView({ resultsOperatorId: operatorId });
            showDockTab('results');
          }}
        >
          Show rows
        </Button>
      </div>
      <Facts
        facts={[
          { name: 'Newest batch', value: newest === null ? UNKNOWN : exactCount(newest.batchId) },
          { name: 'Its rows', value: newest === null ? UNKNOWN : panelCount(newest.rows) },
          { name: 'Batch time', value: newest === null ? UNKNOWN : formatClock(newest.timeMs) },
        ]}
      />
    </section>
  );
}

function FlowState({ operatorId }: { readonly operatorId: OperatorId }) {
  const metrics = useLive(({ operators }) => operators.get(operatorId) ?? null);
  const rate = (value: number | undefined): { readonly value: string; readonly unit?: string } =>
    value === undefined ? { value: UNKNOWN } : { value: shortCount(value), unit: '/s' };
  return (
    <section className="sec">
      <div className="sec-h">
        <h3>Rows</h3>
      </div>
      <Facts
        facts={[
          { name: 'In', ...rate(metrics?.rowsInPerSecond) },
          { name: 'Out', ...rate(metrics?.rowsOutPerSecond) },
          metrics === null ? { name: 'Time share', value: UNKNOWN } : { name: 'Time share', value: `${Math.round(metrics.timeShare * 100)}%` },
        ]}
      />
    </section>
  );
}
