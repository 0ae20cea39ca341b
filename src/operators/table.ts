import { noOutput } from './lowered.ts';
import { onlyInput } from './only-input.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { IN } from './shared-fields.ts';

export const table: OperatorDefinition = {
  type: 'table',
  family: 'sink',
  title: 'Table',
  hint: 'Rows to sort and search',
  icon: 'op-table',
  help: 'Keeps the result as a table that sorts, searches, copies and downloads. Closed windows show the newest one, changes replace the row of their key, and rows are added. Rows are committed with their batch exactly once.',
  aliases: ['grid', 'rows', 'result', 'show', 'console', 'sink', 'download', 'top'],
  inputs: [IN],
  outputs: [],
  fields: [],
  example: null,
  summarize: () => ({ text: 'newest result', mono: false }),
  lower(context) {
    const { operatorId, label, builder } = context;
    return noOutput(builder.sink({ operatorId, role: 'sink', label, input: onlyInput(context), view: { kind: 'table' } }));
  },
};
