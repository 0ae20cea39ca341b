// One run of one document through the whole engine that is kept alive over many batches: cut, log, compute, commit, the rows in
// the ledger view of its table. State can so be put in once and its batches be timed in rounds.
import { valueAt } from '../../src/columns/build.ts';
import type { Column, Rows } from '../../src/columns/column.ts';
import { Run, type RunObserver, type RunPorts } from '../../src/engine/run.ts';
import { applyText } from '../../src/operators/apply-document.ts';
import { DEFAULT_SETTINGS, type OperatorBox, type PipelineDocument, type Settings } from '../../src/pipeline/document.ts';
import { formatDocument } from '../../src/pipeline/format.ts';
import { claimOwnership, Journal } from '../../src/storage/journal.ts';
import { createMemoryStore } from '../../src/storage/memory-store.ts';
import type { InputBatch } from './state-inputs.ts';

const INTERVAL_MS = 1_000;

/** The operators between the clicks ("in", and "other" where there is one) and the table ("out"). */
export interface BenchedPipeline {
  readonly operators: { readonly [id: string]: OperatorBox };
  /** From, to; "join:left" is a port. */
  readonly edges: readonly (readonly [string, string])[];
  readonly settings?: Partial<Settings>;
}

/** What a batch gave: rows, the sum of their numbers, and (when asked for) the sum of their hashes, so that keys count too. */
export interface StateAnswer {
  readonly rows: number;
  readonly sum: number;
  readonly hash: number;
}

export class EngineLife {
  private readonly run: Run;
  private readonly clock: { ms: number };
  private readonly source: { given: readonly Rows[] };
  private readonly taken: { checkpoints: number; bytes: number };

  private constructor(run: Run, clock: { ms: number }, source: { given: readonly Rows[] }, taken: { checkpoints: number; bytes: number }) {
    this.run = run;
    this.clock = clock;
    this.source = source;
    this.taken = taken;
  }

  static async begin(pipeline: BenchedPipeline): Promise<EngineLife> {
    const applied = applyText(formatDocument(documentOf(pipeline)));
    if (!applied.ok) throw new Error(JSON.stringify(applied.problems));
    const store = createMemoryStore();
    const token = await claimOwnership(store, 'bench', { tabId: 'bench', tabLabel: 'bench', sinceMs: 0 });
    const clock = { ms: INTERVAL_MS * 1_000 };
    const source: { given: readonly Rows[] } = { given: [] };
    const taken = { checkpoints: 0, bytes: 0 };
    const ports: RunPorts = {
      nowMs: () => clock.ms,
      monotonicMs: () => clock.ms,
      samples: { text: () => undefined },
      readRange: (spec) => {
        const rows = source.given[spec.kind === 'generator' ? spec.seed : 0];
        if (rows === undefined) throw new Error('A source without rows');
        return rows;
      },
    };
    const observer: RunObserver = {
      batchChanged: () => undefined,
      checkpointTaken: ({ bytes }) => {
        taken.checkpoints++;
        taken.bytes += bytes;
      },
      recoveryChanged: () => undefined,
      notice: (problem) => {
        if (problem.code !== 'engine/asleep') throw new Error(JSON.stringify(problem));
      },
    };
    const run = await Run.begin(new Journal(store, 'bench', 'bench.1', token, 'relaxed'), ports, observer, applied.value, {});
    return new EngineLife(run, clock, source, taken);
  }

  /** Checkpoints since the last call. */
  takeCheckpoints(): { readonly checkpoints: number; readonly bytes: number } {
    const { checkpoints, bytes } = this.taken;
    this.taken.checkpoints = 0;
    this.taken.bytes = 0;
    return { checkpoints, bytes };
  }

  /** One batch of these rows, one entry a source. */
  async batch(inputs: readonly InputBatch[], hashed: boolean): Promise<StateAnswer> {
    this.source.given = inputs.map(({ columns }) => columns);
    inputs.forEach(({ columns }, i) => {
      this.run.setRate(i === 0 ? 'in' : 'other', columns.length);
    });
    this.clock.ms += INTERVAL_MS;
    this.run.cutDue();
    const outcome = await this.run.runNext();
    if (outcome.kind !== 'committed') throw new Error(JSON.stringify(outcome));
    const given = this.run.view('out')?.newestRows();
    return given == null || given.batchId !== outcome.batchId ? { rows: 0, sum: 0, hash: 0 } : answerOf(given.rows, hashed);
  }

  /** Batch times pass while nothing runs, and are caught up. Answers how many commits it took. */
  async absence(batches: number): Promise<number> {
    this.clock.ms += batches * INTERVAL_MS;
    this.run.cutDue();
    for (let commits = 0; ; commits++) {
      const outcome = await this.run.runNext();
      if (outcome.kind === 'idle') return commits;
      if (outcome.kind === 'stopped') throw new Error(JSON.stringify(outcome));
    }
  }

  settle(): Promise<void> {
    return this.run.settle();
  }
}

function documentOf({ operators, edges, settings }: BenchedPipeline): PipelineDocument {
  const source = (seed: number): OperatorBox => ({ type: 'generator', params: { recipe: 'clicks', seed, rowsPerSecond: 10 } });
  const hasOther = edges.some(([from]) => from === 'other');
  return {
    name: 'bench',
    settings: { ...DEFAULT_SETTINGS, backpressure: false, ...settings },
    operators: { in: source(0), ...(hasOther ? { other: source(1) } : {}), ...operators, out: { type: 'table', params: {} } },
    edges: edges.map(([from, to]) => {
      const [operator = '', port = 'in'] = to.split(':');
      return { from: { operator: from, port: 'out' }, to: { operator, port } };
    }),
    ui: { positions: {}, notes: [] },
  };
}

function answerOf(rows: Rows, hashed: boolean): StateAnswer {
  let sum = 0;
  for (const column of rows.columns) sum += sumOf(column);
  let hash = 0;
  if (hashed) {
    for (let row = 0; row < rows.length; row++) hash = (hash + hashOf(rows.columns.map((column) => String(valueAt(column, row))))) >>> 0;
  }
  return { rows: rows.length, sum, hash };
}

function sumOf(column: Column): number {
  if (column.kind !== 'float' && column.kind !== 'int') return 0;
  const { values } = column;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum;
}

/** FNV-1a of the values of a row. */
export function hashOf(values: readonly string[]): number {
  let hash = 0x811c_9dc5;
  for (const value of values) {
    for (let i = 0; i < value.length; i++) hash = Math.imul(hash ^ value.charCodeAt(i), 0x0100_0193);
    hash = Math.imul(hash ^ 0x2c, 0x0100_0193);
  }
  return hash >>> 0;
}
