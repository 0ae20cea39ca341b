// What every store owes, as tests. Each runner gives a `disk`: a place for contents to which connections can be opened one
// after another or side by side. The suite says nothing about how a store keeps its records, only what may be seen. It is written
// against an interface of few words so that it also runs inside a browser's worker, where there is no vitest.
import { type Key, StorageError, type Store, type StoredRecord, type Table, type Write } from '../../src/storage/store.ts';

export interface StoreDisk {
  /** A new connection to the same contents. */
  open(): Promise<Store>;
  /** Closes what is open and forgets the contents. */
  dispose(): Promise<void>;
}

export interface ContractOptions {
  readonly newDisk: () => Promise<StoreDisk>;
  /** False where a second connection to the same contents is refused while the first is open (a directory). Default true. */
  readonly sharedConnections?: boolean;
  readonly largestValueBytes?: number;
}

/** One thing every store owes. Rejects when the store does not keep it. */
export interface ContractCase {
  readonly title: string;
  readonly run: (disk: StoreDisk) => Promise<void>;
}

export function contractCases(options: ContractOptions): readonly ContractCase[] {
  const shared = options.sharedConnections ?? true;
  const largest = options.largestValueBytes ?? 4 * 1024 * 1024;
  return [
    ...reading,
    ...ranges,
    ...transactions,
    ...expectations,
    ...ownership,
    largeValues(largest),
    ...(shared ? sideBySide : []),
    ...oneConnection,
    ...endings,
  ];
}

const RELAXED = { durability: 'relaxed' } as const;
const STRICT = { durability: 'strict' } as const;

const reading: readonly ContractCase[] = [
  one('answers undefined for a key that was never written', async (store) => {
    same(await store.get('log', ['run', 1]), undefined);
    same(await store.range('log', { prefix: [] }), []);
  }),
  one('gives back version, metadata and bytes as they were written', async (store) => {
    const record: StoredRecord = {
      version: 7,
      meta: { text: 'Grüße, 世界 🌊', n: -0.5, list: [1, null, true, 'x', { deep: [] }], empty: {}, lone: '\ud800' },
      bytes: Uint8Array.from({ length: 256 }, (_, i) => i),
    };
    await store.transact([{ op: 'put', table: 'plans', key: ['p', 'plan', 3], record }], STRICT);
    same(await store.get('plans', ['p', 'plan', 3]), record);
  }),
  one('tells no bytes from zero bytes', async (store) => {
    await store.transact([put('log', ['none'], 1, null), put('log', ['zero'], 1, new Uint8Array(0))], RELAXED);
    same((await store.get('log', ['none']))?.bytes, null);
    same((await store.get('log', ['zero']))?.bytes, new Uint8Array(0));
  }),
  one('keeps tables apart', async (store) => {
    await store.transact([put('log', ['k'], 1), put('blocks', ['k'], 2)], RELAXED);
    same((await store.get('log', ['k']))?.version, 1);
    same((await store.get('blocks', ['k']))?.version, 2);
    same(await store.get('ledger', ['k']), undefined);
  }),
  one('replaces a record whole', async (store) => {
    await store.transact([{ op: 'put', table: 'heads', key: ['r'], record: { version: 1, meta: { a: 1, b: 2 }, bytes: bytesOf(9) } }], RELAXED);
    await store.transact([{ op: 'put', table: 'heads', key: ['r'], record: { version: 2, meta: { b: 3 }, bytes: null } }], RELAXED);
    same(await store.get('heads', ['r']), { version: 2, meta: { b: 3 }, bytes: null });
  }),
];

/** All of different shapes, in the order of the contract. */
const ORDERED: readonly Key[] = [
  [-1],
  [0],
  [0, 0],
  [0, 'a'],
  [0.5],
  [2],
  [10],
  [10, 'x', 1],
  [10, 'x', 2],
  [10, 'x', 10],
  [''],
  ['', 0],
  ['10'],
  ['2'],
  ['Z'],
  ['a'],
  ['a', 1],
  ['a', 1, 'z'],
  ['a', 2],
  ['a', ''],
  ['a', 'b'],
  ['aa'],
  ['b'],
  ['é'],
  ['\ud83d\ude00'],
  ['\uffff'],
];

