import { expect, it } from 'vitest';
import { functionReference } from '../../src/sql/function-reference.ts';
import { aggregateInfos } from '../../src/sql/language-info.ts';
import { type Refusal, refusals } from '../../src/sql/refusals.ts';

/** "`a`, `b`". */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function table(rows: readonly Refusal[]): string {
  return [
    '| What | Why | Instead |',
    '|---|---|---|',
    ...rows.map(({ what, reason, instead }) => `| ${cell(what)} | ${cell(reason)} | ${cell(instead)} |`),
  ].join('\n');
}

function document(): string {
  const titles: Readonly<Record<Refusal['area'], string>> = {
    mode: 'Modes',
    type: 'Types',
    value: 'Values',
    form: 'Forms',
    pattern: 'Patterns',
    function: 'Functions',
    aggregate: 'Aggregates',
  };
  const all = refusals();
  const parts = Object.entries(titles).map(([area, title]) => `## ${title}\n\n${table(all.filter((refusal) => refusal.area === area))}`);
  const differing = [...functionReference(), ...aggregateInfos()].filter((entry) => entry.difference !== '');
  const differences = differing.map(({ name, difference }) => `| ${cell(name)} | ${cell(difference)} |`);
  return [
    '# What expressions refuse, and where they differ from Spark 4',
    'Expressions are those of Spark SQL under its ANSI rules. What is not exact is refused when it is written, with a problem that names what to use instead.',
    ...parts,
    `## Answers that differ\n\n${['| Function | How |', '|---|---|', ...differences].join('\n')}`,
    '',
  ].join('\n\n');
}

it('what is refused on purpose is written down, with why and what to use instead', async () => {
  for (const { what, reason, instead } of refusals()) {
    expect(what).not.toBe('');
    expect(reason, what).not.toBe('');
    expect(instead, what).not.toBe('');
  }
  await expect(document()).toMatchFileSnapshot('../../EXPRESSIONS.md');
});
