// From a document's text to what a run needs of it.

import { DEFAULT_SETTINGS, type PipelineDocument } from '../pipeline/document.ts';
import type { AppliedPipeline } from '../plan/applied-pipeline.ts';
import { fail, ok, problem, type Result } from '../problem/problem.ts';
import { parseInterval } from '../sql/interval.ts';
import { definitionOf } from './catalogue.ts';
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
  const checkpoint = settings.checkpointInterval === undefined ? null : parseInterval(settings.checkpointInterval);
  if (checkpoint !== null && !checkpoint.ok) return checkpoint;
  return ok({
    text,
    plan,
    settings: {
      checkpointIntervalMs: checkpoint === null ? null : checkpoint.value.micros / 1000,
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
  if (a === b) return true;
  const left = openDocument(a);
  const right = openDocument(b);
  return left.ok && right.ok && logicText(left.value.document) === logicText(right.value.document);
}

function logicText({ settings, operators, edges }: PipelineDocument): string {
  const boxes = Object.keys(operators)
    .sort()
    .map((id) => {
      const box = operators[id];
      const live = new Set(definitionOf(box?.type ?? '')?.fields.flatMap((field) => (field.live === true ? [field.name] : [])));
      const params = Object.entries(box?.params ?? {}).filter(([name]) => !live.has(name));
      return [id, box?.type, box?.disabled === true, Object.fromEntries(params.sort(([x], [y]) => (x < y ? -1 : 1)))];
    });
  return JSON.stringify([settings, boxes, edges]);
}

/** What an edit changes of the meaning, one sentence an operator, in the words of the user's names. */
export function describeChanges(beforeText: string, afterText: string): readonly string[] {
  const before = openDocument(beforeText);
  const after = openDocument(afterText);
  if (!before.ok || !after.ok) return [];
  const [old, next] = [before.value.document, after.value.document];
  const changes: string[] = [];
  if (JSON.stringify(old.settings) !== JSON.stringify(next.settings)) changes.push('Pipeline settings changed');
  for (const id of Object.keys(old.operators)) if (next.operators[id] === undefined) changes.push(`${nameOf(old, id)} removed`);
  for (const id of Object.keys(next.operators)) {
    if (old.operators[id] === undefined) changes.push(`${nameOf(next, id)} added`);
    else if (logicText(only(old, id)) !== logicText(only(next, id))) changes.push(`${nameOf(next, id)} changed`);
  }
  return changes;
}

/** One operator and the edges into it. */
function only(document: PipelineDocument, id: string): PipelineDocument {
  const box = document.operators[id];
  return {
    ...document,
    settings: DEFAULT_SETTINGS,
    operators: box === undefined ? {} : { [id]: box },
    edges: document.edges.filter((edge) => edge.to.operator === id),
  };
}

function nameOf(document: PipelineDocument, id: string): string {
  const box = document.operators[id];
  return box?.name ?? definitionOf(box?.type ?? '')?.title ?? id;
}
