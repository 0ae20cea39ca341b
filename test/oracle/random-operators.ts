// Random settings of the operators of batch time: joins, windows of rows, order, lists and keyed state. As everything random
// here they cannot raise an error of a row, and what depends on the order of rows is put only where that order is defined.
import { fieldIndex, type Schema } from '../../src/columns/data-type.ts';
import type { OperatorBox } from '../../src/pipeline/document.ts';
import type { StreamType } from '../../src/plan/stream-type.ts';
import type { Random } from './random.ts';
import { randomAggregates, randomCondition, randomKeys, randomScalar } from './random-expressions.ts';

type Params = OperatorBox['params'];

const HOWS = ['inner', 'inner', 'left', 'right', 'full', 'leftsemi', 'leftanti'];

/** A box over one stream, or null when its columns give nothing to work on. `isOrdered`: the order of its rows is defined. */
export function randomBatchOperator(random: Random, input: StreamType, isOrdered: boolean): OperatorBox | null {
  const { columns } = input;
  const makers: (() => OperatorBox | null)[] = [
    () => ({ type: 'window', params: windowParams(random, input) }),
    () => (hasInexact(columns) ? null : { type: 'distinct', params: {} }),
    () => ({ type: 'count-values', params: { keys: valueKeys(random, columns), as: 'n' } }),
    () => ({ type: 'reduce', params: { aggregates: randomAggregates(random, columns) } }),
    () => ({ type: 'reduce-by-key', params: { keys: randomKeys(random, columns), aggregates: compositeAggregates(random, columns) } }),
    () =>
      hasInexact(columns)
        ? null
        : {
            type: 'top',
            params: {
              orderBy: totalOrder(random, columns),
              limit: random.between(1, 4),
              perKey: random.chance(0.5) ? randomKeys(random, columns) : [],
            },
          },
    () => ({ type: 'sort', params: { orderBy: totalOrder(random, columns) } }),
    () => ({ type: 'count-by-window', params: { ...windowParams(random, input), as: 'n' } }),
    () => reduceByWindow(random, input),
    () => reduceByKeyAndWindow(random, input),
    () => ({ type: 'count-values-by-window', params: { ...windowParams(random, input), keys: valueKeys(random, columns), as: 'n' } }),
    () => lookupJoin(random, columns),
    () => foldPerBatch(random, columns),
    () => foldPerBatch(random, columns),
  ];
  if (isOrdered) {
    makers.push(
      () => foldPerRow(random, columns, input.slideMs),
      () => foldPerRow(random, columns, input.slideMs),
      () => foldPerRow(random, columns, input.slideMs),
      () => collect(random, 'group-by-key', columns, {}),
      () => collect(random, 'group-by-key-and-window', columns, windowParams(random, input)),
    );
  }
  return random.pick(makers)();
}

/** A join of two streams, left and right. */
export function randomJoin(random: Random, left: Schema, right: Schema, areOrdered: boolean): OperatorBox | null {
  const on = joinCondition(random, left, right);
  if (on === null) return null;
  if (areOrdered && random.chance(0.3)) {
    const equal = on.split(' AND ').filter((part) => / (?:=|<=>) /.test(part) && !part.includes('('));
    if (equal.length > 0) return { type: 'cogroup', params: { on: equal.join(' AND '), columns: cogroupColumns(random, left, right) } };
  }
  const how = random.pick(HOWS);
  const columns = how === 'leftsemi' || how === 'leftanti' || random.chance(0.5) ? {} : joinColumns(random, left, right);
  return { type: 'join', params: { how, on, columns } };
}

function windowParams(random: Random, { slideMs }: StreamType): Params {
  const size = random.pick([1, 2, 2, 3, 3, 4, 5, 7]) * slideMs;
  const slide = random.pick([1, 1, 1, 2, 2, 3, 4]) * slideMs;
  return { time: 'batch', size: `${size} milliseconds`, slide: `${slide} milliseconds` };
}

