type Params = Readonly<Record<string, string | number>>;

/** One kind of problem. `what`: what is wrong, where in words, what was got, what would do. `next`: how to go on. */
export interface ProblemEntry<P> {
  readonly severity: 'error' | 'warning' | 'info';
  readonly what: (params: P) => string;
  readonly next: (params: P) => string;
}

/** Types one registry entry. The params are what `problem(code, where, params)` will demand for this code. */
export function define<P extends Params>(
  severity: ProblemEntry<P>['severity'],
  what: (params: P) => string,
  next: (params: P) => string,
): ProblemEntry<P> {
  return { severity, what, next };
}
