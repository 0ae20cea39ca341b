// All codes of the product in one table, made from one file an area so that areas grow without getting in each other's
// way. test/house holds: codes are unique, every text is a sentence, every entry says how to go on.

import { algebraProblems } from './codes/algebra.ts';
import { datetimeProblems } from './codes/datetime.ts';
import { engineProblems } from './codes/engine.ts';
import { feedProblems } from './codes/feed.ts';
import { fileProblems } from './codes/file.ts';
import { formatProblems } from './codes/format.ts';
import { functionProblems } from './codes/function.ts';
import { pipelineProblems } from './codes/pipeline.ts';
import { sqlProblems } from './codes/sql.ts';
import { storageProblems } from './codes/storage.ts';

export const registry = {
  ...sqlProblems,
  ...functionProblems,
  ...datetimeProblems,
  ...pipelineProblems,
  ...algebraProblems,
  ...engineProblems,
  ...storageProblems,
  ...fileProblems,
  ...formatProblems,
  ...feedProblems,
};

export type ProblemCode = keyof typeof registry;
export type ProblemParams<C extends ProblemCode> = Parameters<(typeof registry)[C]['what']>[0];
