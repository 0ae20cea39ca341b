// How one node of a plan is computed. A kernel is made once per run and called once per batch, in plan order. `null` is
// "nothing at all": the stream does not fire at this time, or a source gave no rows to speak of ("no RDD" in Spark), which
// is not the same as an empty batch.
import type { Column, Rows } from '../../columns/column.ts';
import type { Schema } from '../../columns/data-type.ts';
import type { RecordTally, RefusedRows } from './refused-rows.ts';

export interface Kernel {
  /** One entry an input, in order. Rows given and returned hold until the next call. @throws ProblemError. */
  run(inputs: readonly (Rows | null)[], timeMs: number): Rows | null;
  /** What its error policy took out of this batch; emptied by the caller before each `run`. null or absent where it takes nothing out. */
  readonly refused?: RefusedRows | null;
  /** Of a parser: the records of the last batch by class. */
  readonly tally?: RecordTally;
}

/** State that is a row for each key, for looking at it and for taking a key out by hand. */
export interface KeyedState {
  /** The keys, then what is kept for each. */
  readonly schema: Schema;
  readonly keyCount: number;
  readonly size: number;
  /** All keys that have state, ascending. */
  slots(): Int32Array;
  /** One column a field of the schema. Holds until the next call on the kernel. */
  columnsOf(slots: Int32Array): readonly Column[];
  /** The key columns alone. */
  keysOf(slots: Int32Array): readonly Column[];
  /** Batch time at which each key last got a row, epoch milliseconds; null where that is not kept. */
  touchedMs(slots: Int32Array): Float64Array | null;
  /** Lets go of the keys of these rows (key columns only), as if they never had been. null: keys of this state cannot go. */
  readonly remove: ((keys: Rows) => void) | null;
}

/** A kernel that remembers. Encodings count changes from the last `encode` or `restore`. */
export interface StatefulKernel extends Kernel {
  /** Text of what the state holds; equal text: the state fits. */
  readonly shape: string;
  readonly keys: number;
  readonly bytes: number;
  /** A batch without input would change nothing here and give no rows, but for the one row of an aggregate without keys. */
  readonly isQuiet: boolean;
  /** While not quiet: the first batch time from this one on at which a batch without input would change something. Absent: at once. */
  wakesAtMs?(fromMs: number): number;
  /**
   * The first batch time from this one on at which a batch without input may change something here, or give other rows than such a
   * batch gives now. Absent: as `isQuiet` and `wakesAtMs` say.
   */
  changesAtMs?(fromMs: number): number;
  /** Batch times from `fromMs` to `toMs`, both included, pass without a run. */
  skip(fromMs: number, toMs: number): void;
  encodeFull(): Uint8Array;
  /** null: a full encoding is as small, or there is nothing to count from. */
  encodeChanges(): Uint8Array | null;
  /** Absent where the state is not a row for each key (windows). */
  readonly keyed?: KeyedState;
  /** @throws DamagedBytes. */
  restore(full: Uint8Array, changes: readonly Uint8Array[]): void;
}

/** Batch times at which a stream fires: (T - zero time) mod slideMs = 0. */
export class Firing {
  private readonly zeroTimeMs: number;
  readonly slideMs: number;

  constructor(zeroTimeMs: number, slideMs: number) {
    this.zeroTimeMs = zeroTimeMs;
    this.slideMs = slideMs;
  }

  at(timeMs: number): boolean {
    return (timeMs - this.zeroTimeMs) % this.slideMs === 0;
  }

  /** The last firing at or before this time. */
  lastUpTo(timeMs: number): number {
    return this.zeroTimeMs + Math.floor((timeMs - this.zeroTimeMs) / this.slideMs) * this.slideMs;
  }

  /** The first firing at or after this time. */
  nextFrom(timeMs: number): number {
    return this.zeroTimeMs + Math.ceil((timeMs - this.zeroTimeMs) / this.slideMs) * this.slideMs;
  }
}
