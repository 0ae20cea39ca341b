import { lowerFold } from './lower-fold.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { entriesOf, textOf } from './param-values.ts';
import { ERRORS, IN } from './shared-fields.ts';
import { emitWhereField, initialField, keyErrorField, removeField, stateField, stateKeysField } from './state-fields.ts';
import { byKeys } from './summary.ts';

export const updateStateByKey: OperatorDefinition = {
  type: 'update-state-by-key',
  family: 'window',
  title: 'Update state by key',
  hint: 'State, every key each batch',
  icon: 'op-save',
  help: 'Keeps a state for each key and computes it anew in every batch, for every key, also for those without rows. Expressions see aggregates over the rows of the key in this batch, such as count(*), which may be 0, and state.f, the value before, which is NULL for a new key. A batch costs all keys; where only keys with rows change, map with state costs far less. The state is in checkpoints, so they must be on.',
  aliases: ['updateStateByKey', 'stateful', 'running total', 'session', 'keyed state', 'scan'],
  inputs: [IN],
  outputs: [{ id: 'out', label: 'State of keys' }, ERRORS],
  fields: [
    stateKeysField,
    stateField,
    {
      kind: 'expressions',
      name: 'update',
      label: 'Update',
      help: 'The next value of each field, over aggregates of the rows in this batch and state.f.',
      default: { n: 'coalesce(state.n, 0L) + count(*)' },
    },
    removeField,
    {
      kind: 'expressions',
      name: 'emit',
      label: 'Emit',
      help: 'The columns that leave, over the key, aggregates, state.f and new.f. A key that is removed is not emitted.',
      default: { n: 'new.n' },
    },
    emitWhereField,
    {
      kind: 'choice',
      name: 'gives',
      label: 'Keys',
      help: 'Which keys leave after each batch.',
      default: 'all',
      options: [
        { value: 'all', label: 'All', help: 'All keys each time, as updateStateByKey does: the whole answer.' },
        {
          value: 'changes',
          label: 'With rows',
          help: 'Keys that got rows in this batch; each row replaces the earlier one of its key. The key must be emitted.',
        },
      ],
    },
    initialField,
    keyErrorField,
  ],
  example: {
    title: 'Totals by word, with some that were there before.',
    params: {
      keys: ['word'],
      state: { n: 'BIGINT' },
      update: { n: 'coalesce(state.n, 0L) + count(*)' },
      emit: { word: 'word', n: 'new.n', before: 'state.n' },
      gives: 'all',
      initial: 'whale,10\nsea,3',
    },
    input: { schema: 'word STRING', rows: [['whale'], ['ship'], ['whale']] },
    output: {
      schema: 'word STRING, n BIGINT, before BIGINT',
      rows: [
        ['whale', 12, 10],
        ['sea', 3, 3],
        ['ship', 1, null],
      ],
    },
  },
  summarize: (params) => ({
    text: `keeps ${
      entriesOf(params, 'state')
        .map(([name]) => name)
        .join(', ') || '…'
    }${byKeys(params)}`,
    mono: false,
  }),
  lower: (context) => lowerFold(context, 'batch', textOf(context.params, 'gives') === 'changes' ? 'changes' : 'all'),
};
