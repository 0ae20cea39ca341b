// Checks of expressions, remembered by text and columns: a document is lowered again at every keystroke, and nearly all of
// its expressions are what they were. The answer is a pure function of the two, so this only saves time.
import type { Schema } from '../columns/data-type.ts';
import type { Result } from '../problem/problem.ts';
import type { AggregateCall } from '../sql/aggregate.ts';
import { checkAggregate, checkExpression } from '../sql/check.ts';
import type { Expression } from '../sql/expression.ts';
import { checkScoped } from './scoped-texts.ts';

/** Far more than one document has; then it starts over. */
const MOST = 20_000;

export const checkedExpression: (text: string, scope: Schema) => Result<Expression> = remembering(checkExpression);

/** Over a scope with the columns of several rows, "l.x" and "r.x". */
export const checkedScoped: (text: string, scope: Schema) => Result<Expression> = remembering(checkScoped);

export const checkedAggregate: (text: string, scope: Schema) => Result<AggregateCall> = remembering(checkAggregate);

const schemaTexts = new WeakMap<Schema, string>();

function schemaText(schema: Schema): string {
  const known = schemaTexts.get(schema);
  if (known !== undefined) return known;
  const text = JSON.stringify(schema);
  schemaTexts.set(schema, text);
  return text;
}

function remembering<T>(check: (text: string, scope: Schema) => T): (text: string, scope: Schema) => T {
  const known = new Map<string, T>();
  return (text, scope) => {
    const key = `${schemaText(scope)} ${text}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const checked = check(text, scope);
    if (known.size >= MOST) known.clear();
    known.set(key, checked);
    return checked;
  };
}
