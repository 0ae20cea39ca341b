// Acceptance of rows that come from outside. A row is accepted when its own strict transaction has completed, in order and
// without gaps: sequence k + 1 is offered to the store only after k is known to be there or not. After a failure the truth is
// read back, because a transaction that was reported as failed may have landed.
import { encodeRows } from '../columns/codec.ts';
import type { Rows } from '../columns/column.ts';
import { selectedCount } from '../columns/column.ts';
import type { Journal } from '../storage/journal.ts';
import { StorageError } from '../storage/store.ts';

export class LiveBlocks {
  private journal: Journal;
  private readonly accepted = new Map<string, number>();
  /** Rows of the accepted blocks that no cut has counted. */
  private readonly rows = new Map<string, Map<number, number>>();
  private readonly uncertain = new Set<string>();
  private tail: Promise<unknown> = Promise.resolve();

  constructor(journal: Journal) {
    this.journal = journal;
  }

  /** The same blocks over a new connection. */
  over(journal: Journal): void {
    this.journal = journal;
    for (const operatorId of this.accepted.keys()) this.uncertain.add(operatorId);
  }

  /** Learns what is stored for these sources. `floor`: highest sequence known to have existed (retention deletes old blocks). */
  async load(operatorIds: readonly string[], floor: (operatorId: string) => number): Promise<void> {
    for (const operatorId of operatorIds) await this.learn(operatorId, floor(operatorId));
  }

  /** Reads what is stored beyond `known`. */
  private async learn(operatorId: string, known: number): Promise<void> {
    const last = Math.max(known, await this.journal.lastBlock(operatorId));
    for (const block of last > known ? await this.journal.readBlocks(operatorId, { from: known + 1, to: last + 1 }) : [])
      this.count(operatorId, block.sequence, block.rows);
    this.accepted.set(operatorId, last);
  }

  /** How many rows blocks `from` to `to` - 1 hold. Those before `from` are not asked for again. */
  rowsIn(operatorId: string, from: number, to: number): number {
    const counts = this.rows.get(operatorId);
    if (counts === undefined) return 0;
    let rows = 0;
    for (const [sequence, count] of counts) {
      if (sequence < from) counts.delete(sequence);
      else if (sequence < to) rows += count;
    }
    return rows;
  }

  private count(operatorId: string, sequence: number, rows: number): void {
    const counts = this.rows.get(operatorId) ?? new Map<number, number>();
    counts.set(sequence, rows);
    this.rows.set(operatorId, counts);
  }

  /** Highest accepted sequence of each live source; 0 when there is none. */
  acceptedUpTo(): ReadonlyMap<string, number> {
    return this.accepted;
  }

  /**
   * Resolves with the sequence once the rows are stored, with `cursor` in the same transaction: where the source stands after
   * them. @throws StorageError; then they are not, or it could not be learned whether they are.
   */
  append(operatorId: string, rows: Rows, arrivedMs: number, cursor?: string): Promise<number> {
    const stored = this.tail.then(() => this.store(operatorId, rows, arrivedMs, cursor));
    this.tail = stored.catch(() => undefined);
    return stored;
  }

  private async store(operatorId: string, rows: Rows, arrivedMs: number, cursor: string | undefined): Promise<number> {
    const known = this.accepted.get(operatorId) ?? 0;
    if (this.uncertain.has(operatorId)) {
      await this.learn(operatorId, known);
      this.uncertain.delete(operatorId);
    }
    const sequence = (this.accepted.get(operatorId) ?? 0) + 1;
    try {
      await this.journal.appendBlock(operatorId, sequence, selectedCount(rows), arrivedMs, encodeRows(rows), cursor);
    } catch (error) {
      this.uncertain.add(operatorId);
      if (!(await this.isStored(operatorId, sequence))) throw error;
    }
    this.accepted.set(operatorId, sequence);
    this.count(operatorId, sequence, selectedCount(rows));
    return sequence;
  }

  /** After a failed append: whether the rows are there all the same. False also when that cannot be learned now. */
  private async isStored(operatorId: string, sequence: number): Promise<boolean> {
    try {
      const last = await this.journal.lastBlock(operatorId);
      if (!(await this.journal.isOwner())) return false;
      this.accepted.set(operatorId, Math.max(last, this.accepted.get(operatorId) ?? 0));
      this.uncertain.delete(operatorId);
      return last >= sequence;
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      return false;
    }
  }
}
