import { errorPolicyOf, outputWithErrors } from './lowered.ts';
import { onlyInput } from './only-input.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { listOf } from './param-values.ts';
import { ERRORS, IN, OUT, onErrorField, orderField } from './shared-fields.ts';

export const sort: OperatorDefinition = {
  type: 'sort',
  family: 'transform',
  title: 'Sort',
  hint: 'Rows of a batch in order',
  icon: 'op-top',
  help: 'Puts the rows of one batch or window in order; equal ones stay as they came. NULL comes first in ascending order and last in descending order. It keeps no state.',
  aliases: ['sortByKey', 'ORDER BY', 'transform', 'sortBy', 'order'],
  inputs: [IN],
  outputs: [OUT, ERRORS],
  fields: [orderField, onErrorField],
  example: {
    title: 'Slow clicks first.',
    params: { orderBy: ['ms DESC'] },
    input: {
      schema: 'page STRING, ms INT',
      rows: [
        ['/cart', 80],
        ['/home', 120],
      ],
    },
    output: {
      schema: 'page STRING, ms INT',
      rows: [
        ['/home', 120],
        ['/cart', 80],
      ],
    },
  },
  summarize: (params) => ({ text: `by ${listOf(params, 'orderBy').join(', ') || '…'}`, mono: false }),
  lower(context) {
    const { operatorId, label, params, builder } = context;
    const orderBy = listOf(params, 'orderBy').map((text) => ({ text, param: 'orderBy' }));
    const input = onlyInput(context);
    const onError = errorPolicyOf(context);
    return outputWithErrors(context, builder.top({ operatorId, role: 'sort', label, input, orderBy, limit: null, perKey: [], onError }));
  },
};
