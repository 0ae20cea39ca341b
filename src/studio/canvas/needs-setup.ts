// Problems that mean "not finished yet" rather than "wrong": the box then asks for setting up instead of showing an error.
import type { Problem } from '../../problem/problem.ts';

const UNFINISHED: ReadonlySet<string> = new Set([
  'params/missing',
  'params/empty-entry',
  'pipeline/input-unconnected',
  'plan/no-aggregates',
  'plan/union-empty',
]);

export function needsSetup(problem: Problem): boolean {
  return UNFINISHED.has(problem.code);
}
