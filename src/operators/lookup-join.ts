import type { JoinHow } from '../plan/plan.ts';
import { fail, problem } from '../problem/problem.ts';
import { parseSchema } from '../sql/parse-type.ts';
import { lowerJoin } from './lower-join.ts';
import { onlyInput } from './only-input.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { textOf } from './param-values.ts';
import { ERRORS, IN, joinColumnsField, joinErrorField, joinOnField, OUT } from './shared-fields.ts';

const HOWS: readonly JoinHow[] = ['inner', 'left', 'leftsemi', 'leftanti'];

export const lookupJoin: OperatorDefinition = {
  type: 'lookup-join',
  family: 'join',
  title: 'Lookup join',
  hint: 'A stream and a fixed table',
  icon: 'op-lookup',
  help: 'Looks up every row in a table that is given here once, as CSV or JSON. The table is part of the pipeline: to reload it, paste the new one and apply the edit, and from the next batch on it holds. A batch costs what it brings, whatever the size of the table. A NULL key finds nothing.',
  aliases: ['join', 'transform', 'broadcast join', 'static join', 'enrich', 'reference data', 'exclusion list'],
  inputs: [IN],
  outputs: [OUT, ERRORS],
  fields: [
    {
      kind: 'text',
      name: 'schema',
      label: 'Columns of the table',
      help: 'Names and types in the order of the CSV, such as k STRING, name STRING.',
      placeholder: 'k STRING, name STRING',
      default: 'k STRING, name STRING',
    },
    {
      kind: 'lines',
      name: 'table',
      label: 'Table',
      help: 'CSV, with or without a line of names, or JSON: a list of objects, or one a line. An empty CSV value is NULL.',
      placeholder: 'k,name\na,Anna',
      default: '',
    },
    {
      kind: 'choice',
      name: 'how',
      label: 'Rows',
      help: 'Which rows come out.',
      default: 'left',
      options: [
        { value: 'inner', label: 'Found', help: 'Rows the table has, with its columns.' },
        { value: 'left', label: 'All', help: 'All rows; NULL where the table has none.' },
        { value: 'leftsemi', label: 'Found, as they are', help: 'Rows the table has, without its columns.' },
        { value: 'leftanti', label: 'Not found', help: 'Rows the table does not have: an exclusion list.' },
      ],
    },
    { ...joinOnField, help: 'When a row and a row of the table belong together. l is the stream, r the table.' },
    joinColumnsField,
    joinErrorField,
  ],
  example: {
    title: 'The name behind each key.',
    params: { schema: 'k STRING, name STRING', table: 'k,name\na,Anna\nb,Bert', how: 'left', on: 'l.k = r.k', columns: {} },
    input: { schema: 'k STRING', rows: [['a'], ['c']] },
    output: {
      schema: 'k STRING, name STRING',
      rows: [
        ['a', 'Anna'],
        ['c', null],
      ],
    },
  },
  summarize(params) {
    const lines = textOf(params, 'table')
      .split('\n')
      .filter((line) => line.trim() !== '').length;
    return { text: `on ${textOf(params, 'on') || '…'}, table of ${lines} ${lines === 1 ? 'line' : 'lines'}`, mono: false };
  },
  lower(context) {
    const { operatorId, label, params, builder } = context;
    const where = { operator: operatorId, param: 'schema' };
    const schema = parseSchema(textOf(params, 'schema'));
    if (!schema.ok) return fail(...schema.problems.map((p) => ({ ...p, where: { ...p.where, ...where } })));
    if (schema.value.length === 0) return fail(problem('algebra/table-schema', where, { label, detail: 'there are none' }));
    const read = builder.readTable(textOf(params, 'table'), schema.value);
    if (!read.ok) return fail(problem('algebra/table-rows', { operator: operatorId, param: 'table' }, { label, ...read.bad }));
    const table = builder.table({ operatorId, role: 'table', label, rows: read.rows });
    if (!table.ok) return table;
    const how = HOWS.find((known) => known === textOf(params, 'how')) ?? 'left';
    return lowerJoin(context, onlyInput(context), table.value, how);
  },
};
