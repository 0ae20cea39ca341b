// The plainest look at a file: every line is a row. What it gives is always usable, whatever the file holds.
import { stringAt } from '../../src/columns/build.ts';
import { STRING } from '../../src/columns/data-type.ts';
import { RecordFramer } from '../../src/formats/framing/record-framer.ts';
import type { Framing } from '../../src/formats/record-format.ts';
import type { Sniffed } from '../../src/formats/sniffed.ts';

const PREVIEW_ROWS = 100;

export function sniffAsText(head: Uint8Array, whole: boolean): Sniffed {
  const framing: Framing = { kind: 'lines', encoding: 'utf-8', skip: 0 };
  const framer = new RecordFramer(framing);
  const { column, lines } = whole ? framer.all(head) : framer.push(head);
  const preview = Array.from({ length: Math.min(PREVIEW_ROWS, column.length) }, (_, i) => {
    const raw = stringAt(column, i);
    return { record: i + 1, line: lines[i] ?? i + 1, values: [raw], raw, note: null };
  });
  return {
    framing,
    format: { kind: 'text' },
    columns: [
      { name: 'value', type: STRING, from: 0, form: { kind: 'cast' }, why: 'Each line is one value.', nullShare: 0, renamedFrom: null, offers: [] },
    ],
    reasons: ['Every line is a row of its own.'],
    timeColumn: null,
    preview,
    recordsSeen: column.length,
    wholeFileSeen: whole,
    problems: [],
  };
}
