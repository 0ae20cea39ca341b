// Random Spark SQL over given columns, with values that go wrong in practice: NULL, empty text, NaN, -0.0, letters outside
// ASCII, integers beyond 2^53. Everything here is understood by the naive evaluator and cannot raise an error of a row.
import { fieldIndex, type Schema, type TypeKind } from '../../src/columns/data-type.ts';
import type { Random } from './random.ts';

/** Columns of one kind, as they are written in an expression. */
function columnsOf(columns: Schema, ...kinds: readonly TypeKind[]): readonly string[] {
  return columns.filter((field) => kinds.includes(field.type.kind)).map((field) => field.name);
}

/** Doubles as a source gave them. Sums depend on the order of adding in their last digits, so what an aggregate gave is never compared or grouped by. */
function exactDoubles(columns: Schema): readonly string[] {
  return columnsOf(columns, 'DOUBLE').filter((name) => !/^[am]\d+$/.test(name));
}

function fill(random: Random, template: string, column: string): string {
  return template.replaceAll('@', column).replaceAll('#', String(random.between(0, 9)));
}

const TEXT = [
  '@',
  'lower(@)',
  'upper(@)',
  "nullif(@, '')",
  'if(length(@) > 4, NULL, @)',
  "concat(@, '-é')",
  'substring(@, 1, 2)',
  "coalesce(nullif(@, 'the'), '∅')",
  "CASE WHEN @ < 'm' THEN 'a to l' WHEN @ IS NULL THEN NULL ELSE '日本' END",
];
const TEXT_TO_INT = ['length(@)', 'nullif(length(@), #)', '-length(@)'];
const INT = ['@', '@ % 1000 + 1', '@ % (# + 1)', 'if(@ % 2 = 0, NULL, @)', '-(@ % 100)'];
const TO_BIG = ['CAST(@ AS BIGINT)', '(@ % 100) * 90071992547409L', 'if(@ % 3 = 0, 9007199254740993L, @)', '(@ % 1000) + 9007199254740990L'];
const BIG = ['@ % 1000000007', 'nullif(@ % #000001, 3)', '@ % 1000 - 500'];
const DOUBLE = ['@', '@ * 0.5D', 'if(isnan(@), NULL, @ - 20D)', '0D * @'];
const EXACT_DOUBLE = ["if(@ > 20D, CAST('NaN' AS DOUBLE), @)", 'if(@ < 21D, 0D * -1, @)', "if(@ > 22D, CAST('Infinity' AS DOUBLE), @)"];
const TO_DOUBLE = ['CAST(@ % 1000 AS DOUBLE)', '(@ % 1000) / 4'];

/** An expression of a scalar type, or null when the columns give nothing to work on. */
export function randomScalar(random: Random, columns: Schema): string | null {
  const text = columnsOf(columns, 'STRING');
  const int = columnsOf(columns, 'INT');
  const big = columnsOf(columns, 'BIGINT');
  const double = columnsOf(columns, 'DOUBLE');
  const makers: (() => string)[] = [() => random.pick(["'x'", '1', 'CAST(NULL AS STRING)', '2.5D', 'TRUE', 'current_timestamp()'])];
  const offer = (names: readonly string[], templates: readonly string[], weight: number): void => {
    for (let i = 0; i < weight && names.length > 0; i++) makers.push(() => fill(random, random.pick(templates), random.pick(names)));
  };
  offer(text, TEXT, 4);
  offer(text, TEXT_TO_INT, 2);
  offer(int, INT, 3);
  offer(int, TO_BIG, 2);
  offer(int, TO_DOUBLE, 1);
  offer(big, BIG, 3);
  offer(double, DOUBLE, 2);
  offer(exactDoubles(columns), EXACT_DOUBLE, 2);
  if (makers.length > 1 && random.chance(0.9)) makers.shift();
  return random.pick(makers)();
}

