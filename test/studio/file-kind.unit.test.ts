import { describe, expect, it } from 'vitest';
import { fileKind } from '../../src/studio/files/file-kind.ts';
import { encodeAs } from '../formats/hostile-files.ts';

const PIPELINE = '{\n  "format": "millrace", "formatVersion": 1, "name": "x" }';

describe('what a file is', () => {
  it.each([
    ['a.json', PIPELINE, 'pipeline'],
    ['a.txt', PIPELINE, 'pipeline'],
    ['a.json', '{ "name": "hello" }', 'pipeline'],
    ['a.json', '[]', 'pipeline'],
    ['a.json', '[1, 2]', 'pipeline'],
    ['a.json', '{ "format": "millrace", "name": "cut', 'pipeline'],
    ['a.json', '[{"a":1}]', 'data'],
    ['a.json', '[\n  {', 'data'],
    ['a.json', '{"a":1}\n{"a":2}', 'data'],
    ['a.json', '{\n "a": "}{"\n}\n\n{\n "a": 2\n}', 'data'],
    ['a.json', '{ "a": "} {" }', 'pipeline'],
    ['a.jsonl', '{ "a": 1 }', 'data'],
    ['a.csv', 'a,b\n', 'data'],
    ['a', '', 'data'],
  ])('%s with %j is %s', (name, text, kind) => {
    expect(fileKind(name, new TextEncoder().encode(text))).toBe(kind);
  });

  it('is told in whatever Unicode it is written', () => {
    for (const encoding of ['utf-8', 'utf-16le', 'utf-16be'] as const) {
      for (const mark of [true, false]) {
        expect(fileKind('a.json', encodeAs('[{"a":1}]', encoding, mark))).toBe('data');
        expect(fileKind('a.json', encodeAs(PIPELINE, encoding, mark))).toBe('pipeline');
      }
    }
  });
});
