import { recordPolicyField } from './file-source.ts';
import { addressOf, bufferFields, bufferOf, columnsField, formatField, lowerFeed, messageFraming, recordsField, urlField } from './live-source.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { textOf } from './param-values.ts';
import { ERRORS, OUT } from './shared-fields.ts';
import { hostWords } from './summary.ts';

export const sse: OperatorDefinition = {
  type: 'sse',
  family: 'source',
  title: 'Server-sent events',
  hint: 'Events a server pushes',
  icon: 'op-sse',
  help: 'Reads a stream of events (text/event-stream) and takes the data of each as rows. The id of the last event is stored with its rows and sent again after a reload, so nothing is missing and nothing counts twice. A server that sends no ids may lose or repeat events then, and the source says so. No host is contacted before you allow it.',
  aliases: ['EventSource', 'event stream', 'push', 'live', 'http stream', 'Last-Event-ID'],
  inputs: [],
  outputs: [OUT, ERRORS],
  fields: [
    urlField('https://example.org/events', 'Where to read: https://, or http:// on this machine.'),
    { kind: 'text', name: 'event', label: 'Event type', help: 'Only events of that type. Empty: all of them.', optional: true },
    recordsField,
    formatField,
    columnsField,
    recordPolicyField,
    ...bufferFields,
  ],
  example: null,
  summarize: (params) => ({ text: hostWords(textOf(params, 'url')), mono: false }),
  lower(context) {
    const url = addressOf(context, 'https', 'http');
    if (!url.ok) return url;
    const event = textOf(context.params, 'event');
    return lowerFeed(context, { kind: 'sse', url: url.value, framing: messageFraming(context), event, buffer: bufferOf(context) });
  },
};
