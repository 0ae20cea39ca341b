// Random well-typed expressions over the whole library: written from the signatures of its functions, so a new function is tried
// without a line here. Random rows to evaluate them on. All from one seed.
import type { PlainValue } from '../../src/columns/build.ts';
import { type DataType, isIntegerType, isNumericType, type Schema } from '../../src/columns/data-type.ts';
import { formatDecimal } from '../../src/columns/decimal.ts';
import { formatDayTime, formatYearMonth } from '../../src/columns/interval-text.ts';
import { formatDate, formatTimestamp } from '../../src/columns/time.ts';
import type { FunctionDefinition } from '../../src/sql/functions/function-definition.ts';
import { library, signaturesOf } from '../../src/sql/functions/library.ts';
import { parameterAt, type Signature } from '../../src/sql/functions/signature.ts';
import { schemaOf } from './evaluate-text.ts';

export const scope: Schema = schemaOf(
  'bo BOOLEAN, bp BOOLEAN, ti TINYINT, sm SMALLINT, i INT, j INT, l BIGINT, m BIGINT, f FLOAT, d DOUBLE, e DOUBLE, p DECIMAL(10,2), ' +
    'q DECIMAL(38,10), r DECIMAL(18,4), s STRING, t STRING, bi BINARY, da DATE, ts TIMESTAMP, dt INTERVAL DAY TO SECOND, ' +
    'ym INTERVAL YEAR TO MONTH, ai ARRAY<INT>, ast ARRAY<STRING>, mp MAP<STRING, INT>, st STRUCT<x: INT, y: STRING>',
);

/** mulberry32: small, seeded, good enough to choose with. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Pattern = NonNullable<ReturnType<typeof parameterAt>>['pattern'];

/** How operators are written; the rest is called by name. */
const written: Readonly<Record<string, (args: readonly string[]) => string>> = {
  not: ([a]) => `(NOT ${a})`,
  negative: ([a]) => `(- ${a})`,
  positive: ([a]) => `(+ ${a})`,
  '~': ([a]) => `(~ ${a})`,
  isnull: ([a]) => `(${a} IS NULL)`,
  between: ([a, b, c]) => `(${a} BETWEEN ${b} AND ${c})`,
  in: ([a, ...rest]) => `(${a} IN (${rest.join(', ')}))`,
  '[]': ([a, b]) => `${a}[${b}]`,
};

const infix = new Set(['+', '-', '*', '/', '%', 'div', '&', '|', '^', '=', '<>', '<', '<=', '>', '>=', '<=>', 'and', 'or', 'like', 'ilike', 'rlike']);

/** Those whose results grow with a number get small ones; those that need a constant of a kind get one. */
const literals: ReadonlyMap<RegExp, readonly string[]> = new Map([
  [/^(?:times|count|length|size|width|decimals|number|total|limit|by|step|repetitions)$/i, ['0', '1', '2', '5', '-1']],
  [/^(?:scale|position|start|group|index|occurrence|part)$/i, ['0', '1', '2', '-1']],
  [/^(?:pattern|regex)$/i, ["'a'", "'[a-c]+'", "'%a_'", "'(a)(b)?'", "''"]],
  [/^(?:format)$/i, ["'yyyy-MM-dd'", "'HH:mm:ss'", "'0.00'"]],
  [/^(?:unit|field)$/i, ["'MONTH'", "'DAY'", "'HOUR'", "'YEAR'"]],
  [/^(?:charset)$/i, ["'UTF-8'"]],
  [/^(?:zone|from|to|sourceZone|targetZone)$/i, ["'UTC'", "'Europe/Berlin'", "'+02:00'"]],
  [/^(?:path)$/i, ["'$.a'", "'$[0]'"]],
]);

/** Their results depend on more than the row, or grow beyond measure. */
const leftOut = new Set([
  'sequence',
  'assert_true',
  'raise_error',
  'space',
  'array_repeat',
  'window',
  'session_window',
  'window_time',
  'from_json',
  'schema_of_json',
]);

interface Producer {
  readonly definition: FunctionDefinition;
  readonly signature: Signature;
}

const producers: readonly Producer[] = library
  .filter(
    (definition) =>
      (/^\w+$/.test(definition.name) || infix.has(definition.name) || written[definition.name] !== undefined) && !leftOut.has(definition.name),
  )
  .filter(({ name }) => name !== 'cast' && name !== 'try_cast' && name !== '.')
  .flatMap((definition) => signaturesOf(definition).map((signature) => ({ definition, signature })));

export class RandomExpressions {
  private readonly random: () => number;

