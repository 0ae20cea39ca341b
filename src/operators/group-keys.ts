// Group keys as users write them: the name of a column, or "expression AS name".
import { fieldIndex, type Schema } from '../columns/data-type.ts';
import type { NamedText } from '../plan/node-request.ts';
import { fail, ok, type Problem, problem, type Result } from '../problem/problem.ts';
import type { LoweringContext } from './lowering-context.ts';
import { listOf } from './param-values.ts';

/** Keys of the param, each checked to be a column or to have a name. */
export function groupKeys(context: LoweringContext, columns: Schema, param = 'keys'): Result<readonly NamedText[]> {
  const keys: NamedText[] = [];
  const problems: Problem[] = [];
  for (const key of listOf(context.params, param)) {
    const named = splitKey(key, columns);
    if (named !== null) keys.push({ ...named, param });
    else {
      const where = { operator: context.operatorId, param, column: key };
      problems.push(
        problem('params/key-without-name', where, { label: context.label, key, columns: columns.map((f) => f.name).join(', ') || 'none' }),
      );
    }
  }
  return problems.length > 0 ? fail(...problems) : ok(keys);
}

/** Name and text of a key, or null when it is neither a column nor named. The text starts where the key does, so spans hold. */
export function splitKey(key: string, columns: Schema): { readonly name: string; readonly text: string } | null {
  const field = columns[fieldIndex(columns, key.trim())];
  if (field !== undefined) return { name: field.name, text: columnText(field.name) };
  const [, text, quoted, plain] = /^([\s\S]*\S)\s+AS\s+(?:`([^`]+)`|([A-Za-z_]\w*))\s*$/i.exec(key) ?? [];
  const name = quoted ?? plain;
  return text === undefined || name === undefined ? null : { name, text };
}

/** The name a key gives its column, for summaries that do not know the input. */
export function keyName(key: string): string {
  return splitKey(key, [])?.name ?? key.trim();
}

/** A column as an expression: quoted where it could be read as something else. */
export function columnText(name: string): string {
  return /^[a-z_][a-z0-9_]*$/i.test(name) && !WORDS_OF_THE_GRAMMAR.has(name.toLowerCase()) ? name : `\`${name.replaceAll('`', '``')}\``;
}

const WORDS_OF_THE_GRAMMAR = new Set(
  'and array as between case cast current_date current_timestamp date distinct div else end escape exists extract false filter from if ilike in interval is like not null or order regexp rlike similar struct then timestamp true try_cast when where'.split(
    ' ',
  ),
);