const ranges: readonly ContractCase[] = [
  one('orders keys element by element, numbers before strings, a prefix before what continues it', async (store) => {
    await fill(store, shuffled(ORDERED));
    same(await keysOf(store, { prefix: [] }), ORDERED);
    same(await keysOf(store, { prefix: [] }, { reverse: true }), ORDERED.toReversed());
  }),
  one('finds by prefix the key itself and everything that continues it', async (store) => {
    await fill(store, shuffled(ORDERED));
    same(await keysOf(store, { prefix: ['a'] }), [['a'], ['a', 1], ['a', 1, 'z'], ['a', 2], ['a', ''], ['a', 'b']]);
    same(await keysOf(store, { prefix: [10, 'x'] }), [
      [10, 'x', 1],
      [10, 'x', 2],
      [10, 'x', 10],
    ]);
    same(await keysOf(store, { prefix: ['\uffff'] }), [['\uffff']]);
    same(await keysOf(store, { prefix: ['nobody'] }), []);
    same(await keysOf(store, { prefix: ['a', 'b', 'c'] }), []);
  }),
  one('takes `from` in and leaves `before` out', async (store) => {
    await fill(store, shuffled(ORDERED));
    same(await keysOf(store, { prefix: ['a'], from: ['a', 1], before: ['a', 2] }), [
      ['a', 1],
      ['a', 1, 'z'],
    ]);
    same(await keysOf(store, { prefix: [], from: [10], before: ['', 0] }), [[10], [10, 'x', 1], [10, 'x', 2], [10, 'x', 10], ['']]);
    same(await keysOf(store, { prefix: ['a'], from: ['a', 1, 'a'] }), [
      ['a', 1, 'z'],
      ['a', 2],
      ['a', ''],
      ['a', 'b'],
    ]);
    same(await keysOf(store, { prefix: [], before: [0.25] }), [[-1], [0], [0, 0], [0, 'a']]);
  }),
  one('answers nothing for ranges in which no key can lie', async (store) => {
    await fill(store, shuffled(ORDERED));
    same(await keysOf(store, { prefix: ['a'], from: ['b'] }), []);
    same(await keysOf(store, { prefix: ['a'], before: ['a'] }), []);
    same(await keysOf(store, { prefix: ['a'], before: [3] }), []);
    same(await keysOf(store, { prefix: [], from: ['b'], before: ['a'] }), []);
    same(await keysOf(store, { prefix: [], from: ['a'], before: ['a'] }), []);
  }),
  one('lets `from` and `before` outside the prefix change nothing', async (store) => {
    await fill(store, shuffled(ORDERED));
    same(await keysOf(store, { prefix: ['a', 1], from: [0], before: ['b'] }), [
      ['a', 1],
      ['a', 1, 'z'],
    ]);
  }),
  one('stops at the limit, from the end it was asked to begin at', async (store) => {
    const keys = Array.from({ length: 50 }, (_, i): Key => ['run', i]);
    await fill(store, keys);
    const range = { prefix: ['run'], from: ['run', 10], before: ['run', 40] } as const;
    same(await keysOf(store, range, { limit: 3 }), keys.slice(10, 13));
    same(await keysOf(store, range, { limit: 3, reverse: true }), keys.slice(37, 40).toReversed());
    same(await keysOf(store, range, { limit: 1, reverse: true }), [['run', 39]]);
    same(await keysOf(store, range, { limit: 30, reverse: true }), keys.slice(10, 40).toReversed());
    same(await keysOf(store, range, { limit: 31, reverse: true }), keys.slice(10, 40).toReversed());
    same(await keysOf(store, range, { limit: 1000 }), keys.slice(10, 40));
    same(await keysOf(store, range, { limit: 0 }), []);
    same(await keysOf(store, range, { limit: 0, reverse: true }), []);
  }),
  one('gives each key its own record', async (store) => {
    await store.transact(
      Array.from({ length: 20 }, (_, i) => put('chunks', ['c', i], i, bytesOf(i, i, i))),
      RELAXED,
    );
    for (const reverse of [false, true]) {
      for (const entry of await store.range('chunks', { prefix: ['c'] }, { reverse, limit: 7 })) {
        same(entry.record.version, entry.key[1]);
        same(entry.record.bytes, bytesOf(entry.record.version, entry.record.version, entry.record.version));
      }
    }
  }),
];

