// All codes of the product in one table, made from one file an area so that areas grow without getting in each other's
// way. The test beside it holds: codes are unique, every text is a sentence, every entry says how to go on.

import { engineProblems } from './codes/engine.ts';
import { pipelineProblems } from './codes/pipeline.ts';
import { sqlProblems } from './codes/sql.ts';
import { storageProblems } from './codes/storage.ts';
import type { Severity } from './problem.ts';

/** One kind of problem. `what`: what is wrong, where in words, what was got, what would do. `next`: how to go on. */
export interface ProblemEntry<P> {
  readonly severity: Severity;
  readonly what: (params: P) => string;
  readonly next: (params: P) => string;
}

export const registry = { ...sqlProblems, ...pipelineProblems, ...engineProblems, ...storageProblems };

export type ProblemCode = keyof typeof registry;
export type ProblemParams<C extends ProblemCode> = Parameters<(typeof registry)[C]['what']>[0];
