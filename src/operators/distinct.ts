import { allColumns } from './all-columns.ts';
import { oneOutput } from './lowered.ts';
import { onlyInput } from './only-input.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { IN, OUT } from './shared-fields.ts';

export const distinct: OperatorDefinition = {
  type: 'distinct',
  family: 'transform',
  title: 'Distinct',
  hint: 'Equal rows once a batch',
  icon: 'op-dedupe',
  help: 'Passes each row on once, however often a batch has it. Rows of different batches are not compared, so it keeps no state. NULL equals NULL here.',
  aliases: ['transform', 'DISTINCT', 'deduplicate', 'unique'],
  inputs: [IN],
  outputs: [OUT],
  fields: [],
  example: {
    title: 'Two equal rows become one.',
    params: {},
    input: { schema: 'word STRING', rows: [['whale'], ['ship'], ['whale']] },
    output: { schema: 'word STRING', rows: [['whale'], ['ship']] },
  },
  summarize: () => ({ text: 'each batch', mono: false }),
  lower(context) {
    const { operatorId, label, builder } = context;
    const input = onlyInput(context);
    const { columns } = builder.streamType(input);
    const keys = allColumns(columns, 'keys');
    const aggregates = [{ name: 'rows of the group', text: 'count(*)', param: 'keys' }];
    const groups = builder.aggregate({ operatorId, role: 'distinct', label, input, windowing: { kind: 'perBatch' }, keys, aggregates });
    return groups.ok ? oneOutput(builder.project({ operatorId, role: 'columns', label, input: groups.value, columns: keys })) : groups;
  },
};