const transactions: readonly ContractCase[] = [
  one('writes to several tables at once', async (store) => {
    await store.transact([put('ledger', ['s', 1], 1), put('progress', [1], 1), put('log', [1], 2)], STRICT);
    same(
      await Promise.all([store.get('ledger', ['s', 1]), store.get('progress', [1]), store.get('log', [1])].map(async (r) => (await r)?.version)),
      [1, 1, 2],
    );
  }),
  one('makes writes in the order given', async (store) => {
    await store.transact([put('log', ['k'], 1), put('log', ['k'], 2), { op: 'delete', table: 'log', key: ['k'] }, put('log', ['k'], 3)], RELAXED);
    same((await store.get('log', ['k']))?.version, 3);
    await store.transact([put('log', ['k', 1], 4), { op: 'deleteRange', table: 'log', range: { prefix: ['k'] } }, put('log', ['k', 2], 5)], RELAXED);
    same(await keysOf(store, { prefix: [] }), [['k', 2]]);
  }),
  one('takes a transaction without writes, and deletes of what is not there', async (store) => {
    await store.transact([], RELAXED);
    await store.transact([{ op: 'delete', table: 'log', key: ['nothing'] }], RELAXED);
    await store.transact([{ op: 'deleteRange', table: 'log', range: { prefix: ['nothing'], from: ['z'] } }], RELAXED);
    same(await keysOf(store, { prefix: [] }), []);
  }),
  one('deletes one key and none of those that continue it', async (store) => {
    await fill(store, [['a'], ['a', 1], ['b']]);
    await store.transact([{ op: 'delete', table: 'log', key: ['a'] }], RELAXED);
    same(await keysOf(store, { prefix: [] }), [['a', 1], ['b']]);
  }),
  one('deletes exactly the keys of a range', async (store) => {
    const all = shuffled(ORDERED);
    const cases = [
      { prefix: ['a'] },
      { prefix: ['a'], from: ['a', 1], before: ['a', 2] },
      { prefix: [], before: [''] },
      { prefix: [], from: ['a', 2] },
      { prefix: [] },
    ];
    for (const range of cases) {
      await fill(store, all);
      const gone = await keysOf(store, range);
      await store.transact([{ op: 'deleteRange', table: 'log', range }], RELAXED);
      same(await keysOf(store, range), []);
      same(
        await keysOf(store, { prefix: [] }),
        ORDERED.filter((key) => !gone.some((other) => JSON.stringify(other) === JSON.stringify(key))),
      );
    }
  }),
  one('writes nothing when one write of a transaction cannot be made', async (store) => {
    await store.transact([put('log', ['old'], 1)], RELAXED);
    const bad: readonly Write[] = [
      put('log', [], 1),
      put('log', ['x', Number.NaN], 1),
      { op: 'put', table: 'log', key: ['x'], record: { version: 1, meta: { f: notPlainData() }, bytes: null } },
    ];
    for (const write of bad) {
      const error = await rejection(
        store.transact([put('blocks', ['new'], 1), { op: 'delete', table: 'log', key: ['old'] }, write, put('log', ['after'], 1)], RELAXED),
      );
      same(error.kind, 'unknown');
      same(await store.get('blocks', ['new']), undefined);
      same(await keysOf(store, { prefix: [] }), [['old']]);
    }
    await store.transact([put('log', ['works'], 1)], RELAXED);
    same(await keysOf(store, { prefix: [] }), [['old'], ['works']]);
  }),
  one('rejects reads by keys that no store can order', async (store) => {
    same((await rejection(store.get('log', []))).kind, 'unknown');
    same((await rejection(store.range('log', { prefix: [], from: [Number.NaN] }))).kind, 'unknown');
  }),
  one('lets a read that was asked for after a transaction see it', async (store) => {
    const written = store.transact([put('log', ['k'], 1)], STRICT);
    const read = store.get('log', ['k']);
    const listed = store.range('log', { prefix: [] });
    same((await read)?.version, 1);
    same((await listed).length, 1);
    await written;
  }),
  one('keeps the order of transactions that are not waited for', async (store) => {
    const jobs = Array.from({ length: 40 }, (_, i) =>
      store.transact([put('log', ['last'], i), put('log', ['n', i], i)], i % 3 === 0 ? STRICT : RELAXED),
    );
    await Promise.all(jobs);
    same((await store.get('log', ['last']))?.version, 39);
    same((await keysOf(store, { prefix: ['n'] })).length, 40);
  }),
];

