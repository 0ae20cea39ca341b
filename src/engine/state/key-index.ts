// Which slot a key has. One implementation per form of key, so that the hot loop of each is plain code over typed arrays:
// string-keys.ts, number-keys.ts, composite-keys.ts, single-group.ts. NULL is one group, all NaN are one, -0.0 is 0.0.
import type { Column, Selection } from '../../columns/column.ts';
import type { Rooms } from '../../columns/laid-rows.ts';

/**
 * Caller owes: columns of the types the index was made for, all of the same length; `slots` has room for every selected
 * row. You get: equal keys have equal slots as long as they live; a new key takes the smallest free slot, in the order of the rows.
 */
export interface KeyIndex {
  readonly liveKeys: number;
  /** Every live slot is below this. */
  readonly slotLimit: number;
  /** Memory held, for display. */
  readonly bytes: number;
  /** Writes the slot of the i-th selected row to slots[i]. */
  lookupOrInsert(columns: readonly Column[], selection: Selection, slots: Int32Array): void;
  /** As lookupOrInsert, but false, and nothing changed, when one of the keys is not there. Absent: it cannot look without adding. */
  find?(columns: readonly Column[], selection: Selection, slots: Int32Array): boolean;
  /** Forgets the keys of these slots. */
  release(slots: Int32Array): void;
  clear(): void;
  liveSlots(): Int32Array;
  /** The key columns of the slots, in the rooms where they fit. Strings point into the index's own bytes and hold until the next insert after a `clear`. */
  keysOf(slots: Int32Array, rooms?: Rooms): readonly Column[];
  /** Replaces everything: key i gets slots[i]; slots ascending. @throws DamagedBytes when a key is there twice. */
  restore(columns: readonly Column[], slots: Int32Array): void;
}

/** Thrown by an index that may only look, for a key that is not there. */
export class UnknownKey extends Error {
  constructor() {
    super('A key is not there');
    this.name = 'UnknownKey';
  }
}

/** Whether a look-up that may throw UnknownKey finds all keys. */
export function areKnown(lookUp: () => void): boolean {
  try {
    lookUp();
    return true;
  } catch (error) {
    if (error instanceof UnknownKey) return false;
    throw error;
  }
}
