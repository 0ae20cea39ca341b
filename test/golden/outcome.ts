/** What became of one golden case. `unsupported`: it needs what this build does not have, named; never counted as passed. */
export type Outcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly why: string }
  /** `reason`: short and stable, to count by; `why` for people. */
  | { readonly kind: 'unsupported'; readonly reason: string; readonly why: string };

export interface CaseOutcome {
  readonly file: string;
  readonly name: string;
  readonly outcome: Outcome;
}

export const PASSED: Outcome = { kind: 'passed' };

export function failed(why: string): Outcome {
  return { kind: 'failed', why };
}

export function unsupported(why: string, reason = why): Outcome {
  return { kind: 'unsupported', reason, why };
}
