// Hands out the slots of a keyed state: small integers that index its typed arrays. Always the smallest slot that is not
// live, whatever happened before, so that a restored state goes on with the same slots as the one it was taken from.

/** First-free search over a bitmap, 32 slots a step, from a hint below which nothing is free. */
export class SlotSpace {
  /** Every live slot is below. */
  limit = 0;
  live = 0;
  private freeBits = new Int32Array(8);
  private hint = 0;

  allocate(): number {
    if (this.live === this.limit) {
      this.live++;
      return this.limit++;
    }
    this.live++;
    let word = this.hint;
    while (this.freeBits[word] === 0) word++;
    this.hint = word;
    const bits = this.freeBits[word] as number;
    const lowest = bits & -bits;
    this.freeBits[word] = bits ^ lowest;
    return word * 32 + 31 - Math.clz32(lowest);
  }

  release(slot: number): void {
    this.live--;
    if (this.live === 0) {
      this.clear();
      return;
    }
    const word = slot >>> 5;
    if (word >= this.freeBits.length) this.growBits(word + 1);
    this.freeBits[word] = (this.freeBits[word] as number) | (1 << (slot & 31));
    if (word < this.hint) this.hint = word;
  }

  clear(): void {
    this.freeBits.fill(0);
    this.limit = 0;
    this.live = 0;
    this.hint = 0;
  }

  /** Makes exactly these slots live; ascending. */
  restore(slots: Int32Array): void {
    this.clear();
    const last = slots.length - 1;
    // Ascending and each once: when the last fits its place, no slot is free.
    let next = last >= 0 && slots[last] === last ? last + 1 : 0;
    for (let i = next; i <= last; i++) {
      const slot = slots[i] as number;
      for (; next < slot; next++) this.markFree(next);
      next = slot + 1;
    }
    this.limit = next;
    this.live = slots.length;
  }

  /** All live slots, ascending. */
  liveSlots(): Int32Array {
    const { freeBits, live, limit } = this;
    const slots = new Int32Array(live);
    if (live === limit) {
      for (let slot = 0; slot < limit; slot++) slots[slot] = slot;
      return slots;
    }
    let count = 0;
    for (let first = 0; first < limit; first += 32) {
      const free = first >>> 5 < freeBits.length ? (freeBits[first >>> 5] as number) : 0;
      const last = Math.min(first + 32, limit);
      for (let slot = first; slot < last; slot++) if (((free >>> slot) & 1) === 0) slots[count++] = slot;
    }
    return slots;
  }

  private markFree(slot: number): void {
    const word = slot >>> 5;
    if (word >= this.freeBits.length) this.growBits(word + 1);
    this.freeBits[word] = (this.freeBits[word] as number) | (1 << (slot & 31));
  }

  private growBits(words: number): void {
    const grown = new Int32Array(Math.max(words, this.freeBits.length * 2));
    grown.set(this.freeBits);
    this.freeBits = grown;
  }
}
