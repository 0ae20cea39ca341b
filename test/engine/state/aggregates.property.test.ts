import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PlainValue, rowsFromValues, valuesFromRows } from '../../../src/columns/build.ts';
import type { Column, Rows } from '../../../src/columns/column.ts';
import type { Schema } from '../../../src/columns/data-type.ts';
import { digestRows } from '../../../src/columns/digest.ts';
import { CallArguments } from '../../../src/engine/kernels/call-arguments.ts';
import { GroupTable } from '../../../src/engine/state/group-table.ts';
import { SlidingPanes } from '../../../src/engine/state/sliding-panes.ts';
import type { AggregateCall } from '../../../src/sql/aggregate.ts';
import { checkAggregate } from '../../../src/sql/check.ts';

const SCHEMA: Schema = [
  { name: 'k', type: { kind: 'STRING' } },
  { name: 'x', type: { kind: 'INT' } },
  { name: 'd', type: { kind: 'DOUBLE' } },
  { name: 's', type: { kind: 'STRING' } },
  { name: 'b', type: { kind: 'BOOLEAN' } },
  { name: 'm', type: { kind: 'DECIMAL', precision: 12, scale: 2 } },
];

interface Row {
  readonly k: string;
  readonly x: number | null;
  readonly d: number | null;
  readonly s: string | null;
  readonly b: boolean | null;
  readonly m: string | null;
}

type Naive = (rows: readonly Row[]) => PlainValue;

const present = <T>(values: readonly (T | null)[]): T[] => values.filter((value) => value !== null);
const xs = (rows: readonly Row[]) => present(rows.map((row) => row.x));
const ds = (rows: readonly Row[]) => present(rows.map((row) => row.d));
const ss = (rows: readonly Row[]) => present(rows.map((row) => row.s));
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;
const moment = (values: readonly number[], power: number) => sum(values.map((value) => (value - mean(values)) ** power));
const cents = (rows: readonly Row[]) => present(rows.map((row) => row.m)).map((text) => Math.round(Number(text) * 100));
const pairs = (rows: readonly Row[]) => rows.flatMap(({ x, d }) => (x === null || d === null ? [] : [{ x, d }]));
const where =
  (test: (row: Row) => boolean, naive: Naive): Naive =>
  (rows) =>
    naive(rows.filter(test));
const unlessEmpty = (values: readonly unknown[], answer: () => PlainValue) => (values.length === 0 ? null : answer());

function quantile(values: readonly number[], part: number): PlainValue {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * part;
  const [low = 0, high = 0] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return sorted.length === 0 ? null : low + (high - low) * (at - Math.floor(at));
}

/** Of rows with the greatest order the last. */
function best(rows: readonly Row[], better: (later: number, earlier: number) => boolean): PlainValue {
  let won: Row | null = null;
  for (const row of rows) if (row.x !== null && (won === null || better(row.x, won.x ?? 0))) won = row;
  return won?.s ?? null;
}

function mostFrequent(values: readonly number[]): PlainValue {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return [...counts].find(([, count]) => count === most)?.[0] ?? null;
}