/** Aggregates, one of them perhaps inside an expression. */
function compositeAggregates(random: Random, columns: Schema): Params {
  const aggregates = randomAggregates(random, columns);
  return random.chance(0.5)
    ? { ...aggregates, c: random.pick(['count(*) * 2 + 1', 'if(count(*) > 1, count(*), NULL)', 'coalesce(nullif(count(*), 1), -1)']) }
    : aggregates;
}

function reduceByWindow(random: Random, input: StreamType): OperatorBox {
  const inverse = random.chance(0.5);
  const aggregates = inverse ? sums(random, input.columns) : randomAggregates(random, input.columns);
  return { type: 'reduce-by-window', params: { ...windowParams(random, input), aggregates, inverse: inverse ? 'yes' : 'no' } };
}

function reduceByKeyAndWindow(random: Random, input: StreamType): OperatorBox {
  const inverse = random.pick(['no', 'drop', 'keep', 'keep']);
  const aggregates = inverse === 'no' ? randomAggregates(random, input.columns) : sums(random, input.columns);
  const filter = random.chance(0.3) ? { filter: 'n > 0' } : {};
  const params = {
    ...windowParams(random, input),
    keys: randomKeys(random, input.columns),
    aggregates: { ...aggregates, n: 'count(*)' },
    inverse,
    ...filter,
  };
  return { type: 'reduce-by-key-and-window', params };
}

/** What an inverse window takes. */
function sums(random: Random, columns: Schema): { readonly [name: string]: string } {
  const numbers = columns.filter(({ type }) => type.kind === 'INT' || type.kind === 'DOUBLE').map(({ name }) => name);
  const sum = numbers.length > 0 && random.chance(0.7) ? { a1: `sum(${random.pick(numbers)})` } : {};
  return { a0: 'count(*)', ...sum };
}

/** Whether some double depends on the order of adding, so that rows with it are never told apart or ordered by all they have. */
export function hasInexact(columns: Schema): boolean {
  return columns.some(
    ({ name, type }) => (type.kind === 'DOUBLE' && /^[am]\d+$/.test(name)) || (type.kind === 'ARRAY' && type.element.kind === 'DOUBLE'),
  );
}

/** None (the whole row) only where whole rows can be compared. */
function valueKeys(random: Random, columns: Schema): readonly string[] {
  const keys = randomKeys(random, columns);
  return keys.length > 0 || !hasInexact(columns) ? keys : ["'all' AS k0"];
}

/** Every column stands in it somewhere, so that only equal rows are left to chance. Sums of doubles are no order. */
function totalOrder(random: Random, columns: Schema): readonly string[] {
  const names = columns.filter((field) => !hasInexact([field])).map(({ name }) => name);
  const first = names.length > 0 ? random.between(0, names.length - 1) : 0;
  const turned = [...names.slice(first), ...names.slice(0, first)];
  const order = turned.map((name) => `${name}${random.pick(['', ' ASC', ' DESC', ' DESC', ' NULLS LAST', ' DESC NULLS FIRST'])}`);
  return order.length > 0 ? order : ['1'];
}

function lookupJoin(random: Random, columns: Schema): OperatorBox | null {
  const text = columns.filter(({ type }) => type.kind === 'STRING').map(({ name }) => name);
  const whole = columns.filter(({ type }) => type.kind === 'INT' || type.kind === 'BIGINT').map(({ name }) => name);
  if (text.length + whole.length === 0) return null;
  const byText = whole.length === 0 || (text.length > 0 && random.chance(0.7));
  const table = byText
    ? 'tk,tv\nthe,1\nwhale,2\nwhale,3\n,4\n"",5\na,6\nx,\n'
    : '[{"tk":0,"tv":"zero"},{"tk":1,"tv":"one"},{"tk":1,"tv":null},{"tk":null,"tv":"none"}]';
  const schema = byText ? 'tk STRING, tv INT' : 'tk INT, tv STRING';
  const equal = random.pick(['=', '=', '<=>']);
  const key = byText ? `l.${random.pick(text)} ${equal} r.tk` : `l.${random.pick(whole)} % 3 ${equal} r.tk`;
  const more = random.chance(0.3) ? (byText ? ' AND r.tv > 1' : " AND r.tv <> 'one'") : '';
  const how = random.pick(['inner', 'left', 'leftsemi', 'leftanti']);
  // A column of that name may be there from another lookup.
  const named = how === 'inner' || how === 'left' ? { columns: { ...lefts(columns), [`t${columns.length}`]: 'r.tv' } } : {};
  return { type: 'lookup-join', params: { schema, table, how, on: `${key}${more}`, ...named } };
}

