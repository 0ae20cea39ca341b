// The fields of the two operators with keyed state.
import type { ParamField } from './operator-definition.ts';
import { keysField, onErrorField } from './shared-fields.ts';

export const stateKeysField: ParamField = {
  ...keysField,
  label: 'Key',
  help: 'Whose state it is: columns, or expressions with a name. Without any there is one state for all rows. NULL is a key of its own.',
};

export const stateField: ParamField = {
  kind: 'types',
  name: 'state',
  label: 'State',
  help: 'What is kept for each key: fields with their types, such as n BIGINT. Changing them lets the state go, changing anything else keeps it.',
  default: { n: 'BIGINT' },
};

export const removeField: ParamField = {
  kind: 'expression',
  name: 'remove',
  label: 'Remove when',
  help: 'When this is TRUE the key leaves the state. It sees state.f, the value before, and new.f, the value after.',
  wants: 'BOOLEAN',
  optional: true,
};

export const emitWhereField: ParamField = {
  kind: 'expression',
  name: 'where',
  label: 'Emit only when',
  help: 'What is emitted when this is TRUE. It sees state.f and new.f.',
  wants: 'BOOLEAN',
  optional: true,
};

export const initialField: ParamField = {
  kind: 'lines',
  name: 'initial',
  label: 'Initial state',
  help: 'What is there before the first batch: CSV or JSON with the values of the key, then those of the state. It is put in once.',
  placeholder: 'a,5\nb,2',
  default: '',
};

/** Row by row. */
export const rowErrorField: ParamField = {
  ...onErrorField,
  help: 'What becomes of a row for which an expression has no value. A refused row did not happen: the state of its key stays as the rows before it made it, and its time-out too.',
};

/** Once a batch. */
export const keyErrorField: ParamField = {
  ...onErrorField,
  help: 'What becomes of a row without a key or argument, and of a key for which an expression has no value: it keeps the state it had before the batch, is not emitted, and all its rows of the batch are refused.',
};
