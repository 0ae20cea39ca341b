// biome-ignore-all lint/a11y/useSemanticElements: a virtual table cannot be a <table>
// The batches as a table, newest first: the timeline's content for reading, and for those who do not see the canvas. Only the
// rows in sight are in the document.
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, memo, useEffect, useEffectEvent, useId, useLayoutEffect, useMemo, useRef } from 'react';
import { useBatches, useLive } from '../../store/live-store.ts';
import { exactCount, UNKNOWN } from '../../text/numbers.ts';
import { Icon } from '../../ui/Icon.tsx';
import { formatBatchTime, formatTook } from '../format.ts';
import { history } from '../run-record.ts';
import { Status } from '../Status.tsx';
import { isOnItsWay } from './batch-history.ts';
import { batchStatus, foldWords, gapWords, rerunWords } from './batch-words.ts';
import { type Slot, slotBatchId, slotKey, timelineSlots } from './timeline-layout.ts';

interface Props {
  readonly selectedBatchId: number | null;
  readonly onSelect: (batchId: number | null) => void;
}

const ROW = 24;

export function BatchList({ selectedBatchId, onSelect }: Props) {
  const batches = useBatches();
  const intervalMs = useLive((live) => live.status?.batchIntervalMs ?? 1_000);
  // The record changes in place; the live store's list changes with it and tells when to look.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const rows = useMemo(() => timelineSlots(history, intervalMs).toReversed(), [batches, intervalMs, history.version]);
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 6,
    getItemKey: (index) => {
      const slot = rows[index];
      return slot === undefined ? index : slotKey(slot);
    },
    scrollPaddingEnd: ROW,
  });
  useStayInPlace(scroller, rows.length);
  const at = rows.findIndex((slot) => batchOfRow(slot) === selectedBatchId);
  const newest = batchOfRow(rows.find((slot) => batchOfRow(slot) !== null)) ?? 0;
  // Only when another batch is chosen: the list must not jump back while the user scrolls.
  const reveal = useEffectEvent(() => {
    if (at >= 0) virtual.scrollToIndex(at);
  });
  useEffect(() => {
    if (selectedBatchId !== null) reveal();
  }, [selectedBatchId]);

  const move = (by: number): void => {
    let next = at < 0 ? 0 : at + by;
    while (rows[next] !== undefined && batchOfRow(rows[next]) === null) next += Math.sign(by) || 1;
    const target = batchOfRow(rows[Math.max(0, Math.min(rows.length - 1, next))]);
    if (target !== null) onSelect(target);
  };
  return (
    <div
      ref={scroller}
      className="vt vt-scroll batches"
      style={{ '--batch-id': `${exactCount(newest).length}ch` } as CSSProperties}
      role="grid"
      aria-label="Batches, newest first"
      aria-rowcount={rows.length + 1}
      aria-activedescendant={at < 0 ? undefined : `${id}-${at}`}
      tabIndex={0}
      onKeyDown={(event) => {
        const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
        if (by === undefined && event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        if (by === undefined) onSelect(null);
        else move(by);
      }}
    >
      <div className="vt-head vt-batch" role="row" aria-rowindex={1} tabIndex={-1}>
        <span role="columnheader" tabIndex={-1} className="num">
          Batch
        </span>
        <span role="columnheader" tabIndex={-1}>
          Time
        </span>
        <span role="columnheader" tabIndex={-1} className="num">
          Rows
        </span>
        <span role="columnheader" tabIndex={-1} className="num">
          Delay
        </span>
        <span role="columnheader" tabIndex={-1} className="num">
          Took
        </span>
        <span role="columnheader" tabIndex={-1}>
          Status
        </span>
      </div>
      <div className="vt-rows" style={{ height: virtual.getTotalSize() }} role="presentation">
        {virtual.getVirtualItems().map((item) => {
          const slot = rows[item.index];
          if (slot === undefined) return null;
          const own = batchOfRow(slot);
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keys
            <div
              key={item.key}
              id={`${id}-${item.index}`}
              className={rowClass(slot, own !== null && own === selectedBatchId)}
              role="row"
              tabIndex={-1}
              aria-rowindex={item.index + 2}
              aria-selected={own !== null && own === selectedBatchId}
              style={{ transform: `translateY(${item.start}px)` }}
              onClick={own === null ? undefined : () => onSelect(own === selectedBatchId ? null : own)}
            >
              <Row slot={slot} intervalMs={intervalMs} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function rowClass(slot: Slot, selected: boolean): string {
  const skip = slot.kind === 'gap' || slot.kind === 'fold' || slot.kind === 'rerun';
  return ['vt-row', 'vt-batch', skip && 'is-skip', selected && !skip && 'is-selected'].filter(Boolean).join(' ');
}

interface RowProps {
  readonly slot: Slot;
  readonly intervalMs: number;
}

/** Slots are made anew with every change; a batch that did not change is the same object. */
const Row = memo(RowCells, (before, after) => {
  if (before.intervalMs !== after.intervalMs) return false;
  return before.slot.kind === 'batch' && after.slot.kind === 'batch' && before.slot.batch === after.slot.batch;
});

function RowCells({ slot, intervalMs }: RowProps) {
  if (slot.kind === 'gap') return <Wide>{gapWords(slot).text}</Wide>;
  if (slot.kind === 'fold') return <Wide>{foldWords(slot)}</Wide>;
  if (slot.kind === 'rerun') return <Wide>{rerunWords(slot)}</Wide>;
  if (slot.kind === 'cut-off') {
    return (
      <>
        <span role="gridcell" tabIndex={-1} className="num">
          {exactCount(slot.batchId)}
        </span>
        <span role="gridcell" tabIndex={-1} />
        <span role="gridcell" tabIndex={-1} className="num dim">
          {UNKNOWN}
        </span>
        <span role="gridcell" tabIndex={-1} className="num dim">
          {UNKNOWN}
        </span>
        <span role="gridcell" tabIndex={-1} className="num dim">
          {UNKNOWN}
        </span>
        <span role="gridcell" tabIndex={-1}>
          <Status name="failed">Cut off</Status>
        </span>
      </>
    );
  }
  const { batch } = slot;
  const status = batchStatus(batch, intervalMs);
  const open = isOnItsWay(batch);
  return (
    <>
      <span role="gridcell" tabIndex={-1} className="num">
        {exactCount(batch.batchId)}
      </span>
      <span role="gridcell" tabIndex={-1}>
        {formatBatchTime(batch.timeMs)}
      </span>
      <span role="gridcell" tabIndex={-1} className="num">
        {exactCount(batch.numInputRows)}
      </span>
      <span role="gridcell" tabIndex={-1} className={open ? 'num dim' : 'num'}>
        {open ? UNKNOWN : formatTook(batch.schedulingDelayMs)}
      </span>
      <span role="gridcell" tabIndex={-1} className={open ? 'num dim' : 'num'}>
        {open ? UNKNOWN : formatTook(batch.processingMs)}
      </span>
      <span role="gridcell" tabIndex={-1}>
        <Status name={status.name}>{status.word}</Status>
        {batch.checkpoint && (
          <span className="ckmark st-checkpoint" title="Checkpoint after this batch">
            <Icon name="st-checkpoint" />
            <span className="visually-hidden">checkpoint</span>
          </span>
        )}
      </span>
    </>
  );
}

function Wide({ children }: { readonly children: string }) {
  return (
    <span role="gridcell" tabIndex={-1} aria-colspan={6} className="vt-wide">
      {children}
    </span>
  );
}

/** The batch a row is about; rows about stretches and re-runs are about none. */
function batchOfRow(slot: Slot | undefined): number | null {
  return slot === undefined || slot.kind === 'rerun' ? null : slotBatchId(slot);
}

/** New rows come in at the top; a list that is scrolled keeps showing the same ones. */
function useStayInPlace(scroller: React.RefObject<HTMLDivElement | null>, count: number): void {
  const before = useRef(count);
  useLayoutEffect(() => {
    const added = count - before.current;
    before.current = count;
    const element = scroller.current;
    if (element !== null && added > 0 && element.scrollTop > ROW / 2) element.scrollTop += added * ROW;
  }, [count, scroller]);
}
