// Which firings of an absence are told. One that says what the firing before it said tells nothing new: an empty one after an empty
// one, and, where what is shown stands until other rows replace it, one with the same rows, unless it is the last. So hours in which
// nothing happens are two records of a sink, and which they are depends on the answers alone, never on how they were found.
// A log shows everything that came, and each closed window is one of its own: of those nothing is left out but what the firings
// behind it in the same absence push out of the ledger at once (`keptOfAbsence`).
import type { Rows } from '../columns/column.ts';
import { selectedCount } from '../columns/column.ts';
import { digestRows, formatDigest } from '../columns/digest.ts';
import type { NodeId, SinkNode } from '../plan/plan.ts';
import type { Firing } from './kernels/kernel.ts';
import { firstKept, mostKept, type Retention } from './retention.ts';

export interface SinkStep {
  readonly node: SinkNode;
  readonly firing: Firing;
}

/**
 * Whether a firing with the rows of the one before leaves what the sink shows as it is: an answer that replaces the one before, or rows
 * that replace those of their keys. Closed windows are each a window of its own, and a series of them has a point for each (field case d5).
 */
export function repeatsAreSilent({ output, view }: SinkNode): boolean {
  return (output.emits === 'all' || output.emits === 'changes') && view.kind !== 'log';
}

/** Whether older firings leave the ledger without a trace once newer ones are as many as it keeps; of changes their fold stays. */
export function leavesNoTrace({ output }: SinkNode): boolean {
  return output.emits !== 'changes';
}

/** Of what a sink is told in one absence, in order: what is not pushed out of the ledger by what comes behind it. */
export function keptOfAbsence<T extends { readonly rows: Rows }>(node: SinkNode, told: readonly T[]): readonly T[] {
  return leavesNoTrace(node) ? told.slice(firstKept(told)) : told;
}

const EMPTY = { text: '', rows: 0 };

export class ToldFirings {
  private readonly sinks: readonly SinkStep[];
  private readonly endMs: number;
  private readonly retention: Retention;
  /** Those whose next firing is told even if it is empty: the one before may have had rows. */
  private readonly open: Set<NodeId>;
  /** What the last firing said, and in how many rows. */
  private readonly said = new Map<NodeId, { readonly text: string; readonly rows: number }>();
  /** Sinks that fired since things last changed. */
  private readonly settled = new Set<NodeId>();

  /** `endMs`: the last batch time of the absence; `retention`: what the ledger keeps of a sink. */
  constructor(sinks: readonly SinkStep[], endMs: number, retention: Retention) {
    this.sinks = sinks;
    this.endMs = endMs;
    this.retention = retention;
    this.open = new Set(sinks.map(({ node }) => node.id));
  }

  /** A batch ran: what it gave, with null for what is not to be told; null when nothing is. `isStill`: nothing was to change in it. */
  take(given: ReadonlyMap<NodeId, Rows | null>, timeMs: number, isStill: boolean): ReadonlyMap<NodeId, Rows | null> | null {
    if (!isStill) this.settled.clear();
    let tells = false;
    const told = new Map<NodeId, Rows | null>(given);
    for (const step of this.sinks) {
      if (isStill && step.firing.at(timeMs)) this.settled.add(step.node.id);
      const rows = given.get(step.node.id) ?? null;
      if (rows === null) continue;
      if (this.isNews(step, rows, timeMs)) tells = true;
      else told.set(step.node.id, null);
    }
    return tells ? told : null;
  }

  private isNews({ node, firing }: SinkStep, rows: Rows, timeMs: number): boolean {
    const { open, said } = this;
    const count = selectedCount(rows);
    if (count === 0) {
      said.set(node.id, EMPTY);
      return open.delete(node.id);
    }
    open.add(node.id);
    const silent = repeatsAreSilent(node);
    const text = silent ? formatDigest(digestRows(rows)) : 'rows';
    const isNew = !silent || said.get(node.id)?.text !== text || firing.nextFrom(timeMs + 1) > this.endMs;
    said.set(node.id, { text, rows: count });
    return isNew;
  }

  /** The next firing of a sink whose empty answer would be told. */
  nextOpenMs(fromMs: number): number {
    return this.sinks.reduce((next, { node, firing }) => (this.open.has(node.id) ? Math.min(next, firing.nextFrom(fromMs)) : next), Infinity);
  }

  /** While nothing changes until `changesAtMs`: the next firing that has to run, for what it says is not known or is to be told. */
  nextWhileSettledMs(fromMs: number, changesAtMs: number): number {
    return this.sinks.reduce((next, step) => Math.min(next, this.nextOf(step, fromMs, changesAtMs)), Infinity);
  }

  private nextOf({ node, firing }: SinkStep, fromMs: number, changesAtMs: number): number {
    const nextMs = firing.nextFrom(fromMs);
    if (!this.settled.has(node.id)) return nextMs;
    const { rows } = this.said.get(node.id) ?? EMPTY;
    if (rows === 0) return Infinity;
    const lastMs = firing.lastUpTo(this.endMs);
    if (repeatsAreSilent(node)) return lastMs >= fromMs ? lastMs : Infinity;
    if (!leavesNoTrace(node) || changesAtMs <= this.endMs) return nextMs;
    return Math.max(nextMs, lastMs - (mostKept(rows, this.retention) - 1) * firing.slideMs);
  }
}
