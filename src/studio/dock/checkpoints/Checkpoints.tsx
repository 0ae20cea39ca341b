// The Checkpoints tab: what is kept of the state, newest first, and what was restored.
import { useEffect, useState } from 'react';
import type { CheckpointInfo, RecoveryReport } from '../../../protocol/engine-api.ts';
import { engine } from '../../store/engine-link.ts';
import { useLive, useRunStatus } from '../../store/live-store.ts';
import { setView } from '../../store/view-store.ts';
import { exactCount, formatBytes, formatDuration } from '../../text/numbers.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Empty } from '../Empty.tsx';
import { formatMoment, formatTook } from '../format.ts';
import { nameOfOperator, OperatorTile } from '../operator-face.tsx';
import { checkpointKind, checkpointNote, retentionText } from './checkpoint-words.ts';

/** Operators shown as tiles in a row; the rest is a number. */
const TILES = 5;

export default function Checkpoints() {
  const status = useRunStatus();
  const checkpoints = useCheckpoints();
  const recovery = status?.recovery ?? null;
  if (checkpoints === null) return <div className="dock-body" />;
  if (checkpoints.length === 0) {
    const everyMs = status?.checkpointIntervalMs ?? 10_000;
    if (everyMs === Number.POSITIVE_INFINITY) {
      return (
        <Empty
          icon="ck-full"
          title="Checkpoints are off"
          text="After a reload every batch runs again from the first. Turn them on in the settings of the pipeline."
        />
      );
    }
    const every = formatDuration(everyMs);
    return (
      <Empty
        icon="ck-full"
        title="No checkpoint yet"
        text={status?.lastBatch == null ? `While it runs, one is taken every ${every}.` : `One is taken every ${every}, or now with K.`}
      />
    );
  }
  const largest = Math.max(...checkpoints.map((checkpoint) => checkpoint.bytes));
  return (
    <div className="dock-body ck-body">
      <div className="ck-scroll">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling table must be reachable by keys */}
        <table className="tbl cks" tabIndex={0} aria-label="Checkpoints, newest first">
          <colgroup>
            <col className="ck-c-id" />
            <col className="ck-c-time" />
            <col className="ck-c-kind" />
            <col className="ck-c-size" />
            <col className="ck-c-took" />
            <col className="ck-c-keys" />
            <col className="ck-c-ops" />
            <col />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">Checkpoint</th>
              <th scope="col">Taken</th>
              <th scope="col">Kind</th>
              <th scope="col" className="num">
                Size
              </th>
              <th scope="col" className="num">
                Took
              </th>
              <th scope="col" className="num">
                Keys
              </th>
              <th scope="col">Operators with state</th>
              <th scope="col">Note</th>
            </tr>
          </thead>
          <tbody>
            {checkpoints.map((checkpoint) => (
              <Row key={checkpoint.checkpointId} checkpoint={checkpoint} largest={largest} recovery={recovery} />
            ))}
          </tbody>
        </table>
      </div>
      <div className="dock-foot">{retentionText(checkpoints)}</div>
    </div>
  );
}

interface RowProps {
  readonly checkpoint: CheckpointInfo;
  readonly largest: number;
  readonly recovery: RecoveryReport | null;
}

function Row({ checkpoint, largest, recovery }: RowProps) {
  const restored = checkpoint.note === 'restored' || recovery?.checkpoint?.batchId === checkpoint.batchId;
  const names = checkpoint.operators.map(({ operatorId }) => nameOfOperator(operatorId)).join(', ');
  return (
    <tr className={restored ? 'is-selected' : undefined}>
      <td>
        <span className="cell st-checkpoint">
          <span className="ck-glyph">
            <Icon name={checkpoint.kind === 'delta' ? 'ck-delta' : 'ck-full'} />
          </span>
          <button
            type="button"
            className="ck-batch"
            title={`Show batch ${checkpoint.batchId}`}
            onClick={() => setView({ selectedBatchId: checkpoint.batchId, dockTab: 'batches' })}
          >
            {checkpoint.batchId}
          </button>
        </span>
      </td>
      <td>{formatMoment(checkpoint.takenMs, Date.now())}</td>
      <td>{checkpointKind(checkpoint)}</td>
      <td className="num">
        <span className="szbar" aria-hidden="true">
          <i style={{ width: Math.max(4, (checkpoint.bytes / Math.max(1, largest)) * 60) }} />
        </span>
        {formatBytes(checkpoint.bytes)}
      </td>
      <td className="num">{formatTook(checkpoint.writeMs)}</td>
      <td className="num">{exactCount(checkpoint.keys)}</td>
      <td>
        <span className="opset" title={names}>
          {checkpoint.operators.slice(0, TILES).map(({ operatorId }) => (
            <OperatorTile key={operatorId} id={operatorId} />
          ))}
          <span className="dim">{restOf(checkpoint.operators.length)}</span>
          <span className="visually-hidden">: {names}</span>
        </span>
      </td>
      <td className="dim">{checkpointNote(checkpoint, recovery)}</td>
    </tr>
  );
}

function restOf(operators: number): string {
  if (operators === 0) return 'none';
  return operators > TILES ? `and ${operators - TILES}` : '';
}

/** Newest first; null until they are read. Read again when one was written or restored. */
function useCheckpoints(): readonly CheckpointInfo[] | null {
  const pipelineId = useLive((live) => live.status?.pipelineId ?? null);
  const newest = useLive((live) => live.status?.lastCheckpoint?.checkpointId ?? null);
  const runId = useLive((live) => live.status?.runId ?? null);
  const recovered = useLive((live) => live.status?.recovery?.finished ?? null);
  const [checkpoints, setCheckpoints] = useState<readonly CheckpointInfo[] | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of these means that the list is another
  useEffect(() => {
    if (pipelineId === null) return;
    let wanted = true;
    void engine
      .readCheckpoints(pipelineId)
      .then((answer) => {
        if (wanted) setCheckpoints((before) => (answer.ok ? answer.value.toSorted((a, b) => b.checkpointId - a.checkpointId) : (before ?? [])));
      })
      .catch(() => undefined);
    return () => {
      wanted = false;
    };
  }, [pipelineId, newest, runId, recovered]);
  return checkpoints;
}
