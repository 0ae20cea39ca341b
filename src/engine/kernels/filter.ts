import { type Column, type Rows, selectedCount } from '../../columns/column.ts';
import type { FilterNode } from '../../plan/plan.ts';
import { compileNarrowing } from '../../sql/narrow-rows.ts';
import { simplifyExpression } from '../../sql/simplify.ts';
import type { Kernel } from './kernel.ts';
import type { RefusedRows } from './refused-rows.ts';
import { RowExpression } from './row-expression.ts';
import { RowPolicy } from './row-policy.ts';

/** Narrows the selection to the rows for which the condition is TRUE; copies no values. */
export class FilterKernel implements Kernel {
  private readonly condition: RowExpression;
  private readonly policy: RowPolicy;
  /** null: the condition is made a column first. */
  private readonly narrow: ReturnType<typeof compileNarrowing>;
  private kept = new Int32Array(0);

  constructor(node: FilterNode, timeZone: string) {
    this.condition = new RowExpression(node.operatorId, node.condition, timeZone);
    this.policy = new RowPolicy(node.onError);
    this.narrow = compileNarrowing(simplifyExpression(node.condition));
  }

  get refused(): RefusedRows | null {
    return this.policy.refused;
  }

  run([given]: readonly (Rows | null)[], timeMs: number): Rows | null {
    if (given === null || given === undefined) return null;
    const count = this.narrow?.(given, this.room(given)) ?? -1;
    if (count >= 0) return this.narrowed(given, count);
    const { columns, selection } = this.policy.columns([this.condition], given, timeMs);
    const [condition = null] = columns;
    if (condition === null) throw new Error('A filter has a condition');
    const rows = selection === given.selection ? given : { ...given, selection };
    return this.narrowed(rows, select(condition, rows, selectedCount(rows), this.room(rows)));
  }

  private room(rows: Rows): Int32Array {
    const asked = selectedCount(rows);
    if (this.kept.length < asked) this.kept = new Int32Array(Math.max(asked, this.kept.length * 2));
    return this.kept;
  }

  private narrowed(rows: Rows, count: number): Rows {
    return count === selectedCount(rows) ? rows : { ...rows, selection: this.kept.subarray(0, count) };
  }
}

/** Writes the positions of the TRUE rows and returns how many there are. No branch depends on the values. */
function select(condition: Column, rows: Rows, asked: number, kept: Int32Array): number {
  if (condition.kind !== 'boolean') throw new Error('A condition is not BOOLEAN');
  const { values, nulls } = condition;
  const { selection } = rows;
  let count = 0;
  if (nulls === null && selection === null) {
    for (let row = 0; row < asked; row++) {
      kept[count] = row;
      count += values[row] as number;
    }
    return count;
  }
  for (let i = 0; i < asked; i++) {
    const row = selection === null ? i : (selection[i] as number);
    kept[count] = row;
    count += nulls === null ? (values[row] as number) : (values[row] as number) & (1 - (nulls[row] as number));
  }
  return count;
}
