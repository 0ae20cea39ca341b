import { type Rows, selectedCount } from '../../columns/column.ts';
import type { AggregateNode } from '../../plan/plan.ts';
import { GroupTable } from '../state/group-table.ts';
import { Grouping } from './grouping.ts';
import type { Kernel } from './kernel.ts';
import type { RefusedRows } from './refused-rows.ts';

/** Aggregates of the rows of one firing of the input; remembers nothing. */
export class PerBatchAggregateKernel implements Kernel {
  private readonly grouping: Grouping;
  private readonly groups: GroupTable;

  constructor(node: AggregateNode, timeZone: string) {
    this.grouping = new Grouping(node, timeZone);
    this.groups = new GroupTable(this.grouping.keyTypes, this.grouping.calls);
  }

  get refused(): RefusedRows | null {
    return this.grouping.refused;
  }

  run([rows]: readonly (Rows | null)[], timeMs: number): Rows | null {
    if (rows === null || rows === undefined) return null;
    const { grouping, groups } = this;
    groups.clear();
    const { keys, columns, rows: taken } = grouping.over(rows, timeMs, null);
    return grouping.guard(rows, () => {
      groups.add(keys, columns, taken.selection, selectedCount(taken));
      return grouping.output(groups.size, groups.rowsOf(groups.allSlots()));
    });
  }
}
