// Three-valued logic. AND and OR ask their right side only for rows the left side leaves open.
import type { Column, Nulls } from '../../columns/column.ts';
import { BOOLEAN } from '../../columns/data-type.ts';
import { type Batch, type Evaluator, narrowed } from '../batch.ts';
import { booleans, falseOrNull, notFalse } from '../selection.ts';
import type { FunctionDefinition } from './function-definition.ts';

export const logicFunctions: readonly FunctionDefinition[] = [
  {
    name: 'and',
    group: 'logic',
    signatures: ['and(left BOOLEAN, right BOOLEAN) -> BOOLEAN'],
    written: 'left AND right',
    help: 'TRUE when both sides are; FALSE when one side is FALSE, even if the other is NULL; else NULL. The right side is not computed for rows where the left is FALSE.',
    example: { text: '1 < 2 AND NULL', expected: null },
    kernel: { kind: 'lazy', make: (_, [left, right]) => both(left as Evaluator, right as Evaluator, true) },
  },
  {
    name: 'or',
    group: 'logic',
    signatures: ['or(left BOOLEAN, right BOOLEAN) -> BOOLEAN'],
    written: 'left OR right',
    help: 'TRUE when one side is, even if the other is NULL; FALSE when both are; else NULL. The right side is not computed for rows where the left is TRUE.',
    example: { text: '1 < 2 OR NULL', expected: true },
    kernel: { kind: 'lazy', make: (_, [left, right]) => both(left as Evaluator, right as Evaluator, false) },
  },
  {
    name: 'not',
    aliases: ['!'],
    group: 'logic',
    signatures: ['not(value BOOLEAN) -> BOOLEAN'],
    written: 'NOT value',
    help: 'TRUE for FALSE, FALSE for TRUE, NULL for NULL. Binds looser than comparisons: NOT a = b is NOT (a = b).',
    example: { text: 'NOT 1 = 2', expected: true },
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([value], frame) => {
          const source = booleans(value as Column).values;
          const values = new Uint8Array(frame.length);
          for (let row = 0; row < values.length; row++) values[row] = (source[row] as number) ^ 1;
          return { kind: 'boolean', type: BOOLEAN, length: frame.length, nulls: frame.nulls, values };
        },
    },
  },
  {
    name: 'isnull',
    group: 'logic',
    signatures: ['isnull(value T) -> BOOLEAN'],
    written: 'value IS NULL',
    help: 'TRUE when the value is NULL, else FALSE; never NULL itself.',
    example: { text: 'NULL IS NULL', expected: true },
    kernel: {
      kind: 'whole',
      make:
        () =>
        ([value], frame) =>
          nullTest(value as Column, frame.length, 1),
    },
  },
  {
    name: 'isnotnull',
    group: 'logic',
    signatures: ['isnotnull(value T) -> BOOLEAN'],
    written: 'value IS NOT NULL',
    help: 'TRUE when the value is not NULL, else FALSE; never NULL itself.',
    example: { text: "'a' IS NOT NULL", expected: true },
    kernel: {
      kind: 'whole',
      make:
        () =>
        ([value], frame) =>
          nullTest(value as Column, frame.length, 0),
    },
  },
];

function nullTest(column: Column, length: number, whenNull: 0 | 1): Column {
  const values = new Uint8Array(length);
  const { nulls } = column;
  if (nulls === null) values.fill(1 - whenNull);
  else for (let row = 0; row < length; row++) values[row] = whenNull === 1 ? (nulls[row] as number) : 1 - (nulls[row] as number);
  return { kind: 'boolean', type: BOOLEAN, length, nulls: null, values };
}

/** AND (`open`: TRUE leaves the answer open) or OR (FALSE does). */
function both(left: Evaluator, right: Evaluator, and: boolean): Evaluator {
  return (batch) => {
    const first = left(batch);
    const open = and ? notFalse(batch, first) : falseOrNull(batch, first);
    if (open !== null && open.length === 0) return first;
    const asked: Batch = narrowed(batch, open);
    return joined(first, right(asked), asked, and, batch.length);
  };
}

function joined(first: Column, second: Column, asked: Batch, and: boolean, length: number): Column {
  const a = booleans(first);
  const b = booleans(second);
  const values = a.values.slice(0, length);
  const mixed = a.nulls !== null || b.nulls !== null;
  const nulls: Nulls = mixed ? (a.nulls === null ? new Uint8Array(length) : a.nulls.slice()) : null;
  const decided = and ? 0 : 1;
  const count = asked.selection === null ? length : asked.selection.length;
  for (let k = 0; k < count; k++) {
    const row = asked.selection === null ? k : (asked.selection[k] as number);
    const right = b.values[row] as number;
    if (nulls === null) {
      values[row] = right;
      continue;
    }
    const rightNull = b.nulls !== null && b.nulls[row] === 1;
    // The left is open here: NULL, or the value that does not decide. The right decides, or the answer is NULL if a side is.
    if (!rightNull && right === decided) {
      values[row] = decided;
      nulls[row] = 0;
    } else {
      values[row] = right;
      nulls[row] = rightNull ? 1 : (nulls[row] as number);
    }
  }
  return { kind: 'boolean', type: BOOLEAN, length, nulls, values };
}
