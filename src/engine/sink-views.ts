// The views of a plan's sinks, made anew, kept over an edit, or filled from storage.
import { decodeRows } from '../columns/codec.ts';
import type { Plan } from '../plan/plan.ts';
import { UTC, zoneNamed } from '../sql/datetime/zone-names.ts';
import type { Journal } from '../storage/journal.ts';
import { LedgerView } from './ledger-view.ts';

/** A document's plan and the first batch it is in force for. */
export interface PlanInForce {
  readonly plan: Plan;
  readonly fromBatchId: number;
}

type Views = ReadonlyMap<string, LedgerView>;

/** A view for each sink; those of sinks that stay and have the same stream keep their records, others begin with this plan. */
export function viewsOf({ plan, fromBatchId }: PlanInForce, before: Views): Views {
  const views = new Map<string, LedgerView>();
  for (const node of plan.nodes) {
    if (node.kind !== 'sink') continue;
    const kept = before.get(node.operatorId);
    const same = kept !== undefined && JSON.stringify([kept.stream, kept.view]) === JSON.stringify([node.output, node.view]);
    const view = same ? kept : new LedgerView(node.output, node.view, fromBatchId);
    view.showIn(zoneNamed(plan.timeZone) ?? UTC);
    views.set(node.operatorId, view);
  }
  return views;
}

/** The views of a run that went through these plans, oldest first; the ones in `known` that are among them stay. */
export function viewsThrough(plans: readonly PlanInForce[], known: Views): Views {
  const views = plans.reduce<Views>((before, next) => viewsOf(next, before), new Map());
  return new Map(
    [...views].map(([operatorId, view]) => {
      const old = known.get(operatorId);
      const same =
        old !== undefined && old.since === view.since && JSON.stringify([old.stream, old.view]) === JSON.stringify([view.stream, view.view]);
      if (same) old.showIn(view.shownIn());
      return [operatorId, same ? old : view];
    }),
  );
}

/** Fills a view from storage, from `fromBatchId` on; what its sink was given before an edit made it another is passed over. */
export async function loadView(view: LedgerView, journal: Journal, operatorId: string, fromBatchId = 0): Promise<void> {
  for (const record of await journal.readLedger(operatorId, Math.max(view.since, fromBatchId))) {
    view.append({ batchId: record.batchId, timeMs: record.timeMs, rows: decodeRows(record.bytes), base: record.base });
  }
}
