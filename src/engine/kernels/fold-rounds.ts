// The rows of a batch in rounds: round r has the r-th row of every key that has that many, in order of arrival. Within a round
// the keys differ, so it can be folded at once; between rounds only rows of the same key depend on each other.
import type { Selection } from '../../columns/column.ts';

export class Rounds {
  readonly count: number;
  /** Of each place in the order of the rounds, the place of arrival. */
  private readonly order: Int32Array;
  private readonly starts: Int32Array;
  /** By place of arrival. */
  private readonly slots: Int32Array;
  private readonly slotLimit: number;

  /** `slots`: of each row, in order of arrival; all below the limit. */
  constructor(slots: Int32Array, slotLimit: number) {
    this.slots = slots;
    this.slotLimit = slotLimit;
    const seen = new Int32Array(slotLimit);
    const roundOf = new Int32Array(slots.length);
    const sizes: number[] = [];
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] as number;
      const round = seen[slot] as number;
      seen[slot] = round + 1;
      roundOf[i] = round;
      sizes[round] = (sizes[round] ?? 0) + 1;
    }
    this.count = sizes.length;
    this.starts = new Int32Array(sizes.length + 1);
    for (let r = 0; r < sizes.length; r++) this.starts[r + 1] = (this.starts[r] as number) + (sizes[r] as number);
    const next = this.starts.slice();
    this.order = new Int32Array(slots.length);
    for (let i = 0; i < slots.length; i++) {
      const round = roundOf[i] as number;
      this.order[next[round] as number] = i;
      next[round] = (next[round] as number) + 1;
    }
  }

  /** Round r is [startOf(r), startOf(r + 1)). */
  startOf(round: number): number {
    return this.starts[round] as number;
  }

  /** Physical position of the row at this place. */
  rowAt(place: number, selection: Selection): number {
    const arrival = this.order[place] as number;
    return selection === null ? arrival : (selection[arrival] as number);
  }

  /** Physical positions of all rows, in the order of the rounds. */
  positions(selection: Selection): Int32Array {
    return selection === null ? this.order : this.order.map((arrival) => selection[arrival] as number);
  }

  slotsOf(round: number): Int32Array {
    return this.order.subarray(this.startOf(round), this.startOf(round + 1)).map((arrival) => this.slots[arrival] as number);
  }

  /** Of each row of a round, the place of its key's row within the round before; -1 where that row was removed. */
  earlier(round: number, removed: Uint8Array): Int32Array {
    const from = this.startOf(round - 1);
    const places = this.placeOfSlot;
    for (let place = from; place < this.startOf(round); place++) {
      places[this.slots[this.order[place] as number] as number] = removed[place] === 1 ? -1 : place - from;
    }
    return this.slotsOf(round).map((slot) => places[slot] as number);
  }

  private scratch: Int32Array | null = null;

  private get placeOfSlot(): Int32Array {
    this.scratch ??= new Int32Array(this.slotLimit);
    return this.scratch;
  }

  /** Places of the rows that pass, in order of arrival. `lastOnly`: of each key only the last that passes. */
  arrivals(passes: Uint8Array | null, lastOnly: boolean): Int32Array {
    const { order, slots } = this;
    const placeAt = new Int32Array(order.length);
    for (let place = 0; place < order.length; place++) placeAt[order[place] as number] = place;
    const wanted = new Int32Array(order.length);
    let count = 0;
    if (!lastOnly) {
      for (const place of placeAt) if (passes === null || passes[place] === 1) wanted[count++] = place;
      return wanted.subarray(0, count);
    }
    const taken = new Uint8Array(this.slotLimit);
    for (let i = order.length - 1; i >= 0; i--) {
      const place = placeAt[i] as number;
      const slot = slots[i] as number;
      if (taken[slot] === 1 || (passes !== null && passes[place] !== 1)) continue;
      taken[slot] = 1;
      wanted[count++] = place;
    }
    return wanted.subarray(0, count).reverse();
  }

  /** What each key is left with: slots that keep state, the place of their last row, and slots without. */
  outcome(removed: Uint8Array): { readonly kept: Int32Array; readonly positions: Int32Array; readonly gone: Int32Array } {
    const last = this.placeOfSlot;
    for (let place = 0; place < this.order.length; place++) last[this.slots[this.order[place] as number] as number] = place;
    const all = this.count === 0 ? new Int32Array(0) : this.slotsOf(0);
    const isKept = (slot: number): boolean => removed[last[slot] as number] === 0;
    const kept = all.filter(isKept);
    return { kept, positions: kept.map((slot) => last[slot] as number), gone: all.filter((slot) => !isKept(slot)) };
  }
}
