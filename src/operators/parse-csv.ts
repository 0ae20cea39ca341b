import type { CsvDialect } from '../formats/record-format.ts';
import { ok } from '../problem/problem.ts';
import { recordPolicyField } from './file-source.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { listOf, textOf } from './param-values.ts';
import { columnListWords, keepField, lowerParse, recordColumnField, typedColumns, typesField } from './parse-records.ts';
import { ERRORS, IN, OUT } from './shared-fields.ts';

export const parseCsv: OperatorDefinition = {
  type: 'parse-csv',
  family: 'transform',
  title: 'Parse fields',
  hint: 'Fields become columns',
  icon: 'op-map',
  help: 'Takes the delimited fields of a text column apart, in their order, as CSV has them: a field in quotes may hold the delimiter, and a quote in it is doubled. An empty field is NULL, one in quotes is not. A text with fewer fields than columns is filled up with NULL, one with more is cut, and both are counted.',
  aliases: ['csv', 'from_csv', 'tsv', 'delimited', 'split', 'columns'],
  inputs: [IN],
  outputs: [OUT, ERRORS],
  fields: [
    recordColumnField('The text column that holds one record in each row.'),
    typesField('Names of the fields in their order, with their types.'),
    {
      kind: 'choice',
      name: 'delimiter',
      label: 'Delimiter',
      help: 'What stands between two fields.',
      default: ',',
      options: [
        { value: ',', label: 'Comma' },
        { value: ';', label: 'Semicolon' },
        { value: '\t', label: 'Tab' },
        { value: '|', label: 'Vertical bar' },
        { value: ' ', label: 'Blank' },
      ],
    },
    {
      kind: 'choice',
      name: 'trim',
      label: 'Blanks',
      help: 'Whether blanks beside the delimiters belong to the fields.',
      default: 'keep',
      options: [
        { value: 'keep', label: 'Keep' },
        { value: 'trim', label: 'Leave out' },
      ],
    },
    {
      kind: 'keys',
      name: 'nullWords',
      label: 'NULL words',
      help: 'Fields without quotes that are one of these words are NULL, such as NA. An empty field always is.',
      default: [],
    },
    keepField,
    recordPolicyField,
  ],
  example: {
    title: 'Three fields, the second in quotes; a short record is filled up.',
    params: { column: 'value', columns: { id: 'INT', name: 'STRING', qty: 'INT' }, keep: 'no' },
    input: { schema: 'value STRING', rows: [['1,"Ulm, old town",3'], ['2,Graz']] },
    output: {
      schema: 'id INT, name STRING, qty INT',
      rows: [
        [1, 'Ulm, old town', 3],
        [2, 'Graz', null],
      ],
    },
  },
  summarize: (params) => ({ text: columnListWords(params) ?? `${textOf(params, 'column') || 'value'}, no columns yet`, mono: true }),
  lower: (context) =>
    lowerParse(context, () => {
      const { params } = context;
      const columns = typedColumns(context, (_, position) => position);
      if (!columns.ok) return columns;
      const dialect: CsvDialect = { delimiter: textOf(params, 'delimiter'), quote: '"', escape: '"', trim: textOf(params, 'trim') === 'trim' };
      const format = { kind: 'csv', dialect, fields: columns.value.length, nullWords: listOf(params, 'nullWords') } as const;
      return ok({ format, columns: columns.value });
    }),
};
