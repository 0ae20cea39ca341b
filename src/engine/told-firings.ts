// Which firings of an absence are told. One that says what the firing before it said tells nothing new: an empty one after an empty
// one, and, of a stream whose answer stands for itself until the next one comes, one with the same rows, unless it is the last. So hours in which
// nothing happens are two records of a sink, and which they are depends on the answers alone, never on how they were found.
// A log shows everything that came, so nothing is left out of it.
import type { Rows } from '../columns/column.ts';
import { selectedCount } from '../columns/column.ts';
import { digestRows, formatDigest } from '../columns/digest.ts';
import type { NodeId, SinkNode } from '../plan/plan.ts';
import type { Firing } from './kernels/kernel.ts';

export interface SinkStep {
  readonly node: SinkNode;
  readonly firing: Firing;
}

/** Whether an answer of the sink replaces the one before as a whole, and only the newest is shown. Closed windows are each a window of its own, and a series of them has a point for each (field case d5). */
export function repeatsAreSilent({ output, view }: SinkNode): boolean {
  return output.emits === 'all' && view.kind !== 'log';
}

const EMPTY = '';

export class ToldFirings {
  private readonly sinks: readonly SinkStep[];
  private readonly endMs: number;
  /** Those whose next firing is told even if it is empty: the one before may have had rows. */
  private readonly open: Set<NodeId>;
  /** What the last firing said. */
  private readonly said = new Map<NodeId, string>();
  /** Sinks that fired since things last changed. */
  private readonly settled = new Set<NodeId>();

  /** `endMs`: the last batch time of the absence. */
  constructor(sinks: readonly SinkStep[], endMs: number) {
    this.sinks = sinks;
    this.endMs = endMs;
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
      else if (selectedCount(rows) > 0) told.set(step.node.id, null);
    }
    return tells ? told : null;
  }

  private isNews({ node, firing }: SinkStep, rows: Rows, timeMs: number): boolean {
    const { open, said } = this;
    if (selectedCount(rows) === 0) {
      said.set(node.id, EMPTY);
      return open.delete(node.id);
    }
    open.add(node.id);
    const silent = repeatsAreSilent(node);
    const text = silent ? formatDigest(digestRows(rows)) : 'rows';
    const isNew = !silent || said.get(node.id) !== text || firing.nextFrom(timeMs + 1) > this.endMs;
    said.set(node.id, text);
    return isNew;
  }

  /** The next firing of a sink whose empty answer would be told. */
  nextOpenMs(fromMs: number): number {
    return this.sinks.reduce((next, { node, firing }) => (this.open.has(node.id) ? Math.min(next, firing.nextFrom(fromMs)) : next), Infinity);
  }

  /** While nothing changes: the next firing that has to run, for what it says is not known or is to be told. */
  nextWhileSettledMs(fromMs: number): number {
    return this.sinks.reduce((next, step) => Math.min(next, this.nextOf(step, fromMs)), Infinity);
  }

  private nextOf({ node, firing }: SinkStep, fromMs: number): number {
    const nextMs = firing.nextFrom(fromMs);
    if (!this.settled.has(node.id)) return nextMs;
    if ((this.said.get(node.id) ?? EMPTY) === EMPTY) return Infinity;
    if (!repeatsAreSilent(node)) return nextMs;
    const lastMs = firing.lastUpTo(this.endMs);
    return lastMs >= fromMs ? lastMs : Infinity;
  }
}
