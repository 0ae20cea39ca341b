import { oneOutput } from './lowered.ts';
import { onlyInput } from './only-input.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { textOf } from './param-values.ts';
import { IN, OUT } from './shared-fields.ts';

export const filter: OperatorDefinition = {
  type: 'filter',
  family: 'transform',
  title: 'Filter',
  hint: 'Keep rows that match',
  icon: 'op-filter',
  help: 'Keeps the rows for which the condition is TRUE. Rows for which it is FALSE or NULL go no further, so a comparison with NULL keeps nothing. It keeps no state and changes no column.',
  aliases: ['where', 'having', 'condition', 'select rows', 'drop rows'],
  inputs: [IN],
  outputs: [OUT],
  fields: [
    {
      kind: 'expression',
      name: 'condition',
      label: 'Condition',
      help: 'An expression that gives TRUE for the rows to keep, such as length(word) > 3.',
      wants: 'BOOLEAN',
    },
  ],
  example: {
    title: 'Words of more than three letters stay; NULL does not.',
    params: { condition: 'length(word) > 3' },
    input: { schema: 'word STRING', rows: [['whale'], ['sea'], [null], ['ship']] },
    output: { schema: 'word STRING', rows: [['whale'], ['ship']] },
  },
  summarize(params) {
    const condition = textOf(params, 'condition');
    return { text: condition || 'no condition yet', mono: condition !== '' };
  },
  lower(context) {
    const { operatorId, label, params, builder } = context;
    const input = onlyInput(context);
    return oneOutput(builder.filter({ operatorId, role: 'filter', label, input, condition: textOf(params, 'condition'), param: 'condition' }));
  },
};
