// The batch timeline: one canvas, redrawn at most once a frame and only when something changed, without a React render. It is
// a slider over the batches for the keyboard; the list beside it holds the same as a table.
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { BatchInfo } from '../../../protocol/engine-api.ts';
import { startDrawing } from '../../canvas/spark.ts';
import { readLive, subscribeFrames, useLive } from '../../store/live-store.ts';
import { useTheme } from '../../ui/theme.ts';
import { history } from '../run-record.ts';
import { slotText } from './batch-words.ts';
import { drawTimeline, PLOT, readColours, type TimelineColours } from './draw-timeline.ts';
import { logScale } from './log-scale.ts';
import {
  backToShow,
  type PlacedSlot,
  placeSlots,
  type Slot,
  slotAt,
  slotBatchId,
  slotHolds,
  type TimelineLayout,
  timelineSlots,
} from './timeline-layout.ts';

interface Props {
  readonly selectedBatchId: number | null;
  readonly onSelect: (batchId: number | null) => void;
}

interface Hover {
  readonly text: string;
  readonly x: number;
  readonly right: boolean;
}

export function Timeline({ selectedBatchId, onSelect }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  // Batches read from the store, and a paused run, change the picture without a frame.
  const batches = useLive((live) => live.batches);
  const intervalMs = useLive((live) => live.status?.batchIntervalMs ?? 1_000);
  const [hover, setHover] = useState<Hover | null>(null);
  const view = useRef(newView());
  const selected = useRef(selectedBatchId);

  const draw = useEffectEvent(() => drawNow(canvas.current, view.current, selected.current));
  const frame = useRef(0);
  const request = useCallback(() => {
    if (frame.current !== 0) return;
    frame.current = requestAnimationFrame(() => {
      frame.current = 0;
      draw();
    });
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of these changes what is drawn
  useEffect(() => {
    selected.current = selectedBatchId;
    request();
  }, [selectedBatchId, batches, intervalMs, request]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes the colours
  useEffect(() => {
    view.current.colours = null;
    request();
  }, [theme, request]);

  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const resized = new ResizeObserver(request);
    resized.observe(element);
    const stop = subscribeFrames(request);
    const wheel = (event: WheelEvent): void => {
      const by = Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.deltaY;
      const { layout } = view.current;
      if (layout === null || layout.contentWidth <= plotWidth(element)) return;
      event.preventDefault();
      view.current.back = Math.max(0, layout.back - by);
      request();
    };
    element.addEventListener('wheel', wheel, { passive: false });
    document.fonts.addEventListener('loadingdone', request);
    return () => {
      cancelAnimationFrame(frame.current);
      frame.current = 0;
      resized.disconnect();
      stop();
      element.removeEventListener('wheel', wheel);
      document.fonts.removeEventListener('loadingdone', request);
    };
  }, [request]);

  const pointAt = (clientX: number): PlacedSlot | null => {
    const element = canvas.current;
    const { layout } = view.current;
    if (element === null || layout === null) return null;
    return slotAt(layout, clientX - element.getBoundingClientRect().left - PLOT.left);
  };
  const hoverAt = (slot: PlacedSlot | null): void => {
    if (slot === view.current.hovered) return;
    view.current.hovered = slot;
    request();
    const width = canvas.current?.clientWidth ?? 0;
    const x = slot === null ? 0 : PLOT.left + slot.x + slot.width / 2;
    setHover(slot === null ? null : { text: slotText(slot, intervalMs), x, right: x > width / 2 });
  };
  const step = (by: number | 'first' | 'last'): void => {
    const next = stepTo(view.current, selectedBatchId, by);
    if (next === null) return;
    const { slots } = view.current;
    const element = canvas.current;
    if (element !== null) view.current.back = backToShow(slots, next, plotWidth(element), view.current.layout?.back ?? 0);
    view.current.focus = next;
    onSelect(slotBatchId(slots[next]));
  };

  const shown = selectedSlot(view.current.slots, selectedBatchId, view.current.focus);
  return (
    <div className="timeline">
      <div
        className="timeline-slider"
        role="slider"
        tabIndex={0}
        aria-label="Batch timeline: processing time per batch"
        aria-valuemin={history.batches[0]?.batchId ?? 0}
        aria-valuemax={history.batches.at(-1)?.batchId ?? 0}
        aria-valuenow={selectedBatchId ?? history.batches.at(-1)?.batchId ?? 0}
        aria-valuetext={shown === null ? 'No batch selected' : slotText(shown, intervalMs)}
        onKeyDown={(event) => {
          const by = KEYS[event.key];
          if (by === undefined && event.key !== 'Escape') return;
          event.preventDefault();
          event.stopPropagation();
          if (by === undefined) onSelect(null);
          else step(by);
        }}
      >
        <canvas
          ref={canvas}
          onPointerMove={(event) => hoverAt(pointAt(event.clientX))}
          onPointerLeave={() => hoverAt(null)}
          onClick={(event) => {
            const slot = pointAt(event.clientX);
            if (slot === null) return;
            view.current.focus = indexOfSlot(view.current.slots, slot);
            const id = slotBatchId(slot);
            onSelect(id === selectedBatchId ? null : id);
          }}
        />
      </div>
      {hover !== null && (
        <span className="timeline-tip" style={hover.right ? { right: `calc(100% - ${hover.x}px)` } : { left: hover.x }}>
          {hover.text}
        </span>
      )}
    </div>
  );
}

const KEYS: Readonly<Record<string, number | 'first' | 'last'>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageUp: -10,
  PageDown: 10,
  Home: 'first',
  End: 'last',
};

