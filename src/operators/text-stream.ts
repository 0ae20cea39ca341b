import { LINE_SCHEMA } from '../plan/generator-schemas.ts';
import { oneOutput } from './lowered.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { numberOf, textOf } from './param-values.ts';
import { rateField } from './shared-fields.ts';
import { shortRate } from './summary.ts';

export const textStream: OperatorDefinition = {
  type: 'text-stream',
  family: 'source',
  title: 'Text stream',
  hint: 'Lines of a text, at a rate',
  icon: 'op-text',
  help: 'Sends the lines of a bundled text one after another, at the rate you set, and starts over at its end. Each line is one row with the column value. What was read is logged as a range of lines, so a reload goes on at the same line. Turn the rate up until batches queue to see back-pressure.',
  aliases: ['book', 'moby dick', 'lines', 'socketTextStream', 'textFileStream', 'file', 'sample'],
  inputs: [],
  outputs: [{ id: 'out', label: 'Lines' }],
  fields: [
    {
      kind: 'choice',
      name: 'sample',
      label: 'Text',
      help: 'The text whose lines are sent. It comes with the studio and needs no network.',
      default: 'moby-dick',
      options: [{ value: 'moby-dick', label: 'Moby-Dick', help: 'The novel by Herman Melville, 1851, in lines of at most 100 characters.' }],
    },
    rateField('Lines sent each second. It can be turned while the pipeline runs.', 160),
  ],
  example: null,
  summarize: (params) => ({ text: `${textOf(params, 'sample') || 'no text'}.txt, ${shortRate(numberOf(params, 'rowsPerSecond'))}`, mono: false }),
  lower({ operatorId, label, params, builder }) {
    const source = { kind: 'text', sample: textOf(params, 'sample'), rowsPerSecond: numberOf(params, 'rowsPerSecond') } as const;
    return oneOutput(builder.source({ operatorId, role: 'rows', label, source, schema: LINE_SCHEMA }));
  },
};
