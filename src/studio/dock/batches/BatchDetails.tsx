// One batch: when it ran, what it read, where its time went, and what happened to its rows.
import { useMemo } from 'react';
import type { BatchInfo } from '../../../protocol/engine-api.ts';
import { useLive } from '../../store/live-store.ts';
import { countOf, exactCount, formatClock, UNKNOWN } from '../../text/numbers.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { formatBatchTime, formatTook, splitTook } from '../format.ts';
import { OperatorTile, useOperatorFace } from '../operator-face.tsx';
import { history } from '../run-record.ts';
import { isOnItsWay } from './batch-history.ts';
import { batchStatus } from './batch-words.ts';

interface Props {
  readonly batchId: number;
  readonly onClose: () => void;
  readonly onStep: (by: -1 | 1) => void;
}

export function BatchDetails({ batchId, onClose, onStep }: Props) {
  const intervalMs = useLive((live) => live.status?.batchIntervalMs ?? 1_000);
  const batches = useLive((live) => live.batches);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the record changes in place when the live list does
  const found = useMemo(() => findBatch(batchId), [batchId, batches, history.version]);
  return (
    <section className="pane batch-details" aria-label={`Batch ${batchId}`}>
      <header className="pane-title">
        Batch {batchId}
        {found.run !== null && <small>{formatBatchTime(found.run.timeMs)}</small>}
        <span className="grow" />
        <Button icon="chev-l" kind="ghost" dense={true} label="Batch before" onClick={() => onStep(-1)} />
        <Button icon="chev-r" kind="ghost" dense={true} label="Batch after" onClick={() => onStep(1)} />
        <Button icon="close" kind="ghost" dense={true} label="Close batch" onClick={onClose} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling text must be reachable by keys */}
      <div className="batch-scroll" tabIndex={0}>
        {found.run === null ? (
          <p className="help">This batch is no longer kept.</p>
        ) : (
          <Facts run={found.run} again={found.again} intervalMs={intervalMs} />
        )}
      </div>
    </section>
  );
}

interface Found {
  readonly run: BatchInfo | null;
  /** Restores after which it ran again silently. */
  readonly again: readonly { readonly atMs: number; readonly same: boolean }[];
}

function findBatch(batchId: number): Found {
  const run = history.batches.findLast((batch) => batchId >= batch.batchId && batchId < batch.batchId + Math.max(1, batch.count)) ?? null;
  const again = history.recoveries.flatMap(({ openedMs, rerun }) =>
    rerun !== null && batchId >= rerun.from && batchId <= rerun.to && rerun.done > rerun.to - rerun.from
      ? [{ atMs: openedMs, same: rerun.matched >= rerun.done }]
      : [],
  );
  return { run, again };
}

