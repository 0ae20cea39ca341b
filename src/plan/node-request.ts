// What operators ask of the plan builder, and what its parts (one file a kind of node) ask of it.
import type { ErrorPolicy } from '../formats/record-format.ts';
import type { Result } from '../problem/problem.ts';
import type { NodeId, PlanNode } from './plan.ts';
import type { Emits, StreamType } from './stream-type.ts';
import type { StreamConsumer } from './stream-type-table.ts';

export interface NodeRequest {
  readonly operatorId: string;
  /** Tells the nodes of one operator apart; the node's id is `${operatorId}/${role}`. Never change one that has state. */
  readonly role: string;
  /** What the user calls the operator. */
  readonly label: string;
}

/** Of a node whose expressions can refuse a row. Absent: the run stops. */
export interface Refusing {
  readonly onError?: ErrorPolicy;
}

/** An expression or aggregate call as the user wrote it. Its problems point at `param`, and at `name` as the column. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
  readonly param: string;
}

/** An expression as the user wrote it, with the param its problems point at. */
export interface ParamText {
  readonly text: string;
  readonly param: string;
}

export interface PlanSettings {
  readonly batchIntervalMs: number;
  readonly timeZone: string;
  /** False: no checkpoints are taken, so nothing that keeps state may run. Absent: they are. */
  readonly checkpoints?: boolean;
}

/** The builder, as the makers of nodes see it. */
export interface PlanMaker {
  readonly settings: PlanSettings;
  streamType(node: NodeId): StreamType;
  /** What the consumer gives for the stream, or the refusal of the table. */
  accept(request: NodeRequest, consumer: StreamConsumer, input: StreamType): Result<Emits>;
  add(node: PlanNode): Result<NodeId>;
}
