// Maps made anew from entries: kernels say which keys and values, by position. Keys are checked here: none is NULL, none comes twice.
import type { Column, MapColumn } from '../../columns/column.ts';
import type { DataType } from '../../columns/data-type.ts';
import { gatherColumn } from '../columns-merge.ts';
import type { Frame } from '../frame.ts';
import { ElementSet } from './element-set.ts';

export function asMap(column: Column | undefined): MapColumn {
  if (column?.kind !== 'map') throw new Error(`Not a MAP column: ${column?.kind}`);
  return column;
}

/** Fails a row whose keys hold NULL or one twice; else true. */
function goodKeys(keys: Column, positions: readonly number[], from: number, row: number, frame: Frame): boolean {
  const set = new ElementSet(keys);
  for (let i = from; i < positions.length; i++) {
    const at = positions[i] as number;
    if (at < 0 || (keys.nulls !== null && keys.nulls[at] === 1)) {
      frame.fail(row, 'NULL_MAP_KEY', { reason: 'a key is NULL' });
      return false;
    }
    if (!set.add(at)) {
      frame.fail(row, 'DUPLICATED_MAP_KEY', { reason: 'a key comes twice' });
      return false;
    }
  }
  return true;
}

/** A map for every row that is not NULL: `fill` pushes positions of keys and of values, pair by pair; false after it failed. */
export function buildMaps(
  type: DataType,
  keys: Column,
  values: Column,
  frame: Frame,
  fill: (row: number, keyAt: number[], valueAt: number[]) => boolean,
): MapColumn {
  const keyAt: number[] = [];
  const valueAt: number[] = [];
  const starts = new Int32Array(frame.length);
  const ends = new Int32Array(frame.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    const from = keyAt.length;
    if (!frame.isNull(row) && !(fill(row, keyAt, valueAt) && goodKeys(keys, keyAt, from, row, frame))) {
      keyAt.length = from;
      valueAt.length = from;
    }
    starts[row] = from;
    ends[row] = keyAt.length;
  }
  const entries = { keys: gatherColumn(keys, Int32Array.from(keyAt)), values: gatherColumn(values, Int32Array.from(valueAt)) };
  return { kind: 'map', type, length: frame.length, nulls: frame.nulls, starts, ends, ...entries };
}
