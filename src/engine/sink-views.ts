// The views of a plan's sinks, made anew, kept over an edit, or filled from storage.
import { decodeRows } from '../columns/codec.ts';
import type { Plan } from '../plan/plan.ts';
import type { Journal } from '../storage/journal.ts';
import { LedgerView } from './ledger-view.ts';

/** A view for each sink; those of sinks that stay and have the same stream keep their records. */
export function viewsOf(plan: Plan, before: ReadonlyMap<string, LedgerView>): ReadonlyMap<string, LedgerView> {
  const views = new Map<string, LedgerView>();
  for (const node of plan.nodes) {
    if (node.kind !== 'sink') continue;
    const kept = before.get(node.operatorId);
    const same = kept !== undefined && JSON.stringify([kept.stream, kept.view]) === JSON.stringify([node.output, node.view]);
    views.set(node.operatorId, same ? kept : new LedgerView(node.output, node.view));
  }
  return views;
}

/** Fills a view from storage, from `fromBatchId` on; records of another schema (before an edit) are passed over. */
export async function loadView(view: LedgerView, journal: Journal, operatorId: string, fromBatchId = 0): Promise<void> {
  const columns = JSON.stringify(view.stream.columns);
  for (const record of await journal.readLedger(operatorId, fromBatchId)) {
    const rows = decodeRows(record.bytes);
    if (JSON.stringify(rows.schema) === columns) view.append({ batchId: record.batchId, timeMs: record.timeMs, rows, base: record.base });
  }
}
