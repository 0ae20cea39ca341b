import type { FoldGives } from '../plan/plan.ts';
import { lowerFold } from './lower-fold.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { entriesOf, textOf } from './param-values.ts';
import { ERRORS, IN } from './shared-fields.ts';
import { emitWhereField, initialField, removeField, rowErrorField, stateField, stateKeysField } from './state-fields.ts';
import { byKeys } from './summary.ts';

const GIVES: readonly FoldGives[] = ['rows', 'changes', 'snapshots'];

export const mapWithState: OperatorDefinition = {
  type: 'map-with-state',
  family: 'window',
  title: 'Map with state',
  hint: 'State, row by row',
  icon: 'op-session',
  help: 'Keeps a state for each key and computes it anew for every row, in order of arrival. Expressions see the columns of the row and state.f, the value before, which is NULL for a new key. A batch costs the rows it brings, whatever the number of keys. A key that gets no row for longer than the time-out leaves, and may say so. The state is in checkpoints, so they must be on.',
  aliases: ['mapWithState', 'stateful', 'flatMapGroupsWithState', 'sessions', 'keyed state', 'lag', 'previous row', 'scan'],
  inputs: [IN],
  outputs: [{ id: 'out', label: 'Rows' }, ERRORS],
  fields: [
    stateKeysField,
    stateField,
    {
      kind: 'expressions',
      name: 'update',
      label: 'Update',
      help: 'The next value of each field, over the columns of the row and state.f.',
      default: { n: 'coalesce(state.n, 0L) + 1' },
    },
    removeField,
    {
      kind: 'expressions',
      name: 'emit',
      label: 'Emit',
      help: 'The columns that leave for each row, over its columns, state.f and new.f. A row that removes the state still leaves.',
      default: { n: 'new.n' },
    },
    emitWhereField,
    {
      kind: 'choice',
      name: 'gives',
      label: 'Rows',
      help: 'What leaves.',
      default: 'rows',
      options: [
        { value: 'rows', label: 'Every row', help: 'One row for each row that came.' },
        {
          value: 'changes',
          label: 'Last of each key',
          help: 'The last row of each key in a batch; it replaces the earlier one of its key. The key must be emitted.',
        },
        {
          value: 'snapshots',
          label: 'All keys',
          help: 'All keys with their state after each batch, also without rows: stateSnapshots. Costs all keys.',
        },
      ],
    },
    {
      kind: 'duration',
      name: 'timeout',
      label: 'Time-out',
      help: 'A key without a row for longer than this leaves. Empty: keys stay.',
      optional: true,
    },
    {
      kind: 'expressions',
      name: 'onTimeout',
      label: 'Emit at time-out',
      help: 'The columns of the row a key leaves with, over the key and state.f; those left out are NULL. Without any it leaves in silence.',
      default: {},
    },
    {
      kind: 'choice',
      name: 'timeoutScan',
      label: 'Look for time-outs',
      help: 'When a key that is due leaves.',
      default: 'batch',
      options: [
        { value: 'batch', label: 'Each batch', help: 'In the first batch in which it is due.' },
        { value: 'checkpoint', label: 'Every tenth', help: 'As Spark: only in every tenth batch, so a key may stay up to ten batches longer.' },
      ],
    },
    initialField,
    rowErrorField,
  ],
  example: {
    title: 'Each reading beside the one before it of the same sensor.',
    params: {
      keys: ['sensor'],
      state: { last: 'DOUBLE' },
      update: { last: 'celsius' },
      emit: { sensor: 'sensor', celsius: 'celsius', change: 'celsius - state.last' },
      gives: 'rows',
    },
    input: {
      schema: 'sensor STRING, celsius DOUBLE',
      rows: [
        ['s1', 20.5],
        ['s2', 18],
        ['s1', 22],
      ],
    },
    output: {
      schema: 'sensor STRING, celsius DOUBLE, change DOUBLE',
      rows: [
        ['s1', 20.5, null],
        ['s2', 18, null],
        ['s1', 22, 1.5],
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
  lower(context) {
    const gives = GIVES.find((known) => known === textOf(context.params, 'gives')) ?? 'rows';
    return lowerFold(context, 'row', gives);
  },
};
