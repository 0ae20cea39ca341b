// The inputs of the bench of state: a pool of batches made before anything is timed and taken round and round. Keys are texts,
// "user-123". All from seeds.
import type { Rows } from '../../src/columns/column.ts';
import { INT, STRING } from '../../src/columns/data-type.ts';

/** A row as a program on rows has it. */
export interface Click {
  readonly user: string;
  readonly ms: number;
}

export interface InputBatch {
  /** In the columns of the generator "clicks". */
  readonly columns: Rows;
  /** The users as one text, user i from starts[i] to starts[i + 1], and their milliseconds. */
  readonly text: Uint8Array;
  readonly starts: Int32Array;
  readonly ms: Int32Array;
}

export function randoms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

/** `keyAt`: the number of the key of each row. */
export function batchOf(size: number, keyAt: (row: number) => number, next: () => number): InputBatch {
  const encoder = new TextEncoder();
  const users = Array.from({ length: size }, (_, row) => `user-${keyAt(row)}`);
  const text = encoder.encode(users.join(''));
  const starts = new Int32Array(size + 1);
  users.forEach((user, row) => {
    starts[row + 1] = (starts[row] as number) + user.length;
  });
  const ms = Int32Array.from({ length: size }, () => Math.floor(next() * 1_000));
  const strings = { kind: 'string', type: STRING, length: size, nulls: null, bytes: text } as const;
  const numbers = { kind: 'int', type: INT, length: size, nulls: null } as const;
  const zeros = new Int32Array(size);
  return {
    columns: {
      schema: ['page', 'user', 'ms', 'status'].map((name, i) => ({ name, type: i < 2 ? STRING : INT })),
      columns: [
        { ...strings, starts: zeros, ends: zeros },
        { ...strings, starts: starts.subarray(0, size), ends: starts.subarray(1) },
        { ...numbers, values: ms },
        { ...numbers, values: zeros },
      ],
      length: size,
      selection: null,
    },
    text,
    starts,
    ms,
  };
}

/** The batch as a program on rows has it, read from the same bytes. */
export function clicksOf({ text, starts, ms }: InputBatch): readonly Click[] {
  const users = decoder.decode(text);
  const clicks: Click[] = [];
  for (let row = 0; row < ms.length; row++) clicks.push({ user: users.slice(starts[row], starts[row + 1]), ms: ms[row] ?? 0 });
  return clicks;
}

const decoder = new TextDecoder();

/** `count` batches whose keys are drawn evenly from the first `keys`. */
export function evenBatches(count: number, size: number, keys: number, seed: number): readonly InputBatch[] {
  const next = randoms(seed);
  return Array.from({ length: count }, () => batchOf(size, () => Math.floor(next() * keys), next));
}

/** Every key once, in no order of the keys. `keys` is no multiple of 7,919. */
export function everyKey(keys: number, size: number): readonly InputBatch[] {
  const next = randoms(7);
  return Array.from({ length: Math.ceil(keys / size) }, (_, b) =>
    batchOf(Math.min(size, keys - b * size), (row) => ((b * size + row) * 7_919) % keys, next),
  );
}
