// try_add and its kin: the operator, with NULL for a row where it has no value. Errors of the operands stay errors.

import type { DecimalOperator } from '../decimal-rules.ts';
import { withoutErrors } from '../silent-errors.ts';
import { arithmeticFunctions } from './arithmetic.ts';
import { typesOfArithmetic } from './arithmetic-types.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { timeArithmetic } from './time-arithmetic.ts';

export const tryFunctions: readonly FunctionDefinition[] = [
  attempt('try_add', '+', 'The sum; NULL where it does not fit.', { text: 'try_add(2147483647, 1)', expected: null }),
  attempt('try_subtract', '-', 'The difference; NULL where it does not fit.', { text: 'try_subtract(3, 5)', expected: -2 }),
  attempt('try_multiply', '*', 'The product; NULL where it does not fit.', { text: 'try_multiply(2147483647, 2)', expected: null }),
  attempt('try_divide', '/', 'The quotient; NULL for a division by zero.', { text: 'try_divide(1, 0)', expected: null }),
  attempt('try_mod', '%', 'The remainder; NULL for a division by zero.', { text: 'try_mod(7, 0)', expected: null }),
];

function attempt(name: string, operator: DecimalOperator, help: string, example: FunctionDefinition['example']): FunctionDefinition {
  const definition = arithmeticFunctions.find((each) => each.name === operator);
  const kernel = definition?.kernel;
  if (kernel?.kind !== 'strict') throw new Error(`No kernel of ${operator}`);
  return {
    name,
    group: 'arithmetic',
    signatures: [`${name}(left N, right N) -> N`],
    help,
    example,
    triesCasts: true,
    typed: (args) =>
      typesOfArithmetic(operator, args) ??
      timeArithmetic(
        operator,
        args.map((term) => term.type),
      ),
    kernel: {
      kind: 'strict',
      rightFirst: kernel.rightFirst === true,
      make: (shape) => {
        const compute = (timeArithmetic(operator, shape.argTypes) ?? kernel).make(shape);
        return (args, frame) => withoutErrors(frame, (silent) => compute(args, silent));
      },
    },
  };
}
