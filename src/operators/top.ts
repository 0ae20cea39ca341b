import { groupKeys } from './group-keys.ts';
import { errorPolicyOf, outputWithErrors } from './lowered.ts';
import { onlyInput } from './only-input.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { listOf, numberOf } from './param-values.ts';
import { ERRORS, IN, OUT, onErrorField, orderField } from './shared-fields.ts';

export const top: OperatorDefinition = {
  type: 'top',
  family: 'transform',
  title: 'Top N',
  hint: 'The first rows by an order',
  icon: 'op-top',
  help: 'Puts the rows of one batch or window in order and passes on the first of them, or the first of each key. Behind a window it gives the best of that window. NULL comes first in ascending order and last in descending order. It keeps no state.',
  aliases: ['takeOrdered', 'ORDER BY', 'LIMIT', 'transform', 'best', 'rank'],
  inputs: [IN],
  outputs: [OUT, ERRORS],
  fields: [
    orderField,
    {
      kind: 'integer',
      name: 'limit',
      label: 'Rows',
      help: 'How many rows are passed on, of each key if there are keys.',
      min: 1,
      max: 100_000,
      default: 10,
    },
    {
      kind: 'keys',
      name: 'perKey',
      label: 'For each',
      help: 'Keys of which each has its own first rows. Without any, all rows compete.',
      default: [],
    },
    onErrorField,
  ],
  example: {
    title: 'The slowest click of each page.',
    params: { orderBy: ['ms DESC'], limit: 1, perKey: ['page'] },
    input: {
      schema: 'page STRING, ms INT',
      rows: [
        ['/home', 120],
        ['/cart', 80],
        ['/home', 95],
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
  summarize(params) {
    const order = listOf(params, 'orderBy').join(', ');
    return { text: `${numberOf(params, 'limit') || 10} by ${order || '…'}`, mono: false };
  },
  lower(context) {
    const { operatorId, label, params, builder } = context;
    const input = onlyInput(context);
    const keys = groupKeys(context, builder.streamType(input).columns, 'perKey');
    if (!keys.ok) return keys;
    const orderBy = listOf(params, 'orderBy').map((text) => ({ text, param: 'orderBy' }));
    const perKey = keys.value.map(({ text }) => ({ text, param: 'perKey' }));
    const onError = errorPolicyOf(context);
    return outputWithErrors(
      context,
      builder.top({ operatorId, role: 'top', label, input, orderBy, limit: numberOf(params, 'limit'), perKey, onError }),
    );
  },
};
