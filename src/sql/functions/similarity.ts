// How like two texts are, by Jaro and Winkler.
import { DOUBLE } from '../../columns/data-type.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { asText, textAt } from './text-bytes.ts';

export const similarityFunctions: readonly FunctionDefinition[] = [
  {
    name: 'jaro_winkler_similarity',
    group: 'string',
    signatures: ['jaro_winkler_similarity(left STRING, right STRING) -> DOUBLE'],
    help: 'How like the texts are, from 0 to 1 for the same: letters in common and their order, and more for a common beginning. Letters are UTF-16 units.',
    example: { text: "jaro_winkler_similarity('MARTHA', 'MARHTA')", expected: 0.9611111111111111 },
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([left, right], frame) => {
          const [a, b] = [asText(left), asText(right)];
          const values = new Float64Array(frame.length);
          for (let k = 0; k < frame.count; k++) {
            const row = frame.rowAt(k);
            if (!frame.isNull(row)) values[row] = similarity(textAt(a, row).split(''), textAt(b, row).split(''));
          }
          return { kind: 'float', type: DOUBLE, length: frame.length, nulls: frame.nulls, values };
        },
    },
  },
];

/** A common beginning counts up to so many letters. */
const LONGEST_PREFIX = 4;
const PREFIX_WEIGHT = 0.1;

function similarity(a: readonly string[], b: readonly string[]): number {
  const jaro = jaroOf(a, b);
  let prefix = 0;
  while (prefix < LONGEST_PREFIX && prefix < a.length && a[prefix] === b[prefix]) prefix++;
  return jaro + prefix * PREFIX_WEIGHT * (1 - jaro);
}

/** Letters in common no farther apart than half the longer text, and how many of them stand in another order. */
function jaroOf(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 && b.length === 0) return 1;
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const taken = new Uint8Array(b.length);
  const ofA: string[] = [];
  a.forEach((letter, i) => {
    for (let j = Math.max(0, i - reach); j < Math.min(b.length, i + reach + 1); j++) {
      if (taken[j] === 1 || b[j] !== letter) continue;
      taken[j] = 1;
      ofA.push(letter);
      return;
    }
  });
  const matches = ofA.length;
  if (matches === 0) return 0;
  const ofB = b.filter((_, j) => taken[j] === 1);
  const moved = ofA.filter((letter, i) => letter !== ofB[i]).length / 2;
  return (matches / a.length + matches / b.length + (matches - moved) / matches) / 3;
}
