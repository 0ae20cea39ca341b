import type { Rows } from '../columns/column.ts';
import { fail, type Result } from '../problem/problem.ts';
import type { NodeRequest, PlanMaker } from './node-request.ts';
import type { NodeId } from './plan.ts';
import { duplicateColumn, nodeBase } from './plan-checks.ts';
import type { StreamType } from './stream-type.ts';

/** Rows given once, without a selection. */
export interface TableRequest extends NodeRequest {
  readonly rows: Rows;
}

export function buildTable(maker: PlanMaker, request: TableRequest): Result<NodeId> {
  const columns = request.rows.schema;
  const clash = duplicateColumn(request, columns, 'schema');
  if (clash !== null) return fail(clash);
  const slideMs = maker.settings.batchIntervalMs;
  const output: StreamType = { columns, emits: 'rows', slideMs, keys: [], windowMs: null, table: true };
  return maker.add({ ...nodeBase(request, [], output), kind: 'table', rows: request.rows });
}
