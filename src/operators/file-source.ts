import { framingOf, recordFormatOf } from '../formats/file-format.ts';
import type { Pace, ParsedColumn, RecordPolicy } from '../formats/record-format.ts';
import { formatDuration } from '../plan/format-duration.ts';
import { LINE_SCHEMA } from '../plan/generator-schemas.ts';
import { fail, ok, problem, type Result } from '../problem/problem.ts';
import { fileFormatParam, fileOf, parsedColumnsOf } from './file-params.ts';
import { outputWithErrors } from './lowered.ts';
import type { LoweringContext } from './lowering-context.ts';
import type { OperatorDefinition, ParamField } from './operator-definition.ts';
import { numberOf, textOf } from './param-values.ts';
import { ERRORS, OUT, rateField } from './shared-fields.ts';
import { shortRate } from './summary.ts';

/** What becomes of a record that cannot be read. */
export const recordPolicyField: ParamField = {
  kind: 'choice',
  name: 'onError',
  label: 'A bad record',
  help: 'What becomes of a record that is not of the format, has a value its column does not take, or has too few or too many fields. Each is counted, and the newest are shown.',
  default: 'null',
  options: [
    { value: 'null', label: 'NULL', help: 'What can be read stays and the rest is NULL, as with PERMISSIVE in Spark.' },
    { value: 'drop', label: 'Drop', help: 'The record is left out, as with DROPMALFORMED.' },
    { value: 'errors', label: 'Errors port', help: 'It leaves by a port of its own, with the reason.' },
    { value: 'stop', label: 'Stop', help: 'The run stops before the batch is committed and shows it, as with FAILFAST. Nothing is lost.' },
  ],
};

export function recordPolicyOf({ params }: LoweringContext): RecordPolicy {
  const policy = textOf(params, 'onError');
  return policy === 'drop' || policy === 'errors' || policy === 'stop' ? policy : 'null';
}

export const fileSource: OperatorDefinition = {
  type: 'file',
  family: 'source',
  title: 'File',
  hint: 'Records of your own file',
  icon: 'op-file',
  help: 'Reads the records of a file that is kept in this browser, each once, in their order, at a rate or by their own time. What was read is logged as a range of records, so a reload goes on at the same one. The file never leaves this machine: a pipeline only names it by its content, and asks for it where it is not.',
  aliases: ['csv', 'tsv', 'json', 'jsonl', 'ndjson', 'log', 'upload', 'import', 'textFileStream', 'readStream', 'excel'],
  inputs: [],
  outputs: [OUT, ERRORS],
  fields: [
    { kind: 'file', name: 'file', label: 'File', help: 'The file that is read, known by its content.' },
    { kind: 'file-format', name: 'format', label: 'Format', help: 'How records are found in the file and taken apart.' },
    { kind: 'parsed-columns', name: 'columns', label: 'Columns', help: 'What is read of each record: names, types, and how a value is written.' },
    recordPolicyField,
    {
      kind: 'choice',
      name: 'pace',
      label: 'Pace',
      help: 'How fast the records come.',
      default: 'rate',
      options: [
        { value: 'rate', label: 'At a rate', help: 'So many each second.' },
        { value: 'time', label: 'By their time', help: 'As they came, by a column that says when, so many times as fast.' },
      ],
    },
    rateField('Records read each second, when they come at a rate. It can be turned while the pipeline runs.', 1000),
    {
      kind: 'name',
      name: 'timeColumn',
      label: 'Time column',
      help: 'The column that says when a record came, when they come by their time. Its type is TIMESTAMP or DATE.',
      optional: true,
    },
    {
      kind: 'integer',
      name: 'speed',
      label: 'Speed',
      help: 'How many times as fast as they came: 60 makes a minute of a second.',
      min: 1,
      max: 10_000_000,
      default: 60,
      unit: 'times',
    },
  ],
  example: null,
  summarize(params) {
    const file = fileOf(params);
    if (file === null) return { text: 'no file yet', mono: false };
    const pace =
      textOf(params, 'pace') === 'time'
        ? `${formatDuration((numberOf(params, 'speed') || 60) * 1000)} a second`
        : shortRate(numberOf(params, 'rowsPerSecond') || 1000);
    return { text: `${file.name}, ${pace}`, mono: false };
  },
  lower(context) {
    const { operatorId, label, params, builder } = context;
    const file = fileOf(params);
    const format = fileFormatParam(params);
    const columns = parsedColumnsOf(params, operatorId);
    if (!columns.ok) return columns;
    if (file === null || format === null) return fail(problem('params/missing', { operator: operatorId, param: 'file' }, { label, field: 'File' }));
    const pace = paceOf(context, columns.value, builder.settings.timeZone);
    if (!pace.ok) return pace;
    const source = { kind: 'file', file, framing: framingOf(format), pace: pace.value } as const;
    const rows = builder.source({ operatorId, role: 'rows', label, source, schema: LINE_SCHEMA });
    if (!rows.ok) return rows;
    const parsed = { column: 'value', keep: false, format: recordFormatOf(format), columns: columns.value, onError: recordPolicyOf(context) };
    return outputWithErrors(context, builder.parse({ operatorId, role: 'parse', label, input: rows.value, ...parsed }));
  },
};

function paceOf(context: LoweringContext, columns: readonly ParsedColumn[], timeZone: string): Result<Pace> {
  const { operatorId: operator, label, params } = context;
  if (textOf(params, 'pace') !== 'time') return ok({ kind: 'rate', rowsPerSecond: numberOf(params, 'rowsPerSecond') });
  const format = fileFormatParam(params);
  const name = textOf(params, 'timeColumn');
  const where = { operator, param: 'timeColumn' };
  const times = columns.filter((column) => column.type.kind === 'TIMESTAMP' || column.type.kind === 'DATE');
  const column = times.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (format === null || column === undefined) {
    const known = times.map((one) => one.name).join(', ') || 'none of TIMESTAMP or DATE';
    return fail(problem('format/no-time-column', where, { label, got: name || 'nothing', known }));
  }
  const time = { format: recordFormatOf(format), column, timeZone };
  return ok({ kind: 'time', time, speed: numberOf(params, 'speed') });
}
