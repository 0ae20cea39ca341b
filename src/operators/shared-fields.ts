// Fields and ports that several operators have in common, so that the form says the same thing the same way.
import type { ParamField, PortDefinition } from './operator-definition.ts';

export const IN: PortDefinition = { id: 'in', label: 'Rows' };
export const OUT: PortDefinition = { id: 'out', label: 'Rows' };

/** The two inputs of a join. */
export const LEFT: PortDefinition = { id: 'left', label: 'Left' };
export const RIGHT: PortDefinition = { id: 'right', label: 'Right' };

/** Where refused rows leave, when the error policy says so. */
export const ERRORS: PortDefinition = { id: 'errors', label: 'Refused rows', when: { param: 'onError', value: 'errors' } };

/** The error policy of an operator whose expressions can refuse a row. */
export const onErrorField: ParamField = {
  kind: 'choice',
  name: 'onError',
  label: 'A row without a value',
  help: 'What becomes of a row for which an expression has no value: a division by zero, a text that is no number, a number its type does not hold.',
  default: 'stop',
  options: [
    {
      value: 'stop',
      label: 'Stop',
      help: 'The run stops before the batch is committed and shows the row. After a fix the same batch runs again; nothing is lost.',
    },
    { value: 'drop', label: 'Drop', help: 'The row is left out and counted.' },
    { value: 'errors', label: 'Errors port', help: 'The row leaves by a port of its own, with the reason.' },
  ],
};

/** Of a join a row may also be a pair, and what is refused of it has rules of its own. */
export const joinErrorField: ParamField = {
  ...onErrorField,
  help: 'What becomes of a row whose key has no value, of a pair for which the condition has none, and of a row of the answer. The rows of a refused pair that find no other partner are not said to have none: they do not come out alone.',
};

export function rateField(help: string, rowsPerSecond: number): ParamField {
  return { kind: 'rate', name: 'rowsPerSecond', label: 'Rate', help, min: 10, max: 1_000_000, default: rowsPerSecond, live: true };
}

export const keysField: ParamField = {
  kind: 'keys',
  name: 'keys',
  label: 'Group by',
  help: 'Columns that make a group, or expressions with a name, such as lower(word) AS w. Without any, all rows are one group. NULL is a group of its own.',
  default: [],
};

export const aggregatesField: ParamField = {
  kind: 'aggregates',
  name: 'aggregates',
  label: 'Aggregates',
  help: 'New columns, each computed over the rows of a group, such as count(*), sum(x), max_by(x, y) or percentile(x, 0.95); also expressions over them. DISTINCT, FILTER (WHERE ..) and IGNORE NULLS work as in SQL. Nearly all leave NULL out.',
  default: { n: 'count(*)' },
};

export const batchTimeField: ParamField = {
  kind: 'choice',
  name: 'time',
  label: 'Time',
  help: 'What decides into which window a row falls.',
  default: 'batch',
  options: [{ value: 'batch', label: 'Batch time', help: 'The batch that read the row. A window holds the batches of (T - length, T].' }],
};

/** Keys of operators that compare whole rows unless told otherwise. */
export const valueKeysField: ParamField = {
  kind: 'keys',
  name: 'keys',
  label: 'Values of',
  help: 'Columns whose values are told apart, or expressions with a name. Without any, the whole row is the value.',
  default: [],
};

export const orderField: ParamField = {
  kind: 'order',
  name: 'orderBy',
  label: 'Order by',
  help: 'Columns or expressions, the first counts most. DESC behind one turns it round; NULLS FIRST or NULLS LAST says where NULL stands.',
};

/** What group operators gather. */
export const collectedFields: readonly ParamField[] = [
  { kind: 'expression', name: 'value', label: 'Value', help: 'What is put in the list for each row.' },
  { kind: 'name', name: 'as', label: 'New column', help: 'Name of the column with the list.', default: 'values' },
];

/** Length and slide of a window in batch time. */
export const windowFields: readonly ParamField[] = [
  batchTimeField,
  { kind: 'duration', name: 'size', label: 'Length', help: 'How far back each window reaches, such as 30 seconds.', default: '30 seconds' },
  { kind: 'duration', name: 'slide', label: 'Slide', help: 'How often a window closes. Longer than the length leaves gaps.', default: '5 seconds' },
];

export const joinOnField: ParamField = {
  kind: 'expression',
  name: 'on',
  label: 'On',
  help: 'When two rows belong together. l.x is a column of the left row, r.x one of the right row; equal keys make it fast.',
  wants: 'BOOLEAN',
};

export const joinColumnsField: ParamField = {
  kind: 'expressions',
  name: 'columns',
  label: 'Columns',
  help: 'The whole new row, over l.x and r.x. Without any: all columns of the left side, then those of the right side with other names.',
  default: {},
};
