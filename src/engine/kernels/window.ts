import { emptyRows } from '../../columns/build.ts';
import type { Rows } from '../../columns/column.ts';
import type { WindowNode } from '../../plan/plan.ts';
import { stateShape } from '../../plan/state-shape.ts';
import { RowPanes } from '../state/row-panes.ts';
import type { Firing, StatefulKernel } from './kernel.ts';

/**
 * The rows of (T - size, T] at each slide. An input that gives nothing at all is passed over, and the window fires all the same.
 * Taking in a batch costs what it brings; a firing costs the rows it gives.
 */
export class WindowKernel implements StatefulKernel {
  readonly shape: string;
  private readonly node: WindowNode;
  private readonly firing: Firing;
  private readonly panes: RowPanes;

  constructor(node: WindowNode, firing: Firing) {
    this.node = node;
    this.shape = stateShape(node) ?? '';
    this.firing = firing;
    this.panes = new RowPanes(node.output.columns);
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
    const { panes, node, firing } = this;
    // A row in the gap between two windows is in none.
    if (rows !== null && rows !== undefined && firing.nextFrom(timeMs) - node.sizeMs < timeMs) panes.add(rows, timeMs);
    if (!firing.at(timeMs)) return null;
    panes.evict(timeMs - node.sizeMs);
    const answer = panes.isEmpty ? emptyRows(node.output.columns) : panes.rows();
    // What the next firing does not cover is not kept until then.
    panes.evict(timeMs + node.slideMs - node.sizeMs);
    return answer;
  }

  /** What no window after the time that passed covers is let go. */
  skip(_fromMs: number, toMs: number): void {
    this.panes.evict(this.firing.nextFrom(toMs + 1) - this.node.sizeMs);
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
