// What becomes of the rows of a batch, round by round, when some of them are refused: a refused row leaves its key as the rows
// before it made it, with or without state, and the next row of the key goes on from there.
import type { Column, Rows } from '../../columns/column.ts';
import { concatColumns } from '../../columns/concat.ts';
import { gatherColumn } from '../../columns/gather.ts';
import { gatherOrNull } from '../../columns/gather-or-null.ts';
import type { FoldNode } from '../../plan/plan.ts';
import type { Rounds } from './fold-rounds.ts';
import { insteadAt, type Trial } from './fold-trial.ts';
import type { Refusal } from './row-policy.ts';

export class TriedRounds {
  private readonly node: FoldNode;
  private readonly rounds: Rounds;
  private readonly hasState: (slot: number) => boolean;
  /** By place, 1: the key is without state after this row. */
  private readonly absent: Uint8Array;
  /** By place, 1: the row leaves something. */
  private readonly passes: Uint8Array;
  /** Slots of which a row was taken. */
  private readonly taken = new Set<number>();
  private readonly found: { readonly place: number; readonly refusal: Refusal }[] = [];
  private readonly afterParts: (readonly Column[])[] = [];
  private readonly emitParts: { readonly columns: readonly (Column | null)[]; readonly positions: Int32Array; readonly from: number }[] = [];
  private earlier: Int32Array | null = null;

  constructor(node: FoldNode, rounds: Rounds, hasState: (slot: number) => boolean) {
    const count = rounds.startOf(rounds.count);
    this.node = node;
    this.rounds = rounds;
    this.hasState = hasState;
    this.absent = new Uint8Array(count);
    this.passes = new Uint8Array(count);
  }

  /** The state each row of the round meets, as the round before left it; null for the first one, which meets what is kept. */
  before(round: number): readonly Column[] | null {
    const last = this.afterParts[round - 1];
    this.earlier = last === undefined ? null : this.rounds.earlier(round, this.absent);
    const { earlier } = this;
    return last === undefined || earlier === null ? null : last.map((column) => gatherOrNull(column, earlier));
  }

  /** `before`: as it was answered for this round, or read from what is kept. */
  add(round: number, before: readonly Column[], trial: Trial): void {
    const from = this.rounds.startOf(round);
    const slots = this.rounds.slotsOf(round);
    slots.forEach((slot, i) => {
      const refusal = trial.refused.get(i);
      if (refusal === undefined) {
        this.absent[from + i] = trial.removed[i] as number;
        this.passes[from + i] = trial.passes[i] as number;
        this.taken.add(slot);
        return;
      }
      this.found.push({ place: from + i, refusal });
      const wasThere = this.earlier === null ? this.hasState(slot) : (this.earlier[i] as number) >= 0;
      this.absent[from + i] = wasThere ? 0 : 1;
    });
    const { after, refused } = trial;
    this.afterParts.push(refused.size === 0 ? after : after.map((column, f) => insteadAt(column, before[f] as Column, refused)));
    const positions = Int32Array.from(slots.keys()).filter((i) => trial.passes[i] === 1);
    this.emitParts.push({ columns: trial.emitted, positions, from });
  }

  /** In order of arrival. */
  refusals(): readonly { readonly place: number; readonly refusal: Refusal }[] {
    const arrival = (place: number): number => this.rounds.rowAt(place, null);
    return this.found.toSorted((a, b) => arrival(a.place) - arrival(b.place));
  }

  /** Slots with the place of their state in `after`, and slots that are without. Keys of which no row was taken stay untouched. */
  outcome(): { readonly kept: Int32Array; readonly after: readonly Column[]; readonly positions: Int32Array; readonly gone: Int32Array } {
    const { kept, positions, gone } = this.rounds.outcome(this.absent);
    const isTaken = kept.map((slot) => (this.taken.has(slot) ? 1 : 0));
    const after = this.node.state.map(({ type }, f) =>
      concatColumns(
        type,
        this.afterParts.map((part) => ({ column: part[f] as Column, positions: null })),
      ),
    );
    return { kept: kept.filter((_, i) => isTaken[i] === 1), after, positions: positions.filter((_, i) => isTaken[i] === 1), gone };
  }

  /** The rows that leave, in order of arrival; of changes the last of each key. */
  emitted(): Rows {
    const { node, rounds, emitParts } = this;
    const schema = node.output.columns;
    const wanted = node.gives === 'snapshots' ? new Int32Array(0) : rounds.arrivals(this.passes, node.gives === 'changes');
    const indexOf = new Int32Array(this.passes.length);
    let next = 0;
    for (const { positions, from } of emitParts) for (const position of positions) indexOf[from + position] = next++;
    const order = wanted.map((place) => indexOf[place] as number);
    const columns = schema.map(({ type }, c) => {
      const parts = emitParts.flatMap(({ columns: emits, positions }) => {
        const column = emits[c] ?? null;
        return column === null ? [] : [{ column, positions }];
      });
      return gatherColumn(concatColumns(type, parts), order);
    });
    return { schema, columns, length: order.length, selection: null };
  }
}
