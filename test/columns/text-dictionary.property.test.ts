import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnFromValues, stringAt } from '../../src/columns/build.ts';
import type { StringColumn } from '../../src/columns/column.ts';
import { STRING } from '../../src/columns/data-type.ts';
import { TextDictionary } from '../../src/columns/text-dictionary.ts';

const texts = (values: readonly (string | null)[]): StringColumn => columnFromValues(STRING, values) as StringColumn;
const read = (column: StringColumn) => Array.from({ length: column.length }, (_, row) => (column.nulls?.[row] === 1 ? null : stringAt(column, row)));

describe('a dictionary of texts', () => {
  it('changes no text, whatever comes batch after batch', () => {
    const value = fc.option(
      fc.oneof(fc.constantFrom('', 'a', 'view', 'vieW', 'campaign-1', 'campaign-2', 'größe'), fc.string({ unit: 'grapheme', maxLength: 40 })),
    );
    fc.assert(
      fc.property(fc.array(fc.array(value, { maxLength: 60 }), { maxLength: 8 }), (batches) => {
        const dictionary = new TextDictionary();
        const seen = batches.map((batch) => ({ batch, column: dictionary.intern(texts(batch), null) }));
        // Earlier columns hold after later ones.
        for (const { batch, column } of seen) expect(read(column)).toEqual(batch);
      }),
    );
  });

  it('lets equal texts of all batches be one slice of one buffer', () => {
    const dictionary = new TextDictionary();
    const first = dictionary.intern(texts(['view', 'click', 'view']), null);
    const second = dictionary.intern(texts(['click', null, 'purchase']), null);
    expect(first.starts[0]).toBe(first.starts[2]);
    expect(second.starts[0]).toBe(first.starts[1]);
    expect(second.bytes.buffer).toBe(first.bytes.buffer);
  });

  it('reads the selected rows only', () => {
    const column = new TextDictionary().intern(texts(['a', 'b', 'c']), Int32Array.of(0, 2));
    expect(stringAt(column, 0)).toBe('a');
    expect(stringAt(column, 2)).toBe('c');
    expect(new TextDecoder().decode(column.bytes)).not.toContain('b');
  });

  it('hands a column on as it is when most rows have a text of their own, or texts are long', () => {
    const many = texts(Array.from({ length: 5000 }, (_, i) => `user-${i}`));
    const dictionary = new TextDictionary();
    expect(dictionary.intern(many, null)).toBe(many);
    const few = texts(Array.from({ length: 5000 }, () => 'same'));
    expect(dictionary.intern(few, null)).toBe(few);
    const long = texts(['x'.repeat(60_000)]);
    expect(new TextDictionary().intern(long, null)).toBe(long);
  });
});
