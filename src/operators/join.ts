import type { JoinHow } from '../plan/plan.ts';
import { joinInputs } from './join-inputs.ts';
import { lowerJoin } from './lower-join.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { textOf } from './param-values.ts';
import { ERRORS, joinColumnsField, joinErrorField, joinOnField, LEFT, OUT, RIGHT } from './shared-fields.ts';

const HOWS: readonly JoinHow[] = ['inner', 'left', 'right', 'full', 'leftsemi', 'leftanti'];

export const join: OperatorDefinition = {
  type: 'join',
  family: 'join',
  title: 'Join',
  hint: 'Two streams, batch by batch',
  icon: 'op-join',
  help: 'Puts together the rows of two streams that came in the same batch, or are in the same window when windows lead into it. Both streams must fire at the same times. A NULL key is equal to nothing; write l.k <=> r.k to let NULL equal NULL. It keeps no state: rows of different batches never meet.',
  aliases: ['join', 'leftOuterJoin', 'rightOuterJoin', 'fullOuterJoin', 'semi', 'anti', 'JOIN ON', 'transformWith'],
  inputs: [LEFT, RIGHT],
  outputs: [OUT, ERRORS],
  fields: [
    {
      kind: 'choice',
      name: 'how',
      label: 'Rows',
      help: 'Which rows come out.',
      default: 'inner',
      options: [
        { value: 'inner', label: 'Inner', help: 'Pairs of rows that belong together.' },
        { value: 'left', label: 'Left', help: 'All left rows; NULL on the right where there is no partner.' },
        { value: 'right', label: 'Right', help: 'All right rows; NULL on the left where there is no partner.' },
        { value: 'full', label: 'Full', help: 'All rows of both sides.' },
        { value: 'leftsemi', label: 'Left with a partner', help: 'Left rows that have a partner, each once.' },
        { value: 'leftanti', label: 'Left without', help: 'Left rows that have no partner.' },
      ],
    },
    joinOnField,
    joinColumnsField,
    joinErrorField,
  ],
  example: {
    title: 'Each row of one side with the row of the other that has its key.',
    params: { how: 'inner', on: 'l.word = r.word', columns: { word: 'l.word', both: 'l.n + r.n' } },
    input: {
      schema: 'word STRING, n INT',
      rows: [
        ['whale', 2],
        ['ship', 1],
      ],
    },
    output: {
      schema: 'word STRING, both INT',
      rows: [
        ['whale', 4],
        ['ship', 2],
      ],
    },
  },
  summarize(params) {
    const on = textOf(params, 'on');
    return { text: `${textOf(params, 'how') || 'inner'} on ${on || '…'}`, mono: false };
  },
  lower(context) {
    const { left, right } = joinInputs(context);
    const how = HOWS.find((known) => known === textOf(context.params, 'how')) ?? 'inner';
    return lowerJoin(context, left, right, how);
  },
};