function Facts({ run, again, intervalMs }: { readonly run: BatchInfo; readonly again: Found['again']; readonly intervalMs: number }) {
  const status = batchStatus(run, intervalMs);
  const open = isOnItsWay(run);
  const slowest = run.operators.reduce<BatchInfo['operators'][number] | null>(
    (most, operator) => (most === null || operator.ms > most.ms ? operator : most),
    null,
  );
  const inOperators = run.operators.reduce((sum, operator) => sum + operator.ms, 0);
  return (
    <>
      <dl className="facts">
        <div>
          <dt>Rows in</dt>
          <dd>{exactCount(run.numInputRows)}</dd>
        </div>
        <div>
          <dt>Delay</dt>
          <dd>{open ? UNKNOWN : <Took ms={run.schedulingDelayMs} />}</dd>
        </div>
        <div>
          <dt>Took</dt>
          <dd>{open ? UNKNOWN : <Took ms={run.processingMs} />}</dd>
        </div>
      </dl>
      <p className={`batch-said st-${status.name}`}>
        <Icon name={`st-${status.name}`} />
        <span>{saidOf(run, status.word)}</span>
      </p>
      {again.map(({ atMs, same }) => (
        <p className="batch-said st-replayed" key={atMs}>
          <Icon name="st-replayed" />
          <span>
            {same
              ? `Ran again after the restore at ${formatClock(atMs)} and gave the committed rows`
              : `Was run again after the restore at ${formatClock(atMs)}`}
          </span>
        </p>
      ))}
      {run.operators.length > 0 && (
        <>
          <h4 className="sec-h">Where the time went</h4>
          <ul className="split">
            {run.operators.map((operator) => (
              <TimeOf key={operator.operatorId} operator={operator} most={slowest?.ms ?? 0} />
            ))}
            {run.commitMs > 0 && <CommitTime ms={run.commitMs} most={slowest?.ms ?? 0} />}
          </ul>
          {slowest !== null && inOperators > 0 && slowest.ms / inOperators >= 0.5 && (
            <Slowest id={slowest.operatorId} share={slowest.ms / inOperators} />
          )}
        </>
      )}
      {run.inputs.length > 0 && (
        <>
          <h4 className="sec-h">Input, for replay</h4>
          <ul className="kv">
            {run.inputs.map((input) => (
              <InputOf key={input.operatorId} input={input} />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Took({ ms }: { readonly ms: number }) {
  const [figure, unit] = splitTook(ms);
  return (
    <>
      {figure} <small>{unit}</small>
    </>
  );
}

function saidOf(run: BatchInfo, word: string): string {
  switch (run.status) {
    case 'queued':
      return 'Cut, waits for the batches before it';
    case 'running':
      return 'Running';
    case 'failed':
      return 'Failed; nothing of it is committed';
    case 'replayed':
      return `Logged before the restart, run after it, committed at ${formatClock(run.finishedMs)}`;
    case 'caught-up':
      return run.count > 1
        ? `Caught up with ${countOf(run.count, 'missed batch', 'missed batches')} (${run.batchId} to ${run.batchId + run.count - 1})`
        : 'Missed, then caught up';
    case 'committed':
      return `${word}, ${word === 'Committed' ? '' : 'committed '}${formatTook(run.totalDelayMs)} after its time${run.checkpoint ? '; a checkpoint follows' : ''}`;
  }
}

function TimeOf({ operator, most }: { readonly operator: BatchInfo['operators'][number]; readonly most: number }) {
  const face = useOperatorFace(operator.operatorId);
  return (
    <li title={`${exactCount(operator.rowsIn)} rows in, ${exactCount(operator.rowsOut)} rows out`}>
      <OperatorTile id={operator.operatorId} />
      <span className="n">{face.name}</span>
      <span className="v">{formatTook(operator.ms)}</span>
      <TimeBar share={most > 0 ? operator.ms / most : 0} slow={most > 0 && operator.ms === most} />
    </li>
  );
}

function CommitTime({ ms, most }: { readonly ms: number; readonly most: number }) {
  return (
    <li>
      <span className="tile sm is-plain">
        <Icon name="layers" />
      </span>
      <span className="n">Commit</span>
      <span className="v">{formatTook(ms)}</span>
      <TimeBar share={most > 0 ? Math.min(1, ms / most) : 0} slow={false} />
    </li>
  );
}

function TimeBar({ share, slow }: { readonly share: number; readonly slow: boolean }) {
  return (
    <span className={slow ? 'b is-most' : 'b'}>
      <i style={{ width: `${Math.max(1, share * 100)}%` }} />
    </span>
  );
}

function Slowest({ id, share }: { readonly id: string; readonly share: number }) {
  const face = useOperatorFace(id);
  return (
    <p className="help">
      <b>
        {face.name} took {Math.round(share * 100)}%
      </b>{' '}
      of the time of all operators.
    </p>
  );
}

function InputOf({ input }: { readonly input: BatchInfo['inputs'][number] }) {
  const face = useOperatorFace(input.operatorId);
  return (
    <li>
      <span>{face.name}</span>
      <b>{input.range === '' ? countOf(input.rows, 'row') : input.range}</b>
    </li>
  );
}
