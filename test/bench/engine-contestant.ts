// The whole engine: a document is opened and lowered, a run over a store cuts, logs, computes and commits every batch, and
// what is counted are the rows in its ledger views. The input takes the place of the document's own source.
import type { Rows } from '../../src/columns/column.ts';
import { INT, STRING } from '../../src/columns/data-type.ts';
import { Run, type RunObserver, type RunPorts } from '../../src/engine/run.ts';
import { applyText } from '../../src/operators/apply-document.ts';
import { DEFAULT_SETTINGS, type PipelineDocument } from '../../src/pipeline/document.ts';
import { formatDocument } from '../../src/pipeline/format.ts';
import { claimOwnership, Journal } from '../../src/storage/journal.ts';
import type { Store } from '../../src/storage/store.ts';
import { type Answer, batchCount, type PairWorkload, type TextWorkload, type Workload } from './workloads.ts';

const INTERVAL_MS = 1_000;
const PIPELINE = 'bench';

export interface EngineRun {
  readonly answer: Answer;
  /** First cut to last commit. */
  readonly ms: number;
}

export async function runEngine(workload: Workload, store: Store, now: () => number): Promise<EngineRun> {
  const applied = applyText(formatDocument(documentOf(workload)));
  if (!applied.ok) throw new Error(JSON.stringify(applied.problems));
  const token = await claimOwnership(store, PIPELINE, { tabId: 'bench', tabLabel: 'bench', sinceMs: 0 });
  let clock = INTERVAL_MS * 1_000;
  const ports: RunPorts = {
    nowMs: () => clock,
    monotonicMs: now,
    samples: { text: () => undefined },
    readRange: (_spec, _schema, from, to) => rowsOf(workload, from, to),
  };
  const journal = new Journal(store, PIPELINE, `bench.${now()}`, token, 'relaxed');
  const run = await Run.begin(journal, ports, SILENT, applied.value, {});
  let rows = 0;
  let sum = 0;
  const started = now();
  for (let batch = 0; batch < batchCount(workload); batch++) {
    clock += INTERVAL_MS;
    run.cutDue();
    const outcome = await run.runNext();
    if (outcome.kind !== 'committed') throw new Error(JSON.stringify(outcome));
    const given = run.view('out')?.newestRows();
    if (given == null || given.batchId !== batch + 1) continue;
    rows += given.rows.length;
    sum += sumOf(given.rows);
  }
  const ms = now() - started;
  await run.settle();
  return { answer: { rows, sum }, ms };
}

const SILENT: RunObserver = {
  batchChanged: () => undefined,
  checkpointTaken: () => undefined,
  recoveryChanged: () => undefined,
  notice: () => undefined,
};

function documentOf(workload: Workload): PipelineDocument {
  const shared = { settings: { ...DEFAULT_SETTINGS, backpressure: false }, ui: { positions: {}, notes: [] }, name: workload.name };
  const out = { type: 'table', params: {} };
  if (workload.kind === 'pairs') {
    return {
      ...shared,
      operators: {
        in: { type: 'generator', params: { recipe: 'clicks', seed: 1, rowsPerSecond: workload.batchRows } },
        enough: { type: 'filter', params: { condition: `ms >= ${workload.least}` } },
        window: {
          type: 'sliding-window',
          params: {
            time: 'batch',
            size: `${workload.windowBatches} seconds`,
            slide: '1 second',
            keys: ['status'],
            aggregates: { n: 'count(*)', s: 'sum(ms)' },
          },
        },
        out,
      },
      edges: chain('in', 'enough', 'window', 'out'),
    };
  }
  const source = { type: 'text-stream', params: { sample: 'moby-dick', rowsPerSecond: workload.batchRows } };
  const counting = (key: string) => ({ type: 'running-aggregate', params: { keys: [key], aggregates: { n: 'count(*)' }, emit: 'changes' } });
  if (workload.name === 'W4') return { ...shared, operators: { in: source, counts: counting('value'), out }, edges: chain('in', 'counts', 'out') };
  return {
    ...shared,
    operators: {
      in: source,
      words: { type: 'explode', params: { expression: "split(value, ' ')", as: 'word' } },
      clean: { type: 'filter', params: { condition: "word <> ''" } },
      counts: counting('word'),
      out,
    },
    edges: chain('in', 'words', 'clean', 'counts', 'out'),
  };
}

function chain(...ids: readonly string[]): PipelineDocument['edges'] {
  return ids.slice(1).map((id, i) => ({ from: { operator: ids[i] ?? '', port: 'out' }, to: { operator: id, port: 'in' } }));
}

function rowsOf(workload: Workload, from: number, to: number): Rows {
  return workload.kind === 'text' ? textRows(workload, from, to) : pairRows(workload, from, to);
}

function textRows(workload: TextWorkload, from: number, to: number): Rows {
  const length = to - from;
  const starts = workload.offsets.subarray(from, to);
  const ends = new Int32Array(length);
  for (let i = 0; i < length; i++) ends[i] = (workload.offsets[from + i + 1] ?? 1) - 1;
  const column = { kind: 'string', type: STRING, length, nulls: null, bytes: workload.bytes, starts, ends } as const;
  return { schema: [{ name: 'value', type: STRING }], columns: [column], length, selection: null };
}

function pairRows(workload: PairWorkload, from: number, to: number): Rows {
  const length = to - from;
  const nothing = {
    kind: 'string',
    type: STRING,
    length,
    nulls: null,
    bytes: new Uint8Array(),
    starts: new Int32Array(length),
    ends: new Int32Array(length),
  } as const;
  const numbers = (values: Int32Array) => ({ kind: 'int', type: INT, length, nulls: null, values: values.subarray(from, to) }) as const;
  return {
    schema: ['page', 'user', 'ms', 'status'].map((name, i) => ({ name, type: i < 2 ? STRING : INT })),
    columns: [nothing, nothing, numbers(workload.values), numbers(workload.keys)],
    length,
    selection: null,
  };
}

/** The sum of all number columns that are no key. */
function sumOf(rows: Rows): number {
  let sum = 0;
  rows.columns.forEach((column, c) => {
    if (rows.schema[c]?.name !== 'status' && column.kind === 'float') sum += sumOfValues(column.values, column.length);
  });
  return sum;
}

function sumOfValues(values: Float64Array, length: number): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += values[i] as number;
  return sum;
}
