// A page of keyed state for looking at. Keys are looked through as columns, a million in some ten milliseconds; values are made
// plain only for the page.
import { valueAt } from '../columns/build.ts';
import type { Column } from '../columns/column.ts';
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
  const tests = keys.map((column) => containsTest(column, search, zone));
  return slots.filter((_, i) => tests.some((test) => test(i)));
}

function containsTest(column: Column, search: string, zone: ZoneRules): (row: number) => boolean {
  if (column.kind === 'string' && column.type.kind === 'STRING') {
    const wanted = encoder.encode(search).map(lowerByte);
    const { bytes, starts, ends, nulls } = column;
    return (row) => (nulls === null || nulls[row] === 0) && contains(bytes, starts[row] as number, ends[row] as number, wanted);
  }
  const wanted = search.toLowerCase();
  return (row) => {
    const value = shownValueIn(zone, valueAt(column, row), column.type);
    const text = value === null ? 'null' : typeof value === 'object' ? JSON.stringify(value) : String(value);
    return text.toLowerCase().includes(wanted);
  };
}

function contains(bytes: Uint8Array, start: number, end: number, wanted: Uint8Array): boolean {
  const last = end - wanted.length;
  for (let at = start; at <= last; at++) {
    let i = 0;
    while (i < wanted.length && lowerByte(bytes[at + i] as number) === wanted[i]) i++;
    if (i === wanted.length) return true;
  }
  return false;
}

/** A to Z become a to z; every other byte stays. */
function lowerByte(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}
