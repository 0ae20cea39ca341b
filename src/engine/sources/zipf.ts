// Numbers with Zipf's law: rank r comes with a chance of 1 / (r + 1)^s. Drawn from a table of 65,536 equal slices of the
// distribution: one look-up a draw, and a slice that several ranks share is refined by 16 more bits.
import { below } from './counter-hash.ts';

const SLICES = 65_536;

export interface Zipf {
  /** Slice k may hold ranks first[k] to first[k + 1]. */
  readonly first: Int32Array;
}

/** `size` ranks, exponent 1: only additions and divisions, the same on every machine. */
export function zipfTable(size: number): Zipf {
  let total = 0;
  for (let rank = 0; rank < size; rank++) total += 1 / (rank + 1);
  const first = new Int32Array(SLICES + 1);
  let rank = 0;
  let passed = 1 / total;
  for (let slice = 0; slice < SLICES; slice++) {
    while (passed < slice / SLICES && rank < size - 1) {
      rank++;
      passed += 1 / ((rank + 1) * total);
    }
    first[slice] = rank;
  }
  first[SLICES] = size - 1;
  return { first };
}

/** The rank for 32 random bits. */
export function zipfRank(zipf: Zipf, bits: number): number {
  const slice = bits >>> 16;
  const from = zipf.first[slice] as number;
  const to = zipf.first[slice + 1] as number;
  return to - from < 2 ? from : from + below((bits & 0xffff) * 65_536, to - from + 1);
}
