// Words in one buffer; a column of them is slices into it, by number.
import type { StringColumn } from '../../columns/column.ts';
import { STRING } from '../../columns/data-type.ts';

export interface Dictionary {
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

export function dictionaryOf(words: readonly string[]): Dictionary {
  const encoder = new TextEncoder();
  const encoded = words.map((word) => encoder.encode(word));
  const starts = new Int32Array(words.length);
  const ends = new Int32Array(words.length);
  const bytes = new Uint8Array(encoded.reduce((sum, word) => sum + word.length, 0) + 8);
  let size = 0;
  encoded.forEach((word, w) => {
    bytes.set(word, size);
    starts[w] = size;
    size += word.length;
    ends[w] = size;
  });
  return { bytes, starts, ends };
}

/** The column whose row i is word numbers[i]. */
export function wordColumn(dictionary: Dictionary, numbers: Int32Array): StringColumn {
  const length = numbers.length;
  const starts = new Int32Array(length);
  const ends = new Int32Array(length);
  for (let i = 0; i < length; i++) {
    const word = numbers[i] as number;
    starts[i] = dictionary.starts[word] as number;
    ends[i] = dictionary.ends[word] as number;
  }
  return { kind: 'string', type: STRING, length, nulls: null, bytes: dictionary.bytes, starts, ends };
}
