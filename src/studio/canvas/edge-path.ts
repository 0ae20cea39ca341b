// The line of an edge: straight on one height, else an S that leaves and arrives level.
export interface EdgeEnds {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

export function edgePath({ x1, y1, x2, y2 }: EdgeEnds): string {
  if (Math.abs(y1 - y2) < 0.5 && x2 > x1) return `M${x1} ${y1}H${x2}`;
  const reach = Math.max(18, Math.min(160, Math.abs(x2 - x1) * 0.5));
  return `M${x1} ${y1}C${x1 + reach} ${y1} ${x2 - reach} ${y2} ${x2} ${y2}`;
}

/** Line width for a rate: 1.5 for nothing, 1.6 at 10 rows a second, 3.6 at 1,000, 7 at 100,000, at most 8. */
export function edgeWidth(rowsPerSecond: number): number {
  if (rowsPerSecond <= 0) return 1.5;
  return Math.min(8, Math.max(1.6, 1.6 + (Math.log10(rowsPerSecond) - 1) * 1.35));
}
