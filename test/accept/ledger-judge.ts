// Judges what a browser has stored of one run: the ledger against the naive evaluation of the log, and the lines that were
// typed against the lines that are in it. Looks again and again at the same run and remembers the log, so that what
// retention deletes meanwhile is not missed. Computes nothing the engine computed.
import { readFileSync } from 'node:fs';
import { type PlainValue, valuesFromRows } from '../../src/columns/build.ts';
import { decodeRows } from '../../src/columns/codec.ts';
import type { Schema } from '../../src/columns/data-type.ts';
import { rangeRows, type Samples, splitLines } from '../../src/engine/sources/range-rows.ts';
import { mustApply } from '../../src/operators/apply-document.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { Journal, type LogEntry, type RunFacts, readFacts } from '../../src/storage/journal.ts';
import type { Store } from '../../src/storage/store.ts';
import { NaiveEvaluator, type RecordReader, sinksOf } from '../oracle/naive-evaluator.ts';
import { rowsDiffer } from '../oracle/same-rows.ts';
import { untoldAllowed } from '../oracle/told-answers.ts';
import { toPlainRows } from '../oracle/values.ts';

export interface TypedLine {
  readonly text: string;
  /** Whether the page showed it as accepted before the kill. */
  accepted: boolean;
}

/** Sums of doubles depend on the order of adding. */
const TOLERANCE = 1e-9;

const novel = splitLines(readFileSync(new URL('../../public/samples/moby-dick.txt', import.meta.url)));
const samples: Samples = { text: (name) => (name === 'moby-dick' ? novel : undefined) };

/** What a campaign's own sources hold, and how its records are read by hand. */
export interface OwnSources {
  /** The records of the file that a source reads. */
  readonly records?: (operatorId: string) => readonly string[];
  readonly readRecord?: RecordReader;
}

export class LedgerJudge {
  private readonly pipelineId: string;
  private readonly own: OwnSources;
  private readonly typedInto: string | null;
  private evaluator: NaiveEvaluator | null = null;
  private plan: Plan | null = null;
  private nextBatchId = 1;
  private readonly log = new Map<number, LogEntry>();
  /** The rows of each block, by source and sequence. */
  private readonly blocks = new Map<string, { readonly operatorId: string; readonly lines: readonly string[] }>();
  /** Naive answers, by sink and batch. */
  private readonly answers = new Map<string, Map<number, readonly (readonly PlainValue[])[]>>();

  /** Answers in the middle of an absence that need not be stored, as sink and batch. */
  private readonly untold = new Set<string>();

  /** `typedInto`: the source whose lines `look` is given. */
  constructor(pipelineId: string, own: OwnSources = {}, typedInto: string | null = null) {
    this.pipelineId = pipelineId;
    this.own = own;
    this.typedInto = typedInto;
  }

  /** Everything that does not hold, as sentences; empty when all does. */
  async look(store: Store, typed: readonly TypedLine[]): Promise<readonly string[]> {
    const facts = await readFacts(store, this.pipelineId);
    if (facts.head === null) return ['there is no run'];
    const faults = facts.faults.map((fault) => `a record is damaged: ${fault.detail}`);
    const journal = new Journal(store, this.pipelineId, facts.head.meta.runId, 0, 'relaxed');
    await this.remember(facts, journal, store);
    this.evaluate(facts);
    return [...faults, ...(await this.ledgerFaults(facts, journal)), ...this.lineFaults(typed)];
  }

  private async remember(facts: RunFacts, journal: Journal, store: Store): Promise<void> {
    const [plan] = facts.plans;
    if (plan === undefined) throw new Error('The run has no pipeline');
    this.plan ??= mustApply(plan.text).plan;
    this.evaluator ??= new NaiveEvaluator(this.plan, facts.head?.meta.zeroTimeMs ?? 0, this.own.readRecord);
    for (const entry of facts.log) {
      const known = this.log.get(entry.batchId);
      if (known !== undefined && JSON.stringify(known.meta) !== JSON.stringify(entry.meta))
        throw new Error(`The log of batch ${entry.batchId} was changed`);
      this.log.set(entry.batchId, entry);
    }
    for (const { key } of await store.range('blocks', { prefix: [journal.runId] })) {
      const [, operatorId, sequence] = key;
      const name = `${operatorId}#${sequence}`;
      if (this.blocks.has(name)) continue;
      const [block] = await journal.readBlocks(String(operatorId), { from: Number(sequence), to: Number(sequence) + 1 });
      const lines = valuesFromRows(decodeRows(block?.bytes ?? new Uint8Array())).map((row) => String(row[0] ?? ''));
      this.blocks.set(name, { operatorId: String(operatorId), lines });
    }
  }

  /** Goes on with the naive evaluation up to the last committed batch. */
  private evaluate(facts: RunFacts): void {
    const last = facts.head?.meta.lastBatchId ?? 0;
    const { evaluator, plan } = this;
    if (evaluator === null || plan === null) return;
    while (this.nextBatchId <= last) {
      const entry = this.log.get(this.nextBatchId);
      if (entry === undefined) throw new Error(`Batch ${this.nextBatchId} is committed and not in the log`);
      const given = evaluator.batch({
        batchId: entry.batchId,
        timeMs: entry.meta.timeMs,
        count: entry.meta.count,
        rows: this.rowsOf(plan, entry),
      });
      for (const answer of given) {
        if (answer.rows === null) continue;
        const bySink = this.answers.get(answer.operatorId) ?? new Map<number, readonly (readonly PlainValue[])[]>();
        this.answers.set(answer.operatorId, bySink.set(answer.batchId, toPlainRows(this.schemaOf(answer.operatorId), answer.rows)));
      }
      if (entry.meta.count > 1) this.passOver(plan, entry);
      this.nextBatchId += entry.meta.count;
    }
  }

