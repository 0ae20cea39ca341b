import { POINTER_SCHEMA } from '../plan/generator-schemas.ts';
import { oneOutput } from './lowered.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { OUT } from './shared-fields.ts';

export const pointer: OperatorDefinition = {
  type: 'pointer',
  family: 'source',
  title: 'Pointer',
  hint: 'Where your pointer is',
  icon: 'op-pointer',
  help: 'Moves and presses of the pointer over this pipeline become rows while it is open and running: place on the page in pixels, buttons and time, at most 60 a second. Buttons are a number: 0 none, 1 left, 2 right, 4 middle, added up. Rows stay in this browser, in the log of the run.',
  aliases: ['mouse', 'touch', 'pen', 'cursor', 'clicks', 'demo', 'live'],
  inputs: [],
  outputs: [OUT],
  fields: [],
  example: null,
  summarize: () => ({ text: 'where your pointer is', mono: false }),
  lower({ operatorId, label, builder }) {
    const source = { kind: 'live', feed: { kind: 'pointer' } } as const;
    return oneOutput(builder.source({ operatorId, role: 'rows', label, source, schema: POINTER_SCHEMA }));
  },
};
