// How much of a sink's ledger is kept, in rows and in batches; never by clock.
export const KEPT_ROWS = 50_000;
export const KEPT_BATCHES = 1_000;

export interface Retention {
  readonly rows: number;
  readonly batches: number;
}

export const RETENTION: Retention = { rows: KEPT_ROWS, batches: KEPT_BATCHES };

/** Position of the first record to keep: those from it on are no more than either, and the newest stays in any case. */
export function firstKept(records: readonly { readonly rows: { readonly length: number } }[]): number {
  let rows = 0;
  let first = records.length;
  while (first > 0) {
    const more = records[first - 1]?.rows.length ?? 0;
    if (first < records.length && (rows + more > KEPT_ROWS || records.length - first >= KEPT_BATCHES)) break;
    rows += more;
    first--;
  }
  return first;
}

/** How many records of so many rows are kept. */
export function mostKept(rows: number, kept: Retention): number {
  return Math.max(1, Math.min(kept.batches, Math.floor(kept.rows / rows)));
}
