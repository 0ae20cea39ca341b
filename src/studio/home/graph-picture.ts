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
  const pad = icons ? 26 : 2;
  const gapX = columns.length < 2 ? 0 : Math.min(icons ? 72 : 24, (width - pad * 2 - boxWidth) / (columns.length - 1));
  const rowGap = rows.length < 2 ? 0 : (height - (icons ? 32 : 19)) / (rows.length - 1);
  const nearest = nearestInColumn(
    places.map(({ at }) => [indexOf(columns, at[0]), indexOf(rows, at[1])] as const),
    rows.length,
  );
  const boxHeight = rowGap === 0 ? (icons ? 22 : 9) : Math.min(icons ? 22 : 9, Math.max(4, nearest * rowGap - (icons ? 4 : 2)));
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

/** The least distance, in rows, of two boxes of one column: rows of other columns may come between. */
function nearestInColumn(places: readonly (readonly [column: number, row: number])[], rows: number): number {
  let least = Math.max(2, rows);
  for (const [column, row] of places) {
    for (const [otherColumn, otherRow] of places) {
      if (column === otherColumn && row < otherRow) least = Math.min(least, otherRow - row);
    }
  }
  return rows < 2 ? Number.POSITIVE_INFINITY : least;
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
