// The place of a bit in a bitmap, checked before it is set.
import { BIGINT } from '../../columns/data-type.ts';
import { bigAt } from './datetime-columns.ts';
import type { FunctionDefinition } from './function-definition.ts';

const BITS = 32_768n;

export const bitPositionFunctions: readonly FunctionDefinition[] = [
  {
    name: 'bit position',
    group: 'binary',
    signatures: ['bit position(position BIGINT) -> BIGINT'],
    written: 'bitmap_construct_agg(position)',
    help: 'The position, which must be one of a bitmap: 0 to 32767.',
    example: { text: 'bitmap_bit_position(32768)', expected: 32767 },
    raises: true,
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([position], frame) => {
          const values = new Float64Array(frame.length);
          for (let k = 0; k < frame.count; k++) {
            const row = frame.rowAt(k);
            if (frame.isNull(row)) continue;
            const bit = bigAt(position, row);
            if (bit >= 0n && bit < BITS) values[row] = Number(bit);
            else frame.fail(row, 'INVALID_BITMAP_POSITION', { value: String(bit) });
          }
          return { kind: 'float', type: BIGINT, length: frame.length, nulls: frame.nulls, values };
        },
    },
  },
];
