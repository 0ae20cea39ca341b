// The parts of an encoded sliding window: panes, their entries, and the keys of the slots, from one section or from a full
// one and its changes. What is read is checked, so that damaged bytes are refused instead of indexing astray.
import { type ByteWriter, DamagedBytes } from '../../columns/byte-writer.ts';
import type { Column } from '../../columns/column.ts';
import { concatColumns } from '../../columns/concat.ts';
import type { DataType } from '../../columns/data-type.ts';
import { gatherColumn } from '../../columns/gather.ts';
import type { AccumulatorSet } from './accumulator-set.ts';

/** The rows of one stretch of batch time, by key. `number` counts from the zero time; panes without rows are not kept. */
export interface Pane {
  readonly number: number;
  readonly slots: Int32Array;
  readonly values: AccumulatorSet;
  /** While in front: front's values at `slots` without this pane and the older ones. */
  undo: AccumulatorSet | null;
}

export interface Entries {
  readonly slots: Int32Array;
  readonly values: AccumulatorSet;
}

export interface StoredPanes {
  readonly front: Pane[];
  readonly back: Pane[];
  readonly current: Entries;
}

export interface KeyPart {
  readonly slots: Int32Array;
  readonly columns: readonly Column[];
}

export function entries(panes: readonly Pane[]): number {
  return panes.reduce((sum, pane) => sum + pane.slots.length, 0);
}

export function newestOf(front: readonly Pane[], back: readonly Pane[]): number {
  return (back.at(-1) ?? front.at(-1))?.number ?? Number.NEGATIVE_INFINITY;
}

export function writeEntries(writer: ByteWriter, slots: Int32Array, values: AccumulatorSet): void {
  writer.u32(slots.length);
  writer.align();
  writer.array(slots);
  values.write(writer, slots.length);
}

/** In how many of the lists each slot is. @throws DamagedBytes for a slot out of bounds, or twice in one list. */
export function countPanes(lists: readonly Entries[], bound: number): Int32Array {
  const counts = new Int32Array(bound);
  const lastSeen = new Int32Array(bound).fill(-1);
  lists.forEach(({ slots }, list) => {
    for (const slot of slots) {
      if (slot < 0 || slot >= bound || lastSeen[slot] === list) throw new DamagedBytes('a pane has a slot that does not fit');
      lastSeen[slot] = list;
      counts[slot] = (counts[slot] as number) + 1;
    }
  });
  return counts;
}

export function slotsOf(counts: Int32Array): Int32Array {
  const slots = new Int32Array(counts.length);
  let count = 0;
  for (let slot = 0; slot < counts.length; slot++) if ((counts[slot] as number) > 0) slots[count++] = slot;
  return slots.slice(0, count);
}

/** The key columns of the slots, each key from the last part that names its slot. @throws DamagedBytes when none does. */
export function latestKeys(types: readonly DataType[], parts: readonly KeyPart[], slots: Int32Array): readonly Column[] {
  const bound = (slots.at(-1) ?? -1) + 1;
  const partOf = new Int32Array(bound).fill(-1);
  const rowOf = new Int32Array(bound);
  parts.forEach((part, p) => {
    part.slots.forEach((slot, row) => {
      if (slot >= bound) return;
      partOf[slot] = p;
      rowOf[slot] = row;
    });
  });
  if (types.length > 0) for (const slot of slots) if (partOf[slot] === -1) throw new DamagedBytes('a slot has no key');
  const taken = parts.map((_, p) => slots.filter((slot) => partOf[slot] === p));
  const placeOf = new Int32Array(bound);
  let at = 0;
  for (const list of taken) for (const slot of list) placeOf[slot] = at++;
  const order = slots.map((slot) => placeOf[slot] as number);
  return types.map((type, c) =>
    gatherColumn(
      concatColumns(
        type,
        parts.map((part, p) => ({ column: part.columns[c] as Column, positions: (taken[p] as Int32Array).map((slot) => rowOf[slot] as number) })),
      ),
      order,
    ),
  );
}
