// What the three aggregate kernels share: the key and argument columns of a batch, and the shape text of their state.
import { type Column, type Rows, selectedCount } from '../../columns/column.ts';
import type { DataType, Schema } from '../../columns/data-type.ts';
import type { AggregateNode } from '../../plan/plan.ts';
import { stateShape } from '../../plan/state-shape.ts';
import type { AggregateCall } from '../../sql/aggregate.ts';
import { type CallInput, CallOverflow } from '../state/accumulator-set.ts';
import { CallArguments } from './call-arguments.ts';
import type { RefusedRows } from './refused-rows.ts';
import { answerProblem, RowExpression, rowProblem } from './row-expression.ts';
import { RowPolicy, without } from './row-policy.ts';
import { SumGuard } from './sum-guard.ts';

export interface GroupedColumns {
  readonly keys: readonly Column[];
  /** One a call. */
  readonly columns: readonly CallInput[];
  /** The rows that the node's error policy left. */
  readonly rows: Rows;
}

export class Grouping {
  readonly keyTypes: readonly DataType[];
  readonly calls: readonly AggregateCall[];
  /** Text of what a state of this node holds. */
  readonly shape: string;
  private readonly node: AggregateNode;
  private readonly keys: readonly RowExpression[];
  private readonly args: CallArguments;
  private readonly policy: RowPolicy;
  private readonly guarded: SumGuard;

  constructor(node: AggregateNode, timeZone: string) {
    this.node = node;
    this.keyTypes = node.keys.map((key) => key.expression.type);
    this.calls = node.aggregates.map((aggregate) => aggregate.call);
    this.shape = stateShape(node) ?? '';
    this.keys = node.keys.map((key) => new RowExpression(node.operatorId, key.expression, timeZone));
    this.args = new CallArguments(node.operatorId, this.calls, timeZone);
    this.policy = new RowPolicy(node.onError);
    this.guarded = new SumGuard(this.keyTypes, this.calls);
  }

  get refused(): RefusedRows | null {
    return this.policy.refused;
  }

  /**
   * `kept`: keys, then answers, of the groups the rows are added to; null: there are none before. Left out where sums are put
   * together from parts, so that no row can be told to pass what they hold. @throws ProblemError.
   */
  over(rows: Rows, timeMs: number, kept?: (() => readonly Column[]) | null): GroupedColumns {
    const { columns, selection: asked } = this.policy.columns([...this.keys, ...this.args.expressions], rows, timeMs);
    const keys = columns.slice(0, this.keys.length).filter((key) => key !== null);
    const args = columns.slice(this.keys.length);
    const inputs = this.args.inputs(args, asked);
    const left = asked === rows.selection ? rows : { ...rows, selection: asked };
    if (this.policy.refused === null || kept === undefined) return { keys, columns: inputs, rows: left };
    const beyond = this.guarded.refusals({ keys, inputs, selection: asked, count: selectedCount(left) }, kept);
    if (beyond.size === 0) return { keys, columns: inputs, rows: left };
    for (const [row, refusal] of beyond) this.policy.refuse(refusal, row, rows, row);
    const selection = without(left, beyond);
    return { keys, columns: this.args.inputs(args, selection), rows: { ...rows, selection } };
  }

  /** Columns of the node's output: the keys, then the aggregates. */
  get schema(): Schema {
    return this.node.output.columns;
  }

  /** Rows of the node's output. */
  output(length: number, columns: readonly Column[]): Rows {
    return { schema: this.node.output.columns, columns, length, selection: null };
  }

  /** Runs a step of folding or answering; a sum beyond 64 bits becomes the Problem of the row it met. */
  guard<T>(rows: Rows | null, step: () => T): T {
    try {
      return step();
    } catch (error) {
      if (!(error instanceof CallOverflow)) throw error;
      const { call, row } = error;
      if (call.argument === null) throw error;
      const expression = { ...call.argument, text: call.text };
      if (rows === null || row === null) throw answerProblem(this.node.operatorId, 'ARITHMETIC_OVERFLOW', expression);
      throw rowProblem(this.node.operatorId, 'ARITHMETIC_OVERFLOW', expression, rows, row);
    }
  }
}
