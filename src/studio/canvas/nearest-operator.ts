// The operator an arrow key goes to: the nearest one that lies that way, where lying aside counts twice as far.
import type { OperatorId, PipelineDocument } from '../../pipeline/document.ts';

export function nearestOperator(document: PipelineDocument, from: OperatorId | null, [dx, dy]: readonly [number, number]): OperatorId | null {
  const places = Object.entries(document.ui.positions);
  const start = from === null ? undefined : document.ui.positions[from];
  if (start === undefined) return places.toSorted(([, a], [, b]) => a[0] - b[0] || a[1] - b[1])[0]?.[0] ?? null;
  let nearest: OperatorId | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const [id, [x, y]] of places) {
    const along = (x - start[0]) * dx + (y - start[1]) * dy;
    const aside = Math.abs((x - start[0]) * dy) + Math.abs((y - start[1]) * dx);
    if (id === from || along <= 0) continue;
    const distance = along + aside * 2;
    if (distance < least) {
      least = distance;
      nearest = id;
    }
  }
  return nearest;
}
