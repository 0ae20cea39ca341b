// From a document's text to what a run needs of it.

import type { AppliedPipeline } from '../plan/applied-pipeline.ts';
import { fail, ok, problem, type Result } from '../problem/problem.ts';
import { parseInterval } from '../sql/interval.ts';
import { isOff } from './check-settings.ts';
import { documentChanges } from './document-changes.ts';
import { lowerDocument } from './lower-document.ts';
import { openDocument } from './open-document.ts';

/** The problems of the draft when it cannot run. */
export function applyText(text: string): Result<AppliedPipeline> {
  const parsed = openDocument(text);
  if (!parsed.ok) return parsed;
  const { document, readOnly } = parsed.value;
  if (readOnly !== null) return fail(...readOnly.reasons);
  const { plan, problems } = lowerDocument(document);
  const errors = problems.filter((p) => p.severity === 'error');
  if (plan === null || errors.length > 0) return fail(problem('engine/cannot-run', {}, { errors: errors.length }), ...errors);
  const { settings } = document;
  const off = isOff(settings.checkpointInterval);
  const checkpoint = settings.checkpointInterval === undefined || off ? null : parseInterval(settings.checkpointInterval);
  if (checkpoint !== null && !checkpoint.ok) return checkpoint;
  return ok({
    text,
    plan,
    settings: {
      checkpointIntervalMs: off ? Number.POSITIVE_INFINITY : checkpoint === null ? null : checkpoint.value.micros / 1000,
      backpressure: settings.backpressure ?? true,
      downtime: settings.downtime,
      durability: settings.durability,
    },
  });
}

/** For a text that was applied before and so is known to be good. @throws Error when this build no longer takes it. */
export function mustApply(text: string): AppliedPipeline {
  const applied = applyText(text);
  if (!applied.ok) throw new Error(`The applied pipeline does not lower: ${applied.problems.map((p) => p.code).join(', ')}`);
  return applied.value;
}

/**
 * Whether two texts mean the same run: names, places, notes and what can change while it runs (a source's rate) do not
 * count. A text that does not open means nothing and equals nothing.
 */
export function sameLogic(a: string, b: string): boolean {
  return a === b || describeChanges(a, b)?.length === 0;
}

/** What an edit changes of the run, one sentence a change; null when a text does not open. */
export function describeChanges(beforeText: string, afterText: string): readonly string[] | null {
  const before = openDocument(beforeText);
  const after = openDocument(afterText);
  return before.ok && after.ok ? documentChanges(before.value.document, after.value.document).logic : null;
}
