import { fieldIndex } from '../columns/data-type.ts';
import { fail, problem } from '../problem/problem.ts';
import { columnText } from './group-keys.ts';
import { oneOutput } from './lowered.ts';
import { onlyInput } from './only-input.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { entriesOf } from './param-values.ts';
import { IN, OUT } from './shared-fields.ts';

export const rename: OperatorDefinition = {
  type: 'rename',
  family: 'transform',
  title: 'Rename columns',
  hint: 'Give columns new names',
  icon: 'op-select',
  help: 'Gives columns new names. Their values, their types and the order of the columns stay as they are. Names are told apart without case, as in Spark.',
  aliases: ['withColumnRenamed', 'alias', 'as', 'name', 'toDF'],
  inputs: [IN],
  outputs: [OUT],
  fields: [{ kind: 'expressions', name: 'names', label: 'New names', help: 'Each new name with the column that gets it.' }],
  example: {
    title: 'The column value is called line.',
    params: { names: { line: 'value' } },
    input: { schema: 'value STRING, n INT', rows: [['whale', 1]] },
    output: { schema: 'line STRING, n INT', rows: [['whale', 1]] },
  },
  summarize(params) {
    const names = entriesOf(params, 'names').map(([to, from]) => `${from} → ${to}`);
    return names.length === 0 ? { text: 'no names yet', mono: false } : { text: names.join(', '), mono: true };
  },
  lower(context) {
    const { operatorId, label, params, builder } = context;
    const input = onlyInput(context);
    const { columns } = builder.streamType(input);
    const names = entriesOf(params, 'names').map(([to, from]) => ({ to, from: plainName(from) }));
    const unknown = names.find(({ from }) => fieldIndex(columns, from) < 0);
    if (unknown !== undefined) {
      const known = columns.map((field) => field.name).join(', ');
      return fail(
        problem('plan/no-column', { operator: operatorId, param: 'names', column: unknown.to }, { label, column: unknown.from, columns: known }),
      );
    }
    const texts = columns.map(({ name }) => {
      const to = names.find(({ from }) => from.toLowerCase() === name.toLowerCase())?.to ?? name;
      return { name: to, text: columnText(name), param: 'names' };
    });
    return oneOutput(builder.project({ operatorId, role: 'columns', label, input, columns: texts }));
  },
};

/** A name as it stands, also when it is written in backticks. */
function plainName(text: string): string {
  const trimmed = text.trim();
  return /^`[^`]+`$/.test(trimmed) ? trimmed.slice(1, -1) : trimmed;
}
