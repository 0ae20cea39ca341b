import { absentColumn } from '../../columns/absent.ts';
import { emptyRows } from '../../columns/build.ts';
import { type Column, type Rows, type Selection, selectedCount } from '../../columns/column.ts';
import { markUnlike } from '../../columns/same-rows.ts';
import type { FoldNode } from '../../plan/plan.ts';
import { AccumulatorSet, type CallInput, CallOverflow } from '../state/accumulator-set.ts';
import { KeyNumbering } from './batch-keys.ts';
import { CallArguments } from './call-arguments.ts';
import { columnOver, truths } from './fold-expression.ts';
import { FoldKernel } from './fold-kernel.ts';
import { tryFold } from './fold-trial.ts';
import type { Firing } from './kernel.ts';
import { mayReadClock } from './reads-clock.ts';
import { answerProblem, rowProblem } from './row-expression.ts';
import { type Refusal, without } from './row-policy.ts';
import { SumGuard } from './sum-guard.ts';

/** Rows that were folded into the aggregates: their positions, and the slot of each. */
interface TakenRows {
  readonly slots: Int32Array;
  readonly selection: Selection;
}

const NO_ROWS: TakenRows = { slots: new Int32Array(0), selection: null };
const NOBODY: ReadonlyMap<number, Refusal> = new Map();

/** All by position among the keys that were computed. */
interface ComputedKeys {
  readonly after: readonly Column[];
  readonly removed: Uint8Array;
  readonly refused: ReadonlyMap<number, Refusal>;
  /** null: the state itself is the answer. */
  readonly answer: Rows | null;
}

/**
 * State by key, once for every key with state or rows, every firing (updateStateByKey). Where the answer is all keys a batch costs all
 * keys. Where it is not, a key is passed over once it is settled: it had no rows, came out as it was, and nothing that was computed
 * for it may ask for the time, so without rows it comes out the same again. An input that gives nothing at all counts as empty,
 * but as long as it never gave anything there is no firing.
 */
export class PerBatchFoldKernel extends FoldKernel {
  private readonly accumulators: AccumulatorSet;
  private readonly args: CallArguments;
  private readonly sums: SumGuard;
  /** The answer is not of all keys, so those that are settled can be passed over. */
  private readonly passesOver: boolean;
  private readonly canSettle: boolean;
  private readonly numbering = new KeyNumbering();
  /** The version of the state of which a batch without rows proved that every key comes out as it is. */
  private stoodAt = -1;
  /** Of the keys with state, those that are not settled are among these. null: any may be. */
  private restless: Int32Array | null = null;

  constructor(node: FoldNode, needed: ReadonlySet<number>, firing: Firing, timeZone: string) {
    super(node, needed, firing, timeZone);
    const calls = node.aggregates.map(({ call }) => call);
    this.accumulators = AccumulatorSet.empty(calls, 128);
    this.args = new CallArguments(node.operatorId, calls, timeZone);
    this.sums = new SumGuard(
      node.keys.map(({ expression }) => expression.type),
      calls,
    );
    this.passesOver = node.gives === 'changes' || node.gives === 'snapshots';
    const texts = [...this.update, this.removal, this.where, ...this.emits].filter((expression) => expression !== null);
    this.canSettle = !texts.some(({ expression }) => mayReadClock(expression.root));
  }

  get isQuiet(): boolean {
    if (this.awaitsInitial) return false;
    return this.state.size === 0 || (this.node.gives === 'changes' && this.restlessSlots().length === 0);
  }

  changesAtMs(fromMs: number): number {
    const { state } = this;
    if (this.awaitsInitial) return fromMs;
    const stands = state.size === 0 || (this.passesOver ? this.restlessSlots().length === 0 : this.stoodAt === state.version);
    return stands ? Number.POSITIVE_INFINITY : fromMs;
  }

