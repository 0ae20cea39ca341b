import type { Severity } from './problem.ts';
import type { ProblemEntry } from './registry.ts';

type Params = Readonly<Record<string, string | number>>;

/** Types one registry entry. The params are what `problem(code, where, params)` will demand for this code. */
export function define<P extends Params>(severity: Severity, what: (params: P) => string, next: (params: P) => string): ProblemEntry<P> {
  return { severity, what, next };
}
