// What both folds share: the state, what is put in before the first batch, the snapshot of all keys, and being saved.
import { type Rows, selectedCount } from '../../columns/column.ts';
import type { Schema } from '../../columns/data-type.ts';
import type { FoldNode } from '../../plan/plan.ts';
import { prefixedFields } from '../../plan/prefixed-fields.ts';
import { stateShape } from '../../plan/state-shape.ts';
import { FoldState } from '../state/fold-state.ts';
import type { FoldExpressions } from './fold-trial.ts';
import type { Firing, KeyedState, StatefulKernel } from './kernel.ts';
import type { RefusedRows } from './refused-rows.ts';
import { RowExpression } from './row-expression.ts';
import { RowPolicy } from './row-policy.ts';

export abstract class FoldKernel implements StatefulKernel {
  readonly shape: string;
  protected readonly node: FoldNode;
  protected readonly state: FoldState;
  protected readonly firing: Firing;
  protected readonly keyExpressions: readonly RowExpression[];
  protected readonly update: readonly RowExpression[];
  protected readonly removal: RowExpression | null;
  protected readonly where: RowExpression | null;
  /** null: nobody reads the column. */
  protected readonly emits: readonly (RowExpression | null)[];
  /** "state.f" and "new.f", as the expressions see them. */
  protected readonly before: Schema;
  protected readonly after: Schema;
  protected readonly policy: RowPolicy;

  constructor(node: FoldNode, needed: ReadonlySet<number>, firing: Firing, timeZone: string) {
    const compile = (expression: FoldNode['update'][number]) => new RowExpression(node.operatorId, expression, timeZone);
    this.node = node;
    this.shape = stateShape(node) ?? '';
    this.firing = firing;
    this.state = new FoldState(
      node.keys.map(({ expression }) => expression.type),
      node.state.map(({ type }) => type),
      node.timeout !== null,
    );
    this.keyExpressions = node.keys.map(({ expression }) => compile(expression));
    this.update = node.update.map(compile);
    this.removal = node.remove === null ? null : compile(node.remove);
    this.where = node.where === null ? null : compile(node.where);
    const isSnapshot = node.gives === 'snapshots';
    this.emits = isSnapshot ? [] : node.emit.map(({ expression }, c) => (needed.has(c) ? compile(expression) : null));
    this.before = prefixedFields('state', node.state);
    this.after = prefixedFields('new', node.state);
    this.policy = new RowPolicy(node.onError);
  }

  get refused(): RefusedRows | null {
    return this.policy.refused;
  }

  /** What is tried when a row without a value is taken out. */
  protected get tried(): FoldExpressions {
    const { update, removal, where, emits, after } = this;
    return { update, removal, where: this.node.gives === 'snapshots' ? null : where, emits, afterSchema: after };
  }

  get keys(): number {
    return this.state.size;
  }

  get bytes(): number {
    return this.state.bytes;
  }

  abstract get isQuiet(): boolean;

  abstract run(inputs: readonly (Rows | null)[], timeMs: number): Rows | null;

  get keyed(): KeyedState {
    const { state, node } = this;
    const keys = node.keys.map(({ name, expression }) => ({ name, type: expression.type }));
    return {
      schema: [...keys, ...node.state],
      keyCount: keys.length,
      size: state.size,
      slots: () => state.heldSlots(),
      columnsOf: (slots) => [...state.keysOf(slots), ...state.valuesOf(slots)],
      keysOf: (slots) => state.keysOf(slots),
      touchedMs: (slots) => state.touches.timesOf(slots),
      remove: (rows) => state.remove(Int32Array.from(new Set(state.slotsOf(rows.columns, rows.selection, selectedCount(rows))))),
    };
  }

  /** Whether there is initial state that is not in yet. */
  protected get awaitsInitial(): boolean {
    const { initial } = this.node;
    return !this.state.begun && initial !== null && selectedCount(initial) > 0;
  }

  /** Before the first batch: the initial state, touched in it. */
  protected putInitial(timeMs: number): void {
    const { initial, keys } = this.node;
    if (!this.awaitsInitial || initial === null) return;
    const slots = this.state.slotsOf(initial.columns.slice(0, keys.length), null, initial.length);
    this.state.settle(slots, initial.columns.slice(keys.length), null, new Int32Array(0));
    this.state.touches.touch(slots, timeMs);
  }

  /** All keys with their state, by slot. */
  protected snapshot(): Rows {
    const slots = this.state.heldSlots();
    const columns = [...this.state.keysOf(slots), ...this.state.valuesOf(slots)];
    return { schema: this.node.output.columns, columns, length: slots.length, selection: null };
  }

  /** What is kept does not depend on time, but for time-outs, which are looked for when a batch runs. */
  skip(): void {}

  encodeFull(): Uint8Array {
    return this.state.encodeFull();
  }

  encodeChanges(): Uint8Array | null {
    return this.state.encodeChanges();
  }

  restore(full: Uint8Array, changes: readonly Uint8Array[]): void {
    this.state.restore(full, changes);
  }
}
