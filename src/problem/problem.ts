// A Problem is what the product says when something is wrong that is not a bug: plain data that crosses the worker
// boundary, is stored, and is shown. The registry owns codes and words; this file owns the shape. A bug stays an
// Error. Codes are never reused for another meaning.
import { type ProblemCode, type ProblemParams, registry } from './registry.ts';

export type Severity = (typeof registry)[ProblemCode]['severity'];

/** Where the problem is. `from`/`to` are UTF-16 offsets into the text of `param` (or of the file when there is no operator). */
export interface ProblemWhere {
  readonly operator?: string;
  readonly param?: string;
  readonly column?: string;
  readonly batch?: number;
  readonly row?: number;
  readonly from?: number;
  readonly to?: number;
}

export interface Problem {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly where: ProblemWhere;
  readonly params: Readonly<Record<string, string | number>>;
}

/** A value, or the problems that stand in its way (at least one is an error). */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function fail(...problems: readonly Problem[]): { readonly ok: false; readonly problems: readonly Problem[] } {
  return { ok: false, problems };
}

export function problem<C extends ProblemCode>(code: C, where: ProblemWhere, params: ProblemParams<C>): Problem {
  return { code, severity: registry[code].severity, where, params };
}

/** The words of a problem: what is wrong (with what was got and what would do), and how to go on. */
export function describeProblem(p: Problem): { readonly what: string; readonly next: string } {
  const entry = registry[p.code];
  // The registry's functions take exactly the params `problem` was given for that code; stored problems are parsed at the edge.
  const params = p.params as never;
  return { what: entry.what(params), next: entry.next(params) };
}

/** Carries a Problem through code that can only throw. Caught at the edge and turned back into data. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(p: Problem) {
    super(describeProblem(p).what);
    this.name = 'ProblemError';
    this.problem = p;
  }
}
