// What one operator's box shows, apart from live numbers: derived from document, check, applied document and run. Kept equal
// by identity while nothing changed, so that React leaves the box alone.

import type { OperatorDefinition, PortDefinition } from '../../operators/operator-definition.ts';
import type { OperatorBox, OperatorId, PipelineDocument } from '../../pipeline/document.ts';
import type { StreamType } from '../../plan/stream-type.ts';
import { describeProblem, type Problem } from '../../problem/problem.ts';
import type { FeedState, RunNeed } from '../../protocol/data-api.ts';
import type { RunState } from '../../protocol/engine-api.ts';
import { needWords } from '../files/need-words.ts';
import type { CheckResult } from '../store/document-check.ts';
import { findDefinition, inputPorts, operatorTitle, outputPorts, summarizeOperator } from '../store/document-model.ts';
import { formatClock } from '../text/numbers.ts';
import { needsSetup } from './needs-setup.ts';

export type NodeCondition =
  | { readonly kind: 'plain' }
  | { readonly kind: 'setup'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'waiting'; readonly message: string }
  | { readonly kind: 'disabled' };

/** A type alias, not an interface: React Flow's data must be assignable to a record. */
export type NodeView = {
  readonly id: OperatorId;
  readonly title: string;
  readonly definition: OperatorDefinition | null;
  readonly type: string;
  readonly summary: { readonly text: string; readonly mono: boolean };
  readonly condition: NodeCondition;
  /** Differs from the document the run uses. */
  readonly edited: boolean;
  /** Its state came back with the last restore. */
  readonly restored: boolean;
  /** Ports under its settings, and those an edge still uses. */
  readonly inputs: readonly PortDefinition[];
  readonly outputs: readonly PortDefinition[];
  /** Rows were refused, or records of the source did not become whole rows. */
  readonly refuses: boolean;
  /** Of a live source, while it has one. */
  readonly feed: FeedState | null;
};

/** The part of the run's status that boxes show. */
export interface NodeRun {
  readonly state: RunState;
  readonly problem: Problem | null;
  readonly zeroTimeMs: number | null;
  readonly batchIntervalMs: number;
  /** Batch time of the last batch, as long as it matters for a first firing. */
  readonly firedUpToMs: number;
  readonly needs: readonly RunNeed[];
  readonly refusing: ReadonlySet<OperatorId>;
  readonly feeds: ReadonlyMap<OperatorId, FeedState>;
}

export interface NodeFacts {
  readonly document: PipelineDocument;
  readonly check: CheckResult;
  readonly run: NodeRun;
  readonly editedOperators: ReadonlySet<OperatorId>;
  readonly restoredOperators: ReadonlySet<OperatorId>;
}

export function viewOfNode(id: OperatorId, box: OperatorBox, facts: NodeFacts): NodeView {
  const definition = findDefinition(box.type);
  return {
    id,
    title: operatorTitle(box),
    definition,
    type: box.type,
    summary: summarizeOperator(box),
    condition: conditionOf(id, box, definition, facts),
    edited: facts.editedOperators.has(id),
    restored: facts.restoredOperators.has(id),
    inputs: inputPorts(facts.document, id),
    outputs: outputPorts(facts.document, id),
    refuses: facts.run.refusing.has(id),
    feed: facts.run.feeds.get(id) ?? null,
  };
}

function conditionOf(id: OperatorId, box: OperatorBox, definition: OperatorDefinition | null, facts: NodeFacts): NodeCondition {
  if (box.disabled === true) return { kind: 'disabled' };
  const need = facts.run.needs.find((known) => known.operatorId === id);
  if (need !== undefined) return { kind: 'setup', message: needWords(need).short };
  const running = facts.run.problem;
  if (running?.where.operator === id && running.severity === 'error') return { kind: 'failed', message: describeProblem(running).what };
  const error = facts.check.problems.find((problem) => problem.where.operator === id && problem.severity === 'error');
  if (error !== undefined) return { kind: needsSetup(error) ? 'setup' : 'failed', message: shortWords(error) };
  const output = definition?.outputs[0];
  const stream = output === undefined ? undefined : facts.check.outputs.get(`${id}.${output.id}`);
  const waits = definition?.family === 'window' && stream !== undefined ? firstFiring(stream, facts.run) : null;
  return waits === null ? { kind: 'plain' } : { kind: 'waiting', message: `First window at ${formatClock(waits)}` };
}

/** When the first firing is still to come: its batch time. */
function firstFiring(stream: StreamType, { state, zeroTimeMs, batchIntervalMs, firedUpToMs }: NodeRun): number | null {
  if (zeroTimeMs === null || state !== 'running' || stream.slideMs <= batchIntervalMs) return null;
  const first = zeroTimeMs + stream.slideMs;
  return firedUpToMs < first ? first : null;
}

/** The box has room for two lines; the inspector and the Problems tab say the rest. */
function shortWords(problem: Problem): string {
  const { what } = describeProblem(problem);
  const end = what.indexOf('. ');
  return what.length > 64 && end > 0 && end < 80 ? what.slice(0, end + 1) : what;
}

export function sameView(a: NodeView, b: NodeView): boolean {
  return (
    a.title === b.title &&
    a.type === b.type &&
    a.summary.text === b.summary.text &&
    a.summary.mono === b.summary.mono &&
    a.edited === b.edited &&
    a.restored === b.restored &&
    a.refuses === b.refuses &&
    a.feed === b.feed &&
    samePorts(a.inputs, b.inputs) &&
    samePorts(a.outputs, b.outputs) &&
    a.condition.kind === b.condition.kind &&
    ('message' in a.condition ? a.condition.message : '') === ('message' in b.condition ? b.condition.message : '')
  );
}

function samePorts(a: readonly PortDefinition[], b: readonly PortDefinition[]): boolean {
  return a === b || (a.length === b.length && a.every((port, i) => port === b[i]));
}
