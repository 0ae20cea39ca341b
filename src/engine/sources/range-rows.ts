// Replayable sources: the rows of a range, the same each time. This is what the log of a batch stores instead of rows.
// Sample texts are one buffer of UTF-8 and where its lines lie; lines are slices of it and nothing is copied.
import type { Rows } from '../../columns/column.ts';
import { type Schema, STRING } from '../../columns/data-type.ts';
import type { SourceSpec } from '../../plan/plan.ts';
import { recipeColumn } from './recipes.ts';

export interface SampleText {
  readonly bytes: Uint8Array;
  /** Line i is bytes[starts[i], ends[i]), without its line end. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** The texts a run can read, by the name in the document. */
export interface Samples {
  text(name: string): SampleText | undefined;
}

/**
 * Rows `from` to `to` - 1 under the schema. Text: line i mod n of the sample. Generator: the recipe's columns that the schema
 * names, each a function of (seed, i). @throws Error for a live source, which has no ranges, for a text that is not
 * there, and for a column the recipe does not have.
 */
export function rangeRows(spec: SourceSpec, schema: Schema, from: number, to: number, samples: Samples): Rows {
  switch (spec.kind) {
    case 'text': {
      const text = samples.text(spec.sample);
      if (text === undefined) throw new Error(`There is no sample text "${spec.sample}"`);
      return textRows(text, schema, from, to);
    }
    case 'generator': {
      const columns = schema.map((field) => recipeColumn(spec.recipe, field, spec.seed, from, to));
      return { schema, columns, length: to - from, selection: null };
    }
    case 'file':
      throw new Error('A file is read through the files of the run');
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

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Lines end with \n or \r\n; a last line without an end counts, an empty rest does not. A byte order mark is skipped. */
export function splitLines(bytes: Uint8Array): SampleText {
  const from = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let starts = new Int32Array(1024);
  let ends = new Int32Array(1024);
  let count = 0;
  let start = from;
  for (let i = from; i <= bytes.length; i++) {
    if (i < bytes.length ? bytes[i] !== LINE_FEED : i === start) continue;
    if (count === starts.length) {
      starts = grown(starts);
      ends = grown(ends);
    }
    starts[count] = start;
    ends[count++] = i > start && bytes[i - 1] === CARRIAGE_RETURN ? i - 1 : i;
    start = i + 1;
  }
  return { bytes, starts: starts.slice(0, count), ends: ends.slice(0, count) };
}

function grown(values: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(values.length * 2);
  larger.set(values);
  return larger;
}
