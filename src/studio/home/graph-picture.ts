// Where boxes and lines of a small picture go: columns and rows of the drawing, evenly spread, whatever the real distances.
import type { OperatorId, PipelineDocument } from '../../pipeline/document.ts';

export interface PictureBox {
  readonly id: OperatorId;
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Picture {
  readonly boxes: readonly PictureBox[];
  readonly edges: readonly string[];
}

/** Boxes beyond this many make a picture nobody can read. */
const MOST_BOXES = 40;

export function pictureOf(
  document: PipelineDocument,
  { width, height, icons }: { readonly width: number; readonly height: number; readonly icons: boolean },
): Picture {
  const places = Object.entries(document.operators)
    .slice(0, MOST_BOXES)
    .map(([id, { type }]) => ({ id, type, at: document.ui.positions[id] ?? ([0, 0] as const) }));
  const columns = steps(
    places.map(({ at }) => at[0]),
    72,
  );
  const rows = steps(
    places.map(({ at }) => at[1]),
    48,
  );
  const boxWidth = icons ? 34 : 13;
  const boxHeight = icons ? Math.min(22, (height - 8) / Math.max(1, rows.length) - 4) : Math.min(9, height / Math.max(1, rows.length) - 2);
  const pad = icons ? 26 : 2;
  const gapX = columns.length < 2 ? 0 : Math.min(icons ? 84 : 24, (width - pad * 2 - boxWidth) / (columns.length - 1));
  const rowGap = rows.length < 2 ? 0 : Math.min(icons ? 34 : 16, (height - boxHeight - 6) / (rows.length - 1));
  const left = icons ? (width - boxWidth - gapX * (columns.length - 1)) / 2 : pad;
  const boxes = places.map(({ id, type, at }): PictureBox => {
    const row = indexOf(rows, at[1]) - (rows.length - 1) / 2;
    return { id, type, x: left + indexOf(columns, at[0]) * gapX, y: height / 2 + row * rowGap - boxHeight / 2, width: boxWidth, height: boxHeight };
  });
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const edges = document.edges.flatMap(({ from, to }) => {
    const a = byId.get(from.operator);
    const b = byId.get(to.operator);
    if (a === undefined || b === undefined) return [];
    const x1 = a.x + a.width;
    const y1 = a.y + a.height / 2;
    const y2 = b.y + b.height / 2;
    const reach = Math.min(40, Math.abs(b.x - x1) / 2);
    return [`M${x1} ${y1}C${x1 + reach} ${y1} ${b.x - reach} ${y2} ${b.x} ${y2}`];
  });
  return { boxes, edges };
}

/** The distinct places along one axis; those nearer than `apart` count as one. */
function steps(values: readonly number[], apart: number): readonly number[] {
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  return sorted.filter((value, i) => i === 0 || value - (sorted[i - 1] ?? 0) >= apart);
}

function indexOf(values: readonly number[], value: number): number {
  let index = 0;
  values.forEach((step, i) => {
    if (value >= step) index = i;
  });
  return index;
}
