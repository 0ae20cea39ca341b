import type { NodeId } from '../plan/plan.ts';
import type { LoweringContext } from './lowering-context.ts';

/** The nodes at the two inputs of a join, whatever their ports are called. @throws Error when one is not wired, which lowering has ruled out. */
export function joinInputs(context: LoweringContext): { readonly left: NodeId; readonly right: NodeId } {
  const left = context.inputs['left']?.[0];
  const right = context.inputs['right']?.[0];
  if (left === undefined || right === undefined) throw new Error(`${context.operatorId} is lowered without both inputs`);
  return { left, right };
}