const expectations: readonly ContractCase[] = [
  one('writes when every expectation holds', async (store) => {
    await store.transact([put('owners', ['p'], 4)], { ...RELAXED, expect: [{ table: 'owners', key: ['p'], version: null }] });
    await store.transact([put('log', ['x'], 1)], {
      ...RELAXED,
      expect: [
        { table: 'owners', key: ['p'], version: 4 },
        { table: 'heads', key: ['p'], version: null },
      ],
    });
    same((await store.get('log', ['x']))?.version, 1);
  }),
  one('writes nothing when one does not hold, and names it', async (store) => {
    await store.transact([put('owners', ['p'], 4)], RELAXED);
    const cases = [
      { table: 'owners', key: ['p'], version: 3 },
      { table: 'owners', key: ['p'], version: null },
      { table: 'heads', key: ['p'], version: 1 },
    ] as const;
    for (const bad of cases) {
      const error = await rejection(
        store.transact([put('log', ['x'], 1), put('owners', ['p'], 9)], { ...RELAXED, expect: [{ table: 'owners', key: ['p'], version: 4 }, bad] }),
      );
      same(error.kind, 'conflict');
      if (!error.detail.includes(bad.table)) throw new Error(`the conflict does not name the table: ${error.detail}`);
      same(await store.get('log', ['x']), undefined);
      same((await store.get('owners', ['p']))?.version, 4);
    }
  }),
  one('checks expectations against what was stored before the transaction', async (store) => {
    const error = await rejection(store.transact([put('heads', ['p'], 2)], { ...RELAXED, expect: [{ table: 'heads', key: ['p'], version: 2 }] }));
    same(error.kind, 'conflict');
    await store.transact([put('heads', ['p'], 2)], RELAXED);
    await store.transact([put('heads', ['p'], 3)], { ...RELAXED, expect: [{ table: 'heads', key: ['p'], version: 2 }] });
    same((await store.get('heads', ['p']))?.version, 3);
  }),
  one('checks expectations of a transaction without writes', async (store) => {
    same((await rejection(store.transact([], { ...RELAXED, expect: [{ table: 'heads', key: ['p'], version: 1 }] }))).kind, 'conflict');
    await store.transact([], { ...RELAXED, expect: [{ table: 'heads', key: ['p'], version: null }] });
  }),
  one('lets exactly one of many racing writers through', async (store) => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 12 }, (_, i) =>
        store.transact([put('owners', ['p'], 1, bytesOf(i))], { ...STRICT, expect: [{ table: 'owners', key: ['p'], version: null }] }),
      ),
    );
    same(outcomes.filter((o) => o.status === 'fulfilled').length, 1);
    same(
      outcomes.every((o) => o.status === 'fulfilled' || (o.reason instanceof StorageError && o.reason.kind === 'conflict')),
      true,
    );
  }),
];

const ownership: readonly ContractCase[] = [
  one('is not changed by what a reader does to what it was given', async (store) => {
    await store.transact([put('log', ['k'], 1, bytesOf(1, 2, 3))], RELAXED);
    (await store.get('log', ['k']))?.bytes?.fill(9);
    for (const entry of await store.range('log', { prefix: [] })) entry.record.bytes?.fill(9);
    same((await store.get('log', ['k']))?.bytes, bytesOf(1, 2, 3));
  }),
  one('stores a view, not the buffer behind it', async (store) => {
    const arena = new Uint8Array(1024).fill(7);
    await store.transact([put('log', ['k'], 1, arena.subarray(100, 104))], RELAXED);
    const read = (await store.get('log', ['k']))?.bytes;
    same(read, bytesOf(7, 7, 7, 7));
    same(read?.buffer.byteLength, 4);
  }),
  one('reads the same record twice without sharing', async (store) => {
    await store.transact([put('log', ['k'], 1, bytesOf(1))], RELAXED);
    const [a, b] = [await store.get('log', ['k']), await store.get('log', ['k'])];
    same(a?.bytes?.buffer === b?.bytes?.buffer, false);
  }),
];

