import { KEYSTROKE_SCHEMA } from '../plan/generator-schemas.ts';
import { oneOutput } from './lowered.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { OUT } from './shared-fields.ts';

export const keystrokes: OperatorDefinition = {
  type: 'keystrokes',
  family: 'source',
  title: 'Keystrokes',
  hint: 'The keys you press here',
  icon: 'op-keys',
  help: 'Each key you press while this pipeline is open and running becomes a row: key and time. What you type into fields of the studio is never taken, nor anything while another page is in front. Rows stay in this browser, in the log of the run.',
  aliases: ['keyboard', 'typing', 'keys', 'input', 'demo', 'live'],
  inputs: [],
  outputs: [OUT],
  fields: [],
  example: null,
  summarize: () => ({ text: 'keys you press', mono: false }),
  lower({ operatorId, label, builder }) {
    const source = { kind: 'live', feed: { kind: 'keystrokes' } } as const;
    return oneOutput(builder.source({ operatorId, role: 'rows', label, source, schema: KEYSTROKE_SCHEMA }));
  },
};
