// bit_and, bit_or and bit_xor over integers of any width.
import type { Column } from '../../columns/column.ts';
import { BIGINT, type DataType } from '../../columns/data-type.ts';
import { boxInteger, columnOfBoxed } from './boxed.ts';
import { isNull, type ObjectAggregate } from './object-states.ts';

export type BitWord = 'and' | 'or' | 'xor';

export function joinedBits(word: BitWord, type: DataType): ObjectAggregate<bigint> {
  const join = (a: bigint, b: bigint): bigint => (word === 'and' ? a & b : word === 'or' ? a | b : a ^ b);
  return {
    fold: (state, column, row) => {
      if (isNull(column, row)) return state;
      const bits = integerAt(column, row);
      return state === undefined ? bits : join(state, bits);
    },
    merge: join,
    answers: (states) =>
      columnOfBoxed(
        type,
        states.map((bits) => (bits === undefined ? null : boxInteger(bits))),
      ),
    stored: [BIGINT],
    store: (states) => [columnOfBoxed(BIGINT, states.map(boxInteger))],
    load: ([bits], count) =>
      Array.from({ length: count }, (_, row) => {
        if (bits === undefined) throw new Error('Bits are stored');
        return integerAt(bits, row);
      }),
    size: () => 24,
  };
}

/** The integer of a row, or the unscaled one of a DECIMAL. */
export function integerAt(column: Column, row: number): bigint {
  if (column.kind === 'big' || column.kind === 'wide') return column.values[row] as bigint;
  if (column.kind === 'int' || column.kind === 'float') return BigInt(column.values[row] as number);
  throw new Error(`No integers: ${column.kind}`);
}