  constructor(random: () => number) {
    this.random = random;
  }

  /** An expression of the type, or of one that becomes it; some do not check. */
  expression(type: DataType, depth: number): string {
    const choice = this.random();
    if (depth <= 0 || choice < 0.25) return this.leaf(type);
    if (choice < 0.33)
      return `CASE WHEN ${this.expression({ kind: 'BOOLEAN' }, depth - 1)} THEN ${this.expression(type, depth - 1)} ELSE ${this.leaf(type)} END`;
    if (choice < 0.42) return this.castTo(type, depth - 1);
    const fitting = producers.filter(({ signature }) => produces(signature.result, type));
    const producer = fitting[Math.floor(this.random() * fitting.length)];
    return producer === undefined ? this.leaf(type) : this.call(producer, type, depth - 1);
  }

  scalar(): DataType {
    return this.pick(scope).type;
  }

  private pick<T>(list: readonly T[]): T {
    const chosen = list[Math.floor(this.random() * list.length)];
    if (chosen === undefined) throw new Error('Nothing to pick from');
    return chosen;
  }

  private call({ definition, signature }: Producer, type: DataType, depth: number): string {
    const variables = new Map<string, DataType>();
    if (signature.result.kind === 'variable') variables.set(signature.result.name, type);
    const extra = signature.variadic ? Math.floor(this.random() * 3) : 0;
    const count = signature.parameters.length + extra;
    const args: string[] = [];
    for (let k = 0; k < count; k++) {
      const parameter = parameterAt(signature, k);
      if (parameter !== undefined) args.push(this.argument(parameter.name, parameter.pattern, variables, depth));
    }
    const form = written[definition.name];
    if (form !== undefined) return form(args);
    if (infix.has(definition.name)) return `(${args.join(` ${definition.name} `)})`;
    return `${definition.name}(${args.join(', ')})`;
  }

  private argument(name: string, pattern: Pattern, variables: Map<string, DataType>, depth: number): string {
    for (const [names, choices] of literals) if (names.test(name)) return this.pick(choices);
    return this.expression(this.typeOf(pattern, variables), depth);
  }

  private typeOf(pattern: Pattern, variables: Map<string, DataType>): DataType {
    switch (pattern.kind) {
      case 'type':
        return pattern.type;
      case 'array':
        return { kind: 'ARRAY', element: this.typeOf(pattern.element, variables) };
      case 'map':
        return { kind: 'MAP', key: this.typeOf(pattern.key, variables), value: this.typeOf(pattern.value, variables) };
      case 'variable': {
        const bound = variables.get(pattern.name);
        if (bound !== undefined) return bound;
        const type = pattern.name === 'N' ? this.pick(scope.filter((field) => isNumericType(field.type))).type : this.scalar();
        variables.set(pattern.name, type);
        return type;
      }
    }
  }

  private castTo(type: DataType, depth: number): string {
    const from = this.scalar();
    const name = this.random() < 0.5 ? 'CAST' : 'TRY_CAST';
    return `${name}(${this.expression(from, depth)} AS ${typeText(type)})`;
  }

  private leaf(type: DataType): string {
    const columns = scope.filter((field) => field.type.kind === type.kind);
    if (columns.length > 0 && this.random() < 0.7) return this.pick(columns).name;
    if (this.random() < 0.1) return 'NULL';
    switch (type.kind) {
      case 'BOOLEAN':
        return this.pick(['TRUE', 'FALSE']);
      case 'STRING':
        return this.pick(["''", "'a'", "'abc'", "'12'", "'-1.5'", "'é😀'", "'2024-02-29'", "' a b '", "'true'"]);
      case 'DATE':
        return this.pick(["DATE'2024-02-29'", "DATE'1969-12-31'"]);
      case 'TIMESTAMP':
        return this.pick(["TIMESTAMP'2024-02-29 12:34:56.789'", "TIMESTAMP'1969-12-31 23:59:59'"]);
      case 'DECIMAL':
        return this.pick(['1.5', '0.00', '-12.345', '99999999999999999999.9']);
      case 'DOUBLE':
        return this.pick(['0D', '1.5D', '-2.5D', '1e300', '1e-7']);
      case 'FLOAT':
        return this.pick(['0F', '1.1F', '-2.5F']);
      case 'BINARY':
        return this.pick(["X''", "X'00FF'", "X'616263'"]);
      case 'DAY_TIME':
        return this.pick(['INTERVAL 1 DAY', "INTERVAL '1 02:03:04.5' DAY TO SECOND", 'INTERVAL -90 MINUTES']);
      case 'YEAR_MONTH':
        return this.pick(['INTERVAL 1 MONTH', "INTERVAL '-1-2' YEAR TO MONTH"]);
      case 'ARRAY':
        return `array(${this.leaf(type.element)}, ${this.leaf(type.element)})`;
      case 'MAP':
        return `map(${this.leaf(type.key)}, ${this.leaf(type.value)})`;
      default:
        return isIntegerType(type) ? this.pick(['0', '1', '-1', '7', '2147483647', '3000000000', '1Y', '300S', '9223372036854775807']) : 'NULL';
    }
  }

