import { fieldIndex } from '../columns/data-type.ts';
import { fail, problem } from '../problem/problem.ts';
import { columnText } from './group-keys.ts';
import { oneOutput } from './lowered.ts';
import { onlyInput } from './only-input.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { listOf } from './param-values.ts';
import { IN, OUT } from './shared-fields.ts';

export const dropColumns: OperatorDefinition = {
  type: 'drop-columns',
  family: 'transform',
  title: 'Drop columns',
  hint: 'Leave columns out',
  icon: 'op-select',
  help: 'Leaves columns out of the rows. The others stay as they are, in their order. At least one column has to be left.',
  aliases: ['drop', 'remove', 'select', 'without', 'except'],
  inputs: [IN],
  outputs: [OUT],
  fields: [{ kind: 'keys', name: 'columns', label: 'Columns', help: 'Names of the columns to leave out.' }],
  example: {
    title: 'The column n goes.',
    params: { columns: ['n'] },
    input: { schema: 'word STRING, n INT', rows: [['whale', 1]] },
    output: { schema: 'word STRING', rows: [['whale']] },
  },
  summarize(params) {
    const names = listOf(params, 'columns');
    return names.length === 0 ? { text: 'no columns yet', mono: false } : { text: names.join(', '), mono: true };
  },
  lower(context) {
    const { operatorId, label, params, builder } = context;
    const input = onlyInput(context);
    const { columns } = builder.streamType(input);
    const names = listOf(params, 'columns').map((name) => name.replace(/^`([^`]+)`$/, '$1'));
    const known = columns.map((field) => field.name).join(', ');
    const where = { operator: operatorId, param: 'columns' };
    const unknown = names.find((name) => fieldIndex(columns, name) < 0);
    if (unknown !== undefined) return fail(problem('plan/no-column', { ...where, column: unknown }, { label, column: unknown, columns: known }));
    const left = columns.filter(({ name }) => !names.some((dropped) => dropped.toLowerCase() === name.toLowerCase()));
    if (left.length === 0) return fail(problem('format/no-columns-left', where, { label, columns: known }));
    const texts = left.map(({ name }) => ({ name, text: columnText(name), param: 'columns' }));
    return oneOutput(builder.project({ operatorId, role: 'columns', label, input, columns: texts }));
  },
};
