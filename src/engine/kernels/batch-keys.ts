// The keys of one batch, numbered from 0 in the order of their first rows, so that what is kept for each while the batch is folded
// takes the room of the batch and not of all keys there are.

export interface BatchKeys {
  /** Of each row, in order of arrival. */
  readonly numbers: Int32Array;
  /** Of each key, by number. */
  readonly slots: Int32Array;
}

export class KeyNumbering {
  /** By slot, the number of its key plus 1; 0 between batches. */
  private numberOf = new Int32Array(0);

  /** `slots`: of each row, in order of arrival; all below the limit. */
  number(slots: Int32Array, limit: number): BatchKeys {
    if (this.numberOf.length < limit) this.numberOf = new Int32Array(Math.max(limit, this.numberOf.length * 2));
    const { numberOf } = this;
    const numbers = new Int32Array(slots.length);
    const met = new Int32Array(slots.length);
    let count = 0;
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] as number;
      let number = numberOf[slot] as number;
      if (number === 0) {
        met[count++] = slot;
        number = count;
        numberOf[slot] = number;
      }
      numbers[i] = number - 1;
    }
    for (let k = 0; k < count; k++) numberOf[met[k] as number] = 0;
    return { numbers, slots: met.slice(0, count) };
  }
}
