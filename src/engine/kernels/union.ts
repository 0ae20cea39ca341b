import type { Rows } from '../../columns/column.ts';
import { concatRows } from '../../columns/concat.ts';
import type { UnionNode } from '../../plan/plan.ts';
import { ProblemError, problem } from '../../problem/problem.ts';
import type { Firing, Kernel } from './kernel.ts';

/**
 * Bag union by column name, in the order of the inputs. As in Spark, an input that gives nothing at all when the union
 * fires fails the batch; an empty input does not.
 */
export class UnionKernel implements Kernel {
  private readonly node: UnionNode;
  private readonly firing: Firing;

  constructor(node: UnionNode, firing: Firing) {
    this.node = node;
    this.firing = firing;
  }

  run(inputs: readonly (Rows | null)[], timeMs: number): Rows | null {
    if (!this.firing.at(timeMs)) return null;
    const present = inputs.filter((rows) => rows !== null);
    if (present.length < inputs.length) throw new ProblemError(problem('engine/union-without-input', { operator: this.node.operatorId }, { timeMs }));
    return concatRows(this.node.output.columns, present);
  }
}
