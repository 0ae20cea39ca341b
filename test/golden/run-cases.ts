// All cases of some files, whatever their kind. A case that throws is a failed case, not the end of the run.
import { type CaseFile, findCaseFiles, type PidCase, type PlanCase, readCaseFile } from './case-file.ts';
import { type CaseOutcome, failed, type Outcome, unsupported } from './outcome.ts';
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
    outcomes.push({ file: file.file, name, outcome: await runCase(file, goldenCase) });
  }
  return outcomes;
}

async function runCase(file: CaseFile, goldenCase: unknown): Promise<Outcome> {
  try {
    switch (file.kind) {
      case 'plans':
        return await runPlanCase(file.engine, goldenCase as PlanCase);
      case 'pid':
        return runPidCase(goldenCase as PidCase);
      default:
        return unsupported(`kind ${file.kind}`);
    }
  } catch (error) {
    return failed(`the runner or the engine threw: ${messageOf(error)}`);
  }
}

function nameOf(goldenCase: unknown): string | null {
  if (typeof goldenCase !== 'object' || goldenCase === null) return null;
  const { name, expr } = goldenCase as { readonly name?: unknown; readonly expr?: unknown };
  return typeof name === 'string' ? name : typeof expr === 'string' ? expr : null;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
