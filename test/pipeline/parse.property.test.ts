import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openDocument, openDocumentBytes } from '../../src/operators/open-document.ts';
import { formatDocument } from '../../src/pipeline/format.ts';
import { parseJsonText, plainValue } from '../../src/pipeline/json-text.ts';
import type { ParsedDocument } from '../../src/pipeline/parse.ts';
import { describeProblem, type Result } from '../../src/problem/problem.ts';
import { anyDocument, expectWhole } from './random-documents.ts';

const PIECES = [
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\\',
  '\\u',
  '1e999',
  '-0',
  'null',
  '__proto__',
  'constructor',
  '"a.out -> b.in"',
  '{"format":"millrace"',
  '\0',
  '\uD800',
  '\n',
  '2',
  '"formatVersion": 2',
];

/** A text with a few random cuts, repeats and insertions. */
function mutated(text: string, changes: readonly (readonly [number, number, string | null])[]): string {
  return changes.reduce((t, [at, length, piece]) => {
    const from = Math.floor(at * (t.length + 1));
    const to = Math.min(t.length, from + length);
    return piece === null ? t.slice(0, to) + t.slice(from) : t.slice(0, from) + piece + t.slice(to);
  }, text);
}

const anyChanges = fc.array(
  fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(40), fc.option(fc.constantFrom(...PIECES, ''), { nil: null })),
  {
    minLength: 1,
    maxLength: 4,
  },
);

/** Whatever came in: a whole document, or problems with a place and words. */
function expectAnswer(result: Result<ParsedDocument>): void {
  if (result.ok) {
    expectWhole(result.value.document);
    if (result.value.readOnly === null) expect(openDocument(formatDocument(result.value.document)).ok).toBe(true);
    else expect(result.value.readOnly.reasons.length).toBeGreaterThan(0);
    return;
  }
  expect(result.problems.length).toBeGreaterThan(0);
  for (const p of result.problems) {
    const { what, next } = describeProblem(p);
    expect(what).toMatch(/^["A-Z].*[.]$/su);
    expect(next).toMatch(/^[A-Z].*[.]$/su);
    expect(`${what}${next}`).not.toMatch(/undefined|NaN where|\[object/);
    expect(what.length).toBeLessThan(900);
  }
}

describe('no text and no bytes make the parser throw', () => {
  it('documents with random damage', () => {
    void fc.assert(
      fc.property(anyDocument, anyChanges, (document, changes) => expectAnswer(openDocument(mutated(formatDocument(document), changes)))),
      { numRuns: 1200 },
    );
  });

  it('documents with random values in random places', () => {
    void fc.assert(
      fc.property(
        anyDocument,
        fc.jsonValue({ maxDepth: 3 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        (document, value, at, newer) => {
          const text = formatDocument(document).replace('"formatVersion": 1', `"formatVersion": ${newer ? 3 : 1}`);
          const values = [...text.matchAll(/"(?:[^"\\]|\\.)*"(?!\s*:)|\d+|\[\]|\{\}|\{ [^{}]* \}/g)];
          const chosen = values[Math.floor(at * values.length)];
          const changed =
            chosen === undefined ? text : text.slice(0, chosen.index) + JSON.stringify(value) + text.slice(chosen.index + chosen[0].length);
          expectAnswer(openDocument(changed));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('texts of any kind', () => {
    void fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.json()), (text) => expectAnswer(openDocument(text))),
      { numRuns: 1000 },
    );
  });

  it('bytes of any kind', () => {
    void fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => expectAnswer(openDocumentBytes(bytes))),
      { numRuns: 1000 },
    );
  });
});

describe('the JSON reader', () => {
  it('reads what JSON.parse reads, to the same value', () => {
    void fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, 2, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const read = parseJsonText(text);
        if (!read.ok) expect(text).toMatch(/__proto__|1e\d{3}/);
        else expect(plainValue(read.value)).toEqual(JSON.parse(text.replaceAll(/-0(?=[,\]}\s]|$)/g, '0')));
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses what JSON.parse refuses', () => {
    void fc.assert(
      fc.property(fc.jsonValue(), anyChanges, (value, changes) => {
        const text = mutated(JSON.stringify(value), changes);
        let good = true;
        try {
          JSON.parse(text);
        } catch {
          good = false;
        }
        const read = parseJsonText(text);
        if (read.ok) expect(good).toBe(true);
        else if (good) expect(['pipeline/duplicate-key', 'pipeline/reserved-key', 'pipeline/number-too-large']).toContain(read.problems[0]?.code);
      }),
      { numRuns: 3000 },
    );
  });
});
