// Writes what is live onto the canvas without a React render: rates, keys, waiting rows, line widths and sparklines of the
// boxes and edges that are mounted. Text at most 4 times a second, and only where it changed; the boxes it is written
// into have a fixed size, so a number never moves anything. Far away (level of detail) nothing is written.
import type { OperatorId } from '../../pipeline/document.ts';
import type { OperatorMetrics } from '../../protocol/engine-api.ts';
import { isPressed } from '../store/back-pressure.ts';
import { readLive, subscribeFrames, TEXT_EVERY_MS } from '../store/live-store.ts';
import { formatBytes, panelCount, shortCount, UNKNOWN } from '../text/numbers.ts';
import { edgeWidth } from './edge-path.ts';
import { drawSpark, forgetColours } from './spark.ts';

export interface NodeElements {
  readonly rate: HTMLElement | null;
  readonly unit: HTMLElement | null;
  readonly state: HTMLElement | null;
  readonly spark: HTMLCanvasElement | null;
  /** Colours the line. */
  readonly family: string;
}

export interface EdgeElements {
  readonly from: OperatorId;
  readonly fromPort: string;
  readonly fromSource: boolean;
  readonly group: SVGGElement | null;
  readonly line: SVGPathElement | null;
  readonly label: HTMLElement | null;
  readonly waiting: HTMLElement | null;
}

const nodes = new Map<OperatorId, NodeElements>();
const edges = new Map<string, EdgeElements>();
let far = false;
let timer: ReturnType<typeof setTimeout> | undefined;
let lastWriteMs = 0;
let lastSparks: ReadonlyMap<string, readonly number[]> = new Map();

export function mountNodeNumbers(id: OperatorId, elements: NodeElements): () => void {
  nodes.set(id, elements);
  schedule();
  return () => {
    if (nodes.get(id) === elements) nodes.delete(id);
  };
}

export function mountEdgeNumbers(key: string, elements: EdgeElements): () => void {
  edges.set(key, elements);
  schedule();
  return () => {
    if (edges.get(key) === elements) edges.delete(key);
  };
}

/** Below the zoom at which text can be read, none is written. */
export function setFarAway(isFar: boolean): void {
  if (far === isFar) return;
  far = isFar;
  if (!far) schedule();
}

export function isFarAway(): boolean {
  return far;
}

/** The edges that are in the page, by key. */
export function mountedEdges(): ReadonlyMap<string, EdgeElements> {
  return edges;
}

/** After the theme changed: sparklines carry the old colours. */
export function redrawSparks(): void {
  forgetColours();
  lastSparks = new Map();
  schedule();
}

/** Rows a second that leave by a port. */
export function portRate(metrics: OperatorMetrics, port: string): number {
  return port === 'errors' ? metrics.refusedPerSecond : metrics.rowsOutPerSecond;
}

subscribeFrames(schedule);

function schedule(): void {
  if (timer !== undefined) return;
  const wait = Math.max(0, TEXT_EVERY_MS - (performance.now() - lastWriteMs));
  timer = setTimeout(() => {
    timer = undefined;
    requestAnimationFrame(write);
  }, wait);
}

function write(): void {
  lastWriteMs = performance.now();
  if (document.visibilityState === 'hidden') return;
  const live = readLive();
  const running = live.status?.state === 'running';
  const known = live.frame !== null && live.status?.state !== 'idle';
  for (const [key, elements] of edges) writeEdge(key, elements, running, known);
  if (far) return;
  for (const [id, elements] of nodes) writeNode(id, elements, running, known);
  if (live.sparks !== lastSparks) {
    lastSparks = live.sparks;
    for (const [id, { spark, family }] of nodes) if (spark !== null) drawSpark(spark, live.sparks.get(id) ?? [], family);
  }
}

function writeNode(id: OperatorId, elements: NodeElements, running: boolean, known: boolean): void {
  const metrics = readLive().operators.get(id);
  const rate = metrics === undefined ? null : Math.max(metrics.rowsOutPerSecond, elements.spark === null ? metrics.rowsInPerSecond : 0);
  setText(elements.rate, !known || rate === null ? UNKNOWN : running ? shortCount(rate) : '0');
  setText(elements.unit, !known || rate === null ? '' : '/s');
  if (elements.state !== null) setText(elements.state, stateText(metrics?.keys ?? null, metrics?.stateBytes ?? null));
}

export function stateText(keys: number | null, bytes: number | null): string {
  if (keys === null) return 'no keys yet';
  const counted = `${panelCount(keys)} ${keys === 1 ? 'key' : 'keys'}`;
  return bytes === null ? counted : `${counted} · ${formatBytes(bytes)}`;
}

function writeEdge(_key: string, elements: EdgeElements, running: boolean, known: boolean): void {
  const live = readLive();
  const metrics = live.operators.get(elements.from);
  const rate = running && metrics !== undefined ? portRate(metrics, elements.fromPort) : 0;
  const pressed = elements.fromSource && running && live.status !== null && metrics !== undefined && isPressed(live.status, metrics);
  const waiting = pressed ? metrics.waitingRows : 0;
  if (elements.group !== null) {
    const classes = edgeClass(live.status?.state ?? 'idle', pressed, rate, known);
    if (elements.group.getAttribute('class') !== classes) elements.group.setAttribute('class', classes);
  }
  if (elements.line !== null) {
    // Far away a tenth of a pixel is not seen, and every change paints the line again.
    const width = (Math.round((edgeWidth(rate) + (pressed ? 2.4 : 0)) * (far ? 1 : 5)) / (far ? 1 : 5)).toFixed(1);
    if (elements.line.style.strokeWidth !== width) elements.line.style.strokeWidth = width;
  }
  if (far) return;
  setText(elements.label, rate > 0 ? `${shortCount(rate)}/s` : '');
  setText(elements.waiting, pressed ? shortCount(waiting) : '');
}

function edgeClass(state: string, pressed: boolean, rate: number, known: boolean): string {
  if (state === 'recovering') return 'edge replayed';
  if (pressed) return 'edge pressed';
  return rate > 0 && known ? 'edge' : 'edge idle';
}

function setText(element: HTMLElement | null, text: string): void {
  if (element !== null && element.textContent !== text) element.textContent = text;
}
