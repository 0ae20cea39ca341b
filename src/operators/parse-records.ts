// What the operators that take a text column apart have in common: which column, which columns come out, and whether the others stay.
import type { ParsedColumn, RecordFormat } from '../formats/record-format.ts';
import type { Json } from '../problem/json.ts';
import { fail, ok, type Problem, type Result } from '../problem/problem.ts';
import { parseType } from '../sql/parse-type.ts';
import { recordPolicyOf } from './file-source.ts';
import { outputWithErrors } from './lowered.ts';
import type { LoweredOperator, LoweringContext } from './lowering-context.ts';
import { onlyInput } from './only-input.ts';
import type { ParamField } from './operator-definition.ts';
import { entriesOf, textOf } from './param-values.ts';

export function recordColumnField(help: string): ParamField {
  return { kind: 'column', name: 'column', label: 'Text', help, default: 'value' };
}

export function typesField(help: string): ParamField {
  return { kind: 'types', name: 'columns', label: 'Columns', help, default: {} };
}

export const keepField: ParamField = {
  kind: 'choice',
  name: 'keep',
  label: 'Other columns',
  help: 'Whether the other columns of the row stay, before the new ones.',
  default: 'yes',
  options: [
    { value: 'yes', label: 'Stay' },
    { value: 'no', label: 'Go' },
  ],
};

/** The columns of the map from name to type. `from`: where a column is read, by its name and place in the list. */
export function typedColumns(
  { operatorId, params }: LoweringContext,
  from: (name: string, position: number) => number | string,
): Result<readonly ParsedColumn[]> {
  const columns: ParsedColumn[] = [];
  const problems: Problem[] = [];
  entriesOf(params, 'columns').forEach(([name, text], position) => {
    const type = parseType(text);
    if (type.ok) columns.push({ name, type: type.value, from: from(name, position), form: { kind: 'cast' } });
    else problems.push(...type.problems.map((p): Problem => ({ ...p, where: { ...p.where, operator: operatorId, param: 'columns', column: name } })));
  });
  return problems.length === 0 ? ok(columns) : fail(...problems);
}

export function lowerParse(
  context: LoweringContext,
  read: () => Result<{ readonly format: RecordFormat; readonly columns: readonly ParsedColumn[] }>,
): Result<LoweredOperator> {
  const { operatorId, label, params, builder } = context;
  const parsed = read();
  if (!parsed.ok) return parsed;
  const how = { column: textOf(params, 'column'), keep: textOf(params, 'keep') !== 'no', onError: recordPolicyOf(context), ...parsed.value };
  return outputWithErrors(context, builder.parse({ operatorId, role: 'parse', label, input: onlyInput(context), ...how }));
}

/** "user, ms", or null while there are none. */
export function columnListWords(params: { readonly [name: string]: Json }): string | null {
  const names = entriesOf(params, 'columns').map(([name]) => name);
  return names.length === 0 ? null : names.join(', ');
}
