// Every problem the product can have is said in the same way: a code of its area, sentences, and a way on.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ProblemCode, registry } from '../../src/problem/registry.ts';
import { filesBelow, ROOT } from './source-files.ts';

const codes = Object.keys(registry) as ProblemCode[];

/** The declared parameters of every code: "{ batch: number; operator: string }". */
const declared = new Map<string, string>();

/** Answers every parameter: texts with `words`, numbers with `number`, which plurals turn on. */
function params(code: ProblemCode, words: string, number: number): never {
  const types = declared.get(code) ?? '';
  return new Proxy({}, { get: (_, name) => (new RegExp(`\\b${String(name)}: string`).test(types) ? words : number) }) as never;
}

const FILLINGS = [
  ['words', 0],
  ['x', 1],
  ['', 2],
  ['A sentence of the browser.', 1_234_567],
] as const;

const AREA_FILES = filesBelow('src/problem/codes');

for (const path of AREA_FILES) {
  const text = readFileSync(join(ROOT, path), 'utf8');
  for (const match of text.matchAll(/'([^']+)': define<(\{[^}]*\}|Record<string, never>|[A-Za-z]+)>/g)) declared.set(match[1] ?? '', match[2] ?? '');
}

describe('the registry of problems', () => {
  it('defines each code once, and all codes of an area in one file', () => {
    const defined = AREA_FILES.flatMap((path) =>
      [...readFileSync(join(ROOT, path), 'utf8').matchAll(/^\s*'([^']+)':\s*(?:define|[A-Za-z]+\()/gm)].map((m) => ({ path, code: m[1] ?? '' })),
    );
    const seen = new Map<string, string>();
    const twice: string[] = [];
    for (const { path, code } of defined) {
      if (seen.has(code)) twice.push(`${code} in ${seen.get(code)} and ${path}`);
      seen.set(code, path);
    }
    expect(twice).toEqual([]);
    const homes = new Map<string, Set<string>>();
    for (const { path, code } of defined) {
      const area = code.split('/')[0] ?? '';
      homes.set(area, (homes.get(area) ?? new Set()).add(path));
    }
    expect([...homes].filter(([, paths]) => paths.size > 1)).toEqual([]);
    expect(defined.length).toBe(codes.length);
    expect(codes.length).toBeGreaterThan(60);
  });

  it.each(codes)('%s says what is wrong and how to go on, in sentences', (code) => {
    expect(code).toMatch(/^[a-z]+\/[a-z0-9]+(-[a-z0-9]+)*$/);
    const entry = registry[code];
    expect(['error', 'warning', 'info']).toContain(entry.severity);
    for (const [words, number] of FILLINGS) {
      for (const text of [entry.what(params(code, words, number)), entry.next(params(code, words, number))]) {
        expect(text.trim()).not.toBe('');
        expect(text).toMatch(/[.?]["”)]?$/);
        expect(text).not.toMatch(/undefined|\[object|NaN|!(?![=<])|\bplease\b|\boops\b|\bsorry\b/i);
      }
    }
    // Sentence case: a capital, a digit, a sign of the language or a quoted name in front, or the user's own word.
    expect(entry.what(params(code, 'words', 3))).toMatch(/^(?:["“'([.]|[A-Z0-9]|words)/);
    expect(entry.next(params(code, 'words', 3))).toMatch(/^(?:["“'([.]|[A-Z0-9]|words)/);
  });

  it('is used: no code is there that nothing makes', () => {
    const text = filesBelow('src')
      .concat(filesBelow('workers'))
      .filter((path) => /\.(ts|tsx)$/.test(path) && !path.startsWith('src/problem/codes/'))
      .map((path) => readFileSync(join(ROOT, path), 'utf8'))
      .join('\n');
    expect(codes.filter((code) => !text.includes(`'${code}'`))).toEqual([]);
  });
});
