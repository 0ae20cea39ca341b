import { oneOutput } from './lowered.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { OUT } from './shared-fields.ts';

export const union: OperatorDefinition = {
  type: 'union',
  family: 'transform',
  title: 'Union',
  hint: 'Merge streams into one',
  icon: 'op-union',
  help: 'Passes on the rows of all its inputs as one stream. Columns are matched by name, so all inputs must have the same columns with the same types; a map before it can rename. Inputs must fire at the same times. Rows that are equal stay apart.',
  aliases: ['merge', 'concat', 'append', 'UNION ALL', 'unionByName', 'combine'],
  inputs: [{ id: 'in', label: 'Streams', many: true }],
  outputs: [OUT],
  fields: [],
  example: {
    title: 'Rows of the same columns, one stream after the other.',
    params: {},
    input: { schema: 'word STRING', rows: [['whale'], ['whale'], ['ship']] },
    output: { schema: 'word STRING', rows: [['whale'], ['whale'], ['ship']] },
  },
  summarize: () => ({ text: 'all rows, by column name', mono: false }),
  lower({ operatorId, label, inputs, builder }) {
    return oneOutput(builder.union({ operatorId, role: 'union', label, inputs: inputs.in ?? [] }));
  },
};
