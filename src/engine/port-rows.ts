// A port's rows of one batch as the page shows them: the last of them as plain values, how many there were, and how much of
// each column is NULL.
import { valuesFromRows } from '../columns/build.ts';
import { type Column, type Rows, selectedCount } from '../columns/column.ts';
import { gatherRows } from '../columns/gather.ts';
import type { NodeId, Plan } from '../plan/plan.ts';
import type { PortRows } from '../protocol/data-api.ts';

/** The node whose rows leave by that port; for a sink the one whose rows reach it. null: the plan does not compute it. */
export function nodeBehind(plan: Plan, operatorId: string, port: string): NodeId | null {
  const own = plan.nodes.filter((node) => node.operatorId === operatorId);
  const sink = own.find((node) => node.kind === 'sink');
  if (sink !== undefined) return sink.inputs[0]?.node ?? null;
  const wantsErrors = port === 'errors';
  return own.findLast((node) => (node.kind === 'errors') === wantsErrors)?.id ?? null;
}

export function portRows(rows: Rows, batch: { readonly batchId: number; readonly timeMs: number }, limit: number): PortRows {
  const count = selectedCount(rows);
  const shown = Math.min(count, Math.max(0, limit));
  const first = count - shown;
  const positions = Int32Array.from({ length: shown }, (_, i) => (rows.selection === null ? first + i : (rows.selection[first + i] as number)));
  return {
    schema: rows.schema,
    ...batch,
    count,
    nullShares: rows.columns.map((column) => (count === 0 ? 0 : nullsOf(column, rows) / count)),
    rows: valuesFromRows(gatherRows(rows, positions)),
  };
}

function nullsOf({ nulls }: Column, { selection, length }: Rows): number {
  if (nulls === null) return 0;
  let count = 0;
  if (selection === null) for (let row = 0; row < length; row++) count += nulls[row] as number;
  else for (let i = 0; i < selection.length; i++) count += nulls[selection[i] as number] as number;
  return count;
}