  /** Of an absence a sink that shows its newest answer keeps the first and the last of equal ones. */
  private passOver(plan: Plan, { batchId, meta }: LogEntry): void {
    for (const [operatorId, node] of sinksOf(plan)) {
      const firings = [...(this.answers.get(operatorId) ?? [])].filter(([id]) => id >= batchId && id < batchId + meta.count);
      const answers = firings.map(([, rows]) => rows);
      untoldAllowed(node, answers, TOLERANCE).forEach((allowed, i) => {
        if (allowed) this.untold.add(`${operatorId}#${firings[i]?.[0]}`);
      });
    }
  }

  private rowsOf(plan: Plan, entry: LogEntry): { readonly [operatorId: string]: readonly (readonly PlainValue[])[] } {
    const rows: { [operatorId: string]: readonly (readonly PlainValue[])[] } = {};
    for (const node of plan.nodes) {
      const range = node.kind === 'source' ? entry.meta.inputs[node.operatorId] : undefined;
      if (node.kind !== 'source' || range === undefined) continue;
      if (range.kind === 'blocks') {
        const blocks = Array.from({ length: range.to - range.from }, (_, i) => this.block(node.operatorId, range.from + i));
        rows[node.operatorId] = blocks.flat().map((line) => [line]);
      } else if (node.source.kind === 'file') {
        rows[node.operatorId] = (this.own.records?.(node.operatorId) ?? []).slice(range.from, range.to).map((record) => [record]);
      } else rows[node.operatorId] = valuesFromRows(rangeRows(node.source, node.output.columns, range.from, range.to, samples));
    }
    return rows;
  }

  private block(operatorId: string, sequence: number): readonly string[] {
    const block = this.blocks.get(`${operatorId}#${sequence}`);
    if (block === undefined) throw new Error(`Block ${sequence} of ${operatorId} is in the log and is not stored`);
    return block.lines;
  }

  /** What was logged of a live source so far, in order. */
  logged(operatorId: string): readonly string[] {
    return [...this.blocks.values()].filter((block) => block.operatorId === operatorId).flatMap(({ lines }) => lines);
  }

  /** Of a sink that is given changes: the newest row of each key by the naive evaluation, the keys being the first columns. */
  newestByKey(operatorId: string, keys: number): readonly (readonly PlainValue[])[] {
    const newest = new Map<string, readonly PlainValue[]>();
    for (const rows of this.answers.get(operatorId)?.values() ?? []) for (const row of rows) newest.set(JSON.stringify(row.slice(0, keys)), row);
    return [...newest.values()];
  }

  private schemaOf(operatorId: string): Schema {
    return this.plan?.nodes.find((node) => node.operatorId === operatorId)?.output.columns ?? [];
  }

  private async ledgerFaults(facts: RunFacts, journal: Journal): Promise<readonly string[]> {
    const faults: string[] = [];
    const last = facts.head?.meta.lastBatchId ?? 0;
    for (const [operatorId, answers] of this.answers) {
      const records = new Map((await journal.readLedger(operatorId, 0)).map((record) => [record.batchId, record]));
      const oldest = Math.min(...records.keys());
      let hadRows = false;
      for (const [batchId, expected] of answers) {
        // An empty firing is kept where the one before it had rows.
        const kept = expected.length > 0 || hadRows;
        hadRows = expected.length > 0;
        if (batchId < oldest) continue;
        const record = records.get(batchId);
        if (record === undefined && kept && !this.untold.has(`${operatorId}#${batchId}`))
          faults.push(`${operatorId} has no rows of batch ${batchId}`);
        if (record === undefined) continue;
        const differ = rowsDiffer(this.schemaOf(operatorId), expected, valuesFromRows(decodeRows(record.bytes)), TOLERANCE);
        if (differ !== null) faults.push(`${operatorId}, batch ${batchId}: ${differ}`);
        records.delete(batchId);
      }
      for (const batchId of records.keys())
        faults.push(`${operatorId} has rows of batch ${batchId}, ${batchId > last ? 'which is not committed' : 'in which it did not fire'}`);
    }
    return faults;
  }

  /** Each accepted line once and in order; one that was not accepted at most once; no other. */
  private lineFaults(typed: readonly TypedLine[]): readonly string[] {
    if (this.typedInto === null || typed.length === 0) return [];
    const stored = this.logged(this.typedInto);
    const faults: string[] = [];
    for (const line of typed) {
      const times = stored.filter((text) => text === line.text).length;
      if (line.accepted ? times !== 1 : times > 1) faults.push(`the line "${line.text}" is stored ${times} times`);
    }
    const known = new Set(typed.map((line) => line.text));
    for (const text of stored) if (!known.has(text)) faults.push(`a line nobody typed is stored: "${text}"`);
    return faults;
  }

  committedBatches(): number {
    return this.nextBatchId - 1;
  }
}