interface View {
  slots: readonly Slot[];
  layout: TimelineLayout | null;
  back: number;
  hovered: PlacedSlot | null;
  /** Position of the slot the keys are at: a batch id can have two slots. */
  focus: number | null;
  colours: TimelineColours | null;
  version: number;
}

function newView(): View {
  return { slots: [], layout: null, back: 0, hovered: null, focus: null, colours: null, version: -1 };
}

function drawNow(canvas: HTMLCanvasElement | null, view: View, selectedBatchId: number | null): void {
  if (canvas === null || canvas.clientWidth === 0) return;
  const pen = startDrawing(canvas);
  if (pen === null) return;
  const intervalMs = readLive().status?.batchIntervalMs ?? 1_000;
  const before = view.slots;
  if (view.version !== history.version) {
    view.slots = timelineSlots(history, intervalMs);
    view.version = history.version;
    // Scrolled back, the same batches stay in sight while new ones come.
    if (view.back > 0 && before.length > 0) view.back += grownBy(before, view.slots);
  }
  view.colours ??= readColours(canvas);
  const layout = placeSlots(view.slots, plotWidth(canvas), view.back);
  view.layout = layout;
  view.back = layout.back;
  const [fastest, slowest] = extremes(layout.slots);
  const hovered = view.hovered === null ? null : slotAt(layout, view.hovered.x + view.hovered.width / 2);
  drawTimeline(
    pen,
    {
      layout,
      scale: logScale(fastest, slowest, intervalMs),
      intervalMs,
      selectedBatchId,
      hovered,
      edits: history.edits,
      width: canvas.clientWidth,
      height: canvas.clientHeight,
    },
    view.colours,
  );
}

function plotWidth(canvas: HTMLElement): number {
  return Math.max(0, canvas.clientWidth - PLOT.left - PLOT.right);
}

function grownBy(before: readonly Slot[], after: readonly Slot[]): number {
  const width = (slots: readonly Slot[]): number => placeSlots(slots, 0, 0).contentWidth;
  return Math.max(0, width(after) - width(before));
}

/** Shortest and longest times in sight. */
function extremes(slots: readonly PlacedSlot[]): readonly [number, number] {
  let fastest = Number.POSITIVE_INFINITY;
  let slowest = 0;
  const add = (batch: BatchInfo): void => {
    if (batch.processingMs <= 0) return;
    fastest = Math.min(fastest, batch.processingMs);
    slowest = Math.max(slowest, batch.processingMs + batch.schedulingDelayMs);
  };
  for (const slot of slots) if (slot.kind === 'batch' || slot.kind === 'fold') add(slot.batch);
  return Number.isFinite(fastest) ? [fastest, slowest] : [1, 1];
}

function indexOfSlot(slots: readonly Slot[], slot: Slot): number | null {
  const index = slots.findIndex(
    (other) =>
      other.kind === slot.kind &&
      (other.kind === 'batch' && slot.kind === 'batch' ? other.batch === slot.batch : slotBatchId(other) === slotBatchId(slot)),
  );
  return index < 0 ? null : index;
}

/** Position of the slot that shows the batch: the one the keys are at, otherwise the last. */
function selectedIndex(slots: readonly Slot[], batchId: number | null, focus: number | null): number {
  if (batchId === null) return -1;
  if (focus !== null && slotBatchId(slots[focus]) === batchId) return focus;
  return slots.findLastIndex((slot) => slotHolds(slot, batchId));
}

function selectedSlot(slots: readonly Slot[], batchId: number | null, focus: number | null): Slot | null {
  return slots[selectedIndex(slots, batchId, focus)] ?? null;
}

/** Where a key leads: over gaps, inside the history. Null when there is nothing to go to. */
function stepTo(view: View, batchId: number | null, by: number | 'first' | 'last'): number | null {
  const { slots } = view;
  const last = slots.length - 1;
  if (last < 0) return null;
  const at = selectedIndex(slots, batchId, view.focus);
  let next = by === 'first' ? 0 : by === 'last' || at < 0 ? last : Math.max(0, Math.min(last, at + by));
  const way = by === 'first' || (typeof by === 'number' && by > 0) ? 1 : -1;
  while (slots[next]?.kind === 'gap') next += way;
  return slots[next] === undefined ? null : next;
}
