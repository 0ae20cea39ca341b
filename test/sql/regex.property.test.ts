import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileProgram, runProgram } from '../../src/sql/regex/machine.ts';
import { parseRegex } from '../../src/sql/regex/parse-regex.ts';
import { compileRegex, matchesOf } from '../../src/sql/regex/regex.ts';
import { forgetsGroups, javascriptSource } from '../../src/sql/regex/to-javascript.ts';

const { pattern } = fc.letrec<{ pattern: string; atom: string }>((tie) => ({
  atom: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('a', 'b', 'c', '.', '[ab]', '[^a]', '\\d', '\\w', '\\s', '😀', '\\.', '(?i:A)', '\\n', '^', '$', '\\b'),
    tie('pattern').map((p) => `(${p})`),
    tie('pattern').map((p) => `(?:${p})`),
  ),
  pattern: fc.oneof(
    { maxDepth: 3 },
    fc
      .array(fc.tuple(tie('atom'), fc.constantFrom('', '', '', '*', '+', '?', '*?', '+?', '??', '{2}', '{1,3}', '{2,}')))
      .map((parts) => parts.map((p) => p.join('')).join('')),
    fc.tuple(tie('pattern'), tie('pattern')).map((options) => options.join('|')),
  ),
}));

const text = fc
  .array(fc.constantFrom('a', 'b', 'c', 'A', '1', ' ', '\n', '\r\n', '.', '😀', '\u0085'), { maxLength: 12 })
  .map((parts) => parts.join(''));

describe('the two engines', () => {
  it('find the same match with the same groups', () => {
    let compared = 0;
    fc.assert(
      fc.property(pattern, text, (source, subject) => {
        const parsed = parseRegex(source);
        if (!parsed.ok) return;
        const program = compileProgram(parsed.regex.root, parsed.regex.groupCount);
        if (program === null) return;
        compared++;
        const found = runProgram(program, subject, 0);
        const engine = new RegExp(javascriptSource(parsed.regex.root), 'gu');
        const match = engine.exec(subject);
        const groups = (at: number) =>
          found === null || (found.slots[at * 2] ?? -1) < 0 ? '' : subject.slice(found.slots[at * 2], found.slots[at * 2 + 1]);
        const got = found === null ? null : [found.start, subject.slice(found.start, found.end)];
        expect(got).toEqual(match === null ? null : [match.index, match[0]]);
        // JavaScript forgets the groups of earlier rounds of a repetition; Java and the machine keep them.
        if (match !== null && !forgetsGroups(parsed.regex.root))
          expect(match.slice(1).map((_, g) => groups(g))).toEqual(match.slice(1).map((group) => group ?? ''));
      }),
      { numRuns: 12_000 },
    );
    expect(compared).toBeGreaterThan(600);
  });
});

describe('any pattern and any text', () => {
  it('is compiled or refused with a reason, and searched without an exception', () => {
    const wild = fc.oneof(
      pattern,
      fc.string({ maxLength: 20 }),
      fc.array(fc.constantFrom(...'a[]^-&\\(){}?*+|.$dwsQEpLu0:1<>=!,'.split('')), { maxLength: 14 }).map((p) => p.join('')),
    );
    fc.assert(
      fc.property(wild, text, (source, subject) => {
        const compiled = compileRegex(source);
        if (!compiled.ok) {
          expect(compiled.refusal.reason).not.toBe('');
          return;
        }
        let last = -1;
        for (const match of matchesOf(compiled.regex, subject)) {
          expect(match.start).toBeGreaterThanOrEqual(Math.max(last, 0));
          expect(match.groups.length).toBe(compiled.regex.groupCount + 1);
          last = match.end;
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it('keeps the groups of earlier rounds, as Java does', () => {
    const groups = (source: string, subject: string) => {
      const compiled = compileRegex(source);
      return compiled.ok ? compiled.regex.exec(subject, 0)?.groups : compiled.refusal.reason;
    };
    expect(groups('(?:(a)|b)+', 'ab')).toEqual(['ab', 'a']);
    expect(groups('(?:(a)?b)+', 'abb')).toEqual(['abb', 'a']);
    expect(groups('(a|b)+', 'ab')).toEqual(['ab', 'b']);
  });

  it('is answered in time linear in the text where backtracking would explode', () => {
    const evil = [
      '(a+)+$',
      '(a|a)*b',
      '(a|aa)+$',
      '(\\w+\\s?)*$',
      '([a-z]+)*\\d',
      '(.*)(.*)(.*)(.*)x',
      'a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?aaaaaaaaaaaaaaaaaaaaaaaa',
    ];
    for (const source of evil) {
      const compiled = compileRegex(source);
      expect(compiled.ok).toBe(true);
      if (compiled.ok) compiled.regex.exec(`${'a'.repeat(5_000)}!`, 0);
    }
    const look = compileRegex('(?=(?:a+)+)b');
    expect(look.ok).toBe(false);
  }, 20_000);
});
