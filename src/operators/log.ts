import { noOutput } from './lowered.ts';
import { onlyInput } from './only-input.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { IN } from './shared-fields.ts';

export const log: OperatorDefinition = {
  type: 'log',
  family: 'sink',
  title: 'Log',
  hint: 'Rows as they come',
  icon: 'op-log',
  help: 'Writes every row it is given, in the order of arrival and with its batch, one line each. Use it to see what flows on an edge. Rows are committed with their batch exactly once.',
  aliases: ['print', 'console', 'debug', 'foreachRDD', 'tail', 'trace'],
  inputs: [IN],
  outputs: [],
  fields: [],
  example: null,
  summarize: () => ({ text: 'every row, with its batch', mono: false }),
  lower(context) {
    const { operatorId, label, builder } = context;
    return noOutput(builder.sink({ operatorId, role: 'sink', label, input: onlyInput(context), view: { kind: 'log' } }));
  },
};
