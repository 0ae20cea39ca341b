// The sinks' side of a run: which rows of a batch go into the ledger, and the views that show it. Views follow the plans in
// force: those of sinks that stay keep their records over an edit.
import { encodeRows } from '../columns/codec.ts';
import type { Plan } from '../plan/plan.ts';
import type { Journal, LedgerWrite } from '../storage/journal.ts';
import type { LedgerView } from './ledger-view.ts';
import { loadView, type PlanInForce, viewsOf, viewsThrough } from './sink-views.ts';
import type { KeptRows, SinkRows } from './taken-rows.ts';

type Views = ReadonlyMap<string, LedgerView>;

export class RunSinks {
  private inForce: Views;
  /** Those of the plan before the one in force. */
  private before: Views = new Map();
  private planFrom = 1;

  constructor(plan: Plan) {
    this.inForce = viewsOf({ plan, fromBatchId: 1 }, new Map());
  }

  views(): Views {
    return this.inForce;
  }

  /** Fills the views from storage. `plans`: all that were in force, oldest first. */
  async load(plans: readonly PlanInForce[], lastBatchId: number, journal: Journal): Promise<void> {
    const last = plans.at(-1);
    if (last === undefined) throw new Error('A run has a plan');
    this.before = viewsThrough(plans.slice(0, -1), new Map());
    this.inForce = viewsOf(last, this.before);
    this.planFrom = last.fromBatchId;
    // Once a batch ran under the last plan, nobody goes back to what was shown before it.
    const looked = lastBatchId < last.fromBatchId ? [...this.before, ...this.inForce] : this.inForce;
    const operatorOf = new Map([...looked].map(([operatorId, view]) => [view, operatorId]));
    for (const [view, operatorId] of operatorOf) await loadView(view, journal, operatorId);
  }

  /** An edited plan is in force. Of several edits at one boundary only the last is, and is stored: the others showed nothing. */
  adopt(plan: PlanInForce): void {
    if (plan.fromBatchId !== this.planFrom) this.before = this.inForce;
    this.planFrom = plan.fromBatchId;
    this.inForce = viewsOf(plan, this.before);
  }

  /** An empty firing is written when the firing before it had rows, so that the current answer is empty too; the empty ones after it say nothing new. */
  worthKeeping({ outputs, cut }: KeptRows): readonly SinkRows[] {
    if (outputs.every(({ rows }) => rows.length > 0)) return outputs;
    const hadRows = new Map([...this.inForce].map(([operatorId, view]) => [operatorId, cut.has(operatorId) || view.lastHadRows()]));
    return outputs.filter((output) => {
      const keep = output.rows.length > 0 || hadRows.get(output.operatorId) === true;
      hadRows.set(output.operatorId, output.rows.length > 0);
      return keep;
    });
  }

  committed(outputs: readonly SinkRows[]): void {
    for (const { operatorId, batchId, timeMs, rows } of outputs) this.inForce.get(operatorId)?.append({ batchId, timeMs, rows, base: false });
  }

  /** Deletes of the ledger what no view keeps; of changes their fold takes its place. @throws StorageError */
  async retain(journal: Journal): Promise<void> {
    for (const [operatorId, view] of this.inForce) {
      const expired = view.expire();
      if (expired === null) continue;
      const base =
        expired.base === null ? null : { timeMs: expired.base.timeMs, rows: expired.base.rows.length, bytes: encodeRows(expired.base.rows) };
      await journal.compactLedger(operatorId, expired.upTo, base);
      view.expired(expired.upTo, expired.base);
    }
  }
}

export function ledgerWrite(output: SinkRows): LedgerWrite {
  return { operatorId: output.operatorId, batchId: output.batchId, timeMs: output.timeMs, rows: output.rows.length, bytes: output.bytes };
}
