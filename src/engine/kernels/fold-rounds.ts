// The rows of a batch in rounds: round r has the r-th row of every key that has that many, in order of arrival. Within a round
// the keys differ, so it can be folded at once; between rounds only rows of the same key depend on each other.
import type { Selection } from '../../columns/column.ts';
import type { BatchKeys } from './batch-keys.ts';

export class Rounds {
  readonly count: number;
  readonly keys: BatchKeys;
  /** Of each place in the order of the rounds, the place of arrival. */
  private readonly order: Int32Array;
  private readonly starts: Int32Array;
  /** By number of the key. */
  private readonly places: Int32Array;

  constructor(keys: BatchKeys) {
    this.keys = keys;
    const { numbers, slots } = keys;
    const seen = new Int32Array(slots.length);
    const roundOf = new Int32Array(numbers.length);
    const sizes: number[] = [];
    for (let i = 0; i < numbers.length; i++) {
      const key = numbers[i] as number;
      const round = seen[key] as number;
      seen[key] = round + 1;
      roundOf[i] = round;
      sizes[round] = (sizes[round] ?? 0) + 1;
    }
    this.count = sizes.length;
    this.starts = new Int32Array(sizes.length + 1);
    for (let r = 0; r < sizes.length; r++) this.starts[r + 1] = (this.starts[r] as number) + (sizes[r] as number);
    const next = this.starts.slice();
    this.order = new Int32Array(numbers.length);
    for (let i = 0; i < numbers.length; i++) {
      const round = roundOf[i] as number;
      this.order[next[round] as number] = i;
      next[round] = (next[round] as number) + 1;
    }
    this.places = seen;
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
    const { order } = this;
    if (selection === null) return order;
    const rows = new Int32Array(order.length);
    for (let place = 0; place < rows.length; place++) rows[place] = selection[order[place] as number] as number;
    return rows;
  }

  slotsOf(round: number): Int32Array {
    const from = this.startOf(round);
    const slots = new Int32Array(this.startOf(round + 1) - from);
    for (let i = 0; i < slots.length; i++) slots[i] = this.keys.slots[this.keyAt(from + i)] as number;
    return slots;
  }

  /** Of each row of a round, the place of its key's row within the round before; -1 where that row was removed. */
  earlier(round: number, removed: Uint8Array): Int32Array {
    const [from, to, end] = [this.startOf(round - 1), this.startOf(round), this.startOf(round + 1)];
    const { places } = this;
    for (let place = from; place < to; place++) places[this.keyAt(place)] = removed[place] === 1 ? -1 : place - from;
    const earlier = new Int32Array(end - to);
    for (let place = to; place < end; place++) earlier[place - to] = places[this.keyAt(place)] as number;
    return earlier;
  }

  /** Places of the rows that pass, in order of arrival. `lastOnly`: of each key only the last that passes. */
  arrivals(passes: Uint8Array | null, lastOnly: boolean): Int32Array {
    const { order, keys } = this;
    const placeAt = new Int32Array(order.length);
    for (let place = 0; place < order.length; place++) placeAt[order[place] as number] = place;
    const wanted = new Int32Array(order.length);
    let count = 0;
    if (!lastOnly) {
      for (const place of placeAt) if (passes === null || passes[place] === 1) wanted[count++] = place;
      return wanted.subarray(0, count);
    }
    const taken = new Uint8Array(keys.slots.length);
    for (let i = order.length - 1; i >= 0; i--) {
      const place = placeAt[i] as number;
      const key = keys.numbers[i] as number;
      if (taken[key] === 1 || (passes !== null && passes[place] !== 1)) continue;
      taken[key] = 1;
      wanted[count++] = place;
    }
    return wanted.subarray(0, count).reverse();
  }

  /** What each key is left with: slots that keep state, the place of their last row, and slots without. */
  outcome(removed: Uint8Array): { readonly kept: Int32Array; readonly positions: Int32Array; readonly gone: Int32Array } {
    const { places } = this;
    const { slots } = this.keys;
    for (let place = 0; place < this.order.length; place++) places[this.keyAt(place)] = place;
    const kept = new Int32Array(slots.length);
    const positions = new Int32Array(slots.length);
    const gone = new Int32Array(slots.length);
    let keptCount = 0;
    let goneCount = 0;
    for (let key = 0; key < slots.length; key++) {
      const last = places[key] as number;
      if (removed[last] === 1) gone[goneCount++] = slots[key] as number;
      else {
        positions[keptCount] = last;
        kept[keptCount++] = slots[key] as number;
      }
    }
    return { kept: kept.subarray(0, keptCount), positions: positions.subarray(0, keptCount), gone: gone.subarray(0, goneCount) };
  }

  private keyAt(place: number): number {
    return this.keys.numbers[this.order[place] as number] as number;
  }
}
