import { expect, it } from 'vitest';
import { checkExpression } from '../../src/sql/check.ts';
import { hoverAt } from '../../src/sql/expression-hover.ts';
import { completionsAt } from '../../src/sql/language-info.ts';
import { applied, quickFixes } from '../../src/sql/quick-fixes.ts';
import { signatureHelpAt } from '../../src/sql/signature-help.ts';
import { RandomExpressions, scope, seeded } from './random-expression.ts';

/** Well-typed expressions with a piece cut out, doubled or swapped: what a text looks like while it is written. */
function mangled(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length);
  const size = 1 + Math.floor(random() * 6);
  const choice = random();
  if (choice < 0.3) return text.slice(0, at);
  if (choice < 0.6) return text.slice(0, at) + text.slice(at + size);
  if (choice < 0.8) return text.slice(0, at) + text.slice(at, at + size).repeat(2) + text.slice(at + size);
  return `${text.slice(0, at)}${'\'"`()[],.*x1;é'.charAt(Math.floor(random() * 13))}${text.slice(at)}`;
}

it('help of every kind is given at any place of any half-written expression, never an exception', () => {
  const random = seeded(77);
  const expressions = new RandomExpressions(random);
  for (let n = 0; n < 3_000; n++) {
    const text = mangled(expressions.expression(expressions.scalar(), 3), random).slice(0, 400);
    const offset = Math.floor(random() * (text.length + 1));
    const completions = completionsAt(text, offset, scope);
    if (completions !== null) expect(completions.from).toBeLessThanOrEqual(offset);
    const help = signatureHelpAt(text, offset, scope);
    if (help !== null) {
      const signature = help.signatures[help.active];
      expect(signature, text).toBeDefined();
      for (const { label, from, to } of signature?.parameters ?? []) expect(signature?.text.slice(from, to), text).toBe(label);
    }
    const hover = hoverAt(text, offset, scope);
    if (hover !== null) expect(hover.from).toBeLessThanOrEqual(hover.to);
    const checked = checkExpression(text, scope);
    if (checked.ok || n % 4 > 0) continue;
    for (const problem of checked.problems.slice(0, 2)) {
      for (const fix of quickFixes(problem, text, scope)) {
        const after = checkExpression(applied(text, fix), scope);
        const left = after.ok ? 0 : after.problems.length;
        expect(
          left < checked.problems.length || checked.problems[0]?.code === 'sql/syntax' || checked.problems[0]?.code === 'sql/unclosed',
          text,
        ).toBe(true);
      }
    }
  }
}, 300_000);
