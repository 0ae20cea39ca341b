import { noOutput } from './lowered.ts';
import { onlyInput } from './only-input.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { textOf } from './param-values.ts';
import { IN } from './shared-fields.ts';

export const chart: OperatorDefinition = {
  type: 'chart',
  family: 'sink',
  title: 'Live chart',
  hint: 'Lines or bars per key',
  icon: 'op-chart',
  help: 'Draws one number over time: ranked bars of the newest result, and a line for each of the top five series. Every row it was given stays in the ledger, committed with its batch exactly once, so the drawing is the same after a reload.',
  aliases: ['plot', 'graph', 'line', 'bar', 'visualize', 'dashboard'],
  inputs: [IN],
  outputs: [],
  fields: [
    { kind: 'column', name: 'y', label: 'Value', help: 'The column with the number.', numeric: true },
    {
      kind: 'column',
      name: 'series',
      label: 'Series',
      help: 'One line or bar for each value of this column. Without it there is one line.',
      optional: true,
    },
  ],
  example: null,
  summarize(params) {
    const y = textOf(params, 'y');
    const series = textOf(params, 'series');
    return { text: y === '' ? 'no value yet' : series === '' ? y : `${y}, top 5 by ${series}`, mono: false };
  },
  lower(context) {
    const { operatorId, label, params, builder } = context;
    const series = textOf(params, 'series');
    const view = { kind: 'chart', value: textOf(params, 'y'), series: series === '' ? null : series } as const;
    return noOutput(builder.sink({ operatorId, role: 'sink', label, input: onlyInput(context), view }));
  },
};
