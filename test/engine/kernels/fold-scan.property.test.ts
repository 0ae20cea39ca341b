// Random keyed state, row by row, against the naive evaluator: expressions of every kind a scan computes, and values at which it gives
// up (beyond 2^53, beyond INT, NaN, rows without a value), which must show in nothing.
import { describe, expect, it } from 'vitest';
import type { PlainValue } from '../../../src/columns/build.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { ProblemError } from '../../../src/problem/problem.ts';
import { NaiveEvaluator } from '../../oracle/naive-evaluator.ts';
import { Random } from '../../oracle/random.ts';
import { orderedRowsDiffer, rowsDiffer } from '../../oracle/same-rows.ts';
import { RowFailure, toPlainRows } from '../../oracle/values.ts';
import { Driver, INTERVAL_MS, TestPlan } from '../plan-fixture.ts';

const SEEDS = 600;
const GROUP = 100;

const TYPES = ['BIGINT', 'INT', 'DOUBLE', 'STRING', 'BOOLEAN', 'TIMESTAMP'] as const;
type Type = (typeof TYPES)[number];

/** Rows: k STRING, i INT, b BIGINT, d DOUBLE, s STRING. Fields: one of each type, by its first letter. */
class Expressions {
  private readonly random: Random;
  private readonly seesNew: boolean;
  constructor(random: Random, seesNew: boolean) {
    this.random = random;
    this.seesNew = seesNew;
  }

  of(type: Type, depth: number): string {
    const { random } = this;
    const leaf = (): string => {
      const field = `${this.seesNew && random.chance(0.5) ? 'new' : 'state'}.${fieldOf(type)}`;
      return random.chance(0.6) ? field : random.pick(ROWS[type]);
    };
    if (depth === 0 || random.chance(0.15)) return leaf();
    const same = (): string => this.of(type, depth - 1);
    const any = [
      () => `coalesce(${same()}, ${same()})`,
      () => `if(${this.condition(depth - 1)}, ${same()}, ${same()})`,
      () => `CASE WHEN ${this.condition(depth - 1)} THEN ${same()} WHEN ${this.condition(depth - 1)} THEN ${same()} END`,
      () => `nullif(${same()}, ${same()})`,
    ];
    return random.pick([...any, ...this.own(type, same, depth)])();
  }

  private own(type: Type, same: () => string, depth: number): readonly (() => string)[] {
    const { random } = this;
    const arithmetic = [() => `(${same()} ${random.pick(['+', '-', '*'])} ${same()})`, () => `greatest(${same()}, ${same()})`];
    const more = [() => `least(${same()}, ${same()}, ${same()})`, () => `abs(${same()})`, () => `-(${same()})`];
    switch (type) {
      case 'BIGINT':
        return [
          ...arithmetic,
          ...arithmetic,
          ...more,
          () => `CAST(${this.of('INT', depth - 1)} AS BIGINT)`,
          () => `(${same()} % ${random.pick(['7L', 'b', 'CAST(i AS BIGINT)'])})`,
        ];
      case 'INT':
        return [...arithmetic, ...more, () => `CAST(${this.of('BIGINT', depth - 1)} AS INT)`];
      case 'DOUBLE':
        return [...arithmetic, ...more, () => `(${same()} / ${same()})`, () => `CAST(${this.of('INT', depth - 1)} AS DOUBLE)`];
      case 'BOOLEAN':
        return [() => this.condition(depth - 1)];
      case 'STRING':
      case 'TIMESTAMP':
        return [];
    }
  }

  condition(depth: number): string {
    const { random } = this;
    if (depth > 0 && random.chance(0.3)) return `(${this.condition(depth - 1)}) ${random.pick(['AND', 'OR'])} (${this.condition(depth - 1)})`;
    if (random.chance(0.1)) return `NOT (${this.condition(0)})`;
    const type = random.pick(TYPES);
    const [a, b, c] = [`(${this.of(type, depth)})`, `(${this.of(type, 0)})`, `(${this.of(type, 0)})`];
    return random.pick([
      `${a} ${random.pick(['=', '<>', '<', '<=', '>', '>=', '<=>'])} ${b}`,
      `${a} IS NULL`,
      `${a} IS NOT NULL`,
      ...(type === 'BOOLEAN' ? [a] : [`${a} BETWEEN ${b} AND ${c}`]),
    ]);
  }
}

const ROWS: Readonly<Record<Type, readonly string[]>> = {
  BIGINT: ['b', 'b', '1L', '0L', '9007199254740990L', 'CAST(i AS BIGINT)'],
  INT: ['i', 'i', '1', '2147483647', 'length(s)'],
  DOUBLE: ['d', 'd', '0.5D', '0D'],
  STRING: ['s', 's', "'x'", 'upper(s)', 'k'],
  BOOLEAN: ['i > 0', 's = k', 'TRUE'],
  TIMESTAMP: ['current_timestamp()', 'CAST(NULL AS TIMESTAMP)'],
};

function fieldOf(type: Type): string {
  return `f_${type.toLowerCase()}`;
}

