import { errorPolicyOf, outputWithErrors } from './lowered.ts';
import { onlyInput } from './only-input.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { textOf } from './param-values.ts';
import { ERRORS, IN, OUT, onErrorField } from './shared-fields.ts';

const AT_NON_LETTERS = "split(lower(value), '[^a-z]+')";

export const explode: OperatorDefinition = {
  type: 'explode',
  family: 'transform',
  title: 'Split words',
  hint: 'One row per word',
  icon: 'op-split',
  help: 'Makes one row for each element of a list, with the other columns beside it. The list is any expression of type ARRAY; as it stands, it splits the column value at everything that is not a letter, in small letters. A row whose list is empty or NULL gives no row, or one with NULL.',
  aliases: ['flatMap', 'explode', 'tokenize', 'unnest', 'array', 'lateral view', 'words', 'posexplode', 'explode_outer'],
  inputs: [IN],
  outputs: [OUT, ERRORS],
  fields: [
    {
      kind: 'expression',
      name: 'expression',
      label: 'List',
      help: 'An expression that gives an ARRAY. split(text, pattern) cuts a text at a regular expression.',
      wants: 'ARRAY',
      default: AT_NON_LETTERS,
    },
    { kind: 'name', name: 'as', label: 'New column', help: 'Name of the column that holds one element.', default: 'word' },
    {
      kind: 'name',
      name: 'position',
      label: 'Position column',
      help: 'Name of a column for the place of the element in its list, from 0. Without a name there is none.',
      optional: true,
    },
    {
      kind: 'choice',
      name: 'outer',
      label: 'A row without elements',
      help: 'What becomes of a row whose list is empty or NULL.',
      default: 'drop',
      options: [
        { value: 'drop', label: 'No row', help: 'It gives no row, as explode in Spark.' },
        { value: 'keep', label: 'One row with NULL', help: 'It gives one row with NULL for the element and its position, as explode_outer.' },
      ],
    },
    onErrorField,
  ],
  example: {
    title: 'A sentence becomes one row for each word; the full stop leaves an empty one at the end.',
    params: { expression: AT_NON_LETTERS, as: 'word' },
    input: { schema: 'value STRING', rows: [['Call me Ishmael.'], [null]] },
    output: {
      schema: 'value STRING, word STRING',
      rows: [
        ['Call me Ishmael.', 'call'],
        ['Call me Ishmael.', 'me'],
        ['Call me Ishmael.', 'ishmael'],
        ['Call me Ishmael.', ''],
      ],
    },
  },
  summarize(params) {
    const expression = textOf(params, 'expression');
    return expression === AT_NON_LETTERS
      ? { text: 'at non-letters, lower', mono: false }
      : { text: expression || 'no list yet', mono: expression !== '' };
  },
  lower(context) {
    const { operatorId, label, params, builder } = context;
    const input = onlyInput(context);
    const array = textOf(params, 'expression');
    const how = { as: textOf(params, 'as'), position: textOf(params, 'position') || null, outer: textOf(params, 'outer') === 'keep' };
    const onError = errorPolicyOf(context);
    return outputWithErrors(context, builder.generate({ operatorId, role: 'split', label, input, array, param: 'expression', ...how, onError }));
  },
};