/** Every aggregate beside its definition written out; each over all rows of a group, from scratch. */
const CASES: readonly (readonly [text: string, naive: Naive])[] = [
  ['count(*)', (rows) => rows.length],
  ['count(x, s)', (rows) => rows.filter(({ x, s }) => x !== null && s !== null).length],
  ['count(DISTINCT x)', (rows) => new Set(xs(rows)).size],
  ['count(DISTINCT x, s)', (rows) => new Set(rows.flatMap(({ x, s }) => (x === null || s === null ? [] : [`${x} ${s}`]))).size],
  ['count_if(x > 1)', (rows) => xs(rows).filter((x) => x > 1).length],
  [
    'count(*) FILTER (WHERE b)',
    where(
      ({ b }) => b === true,
      (rows) => rows.length,
    ),
  ],
  [
    'sum(x) FILTER (WHERE x <> 0)',
    where(
      ({ x }) => x !== null && x !== 0,
      (rows) => unlessEmpty(rows, () => sum(xs(rows))),
    ),
  ],
  [
    'sum(10 div x) FILTER (WHERE x <> 0)',
    where(
      ({ x }) => x !== null && x !== 0,
      (rows) => unlessEmpty(rows, () => sum(xs(rows).map((x) => Math.trunc(10 / x)))),
    ),
  ],
  ['sum(DISTINCT x)', (rows) => unlessEmpty(xs(rows), () => sum([...new Set(xs(rows))]))],
  ['try_sum(x)', (rows) => unlessEmpty(xs(rows), () => sum(xs(rows)))],
  ['sum(m)', (rows) => unlessEmpty(cents(rows), () => (sum(cents(rows)) / 100).toFixed(2))],
  ['avg(DISTINCT x)', (rows) => unlessEmpty(xs(rows), () => mean([...new Set(xs(rows))]))],
  ['try_avg(x)', (rows) => unlessEmpty(xs(rows), () => mean(xs(rows)))],
  ['max_by(s, x)', (rows) => best(rows, (later, earlier) => later >= earlier)],
  ['min_by(s, x)', (rows) => best(rows, (later, earlier) => later <= earlier)],
  ['stddev(d)', (rows) => (ds(rows).length < 2 ? null : Math.sqrt(moment(ds(rows), 2) / (ds(rows).length - 1)))],
  ['stddev_pop(d)', (rows) => unlessEmpty(ds(rows), () => Math.sqrt(moment(ds(rows), 2) / ds(rows).length))],
  ['variance(d)', (rows) => (ds(rows).length < 2 ? null : moment(ds(rows), 2) / (ds(rows).length - 1))],
  ['var_pop(d)', (rows) => unlessEmpty(ds(rows), () => moment(ds(rows), 2) / ds(rows).length)],
  ['covar_pop(x, d)', (rows) => unlessEmpty(pairs(rows), () => covariance(rows) / pairs(rows).length)],
  ['covar_samp(x, d)', (rows) => (pairs(rows).length < 2 ? null : covariance(rows) / (pairs(rows).length - 1))],
  ['regr_count(x, d)', (rows) => pairs(rows).length],
  ['regr_avgy(x, d)', (rows) => unlessEmpty(pairs(rows), () => mean(pairs(rows).map(({ x }) => x)))],
  ['bool_and(b)', (rows) => unlessEmpty(present(rows.map(({ b }) => b)), () => present(rows.map(({ b }) => b)).every(Boolean))],
  ['any(b)', (rows) => unlessEmpty(present(rows.map(({ b }) => b)), () => present(rows.map(({ b }) => b)).some(Boolean))],
  ['bit_and(x)', (rows) => unlessEmpty(xs(rows), () => xs(rows).reduce((a, b) => a & b))],
  ['bit_or(x)', (rows) => unlessEmpty(xs(rows), () => xs(rows).reduce((a, b) => a | b))],
  ['bit_xor(x)', (rows) => unlessEmpty(xs(rows), () => xs(rows).reduce((a, b) => a ^ b))],
  ['first(s)', (rows) => rows[0]?.s ?? null],
  ['last(s)', (rows) => rows.at(-1)?.s ?? null],
  ['first(s) IGNORE NULLS', (rows) => ss(rows)[0] ?? null],
  ['last(s, true)', (rows) => ss(rows).at(-1) ?? null],
  ['collect_list(s)', (rows) => ss(rows)],
  ['collect_list(DISTINCT s)', (rows) => [...new Set(ss(rows))]],
  ['collect_set(x)', (rows) => [...new Set(xs(rows))]],
  ["listagg(s, '-')", (rows) => unlessEmpty(ss(rows), () => ss(rows).join('-'))],
  ['percentile(x, 0.25)', (rows) => quantile(xs(rows), 0.25)],
  ['percentile(x, array(0.0, 1.0))', (rows) => unlessEmpty(xs(rows), () => [Math.min(...xs(rows)), Math.max(...xs(rows))])],
  ['median(d)', (rows) => quantile(ds(rows), 0.5)],
  ['approx_percentile(x, 0.5)', (rows) => [...xs(rows)].sort((a, b) => a - b)[Math.ceil(xs(rows).length / 2) - 1] ?? null],
  ['mode(x)', (rows) => mostFrequent(xs(rows))],
  ['mode() WITHIN GROUP (ORDER BY x DESC)', (rows) => mostFrequent([...xs(rows)].sort((a, b) => b - a))],
  ['percentile_cont(0.25) WITHIN GROUP (ORDER BY x DESC)', (rows) => quantile(xs(rows), 0.75)],
  ['percentile_disc(0.5) WITHIN GROUP (ORDER BY x)', (rows) => [...xs(rows)].sort((a, b) => a - b)[Math.ceil(xs(rows).length / 2) - 1] ?? null],
  ["listagg(s, '-') WITHIN GROUP (ORDER BY x DESC)", (rows) => unlessEmpty(ss(rows), () => ss(byDescending(rows)).join('-'))],
  ['skewness(d)', (rows) => (isFlat(ds(rows)) ? null : (Math.sqrt(ds(rows).length) * moment(ds(rows), 3)) / moment(ds(rows), 2) ** 1.5)],
  ['kurtosis(d)', (rows) => (isFlat(ds(rows)) ? null : (ds(rows).length * moment(ds(rows), 4)) / moment(ds(rows), 2) ** 2 - 3)],
  [
    'regr_sxx(d, x)',
    (rows) =>
      unlessEmpty(pairs(rows), () =>
        moment(
          pairs(rows).map(({ x }) => x),
          2,
        ),
      ),
  ],
  [
    'regr_slope(d, x)',
    (rows) =>
      isFlat(pairs(rows).map(({ x }) => x))
        ? null
        : covariance(rows) /
          moment(
            pairs(rows).map(({ x }) => x),
            2,
          ),
  ],
];

