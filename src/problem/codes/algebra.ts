import { define } from '../define.ts';

const changeParam = () => 'Change it in the settings of the operator.';

/** Windows, joins, tables and keyed state that cannot be planned, and batches they fail. */
export const algebraProblems = {
  'algebra/needs-checkpoints': define<{ label: string; keeps: string }>(
    'error',
    (p) => `"${p.label}" keeps ${p.keeps} between batches, but checkpoints are off. After a reload it would be gone and every later answer wrong.`,
    () => 'Turn checkpoints on in the settings of the pipeline, or take the operator out. Operators without state may run without.',
  ),
  'algebra/checkpoint-not-multiple': define<{ label: string; got: string; slide: string; use: string }>(
    'error',
    (p) =>
      `"${p.label}" works every ${p.slide}, so its checkpoint interval must be above zero and a multiple of that, but is ${p.got}. Use ${p.use}.`,
    changeParam,
  ),
  'algebra/inverse-only-sums': define<{ label: string; call: string }>(
    'error',
    (p) => `"${p.label}" is an inverse window, whose answers come from what enters and leaves. That holds for count and sum only, not for ${p.call}.`,
    () => 'Turn the inverse form off, which costs nothing here, or keep to count and sum.',
  ),
  'algebra/join-slides': define<{ label: string; left: string; right: string }>(
    'error',
    (p) => `"${p.label}" joins streams that fire at different times: the left one every ${p.left}, the right one every ${p.right}.`,
    () => 'Give the windows before it the same slide.',
  ),
  'algebra/join-two-tables': define<{ label: string }>(
    'error',
    (p) => `"${p.label}" joins two tables. Nothing would ever come out of it in batches.`,
    () => 'Connect a stream to one of its inputs.',
  ),
  'algebra/cogroup-keys': define<{ label: string; condition: string }>(
    'error',
    (p) =>
      `"${p.label}" groups both sides by keys, so its condition must be equalities of a left and a right value, such as l.k = r.k, but is ${p.condition}.`,
    () => 'Write only equalities, joined by AND, or choose another kind of join.',
  ),
  'algebra/order-empty': define<{ label: string }>(
    'error',
    (p) => `"${p.label}" has no order yet. It needs at least one expression to order by, such as n DESC.`,
    () => 'Add one in the settings of the operator.',
  ),
  'algebra/order-type': define<{ label: string; expression: string; type: string }>(
    'error',
    (p) => `"${p.label}" cannot order by ${p.expression}: values of type ${p.type} have no order.`,
    () => 'Order by another expression.',
  ),
  'algebra/limit': define<{ label: string; got: number }>(
    'error',
    (p) => `"${p.label}" keeps ${p.got} rows. The number must be whole and at least 1.`,
    changeParam,
  ),
  'algebra/state-field': define<{ label: string; field: string; type: string }>(
    'error',
    (p) => `The field "${p.field}" of the state of "${p.label}" has the type "${p.type}", which is not known.`,
    () => 'Use a type such as BIGINT, DOUBLE, STRING, TIMESTAMP or ARRAY<INT>.',
  ),
  'algebra/state-empty': define<{ label: string }>(
    'error',
    (p) => `"${p.label}" keeps nothing yet. Its state needs at least one field, such as n BIGINT with the update coalesce(state.n, 0L) + 1.`,
    () => 'Add a field in the settings of the operator.',
  ),
  'algebra/state-without-update': define<{ label: string; field: string }>(
    'error',
    (p) => `The field "${p.field}" of the state of "${p.label}" has no update, so it would stay NULL for ever.`,
    () => 'Write the expression of its next value, or remove the field.',
  ),
  'algebra/update-without-field': define<{ label: string; field: string; fields: string }>(
    'error',
    (p) => `"${p.label}" updates "${p.field}", which its state does not have. It has ${p.fields}.`,
    () => 'Add the field to the state, or remove the update.',
  ),
  'algebra/assigned-type': define<{ label: string; name: string; got: string; wants: string }>(
    'error',
    (p) => `"${p.name}" of "${p.label}" is ${p.wants}, but its expression gives ${p.got}.`,
    (p) => `Write CAST(... AS ${p.wants}) around it, or change the type.`,
  ),
  'algebra/timeout': define<{ label: string; got: string }>(
    'error',
    (p) => `The time-out of "${p.label}" must be above zero, but is ${p.got}.`,
    changeParam,
  ),
  'algebra/timeout-per-batch': define<{ label: string }>(
    'error',
    (p) => `"${p.label}" runs for every key in every batch, so it needs no time-out: its remove condition can count idle batches.`,
    () => 'Count batches without rows in a field, idle = if(count(*) > 0, 0, state.idle + 1), and remove by it.',
  ),
  'algebra/timeout-column': define<{ label: string; column: string; columns: string }>(
    'error',
    (p) => `"${p.label}" gives the column "${p.column}" at a time-out, which its other rows do not have. They have ${p.columns}.`,
    () => 'Give it the same columns; one that is left out is NULL.',
  ),
  'algebra/fold-keys-gone': define<{ label: string; key: string }>(
    'error',
    (p) => `"${p.label}" emits changes, where a row replaces the earlier one of its key, but it does not emit the key "${p.key}".`,
    () => 'Emit the key as a column, or let it emit every row.',
  ),
  'algebra/initial-rows': define<{ label: string; row: number; detail: string }>(
    'error',
    (p) => `The initial state of "${p.label}" cannot be read: row ${p.row} ${p.detail}.`,
    () => 'Correct the row. It has the values of the keys, then those of the state.',
  ),
  'algebra/initial-twice': define<{ label: string; row: number }>(
    'error',
    (p) => `The initial state of "${p.label}" names the key of row ${p.row} a second time.`,
    () => 'Remove one of the two rows.',
  ),
  'algebra/table-rows': define<{ label: string; row: number; detail: string }>(
    'error',
    (p) => `The table of "${p.label}" cannot be read: row ${p.row} ${p.detail}.`,
    () => 'Correct the row in the table, or change the type of the column.',
  ),
  'algebra/table-schema': define<{ label: string; detail: string }>(
    'error',
    (p) => `The columns of the table of "${p.label}" cannot be read: ${p.detail}.`,
    () => 'Write them as name and type, such as k STRING, n INT.',
  ),
  'algebra/state-grows': define<{ label: string; of: string; why: string; way: string; bytes: number; perSecond?: number }>(
    'warning',
    ({ label, of, why, bytes, perSecond }) =>
      `The state of "${label}" only grows: no ${of} ever leaves it, because ${why}. One is about ${bytes} bytes, so a million are ${bytes} MB in memory and in each full checkpoint${
        perSecond === undefined ? '' : `; ${perSecond.toLocaleString('en-US')} new ones a second make that in ${minutesTo(1e6 / perSecond)}`
      }.`,
    ({ way, of }) => `${way} Where there are but few different ${of}s it may stay as it is.`,
  ),
  'algebra/join-without-input': define<{ timeMs: number }>(
    'error',
    (p) => `A stream that this join reads gave nothing at all for batch time ${p.timeMs} ms, not even an empty batch. The batch was not committed.`,
    () => 'Give the source an empty batch for that time, or take it out of the join.',
  ),
  'algebra/join-too-large': define<{ rows: number; most: number }>(
    'error',
    (p) =>
      `One batch of this join comes to more than ${p.most.toLocaleString('en-US')} rows (${p.rows.toLocaleString('en-US')} pairs so far). The batch was not committed.`,
    () => 'Join on a key with fewer equal rows, filter before the join, or lower the rate of the sources. Then press Run: the same batch runs again.',
  ),
};

function minutesTo(seconds: number): string {
  return seconds < 60 ? `${Math.ceil(seconds)} seconds` : `${Math.ceil(seconds / 60).toLocaleString('en-US')} minutes`;
}
