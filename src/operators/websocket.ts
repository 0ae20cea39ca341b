import { recordPolicyField } from './file-source.ts';
import { addressOf, bufferFields, bufferOf, columnsField, formatField, lowerFeed, messageFraming, recordsField, urlField } from './live-source.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { textOf } from './param-values.ts';
import { ERRORS, OUT } from './shared-fields.ts';
import { hostWords } from './summary.ts';

export const websocket: OperatorDefinition = {
  type: 'websocket',
  family: 'source',
  title: 'WebSocket',
  hint: 'Messages of a live socket',
  icon: 'op-websocket',
  help: 'Connects to an address and takes every message as rows, text and binary alike. Rows are logged before they are counted, so a reload, crash or kill loses none of them; what is sent while nobody is connected is missing. It connects again by itself, with growing waits. No host is contacted before you allow it.',
  aliases: ['ws', 'wss', 'socket', 'socketTextStream', 'stream', 'live', 'push'],
  inputs: [],
  outputs: [OUT, ERRORS],
  fields: [
    urlField('wss://example.org/stream', 'Where to connect: wss://, or ws:// on this machine.'),
    {
      kind: 'lines',
      name: 'subscribe',
      label: 'First message',
      help: 'What is sent each time the connection opens, if the server waits to be told what you want.',
      optional: true,
    },
    recordsField,
    formatField,
    columnsField,
    recordPolicyField,
    ...bufferFields,
  ],
  example: null,
  summarize: (params) => ({ text: hostWords(textOf(params, 'url')), mono: false }),
  lower(context) {
    const url = addressOf(context, 'wss', 'ws');
    if (!url.ok) return url;
    const subscribe = textOf(context.params, 'subscribe');
    return lowerFeed(context, { kind: 'websocket', url: url.value, framing: messageFraming(context), subscribe, buffer: bufferOf(context) });
  },
};
