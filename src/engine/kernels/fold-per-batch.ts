import { absentColumn } from '../../columns/absent.ts';
import { emptyRows } from '../../columns/build.ts';
import { type Column, type Rows, type Selection, selectedCount } from '../../columns/column.ts';
import { rowsAlike } from '../../columns/same-rows.ts';
import type { FoldNode } from '../../plan/plan.ts';
import { AccumulatorSet, CallOverflow } from '../state/accumulator-set.ts';
import { CallArguments } from './call-arguments.ts';
import { columnOver, truths } from './fold-expression.ts';
import { FoldKernel } from './fold-kernel.ts';
import { tryFold } from './fold-trial.ts';
import type { Firing } from './kernel.ts';
import { answerProblem, rowProblem } from './row-expression.ts';
import type { Refusal } from './row-policy.ts';

/** Rows that were folded into the aggregates: their positions, and the slot of each. */
interface TakenRows {
  readonly slots: Int32Array;
  readonly selection: Selection;
}

const NO_ROWS: TakenRows = { slots: new Int32Array(0), selection: null };

/** All by position among the keys of the batch. */
interface ComputedKeys {
  readonly after: readonly Column[];
  readonly removed: Uint8Array;
  readonly refused: ReadonlyMap<number, Refusal>;
  /** null: the state itself is the answer. */
  readonly answer: Rows | null;
}

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
    const taken = rows === null || selectedCount(rows) === 0 ? NO_ROWS : this.gatherIn(rows, timeMs);
    const touched = taken.slots;
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
    const mayEmit = (row: number): boolean => node.gives !== 'changes' || isTouched[slots[row] as number] === 1;
    const { after, removed, refused, answer } = this.refused === null ? this.computed(seen, timeMs, mayEmit) : this.tryAll(seen, timeMs, mayEmit);
    const refusedSlots = new Set([...refused.keys()].map((row) => slots[row] as number));
    if (refused.size > 0) this.refuse(refused, rows === null ? null : { rows, ...taken }, seen, slots);
    const stays = Int32Array.from({ length: slots.length }, (_, row) => row).filter((row) => removed[row] === 0);
    const kept = refused.size === 0 ? stays : stays.filter((row) => !refused.has(row));
    const gone = slots.filter((slot, row) => (refused.has(row) ? !state.has(slot) : removed[row] === 1));
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
      Int32Array.from(new Set(touched)).filter((slot) => state.has(slot) && !refusedSlots.has(slot)),
      timeMs,
    );
    return answer ?? this.snapshot();
  }

  /** Folds the rows into the aggregates; which they are, and the slot of each. */
  private gatherIn(rows: Rows, timeMs: number): TakenRows {
    const { state, accumulators } = this;
    const { columns, selection } = this.policy.columns([...this.keyExpressions, ...this.args.expressions], rows, timeMs);
    const count = selectedCount({ ...rows, selection });
    if (count === 0) return NO_ROWS;
    const keys = columns.slice(0, this.keyExpressions.length).filter((key) => key !== null);
    const slots = state.slotsOf(keys, selection, count);
    accumulators.ensure(state.slotLimit);
    const inputs = this.args.inputs(columns.slice(this.keyExpressions.length), selection);
    this.guard(rows, () => accumulators.add(slots, count, inputs, selection));
    return { slots, selection };
  }

  /** Every key; one without a value stops the run. */
  private computed(seen: Rows, timeMs: number, mayEmit: (row: number) => boolean): ComputedKeys {
    const after = this.update.map((field) => columnOver(field, seen, timeMs, same));
    const whole: Rows = { ...seen, schema: [...seen.schema, ...this.after], columns: [...seen.columns, ...after] };
    const removed = truths(this.removal, whole, timeMs, same);
    const leaving = Int32Array.from({ length: seen.length }, (_, row) => row).filter((row) => removed[row] === 0 && mayEmit(row));
    const answer = this.node.gives === 'snapshots' ? null : this.emitted(whole, leaving, timeMs);
    return { after, removed, refused: new Map(), answer };
  }

  /** Every key that has a value for every expression. */
  private tryAll(seen: Rows, timeMs: number, mayEmit: (row: number) => boolean): ComputedKeys {
    const trial = tryFold(this.tried, seen, timeMs, (row, isRemoved) => !isRemoved && mayEmit(row));
    if (this.node.gives === 'snapshots') return { ...trial, answer: null };
    const schema = this.node.output.columns;
    const selection = Int32Array.from({ length: seen.length }, (_, row) => row).filter((row) => trial.passes[row] === 1);
    const columns = schema.map(({ type }, c) => trial.emitted[c] ?? absentColumn(type, seen.length));
    return { ...trial, answer: { schema, columns, length: seen.length, selection } };
  }

  /** All rows of the keys; of a key without any, what it is and what it keeps. */
  private refuse(refused: ReadonlyMap<number, Refusal>, taken: (TakenRows & { readonly rows: Rows }) | null, seen: Rows, slots: Int32Array): void {
    const bySlot = new Map([...refused].map(([place, refusal]) => [slots[place] as number, refusal]));
    const withRows = new Set<number>();
    taken?.slots.forEach((slot, i) => {
      const refusal = bySlot.get(slot);
      if (refusal === undefined) return;
      withRows.add(slot);
      const row = taken.selection === null ? i : (taken.selection[i] as number);
      this.policy.refuse(refusal, row, taken.rows, row);
    });
    const { keys, aggregates } = this.node;
    const isShown = (_: unknown, c: number): boolean => c < keys.length || c >= keys.length + aggregates.length;
    const known: Rows = { ...seen, schema: seen.schema.filter(isShown), columns: seen.columns.filter(isShown) };
    for (const [place, refusal] of refused) if (!withRows.has(slots[place] as number)) this.policy.refuse(refusal, place, known, place);
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