function largeValues(largest: number): ContractCase {
  return one(`keeps values of ${largest} bytes and thousands of small ones`, async (store) => {
    const large = new Uint8Array(largest);
    for (let i = 0; i < large.length; i += 997) large[i] = i & 0xff;
    await store.transact([put('chunks', ['large'], 1, large.slice())], STRICT);
    const read = (await store.get('chunks', ['large']))?.bytes;
    same(read?.length, large.length);
    for (let i = 0; i < large.length; i += 997) if (read?.[i] !== large[i]) throw new Error(`byte ${i} is ${read?.[i]}, not ${large[i]}`);
    await store.transact(
      Array.from({ length: 2000 }, (_, i) => put('log', ['r', i], i)),
      RELAXED,
    );
    same((await store.range('log', { prefix: ['r'] })).length, 2000);
    const used = await store.usedBytes();
    if (used !== null && !(used >= 0)) throw new Error(`usedBytes says ${used}`);
  });
}

const oneConnection: readonly ContractCase[] = [
  {
    title: 'keeps contents when a connection is closed and another opened',
    run: async (disk) => {
      const first = await disk.open();
      await first.transact([put('log', ['k', 1], 1, bytesOf(5)), put('heads', ['h'], 2)], STRICT);
      await first.transact([put('log', ['k', 2], 2)], RELAXED);
      await first.close();
      const second = await disk.open();
      same((await second.get('log', ['k', 1]))?.bytes, bytesOf(5));
      same((await second.get('heads', ['h']))?.version, 2);
      same(await keysOf(second, { prefix: [] }), [
        ['k', 1],
        ['k', 2],
      ]);
      await second.transact([{ op: 'deleteRange', table: 'log', range: { prefix: ['k'], from: ['k', 2] } }], RELAXED);
      await second.close();
      same(await keysOf(await disk.open(), { prefix: [] }), [['k', 1]]);
    },
  },
];

const sideBySide: readonly ContractCase[] = [
  {
    title: 'shows one connection what another one wrote',
    run: async (disk) => {
      const [a, b] = [await disk.open(), await disk.open()];
      await a.transact([put('log', ['k'], 1)], RELAXED);
      same((await b.get('log', ['k']))?.version, 1);
      await b.transact([put('log', ['k'], 2)], RELAXED);
      same((await a.get('log', ['k']))?.version, 2);
      await a.close();
      same((await b.get('log', ['k']))?.version, 2);
    },
  },
  {
    title: 'never shows half a transaction of another connection',
    run: async (disk) => {
      const [a, b] = [await disk.open(), await disk.open()];
      const writing = (async () => {
        for (let i = 1; i <= 25; i++) await a.transact([put('log', ['x'], i), put('log', ['y'], i), put('log', ['z', i], i)], RELAXED);
      })();
      for (let i = 0; i < 25; i++) {
        const seen = await b.range('log', { prefix: [] });
        const version = (name: string): number => seen.find((entry) => entry.key[0] === name && entry.key.length === 1)?.record.version ?? 0;
        same(version('x'), version('y'));
        same(seen.filter((entry) => entry.key[0] === 'z').length, version('x'));
      }
      await writing;
    },
  },
  {
    title: 'counts right when two connections raise one number by turns of read, expect and write',
    run: async (disk) => {
      const connections = [await disk.open(), await disk.open()];
      let conflicts = 0;
      const raise = async (store: Store): Promise<void> => {
        for (;;) {
          const version = (await store.get('heads', ['n']))?.version ?? null;
          try {
            return await store.transact([put('heads', ['n'], (version ?? 0) + 1)], { ...RELAXED, expect: [{ table: 'heads', key: ['n'], version }] });
          } catch (error) {
            if (!(error instanceof StorageError) || error.kind !== 'conflict') throw error;
            conflicts++;
            if (conflicts > 5000) throw new Error('the writers never got through');
          }
        }
      };
      await Promise.all(
        connections.map(async (store) => {
          for (let i = 0; i < 30; i++) await raise(store);
        }),
      );
      same((await (await disk.open()).get('heads', ['n']))?.version, 60);
    },
  },
  {
    title: 'locks out the holder of an old fencing token in the middle of its work',
    run: async (disk) => {
      const [old, young] = [await disk.open(), await disk.open()];
      await old.transact([put('owners', ['p'], 1)], STRICT);
      await old.transact([put('ledger', [1], 1)], { ...RELAXED, expect: [{ table: 'owners', key: ['p'], version: 1 }] });
      await young.transact([put('owners', ['p'], 2)], { ...STRICT, expect: [{ table: 'owners', key: ['p'], version: 1 }] });
      const error = await rejection(old.transact([put('ledger', [2], 1)], { ...RELAXED, expect: [{ table: 'owners', key: ['p'], version: 1 }] }));
      same(error.kind, 'conflict');
      same(await young.get('ledger', [2]), undefined);
    },
  },
];

