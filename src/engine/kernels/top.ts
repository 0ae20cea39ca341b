import { type Rows, selectedCount } from '../../columns/column.ts';
import { gatherRows } from '../../columns/gather.ts';
import type { TopNode } from '../../plan/plan.ts';
import { createKeyIndex } from '../state/create-key-index.ts';
import type { KeyIndex } from '../state/key-index.ts';
import type { Kernel } from './kernel.ts';
import { RowExpression } from './row-expression.ts';
import { orderedPositions } from './row-order.ts';

/** Puts the rows of one firing in order and keeps the first of them, or the first of each key. */
export class TopKernel implements Kernel {
  private readonly node: TopNode;
  private readonly order: readonly RowExpression[];
  private readonly perKey: readonly RowExpression[];
  private readonly keys: KeyIndex;

  constructor(node: TopNode, timeZone: string) {
    this.node = node;
    this.order = node.orderBy.map(({ expression }) => new RowExpression(node.operatorId, expression, timeZone));
    this.perKey = node.perKey.map((expression) => new RowExpression(node.operatorId, expression, timeZone));
    this.keys = createKeyIndex(node.perKey.map(({ type }) => type));
  }

  run([rows]: readonly (Rows | null)[], timeMs: number): Rows | null {
    if (rows === null || rows === undefined) return null;
    const { node } = this;
    const by = node.orderBy.map(({ descending, nullsFirst }, i) => ({
      column: (this.order[i] as RowExpression).over(rows, timeMs),
      descending,
      nullsFirst,
    }));
    const isPerKey = node.perKey.length > 0 && node.limit !== null;
    const positions = orderedPositions(rows, by, isPerKey ? null : node.limit);
    return gatherRows(rows, isPerKey && node.limit !== null ? this.firstOfKeys(rows, positions, node.limit, timeMs) : positions);
  }

  private firstOfKeys(rows: Rows, positions: Int32Array, limit: number, timeMs: number): Int32Array {
    const count = selectedCount(rows);
    const columns = this.perKey.map((key) => key.over(rows, timeMs));
    const slots = new Int32Array(count);
    this.keys.clear();
    this.keys.lookupOrInsert(columns, rows.selection, slots);
    const slotAt = new Int32Array(rows.length);
    for (let i = 0; i < count; i++) slotAt[rows.selection === null ? i : (rows.selection[i] as number)] = slots[i] as number;
    const taken = new Int32Array(this.keys.slotLimit);
    return positions.filter((position) => {
      const slot = slotAt[position] as number;
      const before = taken[slot] as number;
      taken[slot] = before + 1;
      return before < limit;
    });
  }
}
