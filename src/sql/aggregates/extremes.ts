// The least and the greatest, and what stands beside them; conditions over all rows; bits.
import { BIGINT, BOOLEAN, INT, isIntegerType, isOrderable, SMALLINT, TINYINT } from '../../columns/data-type.ts';
import type { Term } from '../expression.ts';
import type { TermBuilder } from '../term-builder.ts';
import type { AggregateDefinition, AggregateFunction, BoundAggregate } from './aggregate-definition.ts';
import { asBoolean } from './argument-types.ts';

function ordered([arg]: readonly Term[]): BoundAggregate | null {
  return arg !== undefined && isOrderable(arg.type) ? { args: [arg], type: arg.type } : null;
}

function by([value, order]: readonly Term[]): BoundAggregate | null {
  return value !== undefined && order !== undefined && isOrderable(order.type) ? { args: [value, order], type: value.type } : null;
}

function boolean([condition]: readonly Term[], terms: TermBuilder): BoundAggregate | null {
  const arg = asBoolean(condition, terms);
  return arg === null ? null : { args: [arg], type: BOOLEAN };
}

function bits([arg]: readonly Term[], terms: TermBuilder): BoundAggregate | null {
  if (arg?.type.kind === 'VOID') return { args: [terms.cast(arg, INT)], type: INT };
  return arg !== undefined && isIntegerType(arg.type) ? { args: [arg], type: arg.type } : null;
}

const integers = [TINYINT, SMALLINT, INT, BIGINT].map((type) => type.kind).join(', ');

function bitDefinition(name: AggregateFunction, word: string): AggregateDefinition {
  return {
    name,
    signatures: [`${name}(value N) -> N`],
    help: `The bits of all values that are not NULL, joined by ${word}. Takes ${integers}.`,
    example: `${name}(flags)`,
    takes: [1, 1],
    distinct: name === 'bit_xor' ? 'values' : 'same',
    wants: 'one integer',
    bind: bits,
  };
}

export const extremes: readonly AggregateDefinition[] = [
  {
    name: 'min',
    signatures: ['min(value T) -> T'],
    help: 'The least of the values that are not NULL. Text is ordered by code point.',
    example: 'min(celsius)',
    takes: [1, 1],
    distinct: 'same',
    wants: 'one value of a type with an order',
    bind: ordered,
  },
  {
    name: 'max',
    signatures: ['max(value T) -> T'],
    help: 'The greatest of the values that are not NULL; NaN is greater than any number.',
    example: 'max(celsius)',
    takes: [1, 1],
    distinct: 'same',
    wants: 'one value of a type with an order',
    bind: ordered,
  },
  {
    name: 'min_by',
    signatures: ['min_by(value A, order T) -> A'],
    help: 'The value in the row where the order is least; of several such rows the last. Rows whose order is NULL do not count.',
    example: 'min_by(station, celsius)',
    takes: [2, 2],
    distinct: 'same',
    wants: 'a value and an order',
    bind: by,
  },
  {
    name: 'max_by',
    signatures: ['max_by(value A, order T) -> A'],
    help: 'The value in the row where the order is greatest; of several such rows the last. Rows whose order is NULL do not count.',
    example: 'max_by(page, ms)',
    takes: [2, 2],
    distinct: 'same',
    wants: 'a value and an order',
    bind: by,
  },
  {
    name: 'bool_and',
    aliases: ['every'],
    signatures: ['bool_and(condition BOOLEAN) -> BOOLEAN'],
    help: 'Whether the condition is TRUE in every row where it is not NULL.',
    example: 'bool_and(status < 500)',
    takes: [1, 1],
    distinct: 'same',
    wants: 'one condition',
    bind: boolean,
  },
  {
    name: 'bool_or',
    aliases: ['some', 'any'],
    signatures: ['bool_or(condition BOOLEAN) -> BOOLEAN'],
    help: 'Whether the condition is TRUE in some row.',
    example: 'bool_or(status >= 500)',
    takes: [1, 1],
    distinct: 'same',
    wants: 'one condition',
    bind: boolean,
  },
  bitDefinition('bit_and', 'AND'),
  bitDefinition('bit_or', 'OR'),
  bitDefinition('bit_xor', 'exclusive OR'),
];
