// Records do not depend on where bytes were cut, and reading from the middle gives the same records as reading from the start.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringAt } from '../../src/columns/build.ts';
import { type FramedRecords, RecordFramer } from '../../src/formats/framing/record-framer.ts';
import type { Framing } from '../../src/formats/record-format.ts';

const COMMA = { delimiter: ',', quote: '"', escape: '"', trim: false } as const;

const FRAMINGS: readonly Framing[] = [
  { kind: 'lines', encoding: 'utf-8', skip: 0 },
  { kind: 'lines', encoding: 'windows-1252', skip: 1 },
  { kind: 'lines', encoding: 'utf-16le', skip: 0 },
  { kind: 'csv', encoding: 'utf-8', skip: 1, dialect: COMMA },
  { kind: 'csv', encoding: 'utf-8', skip: 0, dialect: { ...COMMA, escape: '\\' } },
  { kind: 'csv', encoding: 'utf-8', skip: 0, dialect: { ...COMMA, trim: true } },
  { kind: 'csv', encoding: 'utf-16be', skip: 0, dialect: COMMA },
  { kind: 'json-array', encoding: 'utf-8' },
  { kind: 'json-array', encoding: 'utf-16le' },
  { kind: 'message' },
];

interface Told {
  readonly texts: readonly (string | null)[];
  readonly offsets: readonly number[];
  readonly lines: readonly number[];
  readonly replaced: number;
}

function tell(parts: readonly FramedRecords[]): Told {
  return {
    texts: parts.flatMap(({ column }) => Array.from({ length: column.length }, (_, i) => (column.nulls?.[i] === 1 ? null : stringAt(column, i)))),
    offsets: parts.flatMap((part) => [...part.offsets]),
    lines: parts.flatMap((part) => [...part.lines]),
    replaced: parts.reduce((sum, part) => sum + part.replaced, 0),
  };
}

function inPieces(framing: Framing, bytes: Uint8Array, sizes: readonly number[]): Told & { readonly blank: number } {
  const framer = new RecordFramer(framing);
  const parts: FramedRecords[] = [];
  let at = 0;
  for (let n = 0; at < bytes.length; n++) {
    const size = sizes[n % sizes.length] ?? 1;
    parts.push(framer.push(bytes.slice(at, at + size)));
    at += size;
  }
  parts.push(framer.finish());
  return { ...tell(parts), blank: framer.blank };
}

const piece = fc.constantFrom(
  ...['\n', '\r', '\r\n', '"', '""', ',', ' ', '\t', '\\', '\\"', 'a', 'bc', 'é', '🌍', '\0', '[', ']', '{', '}', ':', "'", '1', '\uFEFF', 'null'],
);
const text = fc.array(piece, { maxLength: 60 }).map((parts) => new TextEncoder().encode(parts.join('')));
const wild = fc.oneof(
  text,
  fc.uint8Array({ maxLength: 80 }),
  text.map((bytes) => new Uint8Array([0xef, 0xbb, 0xbf, ...bytes])),
);
const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });

describe.each(FRAMINGS.map((framing) => [JSON.stringify(framing), framing] as const))('%s', (_, framing) => {
  it('gives the same records for every cut', () => {
    void fc.assert(
      fc.property(wild, sizes, (bytes, cuts) => {
        const framer = new RecordFramer(framing);
        const whole = { ...tell([framer.all(bytes)]), blank: framer.blank };
        expect(inPieces(framing, bytes, cuts)).toEqual(whole);
      }),
      { numRuns: 1500 },
    );
  });

  it('gives the same records when it begins at any of them', () => {
    void fc.assert(
      fc.property(wild, fc.nat(), (bytes, pick) => {
        const whole = tell([new RecordFramer(framing).all(bytes)]);
        if (whole.texts.length === 0 || framing.kind === 'message') return;
        const from = pick % whole.texts.length;
        const start = { offset: whole.offsets[from] ?? 0, line: whole.lines[from] ?? 1 };
        if (start.offset === 0) return;
        const rest = tell([new RecordFramer(framing, start).all(bytes.subarray(start.offset))]);
        expect(rest.texts).toEqual(whole.texts.slice(from));
        expect(rest.offsets).toEqual(whole.offsets.slice(from));
        expect(rest.lines).toEqual(whole.lines.slice(from));
      }),
      { numRuns: 1500 },
    );
  });

  it('gives the same records when it ends before any of them', () => {
    void fc.assert(
      fc.property(wild, fc.nat(), (bytes, pick) => {
        const whole = tell([new RecordFramer(framing).all(bytes)]);
        if (whole.texts.length === 0 || framing.kind === 'message') return;
        const to = pick % whole.texts.length;
        const rest = tell([new RecordFramer(framing).all(bytes.subarray(0, whole.offsets[to] ?? 0))]);
        expect(rest.texts).toEqual(whole.texts.slice(0, to));
      }),
      { numRuns: 1000 },
    );
  });
});
