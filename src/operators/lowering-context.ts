// What lower() is given and what it gives back.

import type { NodeId } from '../plan/plan.ts';
import type { PlanBuilder } from '../plan/plan-builder.ts';
import type { Json } from '../problem/json.ts';

export interface LoweringContext {
  readonly operatorId: string;
  /** What the user calls the operator, else its title; for the words of problems. */
  readonly label: string;
  readonly params: { readonly [name: string]: Json };
  /** The node that feeds each input port; more than one for a port that takes many, in edge order. */
  readonly inputs: { readonly [port: string]: readonly NodeId[] };
  /** Adds checked nodes and derives their StreamType; shared by all operators of one lowering. */
  readonly builder: PlanBuilder;
}

/** The node behind each output port. A sink has none. */
export interface LoweredOperator {
  readonly outputs: { readonly [port: string]: NodeId };
}
