// npm run golden -- PATH... [--verbose] [--json FILE]: runs case files (or every one below a directory) and ends with the line
// "N passed, N failed, N unsupported". Failed cases are always listed; unsupported ones with --verbose, else counted by reason.
import { writeFileSync } from 'node:fs';
import type { CaseOutcome, Outcome } from './outcome.ts';
import { runCases } from './run-cases.ts';

const USAGE = 'Usage: npm run golden -- PATH... [--verbose] [--json FILE]\nPATH is a file of golden cases, or a directory that holds some.';

async function main(args: readonly string[]): Promise<number> {
  const paths: string[] = [];
  let verbose = false;
  let jsonFile: string | null = null;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (arg === '--verbose') verbose = true;
    else if (arg === '--json') jsonFile = args[++i] ?? null;
    else paths.push(arg);
  }
  if (paths.length === 0) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const outcomes = await runCases(paths);
  process.stdout.write(report(outcomes, verbose));
  if (jsonFile !== null) writeFileSync(jsonFile, `${JSON.stringify({ ...counts(outcomes), cases: outcomes.map(flat) }, null, 2)}\n`);
  return counts(outcomes).failed > 0 ? 1 : 0;
}

function report(outcomes: readonly CaseOutcome[], verbose: boolean): string {
  const lines: string[] = [];
  const reasons = new Map<string, number>();
  for (const { file, name, outcome } of outcomes) {
    if (outcome.kind === 'passed') continue;
    if (outcome.kind === 'failed' || verbose) lines.push(`${outcome.kind} ${file}: ${name}: ${outcome.why}`);
    if (outcome.kind === 'unsupported') reasons.set(outcome.reason, (reasons.get(outcome.reason) ?? 0) + 1);
  }
  if (!verbose) for (const [why, count] of [...reasons].sort((a, b) => b[1] - a[1])) lines.push(`unsupported ${count}: ${why}`);
  const { passed, failed, unsupported } = counts(outcomes);
  return `${[...lines, `${passed} passed, ${failed} failed, ${unsupported} unsupported`].join('\n')}\n`;
}

function counts(outcomes: readonly CaseOutcome[]): { readonly [kind in Outcome['kind']]: number } {
  const count = (kind: Outcome['kind']): number => outcomes.filter((o) => o.outcome.kind === kind).length;
  return { passed: count('passed'), failed: count('failed'), unsupported: count('unsupported') };
}

function flat({ file, name, outcome }: CaseOutcome): { readonly [field: string]: string } {
  return { file, name, outcome: outcome.kind, ...(outcome.kind === 'passed' ? {} : { why: outcome.why }) };
}

process.exitCode = await main(process.argv.slice(2));
