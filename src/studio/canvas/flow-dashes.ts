// The dashes that move along edges while rows flow: one canvas under the boxes for all edges, drawn about 30 times a second without
// a render. Faster where more rows flow, by the logarithm. It stands still, with nothing drawn, while nothing runs, when the
// page is hidden, far away, or when the system asks for less motion.
import { readLive, subscribeFrames } from '../store/live-store.ts';
import { isFarAway, mountedEdges, portRate } from './live-numbers.ts';
import { colourOf } from './spark.ts';

export interface DashesView {
  /** Pan and zoom of the canvas. */
  readonly transform: readonly [x: number, y: number, zoom: number];
  readonly width: number;
  readonly height: number;
}

const FRAME_MS = 33;
const PERIOD = 14;
const DASH = 4;
/** More edges than this at once are told by their width alone. */
const MOST = 120;

/** Draws on the canvas until the returned function is called. `view` is asked before each picture. */
export function startDashes(canvas: HTMLCanvasElement, view: () => DashesView): () => void {
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  const paths = new Map<string, { d: string; path: Path2D; offset: number }>();
  let request = 0;
  let lastMs = 0;
  let blank = true;

  const flowing = (): readonly (readonly [key: string, d: string, rate: number, width: number])[] => {
    const { status, operators } = readLive();
    if (status?.state !== 'running' || still.matches || isFarAway() || document.visibilityState === 'hidden') return [];
    const list: (readonly [string, string, number, number])[] = [];
    for (const [key, { from, fromPort, group, line }] of mountedEdges()) {
      // Back-pressure and replay have a pattern of their own.
      if (group?.getAttribute('class') !== 'edge') continue;
      const metrics = operators.get(from);
      const rate = metrics === undefined ? 0 : portRate(metrics, fromPort);
      const d = rate > 0 ? (line?.getAttribute('d') ?? null) : null;
      if (d !== null && line !== null) list.push([key, d, rate, Number.parseFloat(line.style.strokeWidth) || 1.5]);
    }
    return list.length > MOST ? [] : list;
  };

  const draw = (nowMs: number): void => {
    request = 0;
    if (nowMs - lastMs < FRAME_MS) {
      request = requestAnimationFrame(draw);
      return;
    }
    const passedMs = Math.min(200, nowMs - lastMs);
    lastMs = nowMs;
    const edges = flowing();
    if (edges.length === 0) {
      clear();
      return;
    }
    const context = begin(canvas, view());
    if (context !== null) {
      for (const [key, d, rate, width] of edges) {
        const known = paths.get(key);
        const kept = known?.d === d ? known : { d, path: new Path2D(d), offset: known?.offset ?? 0 };
        kept.offset = (kept.offset + (passedMs / 1_000) * speedOf(rate)) % PERIOD;
        paths.set(key, kept);
        context.lineDashOffset = -kept.offset;
        context.lineWidth = Math.max(1.1, Math.min(3, width * 0.42));
        context.stroke(kept.path);
      }
      blank = false;
    }
    request = requestAnimationFrame(draw);
  };

  const clear = (): void => {
    if (blank) return;
    blank = true;
    canvas.getContext('2d')?.clearRect(0, 0, canvas.width, canvas.height);
  };
  const wake = (): void => {
    if (request === 0 && flowing().length > 0) request = requestAnimationFrame(draw);
  };
  const stop = subscribeFrames(wake);
  wake();
  return () => {
    stop();
    cancelAnimationFrame(request);
    clear();
  };
}

/** Pixels of the drawing a second: 16 for a trickle, 90 at a million rows. */
export function speedOf(rowsPerSecond: number): number {
  return 16 + 12 * Math.log10(1 + Math.max(0, rowsPerSecond));
}

/** The canvas lies within the moved and zoomed drawing; it is laid over the window's part of it, and draws in its coordinates. */
function begin(canvas: HTMLCanvasElement, { transform: [x, y, zoom], width, height }: DashesView): CanvasRenderingContext2D | null {
  const ratio = Math.min(2, globalThis.devicePixelRatio || 1);
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w) canvas.width = w;
  if (canvas.height !== h) canvas.height = h;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  canvas.style.transform = `translate(${-x / zoom}px, ${-y / zoom}px) scale(${1 / zoom})`;
  const context = canvas.getContext('2d');
  if (context === null) return null;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, w, h);
  context.setTransform(zoom * ratio, 0, 0, zoom * ratio, x * ratio, y * ratio);
  context.setLineDash([DASH, PERIOD - DASH]);
  context.lineCap = 'round';
  context.strokeStyle = colourOf('--edge-flow');
  return context;
}
