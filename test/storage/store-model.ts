// Random operations on a store, each answer compared with a model so plain that it can be read: a list of records, sorted
// anew for every question by a comparison written apart from the product's.
import fc from 'fast-check';
import { expect } from 'vitest';
import {
  type Expectation,
  type Key,
  type KeyRange,
  StorageError,
  type Store,
  type StoredEntry,
  type Table,
  type Write,
} from '../../src/storage/store.ts';
import type { StoreDisk } from './store-contract.ts';

type Operation =
  | { readonly do: 'get'; readonly table: Table; readonly key: Key }
  | { readonly do: 'range'; readonly table: Table; readonly range: KeyRange; readonly reverse: boolean; readonly limit: number | undefined }
  | { readonly do: 'transact'; readonly writes: readonly Write[]; readonly expect: readonly Expectation[] }
  | { readonly do: 'reopen' };

/** Property: on any list of operations the store answers as the model does. */
export async function checkAgainstModel(newDisk: () => Promise<StoreDisk>, runs: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { maxLength: 30 }), async (operations) => {
      const disk = await newDisk();
      try {
        let store = await disk.open();
        const model = new Model();
        for (const step of operations) {
          if (step.do === 'reopen') {
            await store.close();
            store = await disk.open();
          } else await compareStep(store, model, step);
        }
        for (const table of tables) expect(await store.range(table, { prefix: [] })).toEqual(model.range(table, { prefix: [] }, false, undefined));
      } finally {
        await disk.dispose();
      }
    }),
    { numRuns: runs },
  );
}

async function compareStep(store: Store, model: Model, step: Exclude<Operation, { do: 'reopen' }>): Promise<void> {
  if (step.do === 'get') expect(await store.get(step.table, step.key)).toEqual(model.get(step.table, step.key));
  else if (step.do === 'range') {
    const options = step.limit === undefined ? { reverse: step.reverse } : { reverse: step.reverse, limit: step.limit };
    expect(await store.range(step.table, step.range, options)).toEqual(model.range(step.table, step.range, step.reverse, step.limit));
  } else {
    const holds = step.expect.every((e) => (model.get(e.table, e.key)?.version ?? null) === e.version);
    const outcome = await store.transact(step.writes, { expect: step.expect, durability: 'relaxed' }).catch((error: unknown) => error);
    if (holds) {
      expect(outcome).toBeUndefined();
      for (const write of step.writes) model.write(write);
    } else {
      expect(outcome).toBeInstanceOf(StorageError);
      expect((outcome as StorageError).kind).toBe('conflict');
    }
  }
}

class Model {
  #records: { readonly table: Table; readonly entry: StoredEntry }[] = [];

  get(table: Table, key: Key): StoredEntry['record'] | undefined {
    return this.#records.find((r) => r.table === table && order(r.entry.key, key) === 0)?.entry.record;
  }

  range(table: Table, range: KeyRange, reverse: boolean, limit: number | undefined): StoredEntry[] {
    const found = this.#records
      .filter((r) => r.table === table && lies(r.entry.key, range))
      .map((r) => r.entry)
      .sort((a, b) => order(a.key, b.key));
    if (reverse) found.reverse();
    return found.slice(0, limit);
  }

  write(write: Write): void {
    if (write.op === 'deleteRange') {
      this.#records = this.#records.filter((r) => r.table !== write.table || !lies(r.entry.key, write.range));
      return;
    }
    this.#records = this.#records.filter((r) => r.table !== write.table || order(r.entry.key, write.key) !== 0);
    if (write.op === 'put') this.#records.push({ table: write.table, entry: { key: write.key, record: write.record } });
  }
}

function order(a: Key, b: Key): number {
  const rank = (element: string | number | undefined): number => (element === undefined ? 0 : typeof element === 'number' ? 1 : 2);
  for (let i = 0; ; i++) {
    const [x, y] = [a[i], b[i]];
    if (x === undefined && y === undefined) return 0;
    if (rank(x) !== rank(y)) return rank(x) - rank(y);
    if (x !== undefined && y !== undefined && x !== y) return x < y ? -1 : 1;
  }
}

function lies(key: Key, range: KeyRange): boolean {
  const begins = range.prefix.every((element, i) => element === key[i]);
  return begins && (range.from === undefined || order(key, range.from) >= 0) && (range.before === undefined || order(key, range.before) < 0);
}

const tables = ['log', 'blocks'] as const;
const table = fc.constantFrom(...tables);
/** Few different elements, so that prefixes meet, and some that tempt a store to compare them wrongly. */
const element = fc.constantFrom<string | number>(-1, 0, 1, 2, 10, 1.5, '', 'a', 'b', 'aa', '1', '\uffff');
const key: fc.Arbitrary<Key> = fc.array(element, { minLength: 1, maxLength: 3 });
const version = fc.integer({ min: 0, max: 3 });
const range: fc.Arbitrary<KeyRange> = fc
  .record({ prefix: fc.array(element, { maxLength: 2 }), from: fc.option(key, { nil: undefined }), before: fc.option(key, { nil: undefined }) })
  .map(({ prefix, from, before }) => ({ prefix, ...(from === undefined ? {} : { from }), ...(before === undefined ? {} : { before }) }));
const record = fc.record({
  version,
  meta: fc
    .dictionary(
      fc.constantFrom('n', 'text', '__proto__x'),
      fc.oneof(fc.integer(), fc.string(), fc.constant(null), fc.array(fc.boolean(), { maxLength: 2 })),
    )
    .map((meta) => ({ ...meta })),
  bytes: fc.option(fc.uint8Array({ maxLength: 40 }), { nil: null }),
});
const write: fc.Arbitrary<Write> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ op: fc.constant('put' as const), table, key, record }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('delete' as const), table, key }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('deleteRange' as const), table, range }) },
);
const expectation: fc.Arbitrary<Expectation> = fc.record({ table, key, version: fc.option(version, { nil: null }) });
const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('transact' as const),
      writes: fc.array(write, { maxLength: 6 }),
      expect: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(expectation, { maxLength: 2 }) }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('get' as const), table, key }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('range' as const),
      table,
      range,
      reverse: fc.boolean(),
      limit: fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reopen' as const) }) },
);
