// The lines that stand for the bundled text in simulations, and lines people type: short, with all that goes wrong in text.
import { type Samples, splitLines } from '../../src/engine/sources/range-rows.ts';

export const SAMPLE_LINES: readonly string[] = [
  'Call me Ishmael.',
  '',
  'the whale the white whale',
  '   spaces   about   ',
  'naïve café über straße',
  '日本語 の テキスト',
  'a😀b a😀b',
  'The sea, the ship; the sea!',
  'x',
  'tab\there',
  '0 -1 007 1e3',
  'quotes \' and " and \\',
  'e\u0301 combining',
  'the the the the the',
];

const encoded = splitLines(new TextEncoder().encode(`${SAMPLE_LINES.join('\n')}\n`));

/** Every sample is the lines above. */
export const SAMPLES: Samples = { text: () => encoded };

/** Rows `from` to `to` - 1 of the sample, as the naive evaluator takes them. */
export function sampleRows(from: number, to: number): readonly (readonly string[])[] {
  return Array.from({ length: to - from }, (_, i) => [SAMPLE_LINES[(from + i) % SAMPLE_LINES.length] ?? '']);
}
