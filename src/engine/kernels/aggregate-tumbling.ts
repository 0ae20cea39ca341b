import { type Rows, selectedCount } from '../../columns/column.ts';
import type { AggregateNode } from '../../plan/plan.ts';
import { GroupTable } from '../state/group-table.ts';
import { Grouping } from './grouping.ts';
import type { Firing, StatefulKernel } from './kernel.ts';
import type { RefusedRows } from './refused-rows.ts';

/**
 * A batch-time window that shares no row with the next one (size <= slide): the case of one pane. Covers (T - size, T] and
 * fires at T; rows of the gap between two windows are left out.
 */
export class TumblingAggregateKernel implements StatefulKernel {
  private readonly grouping: Grouping;
  private readonly groups: GroupTable;
  private readonly firing: Firing;
  private readonly sizeMs: number;
  /** Rows came since the last window ended. */
  private holdsRows = false;

  constructor(node: AggregateNode, sizeMs: number, firing: Firing, timeZone: string) {
    this.grouping = new Grouping(node, timeZone);
    this.groups = new GroupTable(this.grouping.keyTypes, this.grouping.calls);
    this.firing = firing;
    this.sizeMs = sizeMs;
  }

  get refused(): RefusedRows | null {
    return this.grouping.refused;
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
    return this.grouping.keyTypes.length === 0 || this.groups.size === 0;
  }

  run([rows]: readonly (Rows | null)[], timeMs: number): Rows | null {
    const { grouping, groups, firing } = this;
    const count = rows === null || rows === undefined ? 0 : selectedCount(rows);
    if (rows !== null && rows !== undefined && count > 0 && firing.nextFrom(timeMs) - this.sizeMs < timeMs) {
      const { keys, columns, rows: taken } = grouping.over(rows, timeMs, () => groups.rowsOf(groups.allSlots()));
      grouping.guard(rows, () => groups.add(keys, columns, taken.selection, selectedCount(taken)));
      this.holdsRows = true;
    }
    if (!firing.at(timeMs)) return null;
    const answer = grouping.guard(rows ?? null, () => grouping.output(groups.size, groups.rowsOf(groups.allSlots())));
    // Strings of the answer lie in the table's arena, which `clear` leaves as it is until the next batch.
    groups.clear();
    this.holdsRows = false;
    return answer;
  }

  changesAtMs(fromMs: number): number {
    return this.holdsRows ? fromMs : Number.POSITIVE_INFINITY;
  }

  /** A window that ended meanwhile never fired; its rows belong to no other. */
  skip(fromMs: number, toMs: number): void {
    if (this.firing.nextFrom(fromMs) <= toMs) this.groups.clear();
  }

  encodeFull(): Uint8Array {
    return this.groups.encodeFull();
  }

  encodeChanges(): Uint8Array | null {
    return this.groups.encodeChanges();
  }

  restore(full: Uint8Array, changes: readonly Uint8Array[]): void {
    this.holdsRows = true;
    this.groups.restoreFull(full);
    for (const bytes of changes) this.groups.restoreChanges(bytes);
  }
}
