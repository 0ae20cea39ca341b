// The view against plain lists: for random records of every kind of stream, what it answers is what a recount gives, before
// and after retention.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PlainValue, rowsFromValues } from '../../src/columns/build.ts';
import { BIGINT, type Schema, STRING } from '../../src/columns/data-type.ts';
import { LedgerView } from '../../src/engine/ledger-view.ts';
import { KEPT_BATCHES } from '../../src/engine/retention.ts';
import type { Emits, StreamType } from '../../src/plan/stream-type.ts';
import type { RowsQuery } from '../../src/protocol/engine-api.ts';
import { mustZone } from '../../src/sql/datetime/zone-names.ts';

const SCHEMA: Schema = [
  { name: 'word', type: STRING },
  { name: 'n', type: BIGINT },
];

type Row = readonly [string | null, number | null];

function streamOf(emits: Emits): StreamType {
  return { columns: SCHEMA, emits, slideMs: 1000, keys: emits === 'rows' ? [] : ['word'], windowMs: emits === 'closed' ? 3000 : null };
}

/** Rows of one firing; with `keyed`, each key once. */
function firing(keyed: boolean): fc.Arbitrary<readonly Row[]> {
  const row = fc.tuple(
    fc.option(fc.constantFrom('whale', 'ship', 'ahab', '', 'ünï', '😀'), { freq: 8 }),
    fc.option(fc.integer({ min: -5, max: 50 }), { freq: 8 }),
  );
  return keyed ? fc.uniqueArray(row, { selector: ([word]) => word, maxLength: 6 }) : fc.array(row, { maxLength: 6 });
}

/** What the current answer is, by the meaning of the stream. */
function recount(emits: Emits, firings: readonly (readonly Row[])[]): readonly Row[] {
  if (emits === 'rows') return firings.flat().reverse();
  if (emits !== 'changes') return firings[firings.length - 1] ?? [];
  const standing = new Map<string | null, Row>();
  for (const row of firings.flat()) standing.set(row[0], row);
  return [...standing.values()];
}

const bag = (rows: readonly (readonly PlainValue[])[]): readonly string[] => rows.map((row) => JSON.stringify(row)).sort();
const all: RowsQuery = { operatorId: 'out', at: 'live', sort: null, search: '', offset: 0, limit: 1_000_000 };

function fill(emits: Emits, firings: readonly (readonly Row[])[]): LedgerView {
  const view = new LedgerView(streamOf(emits), { kind: 'table' });
  for (const [i, rows] of firings.entries()) view.append({ batchId: i + 1, timeMs: (i + 1) * 1000, rows: rowsFromValues(SCHEMA, rows), base: false });
  return view;
}

describe.each(['rows', 'closed', 'changes', 'all'] as const)('the view of a stream of %s', (emits) => {
  const runs = fc.array(firing(emits !== 'rows'), { minLength: 1, maxLength: 12 });

  it('answers what a recount of its records gives', () => {
    fc.assert(
      fc.property(runs, (firings) => {
        const page = fill(emits, firings).rowsPage(all);
        expect(bag(page.rows)).toEqual(bag(recount(emits, firings)));
        expect(page.totalRows).toBe(page.rows.length);
      }),
    );
  });

  it('sorts with NULL first ascending and last descending, pages and searches like a list', () => {
    fc.assert(
      fc.property(runs, fc.boolean(), fc.nat(4), (firings, descending, offset) => {
        const view = fill(emits, firings);
        const query = { ...all, sort: { column: 'n', descending } };
        const numbers = view.rowsPage(query).rows.map((row) => row[1] as number | null);
        const rank = (n: number | null): number => (n === null ? Number.NEGATIVE_INFINITY : n);
        expect(numbers).toEqual([...numbers].sort((a, b) => (descending ? rank(b) - rank(a) : rank(a) - rank(b)) || 0));
        expect(view.rowsPage({ ...query, offset, limit: 2 }).rows.map((row) => row[1])).toEqual(numbers.slice(offset, offset + 2));
        const found = view.rowsPage({ ...all, search: 'H' });
        expect(found.rows.length).toBe(recount(emits, firings).filter(([word]) => word?.includes('h')).length);
        expect(found.matchedRows).toBe(found.rows.length);
      }),
    );
  });

  it('ranks the largest values, with the change against the firing before', () => {
    fc.assert(
      fc.property(runs, (firings) => {
        const ranking = fill(emits, firings).ranking({ operatorId: 'out', at: 'live', value: 'n', top: 3, points: 5 });
        const values = recount(emits, firings).map(([, n]) => n ?? Number.NEGATIVE_INFINITY);
        const largest = [...values].sort((a, b) => b - a).slice(0, 3);
        expect(ranking?.ranking.map((r) => r.value)).toEqual(largest.map((n) => (n === Number.NEGATIVE_INFINITY ? 0 : n)));
        expect(ranking?.timesMs.length).toBe(Math.min(5, firings.length));
      }),
    );
  });
});

describe('retention', () => {
  it('keeps the newest batches, and of changes the fold of what it deletes', () => {
    const firings = Array.from({ length: KEPT_BATCHES * 2 }, (_, i): readonly Row[] => [[`key ${i % 7}`, i]]);
    for (const emits of ['changes', 'closed'] as const) {
      const view = fill(emits, firings);
      const before = bag(view.rowsPage(all).rows);
      const expired = view.expire();
      expect(expired?.upTo).toBe(KEPT_BATCHES);
      expect(expired?.base === null).toBe(emits === 'closed');
      view.expired(expired?.upTo ?? 0, expired?.base ?? null);
      expect(bag(view.rowsPage(all).rows)).toEqual(before);
      expect(view.expire()).toBeNull();
    }
  });
});

describe('times in a view', () => {
  const schema: Schema = [
    { name: 'at', type: { kind: 'TIMESTAMP' } },
    { name: 'n', type: { kind: 'BIGINT' } },
  ];
  const view = new LedgerView({ columns: schema, emits: 'rows', slideMs: 1000, keys: ['at'], windowMs: null }, { kind: 'table' });
  view.append({ batchId: 1, timeMs: 1000, rows: rowsFromValues(schema, [['2024-07-01T22:30:00.500000Z', 7]]), base: false });
  view.showIn(mustZone('Europe/Berlin'));

  it('are found and named as the clocks of the session zone show them', () => {
    const query = { operatorId: 'table', at: 'live', sort: null, offset: 0, limit: 5 } as const;
    expect(view.rowsPage({ ...query, search: '2024-07-02 00:30' }).matchedRows).toBe(1);
    expect(view.rowsPage({ ...query, search: '22:30' }).matchedRows).toBe(0);
    expect(view.ranking({ operatorId: 'table', at: 'live', value: null, top: 1, points: 1 })?.ranking[0]?.key).toBe('2024-07-02 00:30:00.5');
  });

  it('are saved as the writers of Spark write them', () => {
    expect(view.exportText('csv')).toBe('at,n\n2024-07-02T00:30:00.500+02:00,7\n');
    expect(view.exportText('jsonl')).toBe('{"at":"2024-07-02T00:30:00.500+02:00","n":7}\n');
  });
});
