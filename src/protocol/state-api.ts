// The part of the engine's contract that is about keyed state: looking at it key by key while it runs, and taking a key out by
// hand. Part of EngineApi.
import type { PlainValue } from '../columns/build.ts';
import type { Schema } from '../columns/data-type.ts';
import type { Result } from '../problem/problem.ts';

export interface StateQuery {
  readonly operatorId: string;
  /** Keeps keys that contain this text as they are shown (case of ASCII letters does not count); empty: all. */
  readonly search: string;
  readonly offset: number;
  readonly limit: number;
}

export interface StatePage {
  /** The keys, then the fields kept for each. */
  readonly schema: Schema;
  readonly keyCount: number;
  /** Keys of the whole state, and those that match. */
  readonly totalKeys: number;
  readonly matchedKeys: number;
  /** Memory of the whole state. */
  readonly bytes: number;
  /** A key can be taken out by hand. */
  readonly removable: boolean;
  readonly rows: readonly {
    readonly values: readonly PlainValue[];
    /** Batch time at which the key last got a row; null where that is not kept. */
    readonly touchedMs: number | null;
  }[];
  /** Newest batch in it. */
  readonly batchId: number;
}

export interface StateApi {
  /** null: that operator keeps no state by key in the pipeline as it runs. */
  readState(pipelineId: string, query: StateQuery): Promise<Result<StatePage | null>>;
  /** Takes a key out of the state before the next batch; logged with that batch, so that it holds after any crash. */
  removeKey(pipelineId: string, operatorId: string, key: readonly PlainValue[]): Promise<Result<{ readonly fromBatchId: number }>>;
}
