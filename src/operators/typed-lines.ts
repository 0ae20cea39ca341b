import { LINE_SCHEMA } from '../plan/generator-schemas.ts';
import { oneOutput } from './lowered.ts';
import type { OperatorDefinition } from './operator-definition.ts';

export const typedLines: OperatorDefinition = {
  type: 'typed-lines',
  family: 'source',
  title: 'Typed lines',
  hint: 'What you type, line by line',
  icon: 'op-typed',
  help: 'Every line you type becomes a row with the column value, in the next batch. A line shows as accepted once it is in the log; from then on no reload, crash or kill can lose it or count it twice.',
  aliases: ['nc', 'netcat', 'keyboard', 'input', 'socketTextStream', 'stdin', 'manual'],
  inputs: [],
  outputs: [{ id: 'out', label: 'Lines' }],
  fields: [],
  example: null,
  summarize: () => ({ text: 'lines you type', mono: false }),
  lower({ operatorId, label, builder }) {
    return oneOutput(builder.source({ operatorId, role: 'rows', label, source: { kind: 'live' }, schema: LINE_SCHEMA }));
  },
};
