// What an applied edit does to what is kept: per stateful node, and per source position. State belongs to the node's id with
// its shape; only equal text keeps it. Renames, moves and stateless steps in between change neither.
import { formatSchema } from '../columns/data-type.ts';
import { formatDuration } from './format-duration.ts';
import type { AggregateNode, FoldNode, NodeId, Plan, PlanNode, SourceNode } from './plan.ts';
import { stateShape } from './state-shape.ts';

export interface NodeDiff {
  readonly nodeId: NodeId;
  readonly outcome: 'kept' | 'dropped' | 'new';
  /** One sentence. */
  readonly why: string;
}

/** Nodes with state or a position: those of `after` in plan order, then those that are gone. */
export function diffPlans(before: Plan, after: Plan): readonly NodeDiff[] {
  const earlier = new Map(before.nodes.filter(keepsSomething).map((node) => [node.id, node]));
  const later = after.nodes.filter(keepsSomething);
  const laterIds = new Set(later.map((node) => node.id));
  const gone = [...earlier.values()].filter((node) => !laterIds.has(node.id));
  const otherZone = before.timeZone !== after.timeZone;
  return [...later.map((node) => diffNode(earlier.get(node.id), node, otherZone)), ...gone.map(goneNode)];
}

function keepsSomething(node: PlanNode): boolean {
  return node.kind === 'source' || stateShape(node) !== null;
}

function goneNode(node: PlanNode): NodeDiff {
  const why = node.kind === 'source' ? 'The source is gone, and its position with it.' : 'The operator is gone, and its state with it.';
  return { nodeId: node.id, outcome: 'dropped', why };
}

function diffNode(before: PlanNode | undefined, after: PlanNode, otherZone: boolean): NodeDiff {
  const nodeId = after.id;
  if (before === undefined) {
    const why = after.kind === 'source' ? 'A new source starts at its first row.' : 'A new operator starts with no state.';
    return { nodeId, outcome: 'new', why };
  }
  if (after.kind === 'source' && before.kind === 'source') return diffSource(before, after);
  if (otherZone) return { nodeId, outcome: 'dropped', why: 'The time zone is another, and with it what days and clock readings mean.' };
  if (stateShape(before) === stateShape(after)) return { nodeId, outcome: 'kept', why: 'What it keeps is unchanged.' };
  return { nodeId, outcome: 'dropped', why: whyDropped(before, after) };
}

function diffSource(before: SourceNode, after: SourceNode): NodeDiff {
  const same = sourceIdentity(before) === sourceIdentity(after);
  const why = same ? 'It goes on at the row where it stands.' : 'It reads other rows now, so it starts at the first one.';
  return { nodeId: after.id, outcome: same ? 'kept' : 'dropped', why };
}

/** What the rows of a source are a function of. The rate is not: it only says when they come. */
export function sourceIdentity(node: SourceNode): string {
  const { source } = node;
  const columns = formatSchema(node.output.columns);
  switch (source.kind) {
    case 'text':
      return `text ${source.sample} (${columns})`;
    case 'generator':
      return `generator ${source.recipe} seed ${source.seed} (${columns})`;
    case 'file':
      return `file ${source.file.sha256} ${JSON.stringify(source.framing)} (${columns})`;
    case 'live':
      return `live (${columns})`;
  }
}

function whyDropped(before: PlanNode, after: PlanNode): string {
  if (before.kind === 'window' && after.kind === 'window') return sentence([...windowChanges(before, after), ...columnChanges(before, after)]);
  if (before.kind === 'fold' && after.kind === 'fold') return sentence(foldChanges(before, after));
  if (before.kind !== 'aggregate' || after.kind !== 'aggregate') return 'It is another kind of operator now.';
  const [b, a] = [before, after];
  if (b.windowing.kind !== a.windowing.kind) return 'It keeps another kind of state now.';
  const parts: string[] = [];
  if (b.windowing.kind === 'batchWindow' && a.windowing.kind === 'batchWindow') {
    parts.push(...windowChanges(b.windowing, a.windowing));
    if (formOf(b) !== formOf(a)) parts.push(`it answered in the ${formOf(b)} form and answers in the ${formOf(a)} form`);
  }
  if (keysOf(b) !== keysOf(a)) parts.push(`its keys were ${keysOf(b) || 'none'} and are ${keysOf(a) || 'none'}`);
  if (aggregatesOf(b) !== aggregatesOf(a)) parts.push(`its aggregates were ${aggregatesOf(b)} and are ${aggregatesOf(a)}`);
  return sentence(parts);
}

function sentence(parts: readonly string[]): string {
  const words = parts.length === 0 ? 'the columns it reads have other types' : parts.join('; ');
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`;
}

interface WindowFigures {
  readonly sizeMs: number;
  readonly slideMs: number;
}

function windowChanges(b: WindowFigures, a: WindowFigures): readonly string[] {
  return [
    ...(b.sizeMs === a.sizeMs ? [] : [changed('its length', b.sizeMs, a.sizeMs)]),
    ...(b.slideMs === a.slideMs ? [] : [changed('its slide', b.slideMs, a.slideMs)]),
  ];
}

function columnChanges(b: PlanNode, a: PlanNode): readonly string[] {
  const [were, are] = [formatSchema(b.output.columns), formatSchema(a.output.columns)];
  return were === are ? [] : [`its rows were ${were} and are ${are}`];
}

function foldChanges(b: FoldNode, a: FoldNode): readonly string[] {
  const [were, are] = [formatSchema(b.state), formatSchema(a.state)];
  return [
    ...(keysOf(b) === keysOf(a) ? [] : [`its keys were ${keysOf(b) || 'none'} and are ${keysOf(a) || 'none'}`]),
    ...(were === are ? [] : [`its state was ${were} and is ${are}`]),
  ];
}

/** How a batch window answers, as far as it changes what it keeps. */
function formOf({ windowing, keys }: AggregateNode): string {
  if (windowing.kind !== 'batchWindow' || windowing.inverse === undefined) return 'plain';
  return keys.length === 0 || windowing.inverse.keepEmptyKeys ? 'inverse' : 'plain';
}

function changed(what: string, before: number, after: number): string {
  return `${what} was ${formatDuration(before)} and is ${formatDuration(after)}`;
}

function keysOf(node: AggregateNode | FoldNode): string {
  return node.keys.map((k) => k.expression.text).join(', ');
}

function aggregatesOf(node: AggregateNode): string {
  return node.aggregates.map((a) => a.call.text).join(', ');
}
