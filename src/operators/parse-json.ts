import { recordPolicyField } from './file-source.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { textOf } from './param-values.ts';
import { columnListWords, keepField, lowerParse, recordColumnField, typedColumns, typesField } from './parse-records.ts';
import { ERRORS, IN, OUT } from './shared-fields.ts';

export const parseJson: OperatorDefinition = {
  type: 'parse-json',
  family: 'transform',
  title: 'Parse JSON',
  hint: 'Members become columns',
  icon: 'op-map',
  help: 'Takes the JSON objects of a text column apart: each member you name becomes a column of its type. Values are read as from_json reads them in Spark, so a number in quotes is no number, and a member that is missing is NULL. A text that is NULL or blank gives NULL and is no fault.',
  aliases: ['from_json', 'get_json_object', 'jsonl', 'ndjson', 'deserialize', 'schema'],
  inputs: [IN],
  outputs: [OUT, ERRORS],
  fields: [
    recordColumnField('The text column that holds one JSON object in each row.'),
    typesField('Names of members, with their types. A member within another is read as STRUCT<…>.'),
    keepField,
    recordPolicyField,
  ],
  example: {
    title: 'Two members become columns; a text that is no JSON gives NULL.',
    params: { column: 'value', columns: { user: 'STRING', ms: 'INT' }, keep: 'no' },
    input: { schema: 'value STRING', rows: [['{"user":"ada","ms":12}'], ['{"user":"bob"}'], ['oops']] },
    output: {
      schema: 'user STRING, ms INT',
      rows: [
        ['ada', 12],
        ['bob', null],
        [null, null],
      ],
    },
  },
  summarize: (params) => ({ text: columnListWords(params) ?? `${textOf(params, 'column') || 'value'}, no columns yet`, mono: true }),
  lower: (context) =>
    lowerParse(context, () => {
      const columns = typedColumns(context, (name) => name.replace(/[\\.]/g, '\\$&'));
      return columns.ok ? { ok: true, value: { format: { kind: 'json' }, columns: columns.value } } : columns;
    }),
};
