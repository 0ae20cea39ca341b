// Replayable sources: the rows of a range, the same each time. This is what the log of a batch stores instead of rows.
import type { Rows } from '../../columns/column.ts';
import { type Schema, STRING } from '../../columns/data-type.ts';
import type { SourceSpec } from '../../plan/plan.ts';
import { recipes } from './recipes.ts';
import type { Samples, SampleText } from './samples.ts';

/**
 * Rows `from` to `to` - 1 under the source's schema. Text: line i mod n, as slices of the one text. `samples` must have the text.
 * @throws Error for a live source, which has no ranges, and for a text that is not there.
 */
export function rangeRows(spec: SourceSpec, schema: Schema, from: number, to: number, samples: Samples): Rows {
  switch (spec.kind) {
    case 'text': {
      const text = samples.text(spec.sample);
      if (text === undefined) throw new Error(`There is no sample text "${spec.sample}"`);
      return textRows(text, schema, from, to);
    }
    case 'generator':
      return { schema, columns: recipes[spec.recipe](spec.seed, from, to), length: to - from, selection: null };
    case 'live':
      throw new Error('A live source has no ranges');
  }
}

function textRows(text: SampleText, schema: Schema, from: number, to: number): Rows {
  const lines = text.starts.length;
  const length = lines === 0 ? 0 : to - from;
  const first = lines === 0 ? 0 : from % lines;
  let starts = text.starts.subarray(first, first + length);
  let ends = text.ends.subarray(first, first + length);
  if (first + length > lines) {
    starts = new Int32Array(length);
    ends = new Int32Array(length);
    for (let at = 0, line = first; at < length; line = 0) {
      const count = Math.min(lines - line, length - at);
      starts.set(text.starts.subarray(line, line + count), at);
      ends.set(text.ends.subarray(line, line + count), at);
      at += count;
    }
  }
  return { schema, columns: [{ kind: 'string', type: STRING, length, nulls: null, bytes: text.bytes, starts, ends }], length, selection: null };
}
