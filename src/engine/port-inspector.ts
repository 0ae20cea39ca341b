// The rows at any port in the last batch, whole. A run computes only the columns somebody reads; who looks at a port wants
// them all, so the stateless nodes between it and the nearest rows that are whole (a source's, or a state's answer) are
// computed once more for him, by kernels of his own that leave nothing out. Costs nothing while nobody looks.
import type { Rows } from '../columns/column.ts';
import type { NodeId, PlanNode } from '../plan/plan.ts';
import { ProblemError } from '../problem/problem.ts';
import { createKernel } from './kernels/create-kernel.ts';
import type { Kernel } from './kernels/kernel.ts';

interface InspectedStep {
  readonly node: PlanNode;
  /** Positions of the inputs among the steps. */
  readonly inputs: readonly number[];
}

export class PortInspector {
  private readonly steps: readonly InspectedStep[];
  private readonly timeZone: string;
  private readonly zeroTimeMs: number;
  private readonly kernels = new Map<NodeId, Kernel>();
  private outputs: readonly (Rows | null)[] = [];
  private timeMs = 0;

  constructor(steps: readonly InspectedStep[], timeZone: string, zeroTimeMs: number) {
    this.steps = steps;
    this.timeZone = timeZone;
    this.zeroTimeMs = zeroTimeMs;
  }

  /** A batch has run; `outputs` are those of the steps and hold until the next one. */
  ran(outputs: readonly (Rows | null)[], timeMs: number): void {
    this.outputs = outputs;
    this.timeMs = timeMs;
  }

  rowsOf(id: NodeId): Rows | null {
    const position = this.steps.findIndex(({ node }) => node.id === id);
    return position < 0 ? null : this.whole(position);
  }

  private whole(position: number): Rows | null {
    const step = this.steps[position];
    const pruned = this.outputs[position] ?? null;
    if (step === undefined || pruned === null || !isPruned(step.node)) return pruned;
    const inputs = step.inputs.map((input) => this.whole(input));
    try {
      return this.kernelOf(step.node).run(inputs, this.timeMs);
    } catch (error) {
      // A column that nobody reads may have no value for a row, and the run went on without it.
      if (!(error instanceof ProblemError)) throw error;
      return pruned;
    }
  }

  private kernelOf(node: PrunedNode): Kernel {
    const known = this.kernels.get(node.id);
    if (known !== undefined) {
      known.refused?.begin();
      return known;
    }
    const all = new Set(node.output.columns.keys());
    const { kernel } = createKernel(node, all, { zeroTimeMs: this.zeroTimeMs, timeZone: this.timeZone, inputs: [] });
    this.kernels.set(node.id, kernel);
    return kernel;
  }
}

type PrunedNode = PlanNode & { readonly kind: 'project' | 'filter' | 'generate' | 'union' | 'join' | 'top' };

const PRUNED: ReadonlySet<PlanNode['kind']> = new Set(['project', 'filter', 'generate', 'union', 'join', 'top']);

/** Remembers nothing, and may have left columns out. */
function isPruned(node: PlanNode): node is PrunedNode {
  return PRUNED.has(node.kind);
}
