import { describe, expect, it } from 'vitest';
import { checkExpression } from '../../src/sql/check.ts';
import { hoverAt } from '../../src/sql/expression-hover.ts';
import { functionReference } from '../../src/sql/function-reference.ts';
import { completionsAt } from '../../src/sql/language-info.ts';
import { applied, quickFixes } from '../../src/sql/quick-fixes.ts';
import { signatureHelpAt } from '../../src/sql/signature-help.ts';
import { schemaOf } from './evaluate-text.ts';

const scope = schemaOf('word STRING, n BIGINT, d DOUBLE, ok BOOLEAN, tags ARRAY<STRING>, `a.b` INT, `größe` INT');

/** `^` marks the cursor. */
function marked(text: string): readonly [string, number] {
  return [text.replace('^', ''), text.indexOf('^')];
}

describe('completion by type', () => {
  const first = (text: string, count = 2) =>
    completionsAt(...marked(text), scope)
      ?.options.slice(0, count)
      .map((option) => option.label);
  it('offers what fits the argument first', () => {
    expect(first('lower(^', 1)).toEqual(['word']);
    expect(first('abs(^')).toEqual(['n', 'd']);
    expect(first('size(^', 1)).toEqual(['tags']);
    expect(first('substring(word, ^', 1)).toEqual(['a.b']);
  });
  it('offers what fits the operator first', () => {
    expect(first('word = ^', 1)).toEqual(['word']);
    expect(first('n > 1 AND ^', 1)).toEqual(['ok']);
    expect(first('1 + ^')).toEqual(['n', 'd']);
    expect(first('d < 2 OR n = ^')).toEqual(['n', 'a.b']);
  });
  it('knows what the whole should be', () => {
    const options = completionsAt('', 0, scope, { wanted: { kind: 'BOOLEAN' } })?.options ?? [];
    expect(options[0]?.label).toBe('ok');
  });
});

describe('signature help', () => {
  const help = (text: string) => signatureHelpAt(...marked(text), scope);
  it('tells the argument the cursor is in, with an example', () => {
    const found = help('1 + substring(word, ^');
    const signature = found?.signatures[found.active];
    expect(signature?.parameters[found?.activeParameter ?? -1]?.label).toBe('start INT');
    expect(signature?.text.slice(signature.parameters[1]?.from, signature.parameters[1]?.to)).toBe('start INT');
    expect(found?.example.text).toContain('substring');
  });
  it('goes over to the way that has room for the argument', () => {
    const found = help('substring(word, 2, ^)');
    expect(found?.signatures[found.active]?.parameters.length).toBe(3);
    expect(found?.activeParameter).toBe(2);
  });
  it('knows repeated arguments, nests, aggregates and texts', () => {
    expect(help('coalesce(n, n, n, ^')?.activeParameter).toBe(0);
    expect(help('lower(substring(word, 1), ^')?.name).toBe('lower');
    expect(help("lower('a(b, ^c')")).toBeNull();
    expect(help('sum(^')?.name).toBe('sum');
    expect(help('(n + ^')).toBeNull();
    expect(help('n IN (1, ^')).toBeNull();
  });
});

describe('hover', () => {
  const hover = (text: string) => hoverAt(...marked(text), scope);
  it('tells the type of what is under the pointer', () => {
    expect(hover('wo^rd || n')).toMatchObject({ title: 'word STRING', from: 0, to: 4 });
    expect(hover('n * 1^.5')).toMatchObject({ type: 'DECIMAL(2,1)' });
    expect(hover('low^er(word)')).toMatchObject({ type: 'STRING', title: 'lower(text STRING) -> STRING' });
  });
  it('works on texts that do not parse', () => {
    expect(hover('lower(wo^rd')).toMatchObject({ title: 'word STRING' });
    expect(hover('lo^wer(')?.help).not.toBe('');
  });
});

describe('quick fixes', () => {
  const fixes = (text: string) => {
    const checked = checkExpression(text, scope);
    const [problem] = checked.ok ? [] : checked.problems;
    return problem === undefined ? [] : quickFixes(problem, text, scope).map((fix) => applied(text, fix));
  };
  it('name what was meant', () => {
    expect(fixes('lenght(word)')).toEqual(['length(word)']);
    expect(fixes('wrod')).toEqual(['word', "'wrod'"]);
    expect(fixes('CAST(word AS STRNG)')).toEqual(['CAST(word AS STRING)']);
  });
  it('add quotes and backticks', () => {
    expect(fixes("word = 'abc")).toEqual(["word = 'abc'"]);
    expect(fixes('größe + 1')).toEqual(['`größe` + 1']);
  });
  it('add a missing cast', () => {
    expect(fixes('word + word')).toEqual(['CAST(word AS DOUBLE) + word']);
    expect(fixes('ok + 1')).toContain('CAST(ok AS INT) + 1');
    expect(fixes('greatest(word, n)')).toContain('greatest(word, CAST(n AS STRING))');
    expect(fixes('lower(tags)')).toContain('lower(CAST(tags AS STRING))');
    expect(fixes('ok = 1')).toContain('CAST(ok AS INT) = 1');
  });
  it('mend what failed for a row', () => {
    const fix = (code: 'sql/cast-value' | 'sql/overflow' | 'sql/index' | 'sql/divide-by-zero', text: string, from: number, to: number) =>
      quickFixes({ code, severity: 'error', where: { from, to }, params: { type: 'BIGINT' } }, text, scope).map((each) => applied(text, each));
    expect(fix('sql/cast-value', 'CAST(word AS INT)', 0, 17)).toEqual(['TRY_CAST(word AS INT)']);
    expect(fix('sql/cast-value', 'word = 1', 0, 4)).toEqual(['TRY_CAST(word AS BIGINT) = 1']);
    expect(fix('sql/overflow', '1 + n * n', 4, 9)).toEqual(['1 + try_multiply(n, n)']);
    expect(fix('sql/index', 'lower(tags[3])', 6, 13)).toEqual(['lower(get(tags, 3))']);
    expect(fix('sql/divide-by-zero', 'd / n', 0, 5)).toEqual(['d / nullif(n, 0)']);
  });
  it('compare what is no condition', () => {
    expect(fixes('CASE WHEN n THEN 1 END')).toEqual(['CASE WHEN n <> 0 THEN 1 END']);
  });
});

describe('the function reference', () => {
  it('has signatures, a rule and an example with its value for each', () => {
    const all = functionReference();
    expect(all.length).toBeGreaterThan(100);
    for (const entry of all) {
      expect(entry.signatures.length, entry.name).toBeGreaterThan(0);
      expect(entry.help, entry.name).not.toBe('');
      expect(entry.example.text, entry.name).not.toBe('');
    }
    expect(all.find((entry) => entry.name === 'lower')?.example.expectedText).toMatch(/^'/);
  });
});