function lefts(columns: Schema): Params {
  return Object.fromEntries(columns.map(({ name }) => [name, `l.${name}`]));
}

function joinCondition(random: Random, left: Schema, right: Schema): string | null {
  const comparable = (kind: string) => ['STRING', 'INT', 'BIGINT', 'BOOLEAN'].includes(kind);
  const pairs = left.flatMap((a) => right.filter((b) => b.type.kind === a.type.kind && comparable(a.type.kind)).map((b) => [a, b] as const));
  if (pairs.length === 0) return random.chance(0.1) ? 'TRUE' : null;
  const [a, b] = random.pick(pairs);
  const equal = `l.${a.name} ${random.pick(['=', '=', '=', '<=>'])} r.${b.name}`;
  if (random.chance(0.7)) return equal;
  const [c, d] = random.pick(pairs);
  const other = random.pick([`l.${c.name} < r.${d.name}`, `l.${c.name} = r.${d.name}`, `(l.${c.name} IS NULL OR l.${c.name} >= r.${d.name})`]);
  return random.chance(0.2) ? other : `${equal} AND ${other}`;
}

function joinColumns(random: Random, left: Schema, right: Schema): Params {
  const some = (columns: Schema, side: string) =>
    columns
      .filter(() => random.chance(0.6))
      // A double keeps a name that says that it may be inexact.
      .map(({ name, type }, i) => [type.kind === 'DOUBLE' ? `m${side === 'l' ? 1 : 2}0${i}` : `${side}_${name}`, `${side}.${name}`] as const);
  const chosen = [...some(left, 'l'), ...some(right, 'r')];
  return chosen.length === 0 ? { l0: "'x'" } : Object.fromEntries(chosen);
}

function cogroupColumns(random: Random, left: Schema, right: Schema): Params {
  const listed = (columns: Schema) => random.pick(columns.filter(({ type }) => type.kind !== 'DOUBLE'));
  const [a, b] = [listed(left), listed(right)];
  return { first: `get(l.${a.name}, 0)`, ls: `l.${a.name}`, rs: `r.${b.name}`, n: `size(l.${a.name}) + size(r.${b.name})` };
}

function collect(random: Random, type: string, columns: Schema, params: Params): OperatorBox | null {
  const scalar = randomScalar(random, columns);
  return scalar === null ? null : { type, params: { ...params, keys: randomKeys(random, columns), value: scalar, as: 'values' } };
}

function foldPerBatch(random: Random, columns: Schema): OperatorBox {
  const keys = foldKeys(random, columns);
  const whole = columns.filter(({ type }) => type.kind === 'INT').map(({ name }) => name);
  const state: { [name: string]: string } = { n: 'BIGINT', idle: 'INT' };
  const update: { [name: string]: string } = { n: 'coalesce(state.n, 0L) + count(*)', idle: 'if(count(*) > 0, 0, coalesce(state.idle, 0) + 1)' };
  if (whole.length > 0 && random.chance(0.6)) {
    const column = random.pick(whole);
    state['m'] = random.pick(['INT', 'BIGINT', 'STRING']);
    update['m'] = state['m'] === 'STRING' ? `CAST(max(${column}) AS STRING)` : `greatest(state.m, max(${column}))`;
  }
  const gives = random.pick(['all', 'all', 'changes']);
  return {
    type: 'update-state-by-key',
    params: {
      keys,
      state,
      update,
      emit: { ...namedKeys(keys), n: 'new.n', was: 'state.n', idle: 'new.idle', ...(state['m'] === undefined ? {} : { m: 'new.m' }) },
      ...(random.chance(0.5) ? { remove: `new.idle >= ${random.between(1, 4)}` } : {}),
      ...(random.chance(0.3) ? { where: random.pick(['new.n % 2 = 0', 'count(*) > 0', 'state.n IS NOT NULL']) } : {}),
      gives,
      ...initial(random, keys, 'n,idle', '5,1'),
    },
  };
}

