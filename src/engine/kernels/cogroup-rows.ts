// A cogroup: one row a key that either side has, each column the ARRAY of its values in the rows of the key. Where a key must
// be equal and is NULL, it is equal to nothing, so the rows of the two sides with that key are two rows of the answer.
import { absentColumn } from '../../columns/absent.ts';
import { type Column, type Rows, selectedCount } from '../../columns/column.ts';
import { arrayOf, INT } from '../../columns/data-type.ts';
import { gatherColumn } from '../../columns/gather.ts';
import type { JoinNode } from '../../plan/plan.ts';
import { createKeyIndex } from '../state/create-key-index.ts';
import { positionsOf } from './join-index.ts';

/** Where the rows of each key lie in `positions`. */
interface Groups {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly positions: Int32Array;
}

/** Rows of the scope "l.x", then "r.x"; only the columns of `read`, the others are absent. */
export function cogroupedRows(
  node: JoinNode,
  left: Rows,
  right: Rows,
  keys: { readonly l: readonly Column[]; readonly r: readonly Column[] },
  read: ReadonlySet<number>,
): Rows {
  const index = createKeyIndex([...node.keys.map(({ left: key }) => key.type), INT]);
  const slotsOf = (rows: Rows, columns: readonly Column[], side: number): Int32Array => {
    const slots = new Int32Array(selectedCount(rows));
    if (slots.length > 0) index.lookupOrInsert([...columns, sideColumn(node, rows, columns, side)], rows.selection, slots);
    return slots;
  };
  const leftSlots = slotsOf(left, keys.l, 1);
  const rightSlots = slotsOf(right, keys.r, 2);
  const count = leftSlots.length + rightSlots.length === 0 ? 0 : index.slotLimit;
  const side = (rows: Rows, slots: Int32Array, offset: number, prefix: string) => {
    const groups = grouped(rows, slots, count);
    return rows.columns.map((column, c) => ({
      field: { name: `${prefix}.${rows.schema[c]?.name ?? ''}`, type: arrayOf(column.type) },
      column: read.has(offset + c) ? lists(column, groups, count) : absentColumn(arrayOf(column.type), count),
    }));
  };
  const all = [...side(left, leftSlots, 0, 'l'), ...side(right, rightSlots, left.columns.length, 'r')];
  return { schema: all.map(({ field }) => field), columns: all.map(({ column }) => column), length: count, selection: null };
}

/** 0, but the number of the side where NULL keeps the row from the other side. */
function sideColumn(node: JoinNode, rows: Rows, keys: readonly Column[], side: number): Column {
  const values = new Int32Array(rows.length);
  keys.forEach(({ nulls }, k) => {
    if (nulls === null || node.keys[k]?.nullSafe === true) return;
    for (let row = 0; row < rows.length; row++) if (nulls[row] === 1) values[row] = side;
  });
  return { kind: 'int', type: INT, length: rows.length, nulls: null, values };
}

function grouped(rows: Rows, slots: Int32Array, count: number): Groups {
  const starts = new Int32Array(count);
  const ends = new Int32Array(count);
  for (const slot of slots) ends[slot] = (ends[slot] as number) + 1;
  let at = 0;
  for (let slot = 0; slot < count; slot++) {
    starts[slot] = at;
    at += ends[slot] as number;
    ends[slot] = starts[slot] as number;
  }
  const positions = new Int32Array(slots.length);
  positionsOf(rows).forEach((row, i) => {
    const slot = slots[i] as number;
    positions[ends[slot] as number] = row;
    ends[slot] = (ends[slot] as number) + 1;
  });
  return { starts, ends, positions };
}

function lists(column: Column, { starts, ends, positions }: Groups, length: number): Column {
  return {
    kind: 'array',
    type: { kind: 'ARRAY', element: column.type },
    length,
    nulls: null,
    starts,
    ends,
    elements: gatherColumn(column, positions),
  };
}
