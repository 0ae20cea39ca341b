// The state without keys: one group, slot 0, live from the start and never freed.
import type { Column, Selection } from '../../columns/column.ts';
import type { KeyIndex } from './key-index.ts';

export class SingleGroup implements KeyIndex {
  readonly liveKeys = 1;
  readonly slotLimit = 1;
  readonly bytes = 0;

  lookupOrInsert(_columns: readonly Column[], _selection: Selection, slots: Int32Array): void {
    slots.fill(0);
  }

  release(): void {}

  clear(): void {}

  liveSlots(): Int32Array {
    return Int32Array.of(0);
  }

  keysOf(): readonly Column[] {
    return [];
  }

  restore(): void {}
}