function foldPerRow(random: Random, columns: Schema, slideMs: number): OperatorBox {
  const keys = foldKeys(random, columns);
  const scalar = columns.filter(
    (field) => ['STRING', 'INT', 'BIGINT', 'BOOLEAN', 'DOUBLE', 'TIMESTAMP'].includes(field.type.kind) && !hasInexact([field]),
  );
  const last = scalar.length > 0 ? random.pick(scalar) : null;
  const state: { [name: string]: string } = { n: 'BIGINT', ...(last === null ? {} : { last: last.type.kind }) };
  const update: { [name: string]: string } = { n: 'coalesce(state.n, 0L) + 1', ...(last === null ? {} : { last: last.name }) };
  const gives = random.pick(['rows', 'rows', 'changes', 'snapshots']);
  const emit = { ...namedKeys(keys), n: 'new.n', was: 'state.n', ...(last === null ? {} : { before: 'state.last', now: 'new.last' }) };
  const timeout = random.chance(0.5)
    ? {
        timeout: `${random.between(1, 6) * slideMs} milliseconds`,
        ...(random.chance(0.7) ? { onTimeout: { ...namedKeys(keys), n: 'state.n', was: 'NULL' } } : {}),
        timeoutScan: random.pick(['batch', 'batch', 'checkpoint']),
      }
    : {};
  return {
    type: 'map-with-state',
    params: {
      keys,
      state,
      update,
      emit,
      ...(random.chance(0.4) ? { remove: random.pick([`new.n >= ${random.between(2, 5)}`, 'state.n IS NOT NULL']) } : {}),
      ...(random.chance(0.4) ? { where: random.pick(['new.n % 2 = 1', 'state.n IS NULL', randomCondition(random, columns)]) } : {}),
      gives,
      ...timeout,
      ...initial(random, keys, last === null ? 'n' : 'n,last', last === null ? '7' : '7,'),
    },
  };
}

/** Keys by which rows of a fold are told apart: plain columns, so that they can be emitted by name. */
function foldKeys(random: Random, columns: Schema): readonly string[] {
  const names = columns.filter(({ type }) => ['STRING', 'INT', 'BIGINT', 'BOOLEAN'].includes(type.kind)).map(({ name }) => name);
  const count = random.pick([0, 1, 1, 1, 1, 2]);
  const keys = Array.from({ length: count }, () => (names.length > 0 ? random.pick(names) : null)).filter((key) => key !== null);
  const named = random.chance(0.2)
    ? [
        ...keys,
        `${
          randomScalar(
            random,
            columns.filter(({ type }) => type.kind !== 'DOUBLE'),
          ) ?? '1'
        } AS key_${columns.length}`,
      ]
    : keys;
  return [...new Set(named)].filter((key, i, all) => fieldIndex(columns, key) < 0 || all.indexOf(key) === i);
}

function namedKeys(keys: readonly string[]): Params {
  const names = keys.map((key) => / AS (\w+)$/.exec(key)?.[1] ?? key);
  return Object.fromEntries(names.map((name, i) => [`k${i}`, name]));
}

/** Initial state of the one key of a fold without any; with keys its rows would need values of their types. */
function initial(random: Random, keys: readonly string[], header: string, row: string): Params {
  return keys.length === 0 && random.chance(0.4) ? { initial: `${header}\n${row}` } : {};
}
