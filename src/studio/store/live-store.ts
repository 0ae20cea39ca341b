// What the engine reports, for reading: the newest frame and the last batches of each pipeline, outside React. Two ways
// in. Hooks re-render at most 4 times a second (run state and recovery phase at once). `subscribeFrames` is called for
// every frame, for code that draws on canvases or writes text itself. Nothing here is ever stored in the document.
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { BatchInfo, Frame, OperatorMetrics, PipelineId, RunStatus } from '../../protocol/engine-api.ts';
import { engine, subscribeEngineEvents } from './engine-link.ts';

/** The rhythm of everything that is text. */
export const TEXT_EVERY_MS = 250;
export const BATCHES_KEPT = 2_000;

/** Rates of the last while, for sparklines: one point a frame-second. */
export const SPARK_POINTS = 26;

export interface LivePipeline {
  readonly status: RunStatus | null;
  readonly frame: Frame | null;
  readonly operators: ReadonlyMap<string, OperatorMetrics>;
  /** Rows out per second (in, for a sink), one value a second, oldest first; at most SPARK_POINTS. */
  readonly sparks: ReadonlyMap<string, readonly number[]>;
  /** Ascending by batch id, at most BATCHES_KEPT. A new array whenever it changed. */
  readonly batches: readonly BatchInfo[];
  readonly sinks: ReadonlyMap<string, Frame['sinks'][number]>;
}

const NOTHING: LivePipeline = { status: null, frame: null, operators: new Map(), sparks: new Map(), batches: [], sinks: new Map() };

let currentId: PipelineId | null = null;
let live: LivePipeline = NOTHING;
let lastSparkMs = 0;

type FrameListener = (frame: Frame, live: LivePipeline) => void;
const frameListeners = new Set<FrameListener>();
const changeListeners = new Set<() => void>();
let notified: LivePipeline = NOTHING;
let timer: ReturnType<typeof setTimeout> | undefined;
let lastNotifyMs = 0;

/** What is known of the pipeline on screen, as of now. Do not call while rendering; use the hooks. */
export function readLive(): LivePipeline {
  return live;
}

/** Called with every frame of the pipeline on screen, before any React render. */
export function subscribeFrames(listener: FrameListener): () => void {
  frameListeners.add(listener);
  return () => frameListeners.delete(listener);
}

/** Says which pipeline is on screen, with the status `openPipeline` gave. Reads the batches before now. */
export function showLive(pipelineId: PipelineId, status: RunStatus): void {
  currentId = pipelineId;
  live = { ...NOTHING, status };
  publish(true);
  void fillBatches(pipelineId);
}

export function hideLive(): void {
  currentId = null;
  live = NOTHING;
  publish(true);
}

/** A status that came as an answer rather than by a frame. */
export function putStatus(status: RunStatus): void {
  if (status.pipelineId !== currentId) return;
  live = { ...live, status };
  publish(true);
}

subscribeEngineEvents((event) => {
  if (event.kind === 'frame' && event.frame.pipelineId === currentId) receiveFrame(event.frame);
});

function receiveFrame(received: Frame): void {
  const before = live;
  const frame = { ...received, status: keepParts(before.status, received.status) };
  const operators = new Map(frame.operators.map((metrics) => [metrics.operatorId, metrics]));
  const sinks = frame.sinks.length === 0 ? before.sinks : new Map([...before.sinks, ...frame.sinks.map((sink) => [sink.operatorId, sink] as const)]);
  const newRun = before.status !== null && before.status.runId !== null && before.status.runId !== frame.status.runId;
  live = {
    status: frame.status,
    frame,
    operators,
    sparks: newRun ? new Map() : nextSparks(before.sparks, frame),
    batches: frame.batches.length === 0 && !newRun ? before.batches : mergeBatches(newRun ? [] : before.batches, frame.batches),
    sinks: newRun ? new Map(frame.sinks.map((sink) => [sink.operatorId, sink])) : sinks,
  };
  for (const listener of frameListeners) listener(frame, live);
  publish(mustShowNow(before.status, frame.status));
}

