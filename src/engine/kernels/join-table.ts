import type { Rows } from '../../columns/column.ts';
import type { JoinNode } from '../../plan/plan.ts';
import { ProblemError, problem } from '../../problem/problem.ts';
import type { JoinIndex } from './join-index.ts';
import { JoinRows, type KeyedRows } from './join-rows.ts';
import type { Firing, Kernel } from './kernel.ts';
import type { RefusedRows } from './refused-rows.ts';

/** A join of the rows of one firing with a table. The table is indexed once, so a batch costs what it brings. */
export class TableJoinKernel implements Kernel {
  private readonly join: JoinRows;
  private readonly index: JoinIndex;
  private readonly side: 'l' | 'r';
  private readonly firing: Firing;
  private table: KeyedRows | null = null;

  constructor(node: JoinNode, side: 'l' | 'r', needed: ReadonlySet<number>, firing: Firing, timeZone: string) {
    this.join = new JoinRows(node, needed, timeZone);
    this.index = this.join.newIndex();
    this.side = side;
    this.firing = firing;
  }

  get refused(): RefusedRows | null {
    return this.join.refused;
  }

  run([left, right]: readonly (Rows | null)[], timeMs: number): Rows | null {
    if (!this.firing.at(timeMs)) return null;
    const { join, index, side } = this;
    if (left === null || left === undefined || right === null || right === undefined) {
      throw new ProblemError(problem('algebra/join-without-input', { operator: join.node.operatorId }, { timeMs }));
    }
    const given = side === 'l' ? left : right;
    if (this.table?.rows !== given) {
      this.table = join.keyedTable(side, given, timeMs);
      if (join.hasKeys && join.node.how !== 'cogroup') index.build(this.table.rows, this.table.keys);
    }
    const { table } = this;
    if (side === 'l') return join.answer(table, join.keyed('r', right, timeMs), index, side, timeMs);
    return join.answer(join.keyed('l', left, timeMs), table, index, side, timeMs);
  }
}
