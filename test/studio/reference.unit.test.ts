// The function reference: made from the library, searched, and its examples evaluated on the page.
import { describe, expect, it } from 'vitest';
import { GROUP_TITLES, referenceEntries, searchReference } from '../../src/studio/reference/reference-entries.ts';
import { tryExpression } from '../../src/studio/reference/try-expression.ts';

const NOW = Date.UTC(2026, 10, 22, 14, 30);

describe('the function reference', () => {
  it('has every function once, with a group that has a title, a signature and a rule', () => {
    const entries = referenceEntries();
    expect(entries.length).toBeGreaterThan(150);
    expect(new Set(entries.map(({ group, name }) => `${group}/${name}`)).size).toBe(entries.length);
    for (const { name, group, signatures, help } of entries) {
      expect(GROUP_TITLES[group], name).toBeDefined();
      expect(signatures.length, name).toBeGreaterThan(0);
      expect(help, name).not.toBe('');
    }
  });

  it('evaluates the example of each that has no columns', () => {
    for (const { name, example, tries } of referenceEntries()) {
      if (tries) expect(tryExpression(example, NOW), `${name}: ${example}`).toMatchObject({ kind: 'value' });
    }
  });

  it('finds by name first, then by type and by what the rule says', () => {
    expect(searchReference('substring', null)[0]?.name).toBe('substring');
    expect(searchReference('SUBSTR', null)[0]?.name).toBe('substring');
    expect(searchReference('date', null).map(({ name }) => name)).toContain('datediff');
    expect(searchReference('zzzz', null)).toEqual([]);
    expect(searchReference('', 'array').every(({ group }) => group === 'array')).toBe(true);
  });

  it('says what is wrong with what is tried, and never throws', () => {
    expect(tryExpression('1 / 0', NOW)).toMatchObject({ kind: 'problem' });
    expect(tryExpression("cast('x' as int)", NOW)).toMatchObject({ kind: 'problem', what: expect.stringContaining('x') });
    expect(tryExpression('upper(', NOW)).toMatchObject({ kind: 'problem' });
    expect(tryExpression('no_such(1)', NOW)).toMatchObject({ kind: 'problem' });
    expect(tryExpression('null', NOW)).toMatchObject({ kind: 'value', isNull: true });
  });
});