  run([given]: readonly (Rows | null)[], timeMs: number): Rows | null {
    if (!this.firing.at(timeMs)) return null;
    const { node, state } = this;
    const rows = given ?? null;
    if (rows === null && !state.fed) return null;
    state.fed = true;
    this.putInitial(timeMs);
    const taken = rows === null || selectedCount(rows) === 0 ? NO_ROWS : this.gatherIn(rows, timeMs);
    const touched = this.numbering.number(taken.slots, state.slotLimit).slots;
    // The one key of a state without keys is live also when it has neither state nor rows.
    const all = node.keys.length === 0 ? united(state.heldSlots(), touched) : state.liveSlots();
    const slots = this.passesOver ? united(this.restlessSlots(), touched) : all;
    const answer = slots.length === 0 ? null : this.runKeys(slots, touched, rows === null ? null : { rows, ...taken }, timeMs);
    return answer ?? (node.gives === 'snapshots' ? this.snapshot() : emptyRows(node.output.columns));
  }

  override restore(full: Uint8Array, changes: readonly Uint8Array[]): void {
    super.restore(full, changes);
    this.restless = null;
  }

  /** Slots with state that are not settled, ascending. */
  private restlessSlots(): Int32Array {
    const { state } = this;
    this.restless ??= state.heldSlots();
    const { restless } = this;
    const left = new Int32Array(restless.length);
    let count = 0;
    for (let i = 0; i < left.length; i++) {
      const slot = restless[i] as number;
      if (state.has(slot) && !state.isSettled(slot)) left[count++] = slot;
    }
    return left.subarray(0, count);
  }

  /** Computes these keys, `touched` of them with rows. null: the state itself is the answer. */
  private runKeys(slots: Int32Array, touched: Int32Array, given: (TakenRows & { readonly rows: Rows }) | null, timeMs: number): Rows | null {
    const { node, state } = this;
    this.accumulators.ensure(state.slotLimit);
    const isTouched = this.marked(touched);
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
    if (refused.size > 0) this.refuse(refused, given, seen, slots);
    this.accumulators.clear(touched);
    const isRefused = (row: number): boolean => refused.size > 0 && refused.has(row);
    const changed = this.changedRows(slots, before, after, (row) => removed[row] === 1 || isRefused(row), isTouched);
    const gone: number[] = [];
    for (let row = 0; row < slots.length; row++) {
      const slot = slots[row] as number;
      if (isRefused(row) ? !state.has(slot) : removed[row] === 1) gone.push(slot);
    }
    const all = changed.length === slots.length && gone.length === 0;
    const stands = this.canSettle && touched.length === 0 && changed.length === 0 && gone.length === 0 && refused.size === 0;
    state.settle(all ? slots : slotsAt(slots, changed), after, all ? null : changed, Int32Array.from(gone));
    const refusedSlots = new Set([...refused.keys()].map((row) => slots[row] as number));
    state.touches.touch(
      touched.filter((slot) => state.has(slot) && !refusedSlots.has(slot)),
      timeMs,
    );
    for (const slot of touched) isTouched[slot] = 0;
    if (stands) this.stoodAt = state.version;
    return answer;
  }

  private touchedMarks = new Uint8Array(0);

  /** By slot, 1 for these. All are to be 0 again before the next batch. */
  private marked(slots: Int32Array): Uint8Array {
    const { slotLimit } = this.state;
    if (this.touchedMarks.length < slotLimit) this.touchedMarks = new Uint8Array(Math.max(slotLimit, this.touchedMarks.length * 2));
    for (let i = 0; i < slots.length; i++) this.touchedMarks[slots[i] as number] = 1;
    return this.touchedMarks;
  }

  /**
   * The keys whose state is to be written: one that came out as it was is not, here or in a checkpoint. Those that did so without
   * rows are settled from now on, the others are to be computed in the next batch.
   */
  private changedRows(
    slots: Int32Array,
    before: readonly Column[],
    after: readonly Column[],
    isOut: (row: number) => boolean,
    isTouched: Uint8Array,
  ): Int32Array {
    const { state, canSettle, passesOver } = this;
    const differs = new Uint8Array(slots.length);
    for (const [f, column] of after.entries()) markUnlike(before[f] as Column, column, differs);
    const changed = new Int32Array(slots.length);
    const restless = new Int32Array(slots.length);
    let changedCount = 0;
    let restlessCount = 0;
    for (let row = 0; row < slots.length; row++) {
      const slot = slots[row] as number;
      const isSame = differs[row] === 0 && isTouched[slot] === 0 && state.has(slot);
      if (isOut(row)) restless[restlessCount++] = slot;
      else if (!isSame) {
        changed[changedCount++] = row;
        restless[restlessCount++] = slot;
      } else if (passesOver && canSettle) state.markSettled(slot);
      else restless[restlessCount++] = slot;
    }
    if (passesOver) this.restless = restless.slice(0, restlessCount);
    return changed.subarray(0, changedCount);
  }

