import { GENERATOR_SCHEMAS } from '../plan/generator-schemas.ts';
import type { GeneratorRecipe } from '../plan/plan.ts';
import { oneOutput } from './lowered.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { numberOf, textOf } from './param-values.ts';
import { rateField } from './shared-fields.ts';
import { shortRate } from './summary.ts';

const RECIPES: readonly { readonly value: GeneratorRecipe; readonly label: string; readonly help: string }[] = [
  { value: 'zipf-words', label: 'Words', help: 'One word a row with its number; a few are frequent, most are rare, as in real text.' },
  { value: 'clicks', label: 'Clicks', help: 'Page, user, milliseconds and status of requests to a web site.' },
  { value: 'sensors', label: 'Sensor readings', help: 'Temperature and humidity of one of 24 sensors in 8 rooms.' },
];

export const generator: OperatorDefinition = {
  type: 'generator',
  family: 'source',
  title: 'Generator',
  hint: 'Made-up rows with a seed',
  icon: 'op-gen',
  help: 'Makes up rows at the rate you set. Row number i depends on the seed and i alone, so the same seed gives the same rows on every machine, and a replay makes them again instead of storing them.',
  aliases: ['random', 'rate source', 'fake data', 'zipf', 'clicks', 'sensors', 'mock', 'demo'],
  inputs: [],
  outputs: [{ id: 'out', label: 'Rows' }],
  fields: [
    { kind: 'choice', name: 'recipe', label: 'Rows', help: 'What the rows are about. It decides the columns.', default: 'clicks', options: RECIPES },
    {
      kind: 'integer',
      name: 'seed',
      label: 'Seed',
      help: 'Another seed gives other rows of the same kind.',
      min: 0,
      max: 2_147_483_647,
      default: 1,
    },
    rateField('Rows made each second. It can be turned while the pipeline runs.', 100),
  ],
  example: null,
  summarize(params) {
    const recipe = RECIPES.find((r) => r.value === textOf(params, 'recipe'))?.label.toLowerCase() ?? 'rows';
    return { text: `${recipe}, ${shortRate(numberOf(params, 'rowsPerSecond'))}`, mono: false };
  },
  lower({ operatorId, label, params, builder }) {
    const recipe = RECIPES.find((r) => r.value === textOf(params, 'recipe'))?.value ?? 'clicks';
    const source = { kind: 'generator', recipe, seed: numberOf(params, 'seed'), rowsPerSecond: numberOf(params, 'rowsPerSecond') } as const;
    return oneOutput(builder.source({ operatorId, role: 'rows', label, source, schema: GENERATOR_SCHEMAS[recipe] }));
  },
};
