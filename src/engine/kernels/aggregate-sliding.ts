import { type Rows, selectedCount } from '../../columns/column.ts';
import { RowsRoom } from '../../columns/laid-rows.ts';
import type { AggregateNode } from '../../plan/plan.ts';
import { SlidingPanes } from '../state/sliding-panes.ts';
import { Grouping } from './grouping.ts';
import type { Firing, StatefulKernel } from './kernel.ts';
import type { RefusedRows } from './refused-rows.ts';

/** A batch-time window that shares rows with the next one (size > slide), in panes of the greatest common divisor of size and slide. */
export class SlidingAggregateKernel implements StatefulKernel {
  private readonly grouping: Grouping;
  private readonly panes: SlidingPanes;
  private readonly firing: Firing;
  private readonly zeroTimeMs: number;
  private readonly paneMs: number;
  /** All answers so far were numbers without NULL. */
  private isPlain = true;

  constructor(
    node: AggregateNode,
    window: { readonly sizeMs: number; readonly slideMs: number },
    zeroTimeMs: number,
    firing: Firing,
    timeZone: string,
  ) {
    this.grouping = new Grouping(node, timeZone);
    this.zeroTimeMs = zeroTimeMs;
    this.paneMs = greatestCommonDivisor(window.sizeMs, window.slideMs);
    this.panes = new SlidingPanes(this.grouping.keyTypes, this.grouping.calls, window.sizeMs / this.paneMs);
    this.firing = firing;
  }

  get refused(): RefusedRows | null {
    return this.grouping.refused;
  }

  get shape(): string {
    return this.grouping.shape;
  }

  get keys(): number {
    return this.panes.size;
  }

  get bytes(): number {
    return this.panes.bytes;
  }

  get isQuiet(): boolean {
    return this.panes.isEmpty;
  }

  run([rows]: readonly (Rows | null)[], timeMs: number): Rows | null {
    const { grouping, panes } = this;
    if (rows !== null && rows !== undefined && selectedCount(rows) > 0) {
      const { keys, columns, rows: taken } = grouping.over(rows, timeMs);
      grouping.guard(rows, () => panes.add(keys, columns, taken.selection, selectedCount(taken)));
    }
    const sinceZeroMs = timeMs - this.zeroTimeMs;
    if (sinceZeroMs % this.paneMs !== 0) return null;
    panes.close(sinceZeroMs / this.paneMs);
    if (!this.firing.at(timeMs)) return null;
    return grouping.guard(rows ?? null, () => this.answer());
  }

  /** Computed into the bytes that the ledger keeps, as long as the answers are such that it can be known where they lie. */
  private answer(): Rows {
    const { grouping, panes } = this;
    const room = this.isPlain ? RowsRoom.over(grouping.schema, panes.size) : null;
    const { length, columns } = panes.window(room?.rooms);
    if (room?.holds(columns) === true) return room.rows(columns);
    this.isPlain = false;
    return grouping.output(length, columns);
  }

  /** The pane that was open ends at the first of its boundaries, and what the last one no longer covers is let go. */
  skip(fromMs: number, toMs: number): void {
    const first = Math.ceil((fromMs - this.zeroTimeMs) / this.paneMs);
    const last = Math.floor((toMs - this.zeroTimeMs) / this.paneMs);
    if (first <= last) this.panes.close(first);
    if (first < last) this.panes.close(last);
  }

  encodeFull(): Uint8Array {
    return this.panes.encodeFull();
  }

  encodeChanges(): Uint8Array | null {
    return this.panes.encodeChanges();
  }

  restore(full: Uint8Array, changes: readonly Uint8Array[]): void {
    this.panes.restore(full, changes);
  }
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
