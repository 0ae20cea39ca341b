// Bitmaps of 32768 bits, for counting different numbers by buckets: bitmap_bit_position says which bit, bitmap_bucket_number which bitmap.
import { BIGINT, BINARY, isNumericType } from '../../columns/data-type.ts';
import type { AggregateDefinition, AggregateFunction } from './aggregate-definition.ts';

function joined(name: AggregateFunction, word: string): AggregateDefinition {
  return {
    name,
    signatures: [`${name}(bitmap BINARY) -> BINARY`],
    help: `The bitmaps that are not NULL, joined by ${word}: 4096 bytes.`,
    example: `${name}(bits)`,
    takes: [1, 1],
    distinct: 'same',
    wants: 'one BINARY',
    bind: ([bits]) => (bits?.type.kind === 'BINARY' ? { args: [bits], type: BINARY } : null),
  };
}

export const bitmaps: readonly AggregateDefinition[] = [
  {
    name: 'bitmap_construct_agg',
    signatures: ['bitmap_construct_agg(position BIGINT) -> BINARY'],
    help: 'A bitmap of 4096 bytes with these bits set, from 0 to 32767: see bitmap_bit_position. bitmap_count counts them.',
    example: 'bitmap_construct_agg(bitmap_bit_position(n))',
    takes: [1, 1],
    distinct: 'same',
    wants: 'one number',
    bind: ([position], terms) => {
      if (position === undefined || !(isNumericType(position.type) || position.type.kind === 'STRING' || position.type.kind === 'VOID')) return null;
      return { args: [terms.call('bit position', [terms.cast(position, BIGINT)], BIGINT, position.span)], type: BINARY };
    },
  },
  joined('bitmap_or_agg', 'OR'),
  joined('bitmap_and_agg', 'AND'),
];
