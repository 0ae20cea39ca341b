// Conditions: `if`, coalesce and their kin. They are lazy: a value is computed only for the rows that take it.
import { BOOLEAN, type DataType, isOrderable } from '../../columns/data-type.ts';
import { type Evaluator, narrowed } from '../batch.ts';
import { comparedType } from '../coercion.ts';
import { mergeColumns, type Part } from '../columns-merge.ts';
import type { Term } from '../expression.ts';
import { nullRows, withoutNulls } from '../selection.ts';
import type { FunctionDefinition } from './function-definition.ts';

export const conditionalFunctions: readonly FunctionDefinition[] = [
  {
    name: 'if',
    group: 'conditional',
    signatures: ['if(condition C, then T, otherwise T) -> T'],
    written: 'if(condition BOOLEAN, then T, otherwise T)',
    help: '`then` for rows where the condition is TRUE, `otherwise` where it is FALSE or NULL. Only the value that is taken is computed.',
    example: { text: "if(2 > 1, 'more', 'less')", expected: 'more' },
    kernel: {
      kind: 'rewrite',
      rewrite: (args, type, span, terms) => {
        const [condition, then, otherwise] = args as [Term, Term, Term];
        if (condition.type.kind !== 'BOOLEAN' && condition.type.kind !== 'VOID') return null;
        return terms.when(terms.cast(condition, BOOLEAN), then, otherwise, type, span);
      },
    },
  },
  {
    name: 'coalesce',
    group: 'conditional',
    signatures: ['coalesce(values T...) -> T'],
    help: 'The first value that is not NULL; NULL when all are. Later values are computed only where the earlier ones are NULL.',
    example: { text: "coalesce(NULL, 'b', 'c')", expected: 'b' },
    kernel: { kind: 'lazy', make: (shape, args) => firstNotNull(shape.type, args) },
  },
  {
    name: 'nvl',
    aliases: ['ifnull'],
    group: 'conditional',
    signatures: ['nvl(value T, otherwise T) -> T'],
    help: 'The value, or `otherwise` where it is NULL.',
    example: { text: 'nvl(NULL, 0)', expected: 0 },
    kernel: { kind: 'rewrite', rewrite: (args, type, span, terms) => terms.call('coalesce', args, type, span) },
  },
  {
    name: 'nvl2',
    group: 'conditional',
    signatures: ['nvl2(tested A, notNull T, otherwise T) -> T'],
    help: 'The second value where the first is not NULL, else the third.',
    example: { text: "nvl2(NULL, 'is there', 'is not')", expected: 'is not' },
    kernel: {
      kind: 'rewrite',
      rewrite: (args, type, span, terms) => {
        const [tested, notNull, otherwise] = args as [Term, Term, Term];
        return terms.when(terms.call('isnotnull', [tested], BOOLEAN, span), notNull, otherwise, type, span);
      },
    },
  },
  {
    name: 'nullif',
    group: 'conditional',
    signatures: ['nullif(value A, other B) -> A'],
    help: 'NULL where the value equals the other, else the value. It keeps the type of the value.',
    example: { text: "nullif('', '')", expected: null },
    kernel: {
      kind: 'rewrite',
      rewrite: (args, type, span, terms) => {
        const [value, other] = args as [Term, Term];
        const common = comparedType(value.type, other.type);
        if (common === null || !isOrderable(common)) return null;
        const equal = terms.call('=', [terms.cast(value, common), terms.cast(other, common)], BOOLEAN, span);
        return terms.when(equal, terms.nullLiteral(type, span), value, type, span);
      },
    },
  },
];

function firstNotNull(type: DataType, args: readonly Evaluator[]): Evaluator {
  return (batch) => {
    const parts: Part[] = [];
    let rest = batch;
    for (const [i, arg] of args.entries()) {
      const column = arg(rest);
      if (column.nulls === null || i === args.length - 1) {
        parts.push({ selection: rest.selection, column });
        break;
      }
      const found = withoutNulls(rest, column.nulls);
      if (found === null || found.length > 0) parts.push({ selection: found, column });
      const open = nullRows(rest, column);
      if (open !== null && open.length === 0) break;
      rest = narrowed(batch, open);
    }
    return mergeColumns(type, batch.length, parts);
  };
}
