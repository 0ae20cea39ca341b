// All cases of some files, whatever their kind. A case that throws is a failed case, not the end of the run.

import { type GoldenExpressions, runExpressionCases } from '../sql/run-expression-cases.ts';
import { type CaseFile, findCaseFiles, type PidCase, type PlanCase, readCaseFile } from './case-file.ts';
import { type CaseOutcome, failed, type Outcome, PASSED, unsupported } from './outcome.ts';
import { type AggregateCase, runAggregateCase } from './run-aggregate-case.ts';
import { runPidCase } from './run-pid-case.ts';
import { runPlanCase } from './run-plan-cases.ts';

export async function runCases(paths: readonly string[]): Promise<readonly CaseOutcome[]> {
  const outcomes: CaseOutcome[] = [];
  for (const path of findCaseFiles(paths)) outcomes.push(...(await runFile(path)));
  return outcomes;
}

async function runFile(path: string): Promise<readonly CaseOutcome[]> {
  let file: CaseFile;
  try {
    file = readCaseFile(path);
  } catch (error) {
    return [{ file: path, name: 'the file', outcome: failed(messageOf(error)) }];
  }
  const outcomes: CaseOutcome[] = [];
  for (const [i, goldenCase] of file.cases.entries()) {
    const name = nameOf(goldenCase) ?? `case ${i}`;
    for (const outcome of await runCase(file, goldenCase)) outcomes.push({ file: file.file, name, outcome });
  }
  return outcomes;
}

/** One outcome a case; of an expression one a row, since every row stands alone. */
async function runCase(file: CaseFile, goldenCase: unknown): Promise<readonly Outcome[]> {
  try {
    switch (file.kind) {
      case 'plans':
        return [await runPlanCase(file.engine, goldenCase as PlanCase)];
      case 'pid':
        return [runPidCase(goldenCase as PidCase)];
      case 'expressions':
        return runExpressionCase(goldenCase as GoldenExpressions['cases'][number]);
      case 'aggregates':
        return runAggregateCase(goldenCase as AggregateCase);
      default:
        return [unsupported(`kind ${file.kind}`)];
    }
  } catch (error) {
    return [failed(`the runner or the engine threw: ${messageOf(error)}`)];
  }
}

function runExpressionCase(goldenCase: GoldenExpressions['cases'][number]): readonly Outcome[] {
  const report = runExpressionCases({ kind: 'expressions', group: '', cases: [goldenCase] });
  return [
    ...Array.from({ length: report.passed }, () => PASSED),
    ...report.failed.map((f) => failed(`${JSON.stringify(f.input)}: expected ${f.expected}, got ${f.got}`)),
    ...report.unsupported.flatMap(({ rows, reason }) => Array.from({ length: rows }, () => unsupported(reason))),
  ];
}

function nameOf(goldenCase: unknown): string | null {
  if (typeof goldenCase !== 'object' || goldenCase === null) return null;
  const { name, expr } = goldenCase as { readonly name?: unknown; readonly expr?: unknown };
  return typeof name === 'string' ? name : typeof expr === 'string' ? expr : null;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
