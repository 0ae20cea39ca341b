// Bitmaps of 32768 bits: the bits that came, and bitmaps joined by OR or AND.
import { DamagedBytes } from '../../columns/byte-writer.ts';
import type { Column } from '../../columns/column.ts';
import { BINARY } from '../../columns/data-type.ts';
import { isNull, numberAt, type ObjectAggregate } from './object-states.ts';

const BYTES = 4_096;

export type BitmapWord = 'construct' | 'or' | 'and';

/** construct: the argument is positions from 0 to 32767, checked before. or, and: BINARY, of which the first 4096 bytes count. */
export function bitmaps(word: BitmapWord): ObjectAggregate<Uint8Array> {
  const empty = (): Uint8Array => new Uint8Array(BYTES).fill(word === 'and' ? 0xff : 0);
  const join = word === 'and' ? (a: number, b: number) => a & b : (a: number, b: number) => a | b;
  return {
    fold: (state, column, row) => {
      if (isNull(column, row)) return state;
      const bits = state ?? empty();
      if (word === 'construct') {
        const position = numberAt(column, row);
        const at = Math.floor(position / 8);
        bits[at] = (bits[at] as number) | (1 << (position % 8));
      } else joinBytes(bits, column, row, join);
      return bits;
    },
    merge: (older, newer) => older.map((byte, i) => join(byte, newer[i] as number)),
    answers: (states) => bytesColumn(states.map((state) => state ?? empty())),
    stored: [BINARY],
    store: bytesColumnOnly,
    load: ([bits], count) => Array.from({ length: count }, (_, row) => loaded(bits, row)),
    size: () => 96 + BYTES,
  };
}

function joinBytes(bits: Uint8Array, column: Column, row: number, join: (a: number, b: number) => number): void {
  if (column.kind !== 'string') throw new Error('Bitmaps are BINARY');
  const start = column.starts[row] as number;
  const size = (column.ends[row] as number) - start;
  for (let i = 0; i < BYTES; i++) bits[i] = join(bits[i] as number, i < size ? (column.bytes[start + i] as number) : 0);
}

function bytesColumnOnly(states: readonly Uint8Array[]): readonly Column[] {
  return [bytesColumn(states)];
}

function bytesColumn(states: readonly Uint8Array[]): Column {
  const bytes = new Uint8Array(states.length * BYTES);
  states.forEach((state, i) => {
    bytes.set(state, i * BYTES);
  });
  const starts = Int32Array.from(states, (_, i) => i * BYTES);
  return { kind: 'string', type: BINARY, length: states.length, nulls: null, bytes, starts, ends: starts.map((start) => start + BYTES) };
}

function loaded(column: Column | undefined, row: number): Uint8Array {
  if (column?.kind !== 'string') throw new DamagedBytes('a bitmap expected');
  const bits = column.bytes.slice(column.starts[row], column.ends[row]);
  if (bits.length !== BYTES) throw new DamagedBytes('this is no bitmap');
  return bits;
}
