// count, sum and avg in their forms.
import {
  BIGINT,
  BOOLEAN,
  DAY_TIME,
  type DataType,
  DOUBLE,
  isIntegerType,
  isNumericType,
  MAX_PRECISION,
  YEAR_MONTH,
} from '../../columns/data-type.ts';
import type { Term } from '../expression.ts';
import { holdsMap } from '../functions/hash.ts';
import type { TermBuilder } from '../term-builder.ts';
import type { AggregateDefinition, BoundAggregate } from './aggregate-definition.ts';
import { asBoolean, constantOf } from './argument-types.ts';

/** Numbers, intervals, and texts as DOUBLE. */
function summable([arg]: readonly Term[], terms: TermBuilder): Term | null {
  if (arg === undefined) return null;
  if (arg.type.kind === 'STRING' || arg.type.kind === 'VOID') return terms.cast(arg, DOUBLE);
  return isNumericType(arg.type) || arg.type.kind === 'DAY_TIME' || arg.type.kind === 'YEAR_MONTH' ? arg : null;
}

function typeOfSum(type: DataType): DataType {
  if (isIntegerType(type)) return BIGINT;
  if (type.kind === 'DECIMAL') return { ...type, precision: Math.min(MAX_PRECISION, type.precision + 10) };
  if (type.kind === 'DAY_TIME') return DAY_TIME;
  return type.kind === 'YEAR_MONTH' ? YEAR_MONTH : DOUBLE;
}

function typeOfAverage(type: DataType): DataType {
  if (type.kind === 'DECIMAL')
    return { kind: 'DECIMAL', precision: Math.min(MAX_PRECISION, type.precision + 4), scale: Math.min(MAX_PRECISION, type.scale + 4) };
  if (type.kind === 'DAY_TIME') return DAY_TIME;
  return type.kind === 'YEAR_MONTH' ? YEAR_MONTH : DOUBLE;
}

function bindWith(typeOf: (type: DataType) => DataType) {
  return (args: readonly Term[], terms: TermBuilder): BoundAggregate | null => {
    const arg = summable(args, terms);
    return arg === null ? null : { args: [arg], type: typeOf(arg.type) };
  };
}

/** Bits of the hash that choose a register, for the standard deviation that is asked for: Spark's rule. */
function precisionFor(relativeSD: number): number {
  return Math.ceil((2 * Math.log(1.106 / relativeSD)) / Math.log(2));
}

const DEFAULT_RELATIVE_SD = 0.05;
/** Below, only a table for each precision would be as exact as Spark's; above, Spark refuses too. */
const PRECISIONS: readonly [least: number, most: number] = [4, 14];

/** The values are hashed here, as an expression of the row; what is kept for a group sees hashes only. */
function estimated([value, relativeSD]: readonly Term[], terms: TermBuilder): BoundAggregate | null {
  if (value === undefined || holdsMap(value.type)) return null;
  const deviation = relativeSD === undefined ? DEFAULT_RELATIVE_SD : deviationOf(relativeSD, terms);
  const precision = deviation === null ? Number.NaN : precisionFor(deviation);
  if (!(precision >= PRECISIONS[0] && precision <= PRECISIONS[1])) return null;
  const { span } = value;
  const isNull = terms.call('isnull', [value], BOOLEAN, span);
  const hash = terms.when(isNull, terms.nullLiteral(BIGINT, span), terms.call('xxhash64', [value], BIGINT, span), BIGINT, span);
  return { args: [hash], constants: [precision], type: BIGINT };
}

/** A literal of DOUBLE or DECIMAL, as Spark takes it. */
function deviationOf(term: Term, terms: TermBuilder): number | null {
  if (term.kind !== 'literal' || (term.type.kind !== 'DOUBLE' && term.type.kind !== 'DECIMAL')) return null;
  const given = constantOf(term, terms, DOUBLE);
  return typeof given === 'number' ? given : null;
}

const wants = 'one number or interval';

export const sums: readonly AggregateDefinition[] = [
  {
    name: 'count',
    signatures: ['count(*) -> BIGINT', 'count(value A...) -> BIGINT'],
    help: 'How many rows. count(x) counts the rows where x is not NULL, count(x, y) those where neither is; count(DISTINCT x) their different values.',
    example: 'count(*)',
    takes: [1, 50],
    distinct: 'values',
    wants: '* or values',
    bind: (args) => ({ args, type: BIGINT }),
  },
  {
    name: 'count_if',
    signatures: ['count_if(condition BOOLEAN) -> BIGINT'],
    help: 'How many rows satisfy the condition.',
    example: 'count_if(status >= 500)',
    takes: [1, 1],
    distinct: 'values',
    wants: 'one condition',
    bind: ([condition], terms) => {
      const arg = asBoolean(condition, terms);
      return arg === null ? null : { args: [arg], type: BIGINT };
    },
  },
  {
    name: 'approx_count_distinct',
    signatures: ['approx_count_distinct(value A) -> BIGINT', 'approx_count_distinct(value A, relativeSD DOUBLE) -> BIGINT'],
    help: 'About how many different values that are not NULL, in little memory: HyperLogLog++ with a standard deviation of 0.05, or the one written. count(DISTINCT x) counts exactly.',
    difference: 'A relativeSD below 0.0087 is refused.',
    example: 'approx_count_distinct(page)',
    takes: [1, 2],
    distinct: 'same',
    wants: 'a value that is and holds no MAP, and a relativeSD from 0.0087 to 0.39 written out, such as 0.05; count(DISTINCT x) counts exactly',
    bind: estimated,
  },
  {
    name: 'sum',
    signatures: ['sum(value N) -> BIGINT, DOUBLE, DECIMAL or an interval'],
    help: 'The sum of the values that are not NULL; NULL when there are none. Integers give BIGINT and fail beyond 64 bits.',
    example: 'sum(n)',
    takes: [1, 1],
    distinct: 'values',
    wants,
    bind: bindWith(typeOfSum),
  },
  {
    name: 'try_sum',
    signatures: ['try_sum(value N) -> BIGINT, DOUBLE, DECIMAL or an interval'],
    help: 'As sum, but NULL when the sum does not fit.',
    example: 'try_sum(n)',
    takes: [1, 1],
    distinct: 'values',
    wants,
    bind: bindWith(typeOfSum),
  },
  {
    name: 'avg',
    aliases: ['mean'],
    signatures: ['avg(value N) -> DOUBLE, DECIMAL or an interval'],
    help: 'The mean of the values that are not NULL; NULL when there are none.',
    example: 'avg(celsius)',
    takes: [1, 1],
    distinct: 'values',
    wants,
    bind: bindWith(typeOfAverage),
  },
  {
    name: 'try_avg',
    signatures: ['try_avg(value N) -> DOUBLE, DECIMAL or an interval'],
    help: 'As avg, but NULL when the sum behind it does not fit.',
    example: 'try_avg(price)',
    takes: [1, 1],
    distinct: 'values',
    wants,
    bind: bindWith(typeOfAverage),
  },
];