/** NULL last, equal ones as they came. */
function byDescending(rows: readonly Row[]): readonly Row[] {
  return [...rows].sort((a, b) => (b.x ?? Number.NEGATIVE_INFINITY) - (a.x ?? Number.NEGATIVE_INFINITY) || 0);
}

/** Whether there is no spread to speak of. */
function isFlat(values: readonly number[]): boolean {
  return values.every((value) => value === values[0]);
}

function covariance(rows: readonly Row[]): number {
  const both = pairs(rows);
  const [x, d] = [mean(both.map((row) => row.x)), mean(both.map((row) => row.d))];
  return sum(both.map((row) => (row.x - x) * (row.d - d)));
}

const calls: readonly AggregateCall[] = CASES.map(([text]) => {
  const checked = checkAggregate(text, SCHEMA);
  if (!checked.ok) throw new Error(`${text}: ${JSON.stringify(checked.problems)}`);
  return checked.value;
});

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 4 });

const row: fc.Arbitrary<Row> = fc.record({
  k: fc.constantFrom('a', 'b', 'c'),
  x: optional(fc.integer({ min: -3, max: 4 })),
  d: optional(fc.integer({ min: -40, max: 40 }).map((n) => n / 4)),
  s: optional(fc.constantFrom('', 'p', 'qq', 'ü', '😀')),
  b: optional(fc.boolean()),
  m: optional(fc.integer({ min: -9_999, max: 9_999 }).map((n) => (n / 100).toFixed(2))),
});

const scripts = fc.record({
  batches: fc.array(fc.array(row, { maxLength: 12 }), { minLength: 1, maxLength: 10 }),
  length: fc.integer({ min: 1, max: 5 }),
  encodeAt: fc.array(fc.constantFrom('full', 'changes', null), { minLength: 10, maxLength: 10 }),
});

interface Folding {
  add(keys: readonly Column[], inputs: ReturnType<CallArguments['over']>, selection: Int32Array | null, count: number): void;
}

const args = new CallArguments('op', calls, 'UTC');

function feed(state: Folding, batch: readonly Row[]): void {
  const rows = rowsFromValues(
    SCHEMA,
    batch.map(({ k, x, d, s, b, m }) => [k, x, d, s, b, m]),
  );
  state.add(rows.columns.slice(0, 1), args.over(rows, 0), null, batch.length);
}

