// Makes operators of random pipelines meet rows they have no value for: one of their expressions is spoiled, so that it fails for
// some rows, and the operator goes on without them. A spoiled operator never stops the run; that is a trial of its own.
import type { Schema } from '../../src/columns/data-type.ts';
import type { OperatorBox } from '../../src/pipeline/document.ts';
import type { Json } from '../../src/problem/json.ts';
import type { Random } from './random.ts';
import { hasInexact } from './random-operators.ts';

type Params = OperatorBox['params'];

/** What the expressions of a box are over: names as they are written there. */
export interface Scope {
  readonly columns: Schema;
  readonly prefix: string;
}

const AGGREGATES: ReadonlySet<string> = new Set([
  'tumbling-window',
  'sliding-window',
  'running-aggregate',
  'reduce',
  'reduce-by-key',
  'reduce-by-window',
]);
const KEYED: ReadonlySet<string> = new Set(['count-values', 'count-values-by-window', 'count-per-batch', 'group-by-key', 'group-by-key-and-window']);

/** The box, perhaps with a spoiled expression and a policy. `scopes`: of its inputs. `isOrdered`: the order of its rows is defined, and with it which of them is too much for a sum. */
export function perhapsRefusing(random: Random, box: OperatorBox, scopes: readonly Scope[], isOrdered: boolean): OperatorBox {
  if (!random.chance(0.3)) return box;
  const failing = failingInt(random, random.pick(scopes));
  const spoiled = failing === null ? null : spoil(random, box, failing, isOrdered);
  if (spoiled === null) return box;
  // A refused row is compared as text, where the last digit of a sum of doubles counts.
  const isExact = scopes.every(({ columns }) => !hasInexact(columns)) && !/sum|avg/.test(JSON.stringify(box.params));
  return { ...box, params: { ...spoiled, onError: isExact && random.chance(0.7) ? 'errors' : 'drop' } };
}

/** The operator that reads an errors port: without the sentence, which is not compared. */
export const REASONS: OperatorBox = { type: 'map', params: { mode: 'replace', columns: { reason: 'reason', bad: 'row' } } };

/** An INT or BIGINT, NULL, or no value at all. */
function failingInt(random: Random, { columns, prefix }: Scope): string | null {
  const named = (...kinds: readonly string[]) => columns.filter(({ type }) => kinds.includes(type.kind)).map(({ name }) => `${prefix}${name}`);
  const text = named('STRING');
  const whole = named('INT', 'BIGINT');
  const makers = [
    ...text.flatMap((name) => [`1 % (length(${name}) % 3)`, `CAST(if(length(${name}) % 2 = 0, ${name}, '7') AS INT)`]),
    ...whole.map((name) => `1 % (${name} % 4)`),
  ];
  return makers.length === 0 ? null : random.pick(makers);
}

function spoil(random: Random, { type, params }: OperatorBox, failing: string, isOrdered: boolean): Params | null {
  const isSmall = `coalesce(${failing}, 0) < 5`;
  const both = (name: string): Params => {
    const given = params[name];
    const text = typeof given === 'string' && given !== '' ? `(${given}) AND ${isSmall}` : isSmall;
    return { ...params, [name]: random.chance(0.5) || typeof given !== 'string' || given === '' ? text : `${isSmall} AND (${given})` };
  };
  const entry = (name: string, key: string, text: string): Params => ({ ...params, [name]: { ...mapOf(params[name]), [key]: text } });
  const listed = (name: string, item: string): Params => ({ ...params, [name]: [...listOf(params[name]), item] });
  if (AGGREGATES.has(type)) {
    const choices = [
      () => entry('aggregates', 'bad', `count(${failing})`),
      () => entry('aggregates', 'bad', `max(${failing}) FILTER (WHERE ${isSmall})`),
      () => entry('aggregates', 'bad', '1 % (count(*) % 2)'),
      // Sums that pass 64 bits after two of them; windows that share rows stop over it, which is a trial of its own.
      ...(!isOrdered || type === 'sliding-window' || type === 'reduce-by-window'
        ? []
        : [() => entry('aggregates', 'bad', `sum(${hugeInt(random, failing)})`)]),
      ...(Array.isArray(params['keys']) ? [() => listed('keys', `${failing} AS bad`)] : []),
    ];
    return random.pick(choices)();
  }
  if (KEYED.has(type)) return listed('keys', `${failing} AS bad`);
  switch (type) {
    case 'filter':
      return both('condition');
    case 'map':
      return entry('columns', 'bad', failing);
    case 'explode':
      return { ...params, expression: `if(${isSmall}, ${String(params['expression'])}, NULL)` };
    case 'top':
    case 'sort':
      return { ...params, orderBy: [failing, ...listOf(params['orderBy'])] };
    case 'reduce-by-key-and-window':
      return random.chance(0.5) ? listed('keys', `${failing} AS bad`) : { ...params, filter: '1 % (n % 2) = 1' };
    case 'lookup-join':
    case 'join':
      return random.chance(0.7) || Object.keys(mapOf(params['columns'])).length === 0 ? both('on') : entry('columns', 'bad', failing);
    case 'cogroup':
      return entry('columns', 'bad', `1 % ((${String(mapOf(params['columns'])['n'])}) % 2)`);
    case 'map-with-state':
      return random.pick([
        () => entry('update', 'n', `coalesce(state.n, 0L) + 1 + 0 * ${parenthesised(failing)}`),
        () => entry('update', 'n', 'coalesce(state.n, 0L) + 1 + 0 * (1 % (coalesce(state.n, 1L) % 3))'),
        () => both('where'),
        () => both('remove'),
        () => entry('emit', 'bad', failing),
        () => entry('emit', 'bad', '1 % (new.n % 2)'),
        () => listed('keys', `${failing} AS bad`),
        () => ({ ...entry('onTimeout', 'was', '1L % (state.n % 2)'), timeout: params['timeout'] ?? '2 seconds' }),
      ])();
    case 'update-state-by-key':
      return random.pick([
        () => entry('update', 'n', 'coalesce(state.n, 0L) + count(*) + 0 * (1 % (count(*) % 2))'),
        ...(isOrdered ? [() => entry('update', 'n', `coalesce(state.n, 0L) + count(*) + coalesce(sum(${hugeInt(random, failing)}), 0L) % 2`)] : []),
        () => entry('update', 'idle', `if(count(${failing}) > 0, 0, coalesce(state.idle, 0) + 1)`),
        () => entry('emit', 'bad', '1 % (new.n % 3)'),
        () => ({ ...params, remove: '1 % (new.n % 4) = 2' }),
        () => ({ ...params, where: '1 % ((new.idle + 1) % 3) = 1' }),
        () => listed('keys', `${failing} AS bad`),
      ])();
    default:
      return null;
  }
}

/** Now and then a number of which two are too much. */
function hugeInt(random: Random, failing: string): string {
  const huge = random.pick(['5000000000000000000L', '-5000000000000000000L', '9223372036854775807L']);
  return `if(coalesce(${failing}, 0) = ${random.between(0, 1)}, ${huge}, 7L)`;
}

function parenthesised(text: string): string {
  return `(${text})`;
}

function listOf(given: Json | undefined): readonly Json[] {
  return Array.isArray(given) ? given : [];
}

function mapOf(given: Json | undefined): { readonly [name: string]: Json } {
  return typeof given === 'object' && given !== null && !Array.isArray(given) ? (given as { readonly [name: string]: Json }) : {};
}