/** Frames are copies: parts that say the same stay the same object, so that what shows them is left alone. */
function keepParts(before: RunStatus | null, after: RunStatus): RunStatus {
  if (before === null) return after;
  return {
    ...after,
    problem: keepEqual(before.problem, after.problem),
    recovery: keepEqual(before.recovery, after.recovery),
    lastCheckpoint: keepEqual(before.lastCheckpoint, after.lastCheckpoint),
    notices: keepEqual(before.notices, after.notices),
    rates: keepEqual(before.rates, after.rates),
    needs: keepEqual(before.needs, after.needs),
  };
}

function keepEqual<T>(before: T, after: T): T {
  return JSON.stringify(before) === JSON.stringify(after) ? before : after;
}

function mustShowNow(before: RunStatus | null, after: RunStatus): boolean {
  return (
    before === null ||
    before.state !== after.state ||
    before.role !== after.role ||
    before.problem !== after.problem ||
    before.recovery?.phase !== after.recovery?.phase ||
    before.recovery?.finished !== after.recovery?.finished
  );
}

function nextSparks(before: ReadonlyMap<string, readonly number[]>, frame: Frame): ReadonlyMap<string, readonly number[]> {
  const now = performance.now();
  if (frame.status.state !== 'running' || now - lastSparkMs < 1_000) return before;
  lastSparkMs = now;
  const next = new Map<string, readonly number[]>();
  for (const metrics of frame.operators) {
    const value = metrics.rowsOutPerSecond > 0 ? metrics.rowsOutPerSecond : metrics.rowsInPerSecond;
    next.set(metrics.operatorId, [...(before.get(metrics.operatorId) ?? []), value].slice(-SPARK_POINTS));
  }
  return next;
}

/** Both ascending by id; a newer record of the same batch replaces the older one. */
export function mergeBatches(kept: readonly BatchInfo[], incoming: readonly BatchInfo[]): readonly BatchInfo[] {
  if (incoming.length === 0) return kept;
  const byId = new Map(kept.map((batch) => [batch.batchId, batch]));
  for (const batch of incoming) byId.set(batch.batchId, batch);
  const merged = [...byId.values()].sort((a, b) => a.batchId - b.batchId);
  return merged.length > BATCHES_KEPT ? merged.slice(-BATCHES_KEPT) : merged;
}

async function fillBatches(pipelineId: PipelineId): Promise<void> {
  const answer = await engine.readBatches(pipelineId, BATCHES_KEPT).catch(() => null);
  if (answer?.ok !== true || currentId !== pipelineId) return;
  live = { ...live, batches: mergeBatches(answer.value, live.batches) };
  publish(false);
}

function publish(now: boolean): void {
  const waited = performance.now() - lastNotifyMs;
  if (now || waited >= TEXT_EVERY_MS) {
    clearTimeout(timer);
    timer = undefined;
    notify();
  } else timer ??= setTimeout(notify, TEXT_EVERY_MS - waited);
}

function notify(): void {
  timer = undefined;
  lastNotifyMs = performance.now();
  notified = live;
  for (const listener of changeListeners) listener();
}

function subscribeChanges(listener: () => void): () => void {
  changeListeners.add(listener);
  return () => changeListeners.delete(listener);
}

/** One part of what is live, at most 4 times a second. The selector must give the same value for the same input. */
export function useLive<T>(selector: (live: LivePipeline) => T): T {
  return useSyncExternalStore(subscribeChanges, () => selector(notified));
}

export function useRunStatus(): RunStatus | null {
  return useLive((now) => now.status);
}

/** One part of the newest frame, or null before the first. */
export function useFrameField<T>(selector: (frame: Frame) => T): T | null {
  return useLive((now) => (now.frame === null ? null : selector(now.frame)));
}

export function useBatches(): readonly BatchInfo[] {
  return useLive((now) => now.batches);
}

/** The time now, for "2 s ago"; re-renders every `everyMs` while mounted. */
export function useNow(everyMs = 1_000): number {
  const [now, setNow] = useState(() => Date.now());
  const set = useRef(setNow);
  useEffect(() => {
    const interval = setInterval(() => set.current(Date.now()), everyMs);
    return () => clearInterval(interval);
  }, [everyMs]);
  return now;
}
