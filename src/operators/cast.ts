import { fieldIndex } from '../columns/data-type.ts';
import { fail, problem } from '../problem/problem.ts';
import { columnText } from './group-keys.ts';
import { errorPolicyOf, outputWithErrors } from './lowered.ts';
import { onlyInput } from './only-input.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { entriesOf } from './param-values.ts';
import { ERRORS, IN, OUT, onErrorField } from './shared-fields.ts';

export const cast: OperatorDefinition = {
  type: 'cast',
  family: 'transform',
  title: 'Change types',
  hint: 'Give columns other types',
  icon: 'op-fx',
  help: 'Gives columns other types, by the rules of CAST; the others stay as they are, and so does the order. A value that the new type does not have, such as a text that is no number, makes the row one without a value, and you choose what becomes of it.',
  aliases: ['cast', 'convert', 'type', 'astype', 'to number', 'to timestamp'],
  inputs: [IN],
  outputs: [OUT, ERRORS],
  fields: [{ kind: 'types', name: 'types', label: 'New types', help: 'Columns with the type each of them gets.' }, onErrorField],
  example: {
    title: 'A text becomes a number.',
    params: { types: { ms: 'INT' } },
    input: {
      schema: 'page STRING, ms STRING',
      rows: [
        ['/', '12'],
        [null, null],
      ],
    },
    output: {
      schema: 'page STRING, ms INT',
      rows: [
        ['/', 12],
        [null, null],
      ],
    },
  },
  summarize(params) {
    const types = entriesOf(params, 'types').map(([name, type]) => `${name} ${type}`);
    return types.length === 0 ? { text: 'no types yet', mono: false } : { text: types.join(', '), mono: true };
  },
  lower(context) {
    const { operatorId, label, params, builder } = context;
    const input = onlyInput(context);
    const { columns } = builder.streamType(input);
    const types = entriesOf(params, 'types');
    const unknown = types.find(([name]) => fieldIndex(columns, name) < 0);
    if (unknown !== undefined) {
      const known = columns.map((field) => field.name).join(', ');
      return fail(
        problem('plan/no-column', { operator: operatorId, param: 'types', column: unknown[0] }, { label, column: unknown[0], columns: known }),
      );
    }
    const texts = columns.map(({ name }) => {
      const type = types.find(([column]) => column.toLowerCase() === name.toLowerCase())?.[1];
      return { name, text: type === undefined ? columnText(name) : `CAST(${columnText(name)} AS ${type})`, param: 'types' };
    });
    return outputWithErrors(context, builder.project({ operatorId, role: 'columns', label, input, columns: texts, onError: errorPolicyOf(context) }));
  },
};
