import { errorPolicyOf, outputWithErrors } from './lowered.ts';
import { onlyInput } from './only-input.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { textOf } from './param-values.ts';
import { ERRORS, IN, OUT, onErrorField } from './shared-fields.ts';

export const filter: OperatorDefinition = {
  type: 'filter',
  family: 'transform',
  title: 'Filter',
  hint: 'Keep rows that match',
  icon: 'op-filter',
  help: 'Keeps the rows for which the condition is TRUE. Rows for which it is FALSE or NULL go no further, so a comparison with NULL keeps nothing. It keeps no state and changes no column.',
  aliases: ['where', 'having', 'condition', 'select rows', 'drop rows'],
  inputs: [IN],
  outputs: [OUT, ERRORS],
  fields: [
    {
      kind: 'expression',
      name: 'condition',
      label: 'Condition',
      help: 'An expression that gives TRUE for the rows to keep, such as length(word) > 3.',
      wants: 'BOOLEAN',
    },
    onErrorField,
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
    const condition = { condition: textOf(params, 'condition'), param: 'condition' };
    return outputWithErrors(context, builder.filter({ operatorId, role: 'filter', label, input, ...condition, onError: errorPolicyOf(context) }));
  },
};
