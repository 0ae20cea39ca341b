import { absentColumn } from '../../columns/absent.ts';
import { emptyRows } from '../../columns/build.ts';
import { type Column, type Rows, selectedCount } from '../../columns/column.ts';
import { rowsAlike } from '../../columns/same-rows.ts';
import type { FoldNode } from '../../plan/plan.ts';
import { AccumulatorSet, CallOverflow } from '../state/accumulator-set.ts';
import { CallArguments } from './call-arguments.ts';
import { columnOver, truths } from './fold-expression.ts';
import { FoldKernel } from './fold-kernel.ts';
import type { Firing } from './kernel.ts';
import { answerProblem, rowProblem } from './row-expression.ts';

/**
 * State by key, once for every key with state or rows, every firing (updateStateByKey): by its meaning a batch costs all keys.
 * An input that gives nothing at all counts as empty, but as long as it never gave anything there is no firing.
 */
export class PerBatchFoldKernel extends FoldKernel {
  private readonly accumulators: AccumulatorSet;
  private readonly args: CallArguments;

  constructor(node: FoldNode, needed: ReadonlySet<number>, firing: Firing, timeZone: string) {
    super(node, needed, firing, timeZone);
    const calls = node.aggregates.map(({ call }) => call);
    this.accumulators = AccumulatorSet.empty(calls, 128);
    this.args = new CallArguments(node.operatorId, calls, timeZone);
  }

  get isQuiet(): boolean {
    return this.state.size === 0 && !this.awaitsInitial;
  }

  run([given]: readonly (Rows | null)[], timeMs: number): Rows | null {
    if (!this.firing.at(timeMs)) return null;
    const { node, state } = this;
    const rows = given ?? null;
    if (rows === null && !state.fed) return null;
    state.fed = true;
    this.putInitial(timeMs);
    const touched = rows === null ? new Int32Array(0) : this.gatherIn(rows, timeMs);
    const isTouched = new Uint8Array(state.slotLimit);
    for (const slot of touched) isTouched[slot] = 1;
    const slots = state.liveSlots((slot) => isTouched[slot] === 1);
    this.accumulators.ensure(state.slotLimit);
    if (slots.length === 0) return emptyRows(node.output.columns);
    const before = state.valuesOf(slots);
    const seen: Rows = {
      schema: [
        ...node.keys.map(({ name, expression }) => ({ name, type: expression.type })),
        ...node.aggregates.map(({ name, call }) => ({ name, type: call.type })),
        ...this.before,
      ],
      columns: [...state.keysOf(slots), ...this.guard(null, () => this.accumulators.results(slots, null)), ...before],
      length: slots.length,
      selection: null,
    };
    const after = this.update.map((field) => columnOver(field, seen, timeMs, same));
    const whole: Rows = { ...seen, schema: [...seen.schema, ...this.after], columns: [...seen.columns, ...after] };
    const removed = truths(this.removal, whole, timeMs, same);
    const kept = Int32Array.from({ length: slots.length }, (_, row) => row).filter((row) => removed[row] === 0);
    const leaving = node.gives === 'changes' ? kept.filter((row) => isTouched[slots[row] as number] === 1) : kept;
    const answer = node.gives === 'snapshots' ? null : this.emitted(whole, leaving, timeMs);
    const gone = slots.filter((_, row) => removed[row] === 1);
    this.accumulators.clearBelow(state.slotLimit);
    const alike = after.map((column, f) => rowsAlike(before[f] as Column, column));
    // A state that came out as it was is not written again, here or in a checkpoint.
    const changed = kept.filter((row) => {
      const slot = slots[row] as number;
      return isTouched[slot] === 1 || !state.has(slot) || !alike.every((isSame) => isSame(row));
    });
    const all = changed.length === slots.length;
    state.settle(all ? slots : changed.map((row) => slots[row] as number), after, all ? null : changed, gone);
    state.touches.touch(
      Int32Array.from(new Set(touched)).filter((slot) => state.has(slot)),
      timeMs,
    );
    return answer ?? this.snapshot();
  }

  /** Folds the rows into the aggregates; the slot of each. */
  private gatherIn(rows: Rows, timeMs: number): Int32Array {
    const { state, accumulators } = this;
    const count = selectedCount(rows);
    if (count === 0) return new Int32Array(0);
    const keys = this.keyExpressions.map((key) => key.over(rows, timeMs));
    const slots = state.slotsOf(keys, rows.selection, count);
    accumulators.ensure(state.slotLimit);
    const inputs = this.args.over(rows, timeMs);
    this.guard(rows, () => accumulators.add(slots, count, inputs, rows.selection));
    return slots;
  }

  private emitted(whole: Rows, kept: Int32Array, timeMs: number): Rows {
    const schema = this.node.output.columns;
    const left = { ...whole, selection: kept };
    const passes = this.where === null ? null : truths(this.where, left, timeMs, same);
    const selection = passes === null ? kept : kept.filter((row) => passes[row] === 1);
    const asked = { ...whole, selection };
    const columns = schema.map(({ type }, c) => {
      const expression = this.emits[c] ?? null;
      return expression === null ? absentColumn(type, whole.length) : columnOver(expression, asked, timeMs, same);
    });
    return { schema, columns, length: whole.length, selection };
  }

  /** A sum beyond 64 bits becomes the Problem of the row it met. */
  private guard<T>(rows: Rows | null, step: () => T): T {
    try {
      return step();
    } catch (error) {
      if (!(error instanceof CallOverflow) || error.call.argument === null) throw error;
      const expression = { ...error.call.argument, text: error.call.text };
      if (rows === null || error.row === null) throw answerProblem(this.node.operatorId, 'ARITHMETIC_OVERFLOW', expression);
      throw rowProblem(this.node.operatorId, 'ARITHMETIC_OVERFLOW', expression, rows, error.row);
    }
  }
}

function same(row: number): number {
  return row;
}
