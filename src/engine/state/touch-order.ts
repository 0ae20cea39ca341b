// When each key of a keyed state was last touched, and the keys in that order, as a list through typed arrays: the keys that
// time out are at its head, so looking for them costs what is found and not what is kept. Times never go back.

const NONE = -1;

export class TouchOrder {
  private readonly isOrdered: boolean;
  private times = new Float64Array(128);
  private next = new Int32Array(128);
  private previous = new Int32Array(128);
  private listed = new Uint8Array(128);
  private head = NONE;
  private tail = NONE;

  /** `isOrdered` false: nobody asks for the oldest, and only the times are kept. */
  constructor(isOrdered = true) {
    this.isOrdered = isOrdered;
  }

  get bytes(): number {
    return this.times.byteLength + this.next.byteLength * 2 + this.listed.byteLength;
  }

  /** The oldest touch; Infinity when there is none. */
  get oldestMs(): number {
    return this.head === NONE ? Number.POSITIVE_INFINITY : (this.times[this.head] as number);
  }

  timesOf(slots: Int32Array): Float64Array {
    const times = new Float64Array(slots.length);
    for (let i = 0; i < times.length; i++) times[i] = this.times[slots[i] as number] as number;
    return times;
  }

  /** Touches the slots now, in this order. `timeMs` is not before any touch so far. */
  touch(slots: Int32Array, timeMs: number): void {
    if (!this.isOrdered) {
      for (let i = 0; i < slots.length; i++) {
        const slot = slots[i] as number;
        if (slot >= this.times.length) this.reserve(slot);
        this.times[slot] = timeMs;
      }
      return;
    }
    for (const slot of slots) {
      this.reserve(slot);
      if (this.listed[slot] === 1) this.unlink(slot);
      this.append(slot, timeMs);
    }
  }

  forget(slots: Int32Array): void {
    for (const slot of slots) {
      if (slot >= this.listed.length || this.listed[slot] === 0) continue;
      this.unlink(slot);
      this.listed[slot] = 0;
    }
  }

  /** The slots last touched before this time, ascending; they stay. */
  before(timeMs: number): Int32Array {
    const slots: number[] = [];
    for (let slot = this.head; slot !== NONE && (this.times[slot] as number) < timeMs; slot = this.next[slot] as number) slots.push(slot);
    return Int32Array.from(slots).sort();
  }

  clear(): void {
    this.listed.fill(0);
    this.head = NONE;
    this.tail = NONE;
  }

  /** Replaces everything by these touches; slots ascend. */
  restore(slots: Int32Array, times: Float64Array): void {
    this.clear();
    if (slots.length === 0) return;
    this.reserve(slots[slots.length - 1] as number);
    if (!this.isOrdered) {
      for (let i = 0; i < slots.length; i++) this.times[slots[i] as number] = times[i] as number;
      return;
    }
    const order = oldestFirst(times);
    for (let i = 0; i < order.length; i++) {
      const place = order[i] as number;
      this.append(slots[place] as number, times[place] as number);
    }
  }

  private append(slot: number, timeMs: number): void {
    this.times[slot] = timeMs;
    this.listed[slot] = 1;
    this.previous[slot] = this.tail;
    this.next[slot] = NONE;
    if (this.tail === NONE) this.head = slot;
    else this.next[this.tail] = slot;
    this.tail = slot;
  }

  private unlink(slot: number): void {
    const [before, after] = [this.previous[slot] as number, this.next[slot] as number];
    if (before === NONE) this.head = after;
    else this.next[before] = after;
    if (after === NONE) this.tail = before;
    else this.previous[after] = before;
  }

  private reserve(slot: number): void {
    if (slot < this.times.length) return;
    const capacity = Math.max(slot + 1, this.times.length * 2);
    const times = new Float64Array(capacity);
    times.set(this.times);
    this.times = times;
    const next = new Int32Array(capacity);
    next.set(this.next);
    this.next = next;
    const previous = new Int32Array(capacity);
    previous.set(this.previous);
    this.previous = previous;
    const listed = new Uint8Array(capacity);
    listed.set(this.listed);
    this.listed = listed;
  }
}

/** Places of the times, the oldest first, equal ones in their order. Times are whole milliseconds: a radix sort, 16 bits a step. */
function oldestFirst(times: Float64Array): Int32Array {
  let order: Int32Array = new Int32Array(times.length);
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  let ascends = true;
  for (let i = 0; i < times.length; i++) {
    const time = times[i] as number;
    order[i] = i;
    if (time < most) ascends = false;
    else most = time;
    if (time < least) least = time;
  }
  for (let unit = 1; !ascends && unit <= most - least; unit *= 0x1_0000) order = sortedBy(order, times, least, unit);
  return order;
}

/** Stable, by one digit of how long after `least` the times are. */
function sortedBy(order: Int32Array, times: Float64Array, least: number, unit: number): Int32Array {
  const next = new Int32Array(0x1_0001);
  const digits = new Uint16Array(order.length);
  // Exact, as the unit is a power of two.
  const perUnit = 1 / unit;
  for (let i = 0; i < order.length; i++) {
    const digit = Math.floor(((times[order[i] as number] as number) - least) * perUnit) & 0xffff;
    digits[i] = digit;
    next[digit + 1] = (next[digit + 1] as number) + 1;
  }
  for (let digit = 1; digit < next.length; digit++) next[digit] = (next[digit] as number) + (next[digit - 1] as number);
  const sorted = new Int32Array(order.length);
  for (let i = 0; i < order.length; i++) {
    const digit = digits[i] as number;
    const place = next[digit] as number;
    next[digit] = place + 1;
    sorted[place] = order[i] as number;
  }
  return sorted;
}
