import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openDocument } from '../../src/operators/open-document.ts';
import { formatDocument } from '../../src/pipeline/format.ts';
import { beginTransaction, commitTransaction, type History, record, recordTyping, redo, startHistory, undo } from '../../src/pipeline/history.ts';
import { mustBeOk } from './expect-result.ts';
import { anyDocument, anyStep, EMPTY, expectWhole, randomFrom } from './random-documents.ts';

describe('any document one can come to by editing', () => {
  it('is the same after it was written and read', () => {
    void fc.assert(
      fc.property(anyDocument, (document) => {
        const text = formatDocument(document);
        const parsed = mustBeOk(openDocument(text));
        expect(parsed.readOnly).toBeNull();
        expect(parsed.document).toEqual(document);
        expect(formatDocument(parsed.document)).toBe(text);
      }),
      { numRuns: 250 },
    );
  });
});

describe('any sequence of edits', () => {
  it('leaves no edge or position without its operator, no second edge into an input, and no loop', () => {
    void fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 80, size: 'max' }), fc.integer({ min: 1 }), (steps, seed) => {
        const random = randomFrom(seed);
        let document = EMPTY;
        for (const step of steps) {
          document = step(document, random).document;
          expectWhole(document);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('is taken back by undo and brought back by redo, byte for byte', () => {
    void fc.assert(
      fc.property(
        fc.array(fc.tuple(anyStep, fc.constantFrom('step', 'typing', 'drag')), { maxLength: 60, size: 'max' }),
        fc.integer({ min: 1 }),
        (steps, seed) => {
          const random = randomFrom(seed);
          let history: History = startHistory(EMPTY);
          for (const [step, how] of steps) {
            if (how === 'typing') history = recordTyping(history, `field ${random() < 0.5}`, step(history.document, random));
            else if (how === 'step') history = record(history, step(history.document, random));
            else {
              history = beginTransaction(history, 'Drag');
              for (let i = 0; i < 3; i++) history = record(history, step(history.document, random));
              history = commitTransaction(history);
            }
          }
          const last = formatDocument(history.document);
          const texts: string[] = [];
          let back = history;
          for (;;) {
            texts.push(formatDocument(back.document));
            const next = undo(back);
            if (next.past.length === 0 && next.document === back.document) break;
            back = next;
          }
          expect(formatDocument(back.document)).toBe(formatDocument(EMPTY));
          for (let i = texts.length - 2; i >= 0; i--) {
            back = redo(back);
            expect(formatDocument(back.document)).toBe(texts[i]);
          }
          expect(formatDocument(back.document)).toBe(last);
        },
      ),
      { numRuns: 120 },
    );
  });
});
