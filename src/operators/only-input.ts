import type { NodeId } from '../plan/plan.ts';
import type { LoweringContext } from './lowering-context.ts';

/** The node at the port "in". @throws Error when it is not wired, which lowering has ruled out. */
export function onlyInput(context: LoweringContext): NodeId {
  const node = context.inputs.in?.[0];
  if (node === undefined) throw new Error(`${context.operatorId} is lowered without an input`);
  return node;
}
