import { type Column, type Rows, selectedCount } from '../../columns/column.ts';
import { gatherRows } from '../../columns/gather.ts';
import type { TopNode } from '../../plan/plan.ts';
import { createKeyIndex } from '../state/create-key-index.ts';
import type { KeyIndex } from '../state/key-index.ts';
import type { Kernel } from './kernel.ts';
import type { RefusedRows } from './refused-rows.ts';
import { RowExpression } from './row-expression.ts';
import { orderedPositions } from './row-order.ts';
import { RowPolicy } from './row-policy.ts';

/** Puts the rows of one firing in order and keeps the first of them, or the first of each key. */
export class TopKernel implements Kernel {
  private readonly node: TopNode;
  private readonly order: readonly RowExpression[];
  private readonly perKey: readonly RowExpression[];
  private readonly keys: KeyIndex;
  private readonly policy: RowPolicy;

  constructor(node: TopNode, timeZone: string) {
    this.node = node;
    this.order = node.orderBy.map(({ expression }) => new RowExpression(node.operatorId, expression, timeZone));
    this.perKey = node.perKey.map((expression) => new RowExpression(node.operatorId, expression, timeZone));
    this.keys = createKeyIndex(node.perKey.map(({ type }) => type));
    this.policy = new RowPolicy(node.onError);
  }

  get refused(): RefusedRows | null {
    return this.policy.refused;
  }

  run([given]: readonly (Rows | null)[], timeMs: number): Rows | null {
    if (given === null || given === undefined) return null;
    const { node } = this;
    const isPerKey = node.perKey.length > 0 && node.limit !== null;
    const { columns, selection } = this.policy.columns([...this.order, ...(isPerKey ? this.perKey : [])], given, timeMs);
    const rows = selection === given.selection ? given : { ...given, selection };
    const by = node.orderBy.map(({ descending, nullsFirst }, i) => ({ column: columns[i] as Column, descending, nullsFirst }));
    const positions = orderedPositions(rows, by, isPerKey ? null : node.limit);
    if (!isPerKey || node.limit === null) return gatherRows(rows, positions);
    const keys = columns.slice(by.length).filter((key) => key !== null);
    return gatherRows(rows, this.firstOfKeys(rows, keys, positions, node.limit));
  }

  private firstOfKeys(rows: Rows, columns: readonly Column[], positions: Int32Array, limit: number): Int32Array {
    const count = selectedCount(rows);
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
