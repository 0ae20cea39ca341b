// The checking half of the door to the pure code: lowers a document and judges connections. It brings the whole expression
// language, so it is a piece of its own that comes after the first pipeline shows; see checker.ts.
import type { Schema } from '../../columns/data-type.ts';
import { connectionProblem } from '../../operators/connection-problem.ts';
import { lowerDocument } from '../../operators/lower-document.ts';
import type { Endpoint, OperatorId, PipelineDocument } from '../../pipeline/document.ts';
import type { StreamType } from '../../plan/stream-type.ts';
import { describeProblem, type Problem } from '../../problem/problem.ts';

/** What the checker says of the draft. */
export interface CheckResult {
  /** Errors first. */
  readonly problems: readonly Problem[];
  /** By `${operatorId}.${port}`: what flows out, where it could be derived. */
  readonly outputs: ReadonlyMap<string, StreamType>;
  /** The columns an operator's expressions see. */
  readonly inputs: ReadonlyMap<OperatorId, Schema>;
}

const SEVERITY_ORDER = { error: 0, warning: 1, info: 2 } as const;

export function checkDocument(document: PipelineDocument): CheckResult {
  const { problems, outputs, inputs } = lowerDocument(document);
  const flat = [...outputs].flatMap(([id, streams]) => streams.map(({ port, streamType }) => [`${id}.${port}`, streamType] as const));
  return { problems: problems.toSorted((a, b) => SEVERITY_ORDER[a.severity] - SEVERITY_ORDER[b.severity]), outputs: new Map(flat), inputs };
}

/** Why an edge may not be drawn, as one sentence, or null. */
export function judgeConnection(document: PipelineDocument, from: Endpoint, to: Endpoint): string | null {
  const refused = connectionProblem(document, from, to);
  return refused === null ? null : describeProblem(refused).what;
}
