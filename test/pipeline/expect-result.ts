import { describeProblem, type Problem, type Result } from '../../src/problem/problem.ts';

/** The value, or a failure that says what stood in its way. */
export function mustBeOk<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(result.problems.map((p) => describeProblem(p).what).join('\n'));
}

export function problemsOf(result: Result<unknown>): readonly Problem[] {
  return result.ok ? [] : result.problems;
}

export function codesOf(result: Result<unknown>): readonly string[] {
  return problemsOf(result).map((p) => p.code);
}

export function textsOf(result: Result<unknown>): readonly string[] {
  return problemsOf(result).map((p) => describeProblem(p).what);
}
