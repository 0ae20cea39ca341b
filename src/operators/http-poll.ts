import { fail, problem } from '../problem/problem.ts';
import { recordPolicyField } from './file-source.ts';
import { addressOf, bodyFraming, bufferOf, columnsField, formatField, lowerFeed, urlField } from './live-source.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { durationMs, textOf } from './param-values.ts';
import { ERRORS, OUT } from './shared-fields.ts';
import { hostWords } from './summary.ts';

const SHORTEST_MS = 1_000;
const LONGEST_MS = 24 * 3_600_000;

export const httpPoll: OperatorDefinition = {
  type: 'http-poll',
  family: 'source',
  title: 'HTTP poll',
  hint: 'An address, asked often',
  icon: 'op-poll',
  help: 'Asks an address again and again and takes the rows of each answer: lines, CSV, JSON values or the elements of a JSON list. An answer that equals the one before is told by its ETag or its content and left out, unless you want it. It does not ask while rows of it still wait. No host is contacted before you allow it.',
  aliases: ['rest', 'api', 'get', 'fetch', 'request', 'url', 'polling', 'etag'],
  inputs: [],
  outputs: [OUT, ERRORS],
  fields: [
    urlField('https://example.org/now.json', 'What to ask: https://, or http:// on this machine.'),
    {
      kind: 'duration',
      name: 'every',
      label: 'Every',
      help: 'How long to wait between an answer and the next question, one second or more.',
      default: '10 seconds',
    },
    {
      kind: 'choice',
      name: 'unchanged',
      label: 'Same answer again',
      help: 'What an answer gives that equals the one before.',
      default: 'skip',
      options: [
        { value: 'skip', label: 'Nothing', help: 'Its rows are there already.' },
        { value: 'rows', label: 'Its rows again', help: 'Each answer is a measurement of its own.' },
      ],
    },
    formatField,
    columnsField,
    {
      kind: 'choice',
      name: 'header',
      label: 'First line of CSV',
      help: 'Whether the first line of a CSV answer names the columns.',
      default: 'yes',
      options: [
        { value: 'yes', label: 'Names', help: 'It is left out.' },
        { value: 'no', label: 'Data', help: 'It is a record.' },
      ],
    },
    recordPolicyField,
    {
      kind: 'integer',
      name: 'bufferRows',
      label: 'Room',
      help: 'No new question is asked while more rows than this wait for a batch to take them.',
      min: 100,
      max: 1_000_000,
      default: 50_000,
      unit: 'rows',
    },
  ],
  example: null,
  summarize(params) {
    const every = textOf(params, 'every');
    return { text: `${hostWords(textOf(params, 'url'))}${every === '' ? '' : `, every ${every}`}`, mono: false };
  },
  lower(context) {
    const { operatorId: operator, label, params } = context;
    const url = addressOf(context, 'https', 'http');
    if (!url.ok) return url;
    const everyMs = durationMs(context, 'every');
    if (!everyMs.ok) return everyMs;
    if (everyMs.value < SHORTEST_MS || everyMs.value > LONGEST_MS)
      return fail(problem('feed/bad-wait', { operator, param: 'every' }, { label, got: textOf(params, 'every') }));
    const unchanged = textOf(params, 'unchanged') === 'rows' ? 'rows' : 'skip';
    const buffer = bufferOf(context);
    return lowerFeed(context, { kind: 'http-poll', url: url.value, framing: bodyFraming(context), everyMs: everyMs.value, unchanged, buffer });
  },
};
