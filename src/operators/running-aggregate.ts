import { ok } from '../problem/problem.ts';
import { lowerAggregate } from './lower-aggregate.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { namedTexts, textOf } from './param-values.ts';
import { aggregatesField, ERRORS, IN, keysField, onErrorField } from './shared-fields.ts';
import { byKeys } from './summary.ts';

export const runningAggregate: OperatorDefinition = {
  type: 'running-aggregate',
  family: 'window',
  title: 'Running aggregate',
  hint: 'Per key, never closes',
  icon: 'op-count',
  help: 'Aggregates all rows since the start of the run, for each group. After each batch it gives the groups that changed, or all of them. Its state grows with the number of groups and is kept in checkpoints.',
  aliases: ['updateStateByKey', 'total', 'cumulative', 'GROUP BY', 'update mode', 'complete mode', 'count', 'sum'],
  inputs: [IN],
  outputs: [{ id: 'out', label: 'Totals' }, ERRORS],
  fields: [
    keysField,
    aggregatesField,
    {
      kind: 'choice',
      name: 'emit',
      label: 'Emit',
      help: 'What leaves after each batch.',
      default: 'changes',
      options: [
        { value: 'changes', label: 'Changes', help: 'The groups that changed; each row replaces the earlier one of its group.' },
        { value: 'all', label: 'All', help: 'All groups each time. Costs more, and fits operators that cannot take changes.' },
      ],
    },
    onErrorField,
  ],
  example: {
    title: 'Totals after the first batch.',
    params: { keys: ['word'], aggregates: { n: 'count(*)' }, emit: 'changes' },
    input: { schema: 'word STRING', rows: [['whale'], ['ship'], ['whale']] },
    output: {
      schema: 'word STRING, n BIGINT',
      rows: [
        ['whale', 2],
        ['ship', 1],
      ],
    },
  },
  summarize: (params) => ({ text: `since the start${byKeys(params)}`, mono: false }),
  lower(context) {
    const emit = textOf(context.params, 'emit') === 'all' ? 'all' : 'changes';
    return lowerAggregate(context, 'aggregate', ok({ kind: 'running', emit }), namedTexts(context.params, 'aggregates'));
  },
};