  rows(count: number): PlainValue[][] {
    return Array.from({ length: count }, () => scope.map((field) => this.value(field.type)));
  }

  private value(type: DataType): PlainValue {
    if (this.random() < 0.15) return null;
    switch (type.kind) {
      case 'BOOLEAN':
        return this.random() < 0.5;
      case 'TINYINT':
        return this.pick([0, 1, -1, 127, -128, 5]);
      case 'SMALLINT':
        return this.pick([0, 1, -1, 32767, -32768, 300]);
      case 'INT':
        return this.pick([0, 1, -1, 2, 7, 31, 2147483647, -2147483648, 65536]);
      case 'BIGINT':
        return this.pick<PlainValue>([
          0,
          1,
          -1,
          10,
          3_000_000_000,
          9007199254740991,
          '9007199254740993',
          '9223372036854775807',
          '-9223372036854775808',
        ]);
      case 'FLOAT':
      case 'DOUBLE':
        return this.pick<PlainValue>([0, '-0.0', 1, -1.5, 2.5, 0.1, 123.456, 1e10, 'NaN', 'Infinity', '-Infinity']);
      case 'DECIMAL': {
        const digits = BigInt(this.pick(['0', '1', '-1', '150', '12345', '99999', '-99999', '1000000', '9'.repeat(Math.min(type.precision, 30))]));
        return formatDecimal(digits, type.scale);
      }
      case 'STRING':
        return this.pick(['', 'a', 'abc', 'ABC', ' a ', '12', '-1.5', '1e3', 'true', '2024-02-29', 'é😀x', 'aaa bbb', 'a,b,c', '{"a":1}']);
      case 'BINARY':
        return this.pick(['', '00', '616263', 'ff00']);
      case 'DATE':
        return formatDate(this.pick([0, -1, 19782, 19783, -719162, 11016, 2932896]));
      case 'TIMESTAMP':
        return formatTimestamp(this.pick([0, -1, 1_709_210_096_789_000, 951_782_400_000_000, -62_135_596_800_000_000, 1_710_054_000_000_000]));
      case 'DAY_TIME':
        return formatDayTime(type, this.pick([0n, 1n, -1n, 93_784_500_000n, -86_400_000_000n]));
      case 'YEAR_MONTH':
        return formatYearMonth(type, this.pick([0, 1, -1, 14, -25]));
      case 'ARRAY':
        return Array.from({ length: Math.floor(this.random() * 4) }, () => this.value(type.element));
      case 'MAP':
        return ['a', 'b', 'c'].slice(Math.floor(this.random() * 4)).map((key) => [key, this.value(type.value)]);
      case 'STRUCT':
        return type.fields.map((field) => this.value(field.type));
      case 'VOID':
        return null;
    }
  }
}

function produces(result: Pattern, type: DataType): boolean {
  if (result.kind === 'variable') return result.name === 'N' ? isNumericType(type) : true;
  if (result.kind === 'array') return type.kind === 'ARRAY';
  if (result.kind === 'map') return type.kind === 'MAP';
  return result.type.kind === type.kind || (isNumericType(result.type) && isNumericType(type));
}

/** The type as DDL; a DECIMAL of a random column will do for any. */
function typeText(type: DataType): string {
  switch (type.kind) {
    case 'ARRAY':
      return `ARRAY<${typeText(type.element)}>`;
    case 'MAP':
      return `MAP<${typeText(type.key)}, ${typeText(type.value)}>`;
    case 'STRUCT':
      return `STRUCT<${type.fields.map((field) => `${field.name}: ${typeText(field.type)}`).join(', ')}>`;
    case 'DECIMAL':
      return `DECIMAL(${type.precision},${type.scale})`;
    case 'DAY_TIME':
      return 'INTERVAL DAY TO SECOND';
    case 'YEAR_MONTH':
      return 'INTERVAL YEAR TO MONTH';
    case 'VOID':
      return 'STRING';
    default:
      return type.kind;
  }
}
