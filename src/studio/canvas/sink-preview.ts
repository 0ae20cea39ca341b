// Fetches and draws the small pictures in the sinks' boxes. Two requests a sink and second at most, only for boxes that are mounted
// and only when the sink's ledger grew. What came too soon is fetched when its time has come, not with the next batch.
import type { OperatorId } from '../../pipeline/document.ts';
import type { RankingView } from '../../protocol/engine-api.ts';
import { shortNames, splitName } from '../dock/results/key-names.ts';
import { documentStore } from '../store/document-store.ts';
import { engine } from '../store/engine-link.ts';
import { readLive, subscribeFrames } from '../store/live-store.ts';
import { shortCounts } from '../text/numbers.ts';
import { colourOf, type DrawingSize, startDrawing, trace } from './spark.ts';

interface PreviewElements {
  readonly canvas: HTMLCanvasElement | null;
  readonly rows: HTMLOListElement | null;
  /** The largest rows, where the answer has a number; else the first as they are. */
  readonly ranked: boolean;
}

interface Mounted extends PreviewElements {
  drawnBatch: number;
  busy: boolean;
  nextMs: number;
}

const EVERY_MS = 500;
const POINTS = 24;
const MOST_AT_ONCE = 4;
let asking = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let far = false;
const previews = new Map<OperatorId, Mounted>();

export function mountPreview(operatorId: OperatorId, elements: PreviewElements): () => void {
  const mounted: Mounted = { ...elements, drawnBatch: -1, busy: false, nextMs: 0 };
  previews.set(operatorId, mounted);
  refresh();
  return () => {
    if (previews.get(operatorId) === mounted) previews.delete(operatorId);
  };
}

/** Too small to see: nothing is fetched. */
export function setPreviewsFarAway(isFar: boolean): void {
  far = isFar;
  refresh();
}

/** After the theme changed. */
export function redrawPreviews(): void {
  for (const mounted of previews.values()) mounted.drawnBatch = -1;
  refresh();
}

subscribeFrames(refresh);

function refresh(): void {
  if (far || document.visibilityState === 'hidden') return;
  const { sinks, status } = readLive();
  if (status === null || status.runId === null) return;
  const now = performance.now();
  let wakeMs = Number.POSITIVE_INFINITY;
  for (const [operatorId, mounted] of previews) {
    const newest = sinks.get(operatorId)?.batchId ?? 0;
    if (mounted.busy || newest === mounted.drawnBatch) continue;
    if (now < mounted.nextMs) {
      wakeMs = Math.min(wakeMs, mounted.nextMs);
      continue;
    }
    // Each answer looks again.
    if (asking >= MOST_AT_ONCE) break;
    asking += 1;
    mounted.busy = true;
    mounted.nextMs = now + EVERY_MS;
    void fetchAndDraw(status.pipelineId, operatorId, mounted)
      .catch(() => undefined)
      .finally(() => {
        // Also of one that failed: the next batch tries again.
        mounted.drawnBatch = newest;
        mounted.busy = false;
        asking -= 1;
        refresh();
      });
  }
  clearTimeout(timer);
  if (wakeMs < Number.POSITIVE_INFINITY) timer = setTimeout(refresh, wakeMs - now);
}

async function fetchAndDraw(pipelineId: string, operatorId: OperatorId, { canvas, rows, ranked }: PreviewElements): Promise<void> {
  if (canvas !== null || ranked) {
    const ranking = await engine.readRanking(pipelineId, { operatorId, at: 'live', value: null, top: 3, points: canvas === null ? 1 : POINTS });
    if (canvas !== null) {
      drawLines(canvas, ranking.ok ? ranking.value : null);
      return;
    }
    if (rows !== null && ranking.ok && ranking.value.series !== null) {
      writeRanking(rows, ranking.value);
      return;
    }
  }
  if (rows === null) return;
  const page = await engine.readRows(pipelineId, { operatorId, at: 'live', sort: null, search: '', offset: 0, limit: 3 });
  if (!page.ok) return;
  // Rows come long after the first picture, and the texts of cells with them.
  const { rowTexts } = await import('../dock/results/row-texts.ts');
  const texts = rowTexts(page.value, documentStore.getState().document?.settings.timeZone ?? 'UTC');
  const names = shortNames(texts);
  writeList(
    rows,
    texts.map((text) => ({ key: ['', names.get(text) ?? text], text: '', share: 0 })),
  );
}

const CHART_SIZE: DrawingSize = { width: 126, height: 34 };

function drawLines(canvas: HTMLCanvasElement, view: RankingView | null): void {
  const lines = view?.lines.slice(0, 3) ?? [];
  const high = Math.max(0, ...lines.flatMap((line) => line.values.map((value) => value ?? 0)));
  canvas.classList.toggle('is-empty', lines.length === 0 || high === 0);
  if (lines.length === 0 || high === 0) return;
  const context = startDrawing(canvas, CHART_SIZE);
  if (context === null) return;
  const { width, height } = CHART_SIZE;
  const steps = Math.max(1, (view?.timesMs.length ?? 1) - 1);
  lines.forEach((line, i) => {
    const points = line.values.flatMap((value, t) =>
      value === null ? [] : [[1 + (t / steps) * (width - 4), height - 2 - (value / high) * (height - 5)] as const],
    );
    context.beginPath();
    trace(context, points);
    context.strokeStyle = colourOf(`--series-${i + 1}`);
    context.lineWidth = i === 0 ? 1.5 : 1.3;
    context.lineJoin = 'round';
    context.stroke();
  });
}

function writeRanking(list: HTMLOListElement, view: RankingView): void {
  const most = view.ranking[0]?.value ?? 1;
  const first = view.ranking.slice(0, 3);
  const names = shortNames(first.map(({ key }) => key));
  const texts = shortCounts(first.map(({ value }) => value));
  const rows = first.map(({ key, value }, i) => ({
    key: splitName(names.get(key) ?? key),
    text: texts[i] ?? '',
    share: most > 0 ? value / most : 0,
  }));
  writeList(list, rows);
}

interface ListRow {
  /** The first part is cut where both do not fit. */
  readonly key: readonly [head: string, tail: string];
  readonly text: string;
  readonly share: number;
}

function writeList(list: HTMLOListElement, rows: readonly ListRow[]): void {
  [...list.children].forEach((item, i) => {
    const row = rows[i];
    if (item.children.length === 0) item.append(document.createElement('span'), document.createElement('b'), document.createElement('i'));
    const [bar, key, value] = item.children;
    if (bar instanceof HTMLElement) bar.style.width = `${Math.round((row?.share ?? 0) * 100)}%`;
    if (key !== undefined) writeKey(key, row?.key ?? ['', '']);
    if (value !== undefined && value.textContent !== (row?.text ?? '')) value.textContent = row?.text ?? '';
  });
}

function writeKey(element: Element, [head, tail]: ListRow['key']): void {
  const parts = head === '' ? [tail].filter((text) => text !== '') : [head, `, ${tail}`];
  if (element.textContent === parts.join('') && element.children.length === parts.length) return;
  element.replaceChildren(
    ...parts.map((text) => {
      const part = document.createElement('em');
      part.textContent = text;
      return part;
    }),
  );
}