const endings: readonly ContractCase[] = [
  one('rejects every call after close with "closed", and closes twice without complaint', async (store) => {
    await store.close();
    await store.close();
    same((await rejection(store.get('log', ['k']))).kind, 'closed');
    same((await rejection(store.range('log', { prefix: [] }))).kind, 'closed');
    same((await rejection(store.transact([put('log', ['k'], 1)], RELAXED))).kind, 'closed');
    same((await rejection(store.usedBytes())).kind, 'closed');
  }),
  {
    title: 'makes whole the transactions that were under way when it was closed',
    run: async (disk) => {
      const store = await disk.open();
      const jobs = Array.from({ length: 5 }, (_, i) => store.transact([put('log', ['a', i], i), put('blocks', ['b', i], i)], RELAXED));
      await Promise.all([store.close(), Promise.allSettled(jobs)]);
      const outcomes = await Promise.allSettled(jobs);
      const next = await disk.open();
      for (const [i, outcome] of outcomes.entries()) {
        const [a, b] = [await next.get('log', ['a', i]), await next.get('blocks', ['b', i])];
        same(a === undefined, b === undefined);
        if (outcome.status === 'fulfilled') same(a?.version, i);
      }
    },
  },
];

function one(title: string, run: (store: Store) => Promise<void>): ContractCase {
  return { title, run: async (disk) => run(await disk.open()) };
}

export function put(table: Table, key: Key, version: number, bytes: Uint8Array | null = null): Write {
  return { op: 'put', table, key, record: { version, meta: { v: version }, bytes } };
}

export function bytesOf(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values);
}

async function fill(store: Store, keys: readonly Key[]): Promise<void> {
  await store.transact(
    keys.map((key, i) => put('log', key, i)),
    RELAXED,
  );
}

async function keysOf(store: Store, range: Parameters<Store['range']>[1], options?: Parameters<Store['range']>[2]): Promise<readonly Key[]> {
  return (await store.range('log', range, options)).map((entry) => entry.key);
}

/** The StorageError a call rejects with; anything else is a failure of the test. */
export async function rejection(call: Promise<unknown>): Promise<StorageError> {
  let value: unknown;
  try {
    value = await call;
  } catch (error) {
    if (error instanceof StorageError) return error;
    throw new Error(`rejected with ${String(error)}, which is not a StorageError`);
  }
  throw new Error(`resolved with ${String(value)} instead of rejecting`);
}

/** Equal as plain data; typed arrays byte by byte. */
function same(got: unknown, wanted: unknown): void {
  const [a, b] = [spell(got), spell(wanted)];
  if (a !== b) throw new Error(`got ${a}, wanted ${b}`);
}

function spell(value: unknown): string {
  if (value === undefined) return 'undefined';
  return JSON.stringify(value, (_, v: unknown) => {
    if (v instanceof Uint8Array) return { bytes: [...v] };
    return v === undefined ? 'undefined' : v;
  });
}

/** A value that the types rule out and that a bug may bring all the same. */
function notPlainData(): string {
  const value: unknown = () => 0;
  return value as string;
}

function shuffled(keys: readonly Key[]): readonly Key[] {
  return keys
    .map((key, i) => ({ key, at: (i * 7919 + 13) % 101 }))
    .sort((a, b) => a.at - b.at)
    .map(({ key }) => key);
}
