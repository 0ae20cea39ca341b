// What the sources that read from the network have in common: how their records are taken apart, what becomes of one that
// cannot be, and what happens when they come too fast.

import { STRING } from '../columns/data-type.ts';
import type { CsvDialect, Framing, ParsedColumn, RecordFormat } from '../formats/record-format.ts';
import { type Feed, type FeedBuffer, feedAddress } from '../plan/feed.ts';
import { LINE_SCHEMA } from '../plan/generator-schemas.ts';
import { fail, ok, problem, type Result } from '../problem/problem.ts';
import { parsedColumnsOf } from './file-params.ts';
import { recordPolicyOf } from './file-source.ts';
import { outputWithErrors } from './lowered.ts';
import type { LoweredOperator, LoweringContext } from './lowering-context.ts';
import type { ParamField } from './operator-definition.ts';
import { numberOf, textOf } from './param-values.ts';

const RFC_4180: CsvDialect = { delimiter: ',', quote: '"', escape: '"', trim: false };

export function urlField(placeholder: string, help: string): ParamField {
  return { kind: 'text', name: 'url', label: 'Address', help, placeholder };
}

export const formatField: ParamField = {
  kind: 'choice',
  name: 'format',
  label: 'Format',
  help: 'How a record is taken apart into columns.',
  default: 'text',
  options: [
    { value: 'text', label: 'Text', help: 'The record is one column, value.' },
    { value: 'json', label: 'JSON', help: 'Each record is a JSON object; columns are its members, by name.' },
    { value: 'csv', label: 'CSV', help: 'Each record is fields with commas between; columns are fields, in their order.' },
  ],
};

export const columnsField: ParamField = {
  kind: 'parsed-columns',
  name: 'columns',
  label: 'Columns',
  help: 'What is read of each record, for JSON and CSV: names, types, and how a value is written.',
  default: [],
};

/** Where several records may come at once. */
export const recordsField: ParamField = {
  kind: 'choice',
  name: 'records',
  label: 'A record is',
  help: 'What of a message is one row.',
  default: 'message',
  options: [
    { value: 'message', label: 'The message', help: 'All of it, line ends and all.' },
    { value: 'lines', label: 'Each line', help: 'A message may hold many lines, or end in the middle of one.' },
    { value: 'elements', label: 'Each element', help: 'The message is a list in JSON; its elements are the records.' },
  ],
};

export const bufferFields: readonly ParamField[] = [
  {
    kind: 'integer',
    name: 'bufferRows',
    label: 'Room',
    help: 'The most rows that may wait for a batch to take them. A server cannot be asked to send more slowly.',
    min: 100,
    max: 1_000_000,
    default: 50_000,
    unit: 'rows',
  },
  {
    kind: 'choice',
    name: 'whenFull',
    label: 'When it is full',
    help: 'What happens to rows for which there is no room.',
    default: 'drop-newest',
    options: [
      { value: 'drop-newest', label: 'Drop new rows', help: 'They are thrown away and counted.' },
      {
        value: 'disconnect',
        label: 'Disconnect',
        help: 'The connection is closed and the source says so. Events with ids go on at the last one when there is room.',
      },
    ],
  },
];

/** However long the rows are, no more than this waits. */
const BUFFER_BYTES = 64 * 1024 * 1024;

export function bufferOf(context: LoweringContext): FeedBuffer {
  const { params } = context;
  return {
    maxRows: numberOf(params, 'bufferRows'),
    maxBytes: BUFFER_BYTES,
    whenFull: textOf(params, 'whenFull') === 'disconnect' ? 'disconnect' : 'drop-newest',
  };
}

/** The address, when it has one of the schemes and a browser may contact it. */
export function addressOf(context: LoweringContext, secure: 'https' | 'wss', plain: 'http' | 'ws'): Result<string> {
  const { operatorId: operator, label, params } = context;
  const where = { operator, param: 'url' };
  const url = textOf(params, 'url').trim();
  if (/^[a-z]+:\/\/[^/?#]*@/i.test(url)) return fail(problem('feed/secret-in-url', where, { label }));
  const address = feedAddress(url);
  if (address === null || (address.scheme !== secure && address.scheme !== plain))
    return fail(problem('feed/bad-url', where, { label, got: url, schemes: `${secure}:// or ${plain}://` }));
  if (address.scheme === plain && !address.isLoopback) return fail(problem('feed/insecure', where, { label, host: address.host }));
  return ok(url);
}

/** What of a message is one record. */
export function messageFraming(context: LoweringContext): Framing {
  switch (textOf(context.params, 'records')) {
    case 'lines':
      return { kind: 'lines', encoding: 'utf-8', skip: 0 };
    case 'elements':
      return { kind: 'json-array', encoding: 'utf-8' };
    default:
      return { kind: 'message' };
  }
}

/** What of a whole answer is one record: lines, fields, or the elements of a list and values one after another. */
export function bodyFraming(context: LoweringContext): Framing {
  const { params } = context;
  const skip = textOf(params, 'header') === 'yes' ? 1 : 0;
  switch (textOf(params, 'format')) {
    case 'json':
      return { kind: 'json-array', encoding: 'utf-8' };
    case 'csv':
      return { kind: 'csv', encoding: 'utf-8', skip, dialect: RFC_4180 };
    default:
      return { kind: 'lines', encoding: 'utf-8', skip: 0 };
  }
}

/** The source and the parser of its records, with the errors port when it is asked for. */
export function lowerFeed(context: LoweringContext, feed: Feed): Result<LoweredOperator> {
  const { operatorId, label, params, builder } = context;
  const columns = columnsOf(context);
  if (!columns.ok) return columns;
  const source = builder.source({ operatorId, role: 'rows', label, source: { kind: 'live', feed }, schema: LINE_SCHEMA });
  if (!source.ok) return source;
  const format = recordFormat(textOf(params, 'format'), fieldsOf(columns.value));
  const parsed = { column: 'value', keep: false, format, columns: columns.value, onError: recordPolicyOf(context) };
  return outputWithErrors(context, builder.parse({ operatorId, role: 'parse', label, input: source.value, ...parsed }));
}

function recordFormat(format: string, fields: number): RecordFormat {
  if (format === 'json') return { kind: 'json' };
  return format === 'csv' ? { kind: 'csv', dialect: RFC_4180, fields, nullWords: [] } : { kind: 'text' };
}

function columnsOf({ operatorId: operator, label, params }: LoweringContext): Result<readonly ParsedColumn[]> {
  const format = textOf(params, 'format');
  if (format !== 'json' && format !== 'csv') return ok([{ name: 'value', type: STRING, from: 0, form: { kind: 'cast' } }]);
  const columns = parsedColumnsOf(params, operator);
  if (!columns.ok || columns.value.length > 0) return columns;
  return fail(problem('feed/no-columns', { operator, param: 'columns' }, { label, format: format.toUpperCase() }));
}

/** As many fields as the last column that is read needs. */
function fieldsOf(columns: readonly ParsedColumn[]): number {
  return Math.max(1, ...columns.map(({ from }) => (typeof from === 'number' ? from + 1 : 1)));
}
