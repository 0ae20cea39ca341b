// What an observer of storage remembers of a life: the log as it grew, the documents in force, the lines people typed. It
// also holds what must be true at all times: a logged batch never changes, a batch is committed once, a commit is never
// taken back, an accepted line stays, unless the machine lost its power.
import { valuesFromRows } from '../../src/columns/build.ts';
import { decodeRows } from '../../src/columns/codec.ts';
import type { LogEntry } from '../../src/storage/journal.ts';
import { type HeadMeta, isFault, type ProgressMeta, type ReadRecord, type RecordKind, readRecord } from '../../src/storage/records.ts';
import type { Put, Tape } from './tape.ts';

export interface TypedLine {
  readonly source: string;
  readonly text: string;
  /** false: the tab was told it failed, or died over it; it may be stored or not. */
  readonly accepted: boolean;
}

export class Violation extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Violation';
  }
}

export function must(condition: boolean, message: () => string): void {
  if (!condition) throw new Violation(message());
}

const decoder = new TextDecoder();

export class LifeRecord {
  readonly typed: TypedLine[] = [];
  private readonly tape: Tape;
  private position = 0;
  private takenBack = 0;
  private log = new Map<number, LogEntry>();
  private progress = new Map<number, ProgressMeta>();
  private blocks = new Map<string, string>();
  private plans: { readonly fromBatchId: number; readonly text: string }[] = [];
  private head: HeadMeta | null = null;

  constructor(tape: Tape) {
    this.tape = tape;
  }

  /** Reads on. */
  async look(): Promise<void> {
    // A refused transaction is off the tape a few microtasks after it was made.
    for (let i = 0; i < 20; i++) await undefined;
    if (this.tape.takenBack !== this.takenBack) this.rewind();
    for (const put of this.tape.from(this.position)) this.take(put);
    this.position = this.tape.length;
  }

  private rewind(): void {
    this.takenBack = this.tape.takenBack;
    this.position = 0;
    this.log = new Map();
    this.progress = new Map();
    this.blocks = new Map();
    this.plans = [];
    this.head = null;
  }

  private take(put: Put): void {
    const id = Number(put.key[put.key.length - 1]);
    switch (put.table) {
      case 'heads': {
        const { meta } = mustRead('head', put);
        const before = this.head?.lastBatchId ?? 0;
        must(meta.lastBatchId >= before, () => `the head went back from batch ${before} to ${meta.lastBatchId}`);
        this.head = meta;
        return;
      }
      case 'log': {
        const { meta } = mustRead('log', put);
        const known = this.log.get(id);
        must(
          known === undefined || JSON.stringify(known.meta) === JSON.stringify(meta),
          () => `the log of batch ${id} was changed from ${JSON.stringify(known)} to ${JSON.stringify(meta)}`,
        );
        this.log.set(id, { batchId: id, meta });
        return;
      }
      case 'progress':
        must(!this.progress.has(id), () => `batch ${id} was committed twice`);
        must(this.log.has(id), () => `batch ${id} was committed and is not in the log`);
        this.progress.set(id, mustRead('progress', put).meta);
        return;
      case 'blocks': {
        const name = `${put.key[1]}#${id}`;
        must(!this.blocks.has(name), () => `line ${name} was stored twice`);
        this.blocks.set(name, String(valuesFromRows(decodeRows(mustRead('block', put).bytes ?? new Uint8Array()))[0]?.[0] ?? ''));
        return;
      }
      case 'plans':
        // Two edits without a batch between them leave one record; both were in force, and the first may have dropped state.
        this.plans.push({ fromBatchId: id, text: decoder.decode(mustRead('plan', put).bytes ?? new Uint8Array()) });
        return;
      default:
    }
  }

  /** Text of a live source's block. @throws Violation when nobody ever saw it. */
  block(source: string, sequence: number): string {
    const text = this.blocks.get(`${source}#${sequence}`);
    if (text === undefined) throw new Violation(`line ${sequence} of ${source} is in the log and was never stored`);
    return text;
  }

  /** Highest sequence ever stored for a live source. */
  lastBlock(source: string): number {
    let last = 0;
    while (this.blocks.has(`${source}#${last + 1}`)) last++;
    return last;
  }

  /** Ascending, everything that was ever logged and not lost. */
  entries(): readonly LogEntry[] {
    return [...this.log.values()].sort((a, b) => a.batchId - b.batchId);
  }

  commit(batchId: number): ProgressMeta | undefined {
    return this.progress.get(batchId);
  }

  headNow(): HeadMeta | null {
    return this.head;
  }

  /** Documents with the batch each is in force from, ascending. */
  planTexts(): readonly { readonly fromBatchId: number; readonly text: string }[] {
    return this.plans;
  }
}

function mustRead<K extends RecordKind>(kind: K, put: Put): ReadRecord<K> {
  const read = readRecord(kind, put.record);
  if (isFault(read)) throw new Violation(`a record of ${put.table} cannot be read back: ${read.detail}`);
  return read;
}
