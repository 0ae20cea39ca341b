// The values of a keyed state, a column a field: those of fixed width in arrays by slot, which a batch reads and writes where they are;
// all others in rows behind one another (state-rows.ts). A slot without state reads as NULL. Columns handed out are new; those
// taken in are copied.
import type { Column, Selection } from '../../columns/column.ts';
import type { DataType } from '../../columns/data-type.ts';
import { SlotField } from './slot-field.ts';
import { StateRows } from './state-rows.ts';

export class StateFields {
  /** null: the field is one of `others`, the next of those that are. */
  private readonly fields: readonly (SlotField | null)[];
  private readonly others: StateRows | null;

  constructor(types: readonly DataType[]) {
    this.fields = types.map((type) => (SlotField.holds(type) ? new SlotField(type) : null));
    const rest = types.filter((type) => !SlotField.holds(type));
    this.others = rest.length === 0 ? null : new StateRows(rest);
  }

  get bytes(): number {
    return this.fields.reduce((sum, field) => sum + (field?.bytes ?? 0), this.others?.bytes ?? 0);
  }

  /** The values of the slots, in their order. */
  gather(slots: Int32Array): Column[] {
    const others = this.others?.gather(slots) ?? [];
    let next = 0;
    return this.fields.map((field) => field?.gather(slots) ?? (others[next++] as Column));
  }

  /** Writes for each slot: row `positions[i]` of the columns, or row i. Slots differ. */
  put(slots: Int32Array, columns: readonly Column[], positions: Selection = null): void {
    let limit = 0;
    for (let i = 0; i < slots.length; i++) limit = Math.max(limit, (slots[i] as number) + 1);
    for (const [f, field] of this.fields.entries()) field?.put(slots, limit, columns[f] as Column, positions);
    this.others?.put(
      slots,
      columns.filter((_, f) => this.fields[f] === null),
      positions,
    );
  }

  /** Forgets what these slots have. */
  drop(slots: Int32Array): void {
    for (const field of this.fields) field?.drop(slots);
    this.others?.drop(slots);
  }

  clear(): void {
    for (const field of this.fields) field?.clear();
    this.others?.clear();
  }
}