function randomPlan(random: Random): Plan {
  const before = new Expressions(random, false);
  const after = new Expressions(random, true);
  const param = 'p';
  const named = (name: string, text: string) => ({ name, text, param });
  const keys = random.pick([[], [named('k', 'k')], [named('k', 'k')], [named('k', 'k')], [named('k', 'k'), named('odd', 'i % 2')]]);
  const plan = new TestPlan();
  const fold = plan.fold('f', plan.source('in', 'k STRING, i INT, b BIGINT, d DOUBLE, s STRING'), {
    per: 'row',
    keys,
    state: TYPES.map((type) => named(fieldOf(type), type)),
    update: TYPES.map((type) => named(fieldOf(type), before.of(type, random.between(0, 3)))),
    remove: random.chance(0.4) ? { text: after.condition(1), param } : null,
    where: random.chance(0.4) ? { text: after.condition(1), param } : null,
    emit: [
      named('k', 'k'),
      ...keys.slice(1).map(({ name }) => named(name, name)),
      ...TYPES.flatMap((type, n) => [named(`o${n}`, `state.${fieldOf(type)}`), named(`e${n}`, after.of(type, random.below(2)))]),
    ],
    timeout: null,
    initial: null,
    gives: random.pick(['rows', 'rows', 'changes', 'snapshots']),
    ...(random.chance(0.4) ? { onError: 'drop' } : {}),
  });
  return plan.sink('out', fold).finish();
}

const NUMBERS = ['BIGINT', 'INT', 'DOUBLE'] as const;

/** Counts and sums alone, which have a loop of their own. */
function randomSums(random: Random): Plan {
  const param = 'p';
  const named = (name: string, text: string) => ({ name, text, param });
  const starts = { BIGINT: ['0', '0L', '9007199254740990L', 'NULL'], INT: ['0', '7'], DOUBLE: ['0D', '0', '-0.0D', 'b'] };
  const fields = Array.from({ length: random.between(1, 3) }, (_, n) => ({ name: `f_${n}`, type: random.pick(NUMBERS) }));
  const plan = new TestPlan();
  const fold = plan.fold('f', plan.source('in', 'k STRING, i INT, b BIGINT, d DOUBLE, s STRING'), {
    per: 'row',
    keys: random.pick([[], [named('k', 'k')]]),
    state: fields.map(({ name, type }) => named(name, type)),
    update: fields.map(({ name, type }) => {
      const both = [`coalesce(state.${name}, ${random.pick(starts[type])})`, random.pick([...ROWS[type], '1'])];
      return named(name, (random.chance(0.8) ? both : both.reverse()).join(' + '));
    }),
    remove: null,
    where: random.chance(0.2) ? { text: 'new.f_0 > state.f_0', param } : null,
    emit: [
      named('k', 'k'),
      ...fields.flatMap(({ name }, n) => [...(random.chance(0.5) ? [named(`o${n}`, `state.${name}`)] : []), named(name, `new.${name}`)]),
    ],
    timeout: null,
    initial: null,
    gives: random.pick(['rows', 'rows', 'changes', 'snapshots']),
    ...(random.chance(0.4) ? { onError: 'drop' } : {}),
  });
  return plan.sink('out', fold).finish();
}

function randomRows(random: Random): PlainValue[][] {
  const keys = random.pick([1, 2, 5, 40]);
  const wild = random.chance(0.3);
  const orNull = (value: PlainValue): PlainValue => (random.chance(0.15) ? null : value);
  return Array.from({ length: random.between(0, 30) }, () => [
    orNull(`k${random.below(keys)}`),
    orNull(wild ? random.pick([0, 2_147_483_647, -2_147_483_648]) : random.between(-5, 5)),
    orNull(wild ? random.pick([0, '9007199254740993', '9223372036854775807', -9_007_199_254_740_991]) : random.between(-9, 9)),
    orNull(wild ? random.pick(['NaN', 'Infinity', '-Infinity', '-0.0', 1e308]) : random.between(-8, 8) / 4),
    orNull(random.pick(['', 'a', 'é', 'aa', 'b'])),
  ]);
}

/** null when seed and naive evaluator agree, else what differs. */
function differs(seed: number, make: (random: Random) => Plan): string | null {
  const random = new Random(seed);
  const plan = make(random);
  const columns = plan.nodes.find((node) => node.kind === 'sink')?.output.columns ?? [];
  const naive = new NaiveEvaluator(plan, 0);
  const driver = new Driver(plan);
  const isChanges = plan.nodes.some((node) => node.kind === 'fold' && node.gives !== 'rows');
  for (let batchId = 1; batchId <= 4; batchId++) {
    const rows = randomRows(random);
    let expected: readonly (readonly PlainValue[])[] | null = null;
    try {
      const [answer] = naive.batch({ batchId, timeMs: batchId * INTERVAL_MS, count: 1, rows: { in: rows } });
      expected = answer?.rows == null ? null : toPlainRows(columns, answer.rows);
    } catch (error) {
      if (!(error instanceof RowFailure)) throw error;
      expect(() => driver.run({ in: rows }), `seed ${seed}, batch ${batchId}: ${error.errorClass}`).toThrow(ProblemError);
      return null;
    }
    const actual = driver.run({ in: rows })['out'] ?? null;
    if (expected === null || actual === null) throw new Error('It fires each time');
    const text = isChanges ? rowsDiffer(columns, expected, actual) : orderedRowsDiffer(expected, actual);
    if (text !== null) return `seed ${seed}, batch ${batchId}: ${text}`;
  }
  return null;
}

describe('keyed state row by row', () => {
  const groups = Array.from({ length: SEEDS / GROUP }, (_, g) => g * GROUP + 1);
  it.each(groups)('answers as the naive evaluator, seeds from %d', { timeout: 60_000 }, (from) => {
    for (let seed = from; seed < from + GROUP; seed++) expect(differs(seed, randomPlan)).toBeNull();
  });

  it.each(groups)('counts and sums as the naive evaluator, seeds from %d', { timeout: 60_000 }, (from) => {
    for (let seed = from; seed < from + GROUP; seed++) expect(differs(seed, randomSums)).toBeNull();
  });
});