function rowsOf(length: number, columns: readonly Column[]): Rows {
  const types = [SCHEMA[0]?.type ?? { kind: 'STRING' as const }, ...calls.map((call) => call.type)];
  return { schema: types.map((type, c) => ({ name: `c${c}`, type })), columns, length, selection: null };
}

function expectAnswers(answers: Rows, rows: readonly Row[]): void {
  const got = new Map(valuesFromRows(answers).map(([key, ...values]) => [key, values]));
  expect([...got.keys()].sort()).toEqual([...new Set(rows.map(({ k }) => k))].sort());
  for (const [key, values] of got) {
    const group = rows.filter(({ k }) => k === key);
    CASES.forEach(([text, naive], i) => {
      const [is, wanted] = [values[i], naive(group)];
      if (typeof is === 'number' && typeof wanted === 'number') expect(is, text).toBeCloseTo(wanted, 9);
      else expect(is, text).toEqual(wanted);
    });
  }
}

describe('every aggregate', () => {
  it('gives over a sliding window what its definition gives over the rows of the window', () => {
    fc.assert(
      fc.property(scripts, ({ batches, length }) => {
        const panes = new SlidingPanes([{ kind: 'STRING' }], calls, length);
        batches.forEach((batch, b) => {
          feed(panes, batch);
          panes.close(b + 1);
          const { length: groups, columns } = panes.window();
          expectAnswers(rowsOf(groups, columns), batches.slice(Math.max(0, b + 1 - length), b + 1).flat());
        });
      }),
      { numRuns: 60 },
    );
  });

  it('gives over all rows so far what its definition gives, and goes on bit for bit after a restore', () => {
    fc.assert(
      fc.property(scripts, ({ batches, encodeAt }) => {
        const table = new GroupTable([{ kind: 'STRING' }], calls);
        let restored = new GroupTable([{ kind: 'STRING' }], calls);
        let chain: Uint8Array[] = [];
        batches.forEach((batch, b) => {
          for (const each of [table, restored]) feed(each, batch);
          const answers = rowsOf(table.size, table.rowsOf(table.allSlots()));
          expectAnswers(answers, batches.slice(0, b + 1).flat());
          expect(digestRows(rowsOf(restored.size, restored.rowsOf(restored.allSlots())))).toEqual(digestRows(answers));
          const how = encodeAt[b] ?? null;
          if (how === null) return;
          const changes = how === 'changes' && chain.length > 0 ? table.encodeChanges() : null;
          chain = changes === null ? [table.encodeFull()] : [...chain, changes];
          restored = new GroupTable([{ kind: 'STRING' }], calls);
          chain.forEach((bytes, i) => {
            if (i === 0) restored.restoreFull(bytes);
            else restored.restoreChanges(bytes);
          });
        });
      }),
      { numRuns: 60 },
    );
  });

  it('goes on bit for bit in a window after a restore', () => {
    fc.assert(
      fc.property(scripts, ({ batches, length, encodeAt }) => {
        const panes = new SlidingPanes([{ kind: 'STRING' }], calls, length);
        let restored = new SlidingPanes([{ kind: 'STRING' }], calls, length);
        let chain: Uint8Array[] = [];
        batches.forEach((batch, b) => {
          for (const each of [panes, restored]) {
            feed(each, batch);
            each.close(b + 1);
          }
          const [one, other] = [panes.window(), restored.window()];
          expect(digestRows(rowsOf(other.length, other.columns))).toEqual(digestRows(rowsOf(one.length, one.columns)));
          const how = encodeAt[b] ?? null;
          if (how === null) return;
          const changes = how === 'changes' && chain.length > 0 ? panes.encodeChanges() : null;
          chain = changes === null ? [panes.encodeFull()] : [...chain, changes];
          restored = new SlidingPanes([{ kind: 'STRING' }], calls, length);
          restored.restore(chain[0] ?? new Uint8Array(), chain.slice(1));
        });
      }),
      { numRuns: 60 },
    );
  });
});
