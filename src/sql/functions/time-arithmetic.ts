// What + - * / mean for dates, times and intervals, for callers that have types and no terms: try_add and its kin.
import type { DataType } from '../../columns/data-type.ts';
import type { Term } from '../expression.ts';
import { datetimeFunctions } from './datetime.ts';
import { intervalFunctions } from './datetime-interval.ts';
import type { CallShape, ColumnKernel } from './function-definition.ts';

export interface TimeArithmetic {
  readonly params: readonly DataType[];
  readonly result: DataType;
  readonly make: (shape: CallShape) => ColumnKernel;
}

/** null: the operator does not mean anything for these types, or is one of numbers. */
export function timeArithmetic(operator: string, types: readonly DataType[]): TimeArithmetic | null {
  const straight = meaningOf(operator, types);
  if (straight !== null || (operator !== '+' && operator !== '*')) return straight;
  const turned = meaningOf(operator, [...types].reverse());
  if (turned === null) return null;
  return {
    params: [...turned.params].reverse(),
    result: turned.result,
    make: (shape) => {
      const compute = turned.make({ ...shape, argTypes: [...shape.argTypes].reverse(), literals: [...shape.literals].reverse() });
      return (args, frame) => compute([...args].reverse(), frame);
    },
  };
}

function meaningOf(operator: string, types: readonly DataType[]): TimeArithmetic | null {
  const terms = types.map((type): Term => ({ kind: 'literal', type, literal: { kind: 'null' }, span: { from: 0, to: 0 } }));
  for (const { operator: own, kernel, typed } of intervalFunctions) {
    const found = own === operator && kernel.kind === 'strict' ? typed?.(terms) : null;
    if (found !== null && found !== undefined && kernel.kind === 'strict') return { ...found, make: kernel.make };
  }
  const name = operator === '+' ? 'date_add' : operator === '-' ? 'date_sub' : '';
  const days = datetimeFunctions.find((definition) => definition.name === name)?.kernel;
  const [date, count] = types;
  if (days?.kind !== 'strict' || date?.kind !== 'DATE' || !['INT', 'SMALLINT', 'TINYINT', 'VOID'].includes(count?.kind ?? '')) return null;
  return { params: [date, { kind: 'INT' }], result: date, make: days.make };
}
