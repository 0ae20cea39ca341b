import { type ByteReader, DamagedBytes } from '../../columns/byte-writer.ts';

/** A private copy of `count` marks. @throws DamagedBytes for any that is neither 0 nor 1. */
export function readMarks(reader: ByteReader, count: number): Uint8Array {
  const marks = reader.uint8Array(count).slice();
  for (let i = 0; i < count; i++) if ((marks[i] as number) > 1) throw new DamagedBytes('a mark is neither 0 nor 1');
  return marks;
}
