import { joinInputs } from './join-inputs.ts';
import { lowerJoin } from './lower-join.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { textOf } from './param-values.ts';
import { ERRORS, joinColumnsField, joinErrorField, joinOnField, LEFT, OUT, RIGHT } from './shared-fields.ts';

export const cogroup: OperatorDefinition = {
  type: 'cogroup',
  family: 'join',
  title: 'Cogroup',
  hint: 'Both sides of a key, lists',
  icon: 'op-join',
  help: 'Makes, in each batch, one row of each key that either stream has: every column is the list of its values in the rows of that key, in order of arrival, and empty where a side has none. Both streams must fire at the same times. It keeps no state.',
  aliases: ['cogroup', 'groupWith', 'coGroup', 'collect both'],
  inputs: [LEFT, RIGHT],
  outputs: [OUT, ERRORS],
  fields: [
    { ...joinOnField, help: 'Equal values of both sides that make the key, such as l.k = r.k; several are joined by AND.' },
    {
      ...joinColumnsField,
      help: 'The whole new row. l.x and r.x are the lists of a key: get(l.k, 0), size(r.v) and the like work on them.',
    },
    joinErrorField,
  ],
  example: {
    title: 'How many values each side has.',
    params: { on: 'l.word = r.word', columns: { word: 'get(l.word, 0)', left: 'size(l.n)', values: 'r.n' } },
    input: {
      schema: 'word STRING, n INT',
      rows: [
        ['whale', 2],
        ['whale', 3],
        ['ship', 1],
      ],
    },
    output: {
      schema: 'word STRING, left INT, values ARRAY<INT>',
      rows: [
        ['whale', 2, [2, 3]],
        ['ship', 1, [1]],
      ],
    },
  },
  summarize: (params) => ({ text: `on ${textOf(params, 'on') || '…'}`, mono: false }),
  lower(context) {
    const { left, right } = joinInputs(context);
    return lowerJoin(context, left, right, 'cogroup');
  },
};
