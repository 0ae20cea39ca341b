// A page of keyed state for looking at. Keys are looked through as columns, a million in some ten milliseconds; values are made
// plain only for the page.
import { valueAt } from '../columns/build.ts';
import type { Column, StringColumn } from '../columns/column.ts';
import { isIntegerType } from '../columns/data-type.ts';
import type { StatePage, StateQuery } from '../protocol/state-api.ts';
import { UTC } from '../sql/datetime/zone-names.ts';
import type { ZoneRules } from '../sql/datetime/zone-rules.ts';
import { shownValueIn } from '../sql/zoned-values.ts';
import type { KeyedState } from './kernels/kernel.ts';

const encoder = new TextEncoder();

/** Keys are searched as they are shown: times on the clocks of the zone. */
export function statePage(state: KeyedState, query: StateQuery, bytes: number, batchId: number, zone: ZoneRules = UTC): StatePage {
  const all = state.slots();
  const matched = query.search === '' ? all : matching(state.keysOf(all), all, query.search, zone);
  const shown = matched.subarray(query.offset, query.offset + query.limit);
  const columns = state.columnsOf(shown);
  const touched = state.touchedMs(shown);
  return {
    schema: state.schema,
    keyCount: state.keyCount,
    totalKeys: state.size,
    matchedKeys: matched.length,
    bytes,
    removable: state.remove !== null,
    rows: Array.from(shown, (_, i) => ({ values: columns.map((column) => valueAt(column, i)), touchedMs: touched?.[i] ?? null })),
    batchId,
  };
}

/** The slots one of whose keys contains the text. */
function matching(keys: readonly Column[], slots: Int32Array, search: string, zone: ZoneRules): Int32Array {
  const marks = new Uint8Array(slots.length);
  for (const column of keys) markMatches(column, search, zone, marks);
  const matched = new Int32Array(slots.length);
  let count = 0;
  for (let i = 0; i < marks.length; i++) if (marks[i] === 1) matched[count++] = slots[i] as number;
  return matched.slice(0, count);
}

/** Sets the mark of each row whose value contains the text. One loop a form of column: there may be a million rows. */
function markMatches(column: Column, search: string, zone: ZoneRules, marks: Uint8Array): void {
  if (column.kind === 'string' && column.type.kind === 'STRING') {
    markTexts(column, encoder.encode(search).map(lowerByte), marks);
    return;
  }
  const wanted = search.toLowerCase();
  if ((column.kind === 'int' || column.kind === 'float') && isIntegerType(column.type)) {
    const { values, nulls } = column;
    for (let i = 0; i < marks.length; i++) {
      const text = nulls !== null && nulls[i] === 1 ? 'null' : String(values[i]);
      if (text.includes(wanted)) marks[i] = 1;
    }
    return;
  }
  for (let i = 0; i < marks.length; i++) {
    const value = shownValueIn(zone, valueAt(column, i), column.type);
    const text = value === null ? 'null' : typeof value === 'object' ? JSON.stringify(value) : String(value);
    if (text.toLowerCase().includes(wanted)) marks[i] = 1;
  }
}

function markTexts({ bytes, starts, ends, nulls }: StringColumn, wanted: Uint8Array, marks: Uint8Array): void {
  const first = wanted[0];
  for (let row = 0; row < marks.length; row++) {
    if (nulls !== null && nulls[row] === 1) continue;
    const last = (ends[row] as number) - wanted.length;
    for (let at = starts[row] as number; at <= last; at++) {
      if (first !== undefined && lowerByte(bytes[at] as number) !== first) continue;
      let i = 1;
      while (i < wanted.length && lowerByte(bytes[at + i] as number) === wanted[i]) i++;
      if (i < wanted.length) continue;
      marks[row] = 1;
      break;
    }
  }
}

/** A to Z become a to z; every other byte stays. */
function lowerByte(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}
