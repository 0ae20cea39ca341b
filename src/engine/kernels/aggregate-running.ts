import { type Rows, selectedCount } from '../../columns/column.ts';
import type { AggregateNode } from '../../plan/plan.ts';
import { GroupTable } from '../state/group-table.ts';
import { Grouping } from './grouping.ts';
import type { Firing, KeyedState, StatefulKernel } from './kernel.ts';
import type { RefusedRows } from './refused-rows.ts';

/**
 * Aggregates of all rows since the start. Emits the keys of the batch ("changes", in the order of their first row) or all
 * keys ("all"). Without keys the one row comes each time. An input that gives nothing at all counts as empty once there is state.
 */
export class RunningAggregateKernel implements StatefulKernel {
  private readonly grouping: Grouping;
  private readonly groups: GroupTable;
  private readonly firing: Firing;
  private readonly emitsAll: boolean;
  private readonly isKeyed: boolean;
  /** The last answer, while nothing has changed since. */
  private answer: Rows | null = null;

  constructor(node: AggregateNode, emit: 'changes' | 'all', firing: Firing, timeZone: string) {
    this.grouping = new Grouping(node, timeZone);
    this.groups = new GroupTable(this.grouping.keyTypes, this.grouping.calls);
    this.firing = firing;
    this.isKeyed = node.keys.length > 0;
    this.emitsAll = emit === 'all' || !this.isKeyed;
  }

  get refused(): RefusedRows | null {
    return this.grouping.refused;
  }

  get keyed(): KeyedState {
    const { groups, grouping } = this;
    return {
      schema: grouping.schema,
      keyCount: grouping.keyTypes.length,
      size: groups.size,
      slots: () => groups.allSlots(),
      columnsOf: (slots) => groups.rowsOf(slots),
      keysOf: (slots) => groups.keysOf(slots),
      touchedMs: () => null,
      remove: null,
    };
  }

  get shape(): string {
    return this.grouping.shape;
  }

  get keys(): number {
    return this.groups.size;
  }

  get bytes(): number {
    return this.groups.bytes;
  }

  get isQuiet(): boolean {
    return !this.emitsAll || !this.isKeyed || this.groups.size === 0;
  }

  run([given]: readonly (Rows | null)[], timeMs: number): Rows | null {
    const rows = given ?? null;
    const { grouping, groups } = this;
    if (!this.firing.at(timeMs) || (rows === null && groups.size === 0)) return null;
    if (rows !== null && selectedCount(rows) > 0) {
      const { keys, columns, rows: taken } = grouping.over(rows, timeMs, () => groups.rowsOf(groups.allSlots()));
      grouping.guard(rows, () => groups.add(keys, columns, taken.selection, selectedCount(taken)));
      this.answer = null;
    }
    const touched = groups.takeTouched();
    if (this.emitsAll) {
      this.answer ??= grouping.guard(rows, () => grouping.output(groups.size, groups.rowsOf(groups.allSlots())));
      return this.answer;
    }
    return grouping.guard(rows, () => ({ ...grouping.output(touched.length, groups.rowsOf(touched)), keySlots: groups.keySlots(touched) }));
  }

  /** Only rows change it, and without them the answer is what it was. */
  changesAtMs(): number {
    return Number.POSITIVE_INFINITY;
  }

  /** What is kept does not depend on time. */
  skip(): void {}

  encodeFull(): Uint8Array {
    return this.groups.encodeFull();
  }

  encodeChanges(): Uint8Array | null {
    return this.groups.encodeChanges();
  }

  restore(full: Uint8Array, changes: readonly Uint8Array[]): void {
    this.answer = null;
    this.groups.restoreFull(full);
    for (const bytes of changes) this.groups.restoreChanges(bytes);
  }
}
