import { BIGINT, type DataType, INT, STRING, TIMESTAMP } from '../columns/data-type.ts';
import type { ParsedColumn, ValueForm } from '../formats/record-format.ts';
import { ok } from '../problem/problem.ts';
import { recordPolicyField } from './file-source.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { entriesOf, numberOf, textOf } from './param-values.ts';
import { keepField, lowerParse, recordColumnField, typedColumns, typesField } from './parse-records.ts';
import { ERRORS, IN, OUT } from './shared-fields.ts';

const CAST: ValueForm = { kind: 'cast' };
const ACCESS_TIME: ValueForm = { kind: 'pattern', pattern: 'dd/MMM/yyyy:HH:mm:ss Z' };

const COMMON: readonly (readonly [part: string, type: DataType, form?: ValueForm])[] = [
  ['host', STRING],
  ['user', STRING],
  ['time', TIMESTAMP, ACCESS_TIME],
  ['method', STRING],
  ['path', STRING],
  ['status', INT],
  ['bytes', BIGINT],
];

/** Parts of the built-in patterns, when no columns are named. */
const PARTS = {
  'apache-common': COMMON,
  'apache-combined': [...COMMON, ['referer', STRING], ['agent', STRING]],
  syslog: [
    ['time', TIMESTAMP],
    ['host', STRING],
    ['program', STRING],
    ['pid', INT],
    ['message', STRING],
  ],
} as const satisfies { readonly [pattern: string]: readonly (readonly [string, DataType, ValueForm?])[] };

export const parseLog: OperatorDefinition = {
  type: 'parse-log',
  family: 'transform',
  title: 'Parse log lines',
  hint: 'Parts become columns',
  icon: 'op-map',
  help: 'Takes log lines apart by a pattern: access logs as Apache and nginx write them, syslog, or a regular expression of your own with named parts. A part that a line does not have, or has as a minus sign, is NULL. A line that is not of the pattern is a bad record; its text is kept.',
  aliases: ['grok', 'regexp_extract', 'apache', 'nginx', 'access log', 'syslog', 'pattern', 'rsyslog'],
  inputs: [IN],
  outputs: [OUT, ERRORS],
  fields: [
    recordColumnField('The text column that holds one line in each row.'),
    {
      kind: 'choice',
      name: 'pattern',
      label: 'Lines of',
      help: 'What wrote the lines.',
      default: 'apache-combined',
      options: [
        { value: 'apache-combined', label: 'Access log, combined', help: 'Host, user, time, request, status, bytes, referer and agent.' },
        { value: 'apache-common', label: 'Access log, common', help: 'The same without referer and agent.' },
        { value: 'syslog', label: 'Syslog', help: 'Time without a year, host, program with its number, message.' },
        { value: 'own', label: 'A pattern of your own', help: 'A regular expression with named parts.' },
      ],
    },
    {
      kind: 'text',
      name: 'expression',
      label: 'Own pattern',
      help: 'A regular expression as Java has them, with a name for each part that becomes a column.',
      placeholder: '(?<level>[A-Z]+) (?<message>.*)',
      optional: true,
    },
    {
      kind: 'integer',
      name: 'startYear',
      label: 'Start year',
      help: 'Of syslog: the year of the first line. It steps when the month falls by more than 6. Without one, a line is of the year that brings it nearest to its batch.',
      min: 1970,
      max: 9999,
      optional: true,
    },
    typesField('Parts that become columns, with their types. Without any, all parts of a pattern that is not your own.'),
    keepField,
    recordPolicyField,
  ],
  example: {
    title: 'A line of an access log; one that is something else is left out.',
    params: { column: 'value', pattern: 'apache-common', columns: { path: 'STRING', status: 'INT' }, keep: 'no', onError: 'drop' },
    input: {
      schema: 'value STRING',
      rows: [['203.0.113.7 - ada [10/Jun/2024:06:13:20 +0000] "GET /lamp HTTP/1.1" 200 512'], ['server restarted']],
    },
    output: { schema: 'path STRING, status INT', rows: [['/lamp', 200]] },
  },
  summarize(params) {
    const pattern = textOf(params, 'pattern');
    if (pattern === 'own') return { text: textOf(params, 'expression') || 'no pattern yet', mono: true };
    return { text: { 'apache-common': 'access log, common', syslog: 'syslog' }[pattern] ?? 'access log, combined', mono: false };
  },
  lower: (context) =>
    lowerParse(context, () => {
      const { params } = context;
      const chosen = textOf(params, 'pattern');
      const parts: readonly (readonly [string, DataType, ValueForm?])[] = chosen in PARTS ? PARTS[chosen as keyof typeof PARTS] : [];
      const typed = typedColumns(context, (name) => name);
      if (!typed.ok) return typed;
      const named = entriesOf(params, 'columns').length > 0;
      const all = parts.map(([name, type, form]): ParsedColumn => ({ name, type, from: name, form: form ?? CAST }));
      const isAccessTime = (column: ParsedColumn) =>
        chosen !== 'syslog' && chosen !== 'own' && column.name === 'time' && column.type.kind !== 'STRING';
      const columns = named ? typed.value.map((column) => (isAccessTime(column) ? { ...column, form: ACCESS_TIME } : column)) : all;
      const startYear = numberOf(params, 'startYear') || null;
      return ok({ format: { kind: 'log', pattern: chosen === 'own' ? textOf(params, 'expression') : chosen, startYear }, columns });
    }),
};
