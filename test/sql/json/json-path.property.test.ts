// get_json_object against a walk over what JSON.parse gives, for texts without fractions and characters beyond U+FFFF.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GrowingBytes } from '../../../src/sql/json/growing-bytes.ts';
import { JsonPathReader, parseJsonPath } from '../../../src/sql/json/json-path.ts';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

const names = fc.constantFrom('a', 'b', 'c d', 'é');
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Json>(null, true, false, '', 'x', 'q"\n\\', 'né', 0, -7, 12345678901234),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(names, tie('value'), { maxKeys: 3 }).map((object) => ({ ...object })),
  ),
}));
const steps = fc.array(fc.oneof(names, fc.nat(2)), { maxLength: 4 });

function textOf(path: readonly (string | number)[]): string {
  return `$${path.map((step) => (typeof step === 'number' ? `[${step}]` : `['${step}']`)).join('')}`;
}

function walk(json: Json, path: readonly (string | number)[]): string | null {
  let at: Json | undefined = json;
  for (const step of path) {
    if (at === null || typeof at !== 'object') return null;
    if (typeof step === 'number') at = Array.isArray(at) ? at[step] : undefined;
    else at = Array.isArray(at) ? undefined : at[step];
    if (at === undefined || (at === null && typeof step === 'string')) return null;
  }
  return typeof at === 'string' ? at : JSON.stringify(at);
}

function find(text: string, path: string): string | null {
  const parsed = parseJsonPath(path);
  if (parsed === null || parsed === 'range') throw new Error(path);
  const bytes = new TextEncoder().encode(text);
  const target = new GrowingBytes();
  const found = new JsonPathReader().find(bytes, 0, bytes.length, parsed, target);
  return found ? new TextDecoder().decode(target.bytes.subarray(0, target.size)) : null;
}

describe('get_json_object', () => {
  it('finds what a walk over the parsed text finds', () => {
    fc.assert(
      fc.property(value, steps, fc.constantFrom('', '  '), (json, path, space) => {
        expect(find(JSON.stringify(json, null, space), textOf(path))).toBe(walk(json, path));
      }),
      { numRuns: 3000 },
    );
  });

  it('finds nothing in a text that breaks off', () => {
    fc.assert(
      fc.property(fc.dictionary(names, value, { minKeys: 1, maxKeys: 3 }), fc.nat(), (json, cut) => {
        const text = JSON.stringify(json);
        expect(find(text.slice(0, cut % text.length), "$['a']")).toBe(null);
      }),
      { numRuns: 1000 },
    );
  });
});
