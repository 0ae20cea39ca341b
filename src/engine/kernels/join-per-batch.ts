import type { Rows } from '../../columns/column.ts';
import type { JoinNode } from '../../plan/plan.ts';
import { ProblemError, problem } from '../../problem/problem.ts';
import type { JoinIndex } from './join-index.ts';
import { JoinRows } from './join-rows.ts';
import type { Firing, Kernel } from './kernel.ts';
import type { RefusedRows } from './refused-rows.ts';

/**
 * A join of the rows of one firing of both sides; remembers nothing. As in Spark, a side that gives nothing at all when the
 * join fires fails the batch; an empty one does not.
 */
export class PerBatchJoinKernel implements Kernel {
  private readonly join: JoinRows;
  private readonly index: JoinIndex;
  private readonly firing: Firing;

  constructor(node: JoinNode, needed: ReadonlySet<number>, firing: Firing, timeZone: string) {
    this.join = new JoinRows(node, needed, timeZone);
    this.index = this.join.newIndex();
    this.firing = firing;
  }

  get refused(): RefusedRows | null {
    return this.join.refused;
  }

  run([left, right]: readonly (Rows | null)[], timeMs: number): Rows | null {
    if (!this.firing.at(timeMs)) return null;
    const { join, index } = this;
    const { node } = join;
    if (left === null || left === undefined || right === null || right === undefined) {
      throw new ProblemError(problem('algebra/join-without-input', { operator: node.operatorId }, { timeMs }));
    }
    const [l, r] = [join.keyed('l', left, timeMs), join.keyed('r', right, timeMs)];
    if (join.hasKeys && node.how !== 'cogroup') index.build(r.rows, r.keys);
    return join.answer(l, r, index, 'r', timeMs);
  }
}
