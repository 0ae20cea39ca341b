// Spread, shape, and how two columns go together. All compute with DOUBLE.
import { BIGINT, DOUBLE } from '../../columns/data-type.ts';
import type { Term } from '../expression.ts';
import type { TermBuilder } from '../term-builder.ts';
import type { AggregateDefinition, AggregateFunction, BoundAggregate } from './aggregate-definition.ts';
import { asDoubles } from './argument-types.ts';

function doubles(args: readonly Term[], terms: TermBuilder): BoundAggregate | null {
  const cast = asDoubles(args, terms);
  return cast === null ? null : { args: cast, type: DOUBLE };
}

function ofOne(name: AggregateFunction, help: string, aliases: readonly string[] = []): AggregateDefinition {
  return {
    name,
    aliases,
    signatures: [`${name}(value N) -> DOUBLE`],
    help,
    example: `${name}(ms)`,
    takes: [1, 1],
    distinct: 'values',
    wants: 'one number',
    bind: doubles,
  };
}

function ofTwo(name: AggregateFunction, help: string): AggregateDefinition {
  return {
    name,
    signatures: [`${name}(y N, x N) -> ${name === 'regr_count' ? 'BIGINT' : 'DOUBLE'}`],
    help: `${help} Rows in which either is NULL do not count.`,
    example: `${name}(ms, bytes)`,
    takes: [2, 2],
    distinct: 'values',
    wants: 'two numbers',
    bind: (args, terms) => {
      const bound = doubles(args, terms);
      return bound === null || name !== 'regr_count' ? bound : { ...bound, type: BIGINT };
    },
  };
}

export const moments: readonly AggregateDefinition[] = [
  ofOne('stddev_samp', 'The standard deviation of a sample; NULL for fewer than two values.', ['stddev', 'std']),
  ofOne('stddev_pop', 'The standard deviation of all there is; NULL without a value.'),
  ofOne('var_samp', 'The variance of a sample; NULL for fewer than two values.', ['variance']),
  ofOne('var_pop', 'The variance of all there is; NULL without a value.'),
  ofOne('skewness', 'How lopsided the values lie about their mean; NULL when all are the same.'),
  ofOne('kurtosis', 'How heavy the tails are, 0 for a normal distribution; NULL when all are the same.'),
  ofTwo('corr', "Pearson's correlation, from -1 to 1; NULL for fewer than two rows."),
  ofTwo('covar_samp', 'The covariance of a sample; NULL for fewer than two rows.'),
  ofTwo('covar_pop', 'The covariance of all there is; NULL without a row.'),
  ofTwo('regr_count', 'How many rows have both.'),
  ofTwo('regr_avgx', 'The mean of x.'),
  ofTwo('regr_avgy', 'The mean of y.'),
  ofTwo('regr_sxx', 'The sum of the squared distances of x from its mean.'),
  ofTwo('regr_syy', 'The sum of the squared distances of y from its mean.'),
  ofTwo('regr_sxy', 'The sum of the products of both distances.'),
  ofTwo('regr_r2', 'How much of y a line over x explains, from 0 to 1.'),
  ofTwo('regr_slope', 'The slope of the line that fits best.'),
  ofTwo('regr_intercept', 'Where that line meets x = 0.'),
];