  /** Folds the rows into the aggregates; which they are, and the slot of each. */
  private gatherIn(rows: Rows, timeMs: number): TakenRows {
    const { state, accumulators } = this;
    const { columns, selection: asked } = this.policy.columns([...this.keyExpressions, ...this.args.expressions], rows, timeMs);
    const keys = columns.slice(0, this.keyExpressions.length).filter((key) => key !== null);
    const args = columns.slice(this.keyExpressions.length);
    const selection = this.refused === null ? asked : this.withinSums(rows, asked, keys, this.args.inputs(args, asked));
    const count = selectedCount({ ...rows, selection });
    if (count === 0) return NO_ROWS;
    const slots = state.slotsOf(keys, selection, count);
    accumulators.ensure(state.slotLimit);
    const inputs = this.args.inputs(args, selection);
    this.guard(rows, () => accumulators.add(slots, count, inputs, selection));
    return { slots, selection };
  }

  /** The rows that take no sum of their key beyond 64 bits; the others are refused. */
  private withinSums(rows: Rows, selection: Selection, keys: readonly Column[], inputs: readonly CallInput[]): Selection {
    const asked = { ...rows, selection };
    const beyond = this.sums.refusals({ keys, inputs, selection, count: selectedCount(asked) }, null);
    for (const [row, refusal] of beyond) this.policy.refuse(refusal, row, rows, row);
    return without(asked, beyond);
  }

  /** Every key; one without a value stops the run. */
  private computed(seen: Rows, timeMs: number, mayEmit: (row: number) => boolean): ComputedKeys {
    const after = this.update.map((field) => columnOver(field, seen, timeMs, same));
    const whole: Rows = { ...seen, schema: [...seen.schema, ...this.after], columns: [...seen.columns, ...after] };
    const removed = truths(this.removal, whole, timeMs, same);
    if (this.node.gives === 'snapshots') return { after, removed, refused: NOBODY, answer: null };
    const leaving = new Int32Array(seen.length);
    let count = 0;
    for (let row = 0; row < leaving.length; row++) if (removed[row] === 0 && mayEmit(row)) leaving[count++] = row;
    return { after, removed, refused: NOBODY, answer: this.emitted(whole, count === leaving.length ? null : leaving.subarray(0, count), timeMs) };
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

  /** `kept`: positions of the keys that may leave; null: all. */
  private emitted(whole: Rows, kept: Selection, timeMs: number): Rows {
    const schema = this.node.output.columns;
    const left = { ...whole, selection: kept };
    const passes = this.where === null ? null : truths(this.where, left, timeMs, same);
    const selection = passes === null ? kept : (kept ?? new Int32Array(whole.length).map((_, row) => row)).filter((row) => passes[row] === 1);
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

/** Both ascending lists as one, each slot once; `touched` in any order. */
function united(ascending: Int32Array, touched: Int32Array): Int32Array {
  const added = touched.slice().sort();
  const slots = new Int32Array(ascending.length + added.length);
  let count = 0;
  let a = 0;
  let b = 0;
  while (a < ascending.length || b < added.length) {
    const first = a < ascending.length ? (ascending[a] as number) : Number.POSITIVE_INFINITY;
    const second = b < added.length ? (added[b] as number) : Number.POSITIVE_INFINITY;
    slots[count++] = Math.min(first, second);
    if (first <= second) a++;
    if (second <= first) b++;
  }
  return slots.subarray(0, count);
}

function slotsAt(slots: Int32Array, rows: Int32Array): Int32Array {
  const taken = new Int32Array(rows.length);
  for (let i = 0; i < taken.length; i++) taken[i] = slots[rows[i] as number] as number;
  return taken;
}

function same(row: number): number {
  return row;
}
