// What sinks got, as lines: one of JSON for each sink and batch in which its stream fired, or a few rows for a person.
import type { PlainValue } from '../columns/build.ts';
import type { Run } from '../engine/run.ts';
import type { Emits } from '../plan/stream-type.ts';

export interface SinkFiring {
  readonly batchId: number;
  /** Batch time, epoch milliseconds. */
  readonly time: number;
  readonly noData: boolean;
  /** The sink's operator id. */
  readonly sink: string;
  readonly emits: Emits;
  readonly rows: readonly (readonly PlainValue[])[];
}

/**
 * Every firing of the batches `from` to `to`, which must be committed and follow each other on the grid; `to` is at `toTimeMs`.
 * A stream fires at batch times T with (T - Z) mod slide = 0. A firing the ledger has no record of gave no rows.
 */
export function firings(run: Run, from: number, to: number, toTimeMs: number): readonly SinkFiring[] {
  const { plan } = run.appliedNow();
  const { zeroTimeMs } = run.headNow();
  const found: SinkFiring[] = [];
  for (let batchId = from; batchId <= to; batchId++) {
    const time = toTimeMs - (to - batchId) * plan.batchIntervalMs;
    for (const node of plan.nodes) {
      if (node.kind !== 'sink' || (time - zeroTimeMs) % node.output.slideMs !== 0) continue;
      found.push({ batchId, time, noData: false, sink: node.operatorId, emits: node.output.emits, rows: rowsOf(run, node.operatorId, batchId) });
    }
  }
  return found;
}

function rowsOf(run: Run, operatorId: string, batchId: number): SinkFiring['rows'] {
  const whole = { operatorId, at: batchId, sort: null, search: '', offset: 0, limit: Number.POSITIVE_INFINITY };
  return run.view(operatorId)?.rowsPage(whole).rows ?? [];
}

/** A firing for a person: a heading and at most `most` rows. */
export function firingText(firing: SinkFiring, label: string, columns: readonly string[], most: number): string {
  const clock = new Date(firing.time).toISOString().slice(11, 19);
  const count = firing.rows.length === 1 ? '1 row' : `${firing.rows.length} rows`;
  const shown = firing.rows.slice(0, most).map((row) => `  ${row.map((value, i) => `${columns[i] ?? ''} ${cellText(value)}`).join('   ')}`);
  const rest = firing.rows.length - shown.length;
  return [`${clock}  batch ${firing.batchId}  ${label}: ${count}`, ...shown, ...(rest > 0 ? [`  and ${rest} more`] : [])].join('\n');
}

function cellText(value: PlainValue): string {
  return value === null ? 'NULL' : typeof value === 'object' ? JSON.stringify(value) : String(value);
}
