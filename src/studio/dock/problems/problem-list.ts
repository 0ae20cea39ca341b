// What the Problems tab lists: the run's trouble first, then what the checker says of the draft, then what is worth knowing.
// Pure.
import { describeProblem, type Problem, type Severity } from '../../../problem/problem.ts';

export interface ListedProblem {
  readonly id: string;
  readonly problem: Problem;
  readonly severity: Severity;
  readonly what: string;
  readonly next: string;
  /** Operator it selects, when it is about one. */
  readonly operatorId: string | null;
  /** "expression, column 3", "batch 212": where in the operator or the run. */
  readonly place: string | null;
}

const ORDER: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

export function listProblems(run: Problem | null, draft: readonly Problem[], notices: readonly Problem[]): readonly ListedProblem[] {
  const seen = new Set<string>();
  return [...(run === null ? [] : [run]), ...draft, ...notices.toReversed()]
    .map((problem) => listed(problem))
    .filter(({ id }) => !seen.has(id) && seen.add(id))
    .toSorted((a, b) => ORDER[a.severity] - ORDER[b.severity]);
}

/** Those that ask for something: the number in the tab. */
export function countProblems(listedProblems: readonly ListedProblem[]): number {
  return listedProblems.filter(({ severity }) => severity !== 'info').length;
}

function listed(problem: Problem): ListedProblem {
  const { what, next } = describeProblem(problem);
  const { operator, batch, row } = problem.where;
  const place = [
    problem.where.param === undefined ? null : problem.where.param,
    problem.where.column === undefined ? null : `column ${problem.where.column}`,
    batch === undefined ? null : `batch ${batch}`,
    row === undefined ? null : `row ${row}`,
  ].filter((part) => part !== null);
  return {
    id: JSON.stringify([problem.code, problem.where, problem.params]),
    problem,
    severity: problem.severity,
    what,
    next,
    operatorId: operator ?? null,
    place: place.length === 0 ? null : place.join(', '),
  };
}