/** A condition; TRUE, FALSE and NULL all happen. */
export function randomCondition(random: Random, columns: Schema): string {
  const text = columnsOf(columns, 'STRING');
  const whole = columnsOf(columns, 'INT', 'BIGINT');
  const double = exactDoubles(columns);
  const flags = columnsOf(columns, 'BOOLEAN');
  const makers: (() => string)[] = [];
  if (text.length > 0) {
    makers.push(() =>
      fill(
        random,
        random.pick(["@ <> ''", 'length(@) > 3', '@ IS NOT NULL', "@ IN ('the', 'whale', '')", "NOT (@ = 'a' OR length(@) > 6)", "@ > 'm'"]),
        random.pick(text),
      ),
    );
  }
  if (whole.length > 0) {
    makers.push(() =>
      fill(random, random.pick(['@ % 2 = 0', '@ > #', '@ BETWEEN 1 AND 50#', '@ IS NULL OR @ % 3 <> 1', '@ <=> NULL']), random.pick(whole)),
    );
  }
  if (double.length > 0) {
    makers.push(() => fill(random, random.pick(['@ > 20D', '@ <= 21.5D OR isnan(@)', '@ IS NOT NULL', '@ = 0D']), random.pick(double)));
  }
  if (flags.length > 0) makers.push(() => random.pick(flags));
  if (makers.length === 0) return random.pick(['TRUE', '1 = 1', 'NULL IS NULL']);
  const [first, second] = [random.pick(makers)(), random.pick(makers)()];
  return random.chance(0.25) ? `(${first}) ${random.pick(['AND', 'OR'])} (${second})` : first;
}

/** A list to take apart, or null when there is no text. */
export function randomList(random: Random, columns: Schema): string | null {
  const text = columnsOf(columns, 'STRING');
  const numbers = columnsOf(columns, 'INT', 'BIGINT');
  if (text.length > 0 && random.chance(0.8)) {
    const templates = [
      "split(lower(@), '[^a-z]+')",
      "split(@, ' ')",
      "split(substring(@, 1, 3), '')",
      "array(@, NULL, 'z')",
      "if(length(@) > 12, NULL, split(@, 'a'))",
    ];
    return fill(random, random.pick(templates), random.pick(text));
  }
  return numbers.length > 0
    ? fill(random, random.pick(['array(@, @ % 10)', 'array(@)', 'if(@ % 2 = 0, NULL, array(@, NULL))']), random.pick(numbers))
    : null;
}

/** Aggregates under new names, one to four of them. Sums are over values that cannot overflow. */
export function randomAggregates(random: Random, columns: Schema): { readonly [name: string]: string } {
  const any = columnsOf(columns, 'STRING', 'INT', 'BIGINT', 'DOUBLE', 'BOOLEAN', 'TIMESTAMP');
  // Doubles that differ by the order of adding would be counted as different.
  const countable = [...columnsOf(columns, 'STRING', 'INT', 'BIGINT', 'BOOLEAN', 'TIMESTAMP'), ...exactDoubles(columns)];
  const numbers = columnsOf(columns, 'INT', 'DOUBLE');
  const big = columnsOf(columns, 'BIGINT');
  const makers: (() => string)[] = [() => 'count(*)'];
  if (any.length > 0)
    makers.push(
      () => `count(${random.pick(any)})`,
      () => `min(${random.pick(any)})`,
      () => `max(${random.pick(any)})`,
    );
  if (countable.length > 0) makers.push(() => `approx_count_distinct(${random.pick(countable)}${random.pick(['', ', 0.3', ', 0.1'])})`);
  if (numbers.length > 0)
    makers.push(
      () => `sum(${random.pick(numbers)})`,
      () => `avg(${random.pick(numbers)})`,
    );
  if (big.length > 0)
    makers.push(
      () => `sum(${random.pick(big)} % 90071992547409931)`,
      () => `sum(${random.pick(big)} % 1000)`,
      () => `bitmap_construct_agg(abs(${random.pick(big)} % 300))`,
    );
  const count = random.between(1, 4);
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`a${i}`, random.pick(makers)()]));
}

/** Group keys, none to three: columns and named expressions. */
export function randomKeys(random: Random, columns: Schema): readonly string[] {
  const keys: string[] = [];
  const names = [...columnsOf(columns, 'STRING', 'INT', 'BIGINT', 'BOOLEAN'), ...exactDoubles(columns)];
  const count = random.pick([0, 1, 1, 1, 2, 3]);
  for (let i = 0; i < count; i++) {
    const usable = columns.filter((field) => field.type.kind !== 'DOUBLE' || exactDoubles(columns).includes(field.name));
    const scalar = random.chance(0.4) ? randomScalar(random, usable) : null;
    if (scalar !== null) keys.push(`${scalar} AS k${i}`);
    else if (names.length > 0) keys.push(random.pick(names));
  }
  return [...new Set(keys)].filter((key, i) => fieldIndex(columns, key) < 0 || keys.indexOf(key) === i);
}
