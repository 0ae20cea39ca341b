// What the bench of state asks: pipelines, the batches they get, and the same question for a program on rows.
import type { OperatorBox } from '../../src/pipeline/document.ts';
import type { BenchedPipeline } from './state-engine.ts';
import { batchOf, evenBatches, everyKey, type InputBatch, randoms } from './state-inputs.ts';
import { eachRowsTotals, everyKeysTotals, lookedUp, pairs, type RowsProgram, runningCount, slidingTotals } from './state-rows.ts';

export interface StateCase {
  readonly name: string;
  /** Cases of one group are compared with its first: what grows must not cost more. */
  readonly group: string;
  readonly batchRows: number;
  /** Batches of one timed stretch. */
  readonly batches: number;
  readonly pipeline: BenchedPipeline;
  /** The same pipeline otherwise, to be timed beside it. */
  readonly beside?: { readonly name: string; readonly pipeline: BenchedPipeline };
  readonly program: () => RowsProgram;
  /** Batches that make the state what it is, before anything is timed. Not kept. */
  readonly before: () => Iterable<readonly InputBatch[]>;
  /** The batches that are timed, taken round and round; each has an entry a source. */
  readonly inputs: () => readonly (readonly InputBatch[])[];
}

const BATCH = 10_000;
const MILLION = 1_000_000;
const AGGREGATES = { n: 'count(*)', s: 'sum(ms)' };
const EMIT = { user: 'user', n: 'new.n', s: 'new.s' };
const STATE = { n: 'BIGINT', s: 'BIGINT' };

export function stateCases(): readonly StateCase[] {
  return [
    checkpoints(),
    window(10),
    window(60),
    window(600),
    joinOfBatches(),
    joinWithTable(),
    keyed('updateStateByKey', 10_000, 40),
    keyed('updateStateByKey', MILLION, 4),
    keyed('mapWithState', 10_000, 100),
    keyed('mapWithState', MILLION, 100),
    fewOfAMillion(),
    hotKey(),
  ];
}

function between(operator: OperatorBox): Pick<BenchedPipeline, 'operators' | 'edges'> {
  return {
    operators: { it: operator },
    edges: [
      ['in', 'it'],
      ['it', 'out'],
    ],
  };
}

/** A million keys; between two checkpoints at the default interval, ten batches, 1 % of them get rows. */
function checkpoints(): StateCase {
  const pipeline = between({ type: 'running-aggregate', params: { keys: ['user'], aggregates: { n: 'count(*)' }, emit: 'changes' } });
  const changed = MILLION / 100;
  const spread = MILLION / changed;
  return {
    name: 'W4 with checkpoints',
    group: 'checkpoints',
    batchRows: BATCH,
    batches: 100,
    pipeline,
    beside: { name: 'without checkpoints', pipeline: { ...pipeline, settings: { checkpointInterval: '1 day' } } },
    program: runningCount,
    before: () => everyKey(MILLION, 100_000).map((batch) => [batch]),
    inputs: () => {
      const next = randoms(3);
      return Array.from({ length: 50 }, (_, b) => [
        batchOf(BATCH, () => Math.floor(next() * changed) * spread + (Math.floor(b / 10) % spread), next),
      ]);
    },
  };
}

/** 1,000 keys, so that all windows hold them all and give as many rows. */
function window(length: number): StateCase {
  const params = { time: 'batch', size: `${length} seconds`, slide: '1 second', keys: ['user'], aggregates: AGGREGATES };
  const inputs = evenBatches(50, BATCH, 1_000, 4).map((batch) => [batch]);
  return {
    name: `window of ${length} panes`,
    group: 'windows',
    batchRows: BATCH,
    // A whole turn of the longest, since its panes change stacks once in it.
    batches: 600,
    pipeline: between({ type: 'sliding-window', params }),
    program: () => slidingTotals(length),
    before: () => Array.from({ length }, (_, b) => inputs[b % inputs.length] ?? []),
    inputs: () => inputs,
  };
}

function joinOfBatches(): StateCase {
  return {
    name: 'join of two streams',
    group: 'join of two streams',
    batchRows: 2 * BATCH,
    batches: 50,
    pipeline: {
      operators: { join: { type: 'join', params: { how: 'inner', on: 'l.user = r.user', columns: { user: 'l.user', ms: 'l.ms', other: 'r.ms' } } } },
      edges: [
        ['in', 'join:left'],
        ['other', 'join:right'],
        ['join', 'out'],
      ],
    },
    program: pairs,
    before: () => [],
    inputs: () => {
      const right = evenBatches(25, BATCH, BATCH, 6);
      return evenBatches(25, BATCH, BATCH, 5).map((left, b) => [left, right[b] ?? left]);
    },
  };
}

function joinWithTable(): StateCase {
  const table = new Map(Array.from({ length: 1_000 }, (_, i) => [`user-${i * 2}`, `campaign-${i % 100}`] as const));
  const params = {
    schema: 'user STRING, name STRING',
    table: ['user,name', ...[...table].map((entry) => entry.join(','))].join('\n'),
    how: 'inner',
    on: 'l.user = r.user',
    columns: { user: 'l.user', name: 'r.name', ms: 'l.ms' },
  };
  return {
    name: 'join with a table',
    group: 'join with a table',
    batchRows: BATCH,
    batches: 100,
    pipeline: between({ type: 'lookup-join', params }),
    program: () => lookedUp(table),
    before: () => [],
    inputs: () => evenBatches(50, BATCH, 2_000, 8).map((batch) => [batch]),
  };
}

const KEYED = {
  updateStateByKey: {
    type: 'update-state-by-key',
    gives: 'all',
    update: { n: 'coalesce(state.n, 0L) + count(*)', s: 'coalesce(state.s, 0L) + coalesce(sum(ms), 0L)' },
    program: everyKeysTotals,
  },
  mapWithState: {
    type: 'map-with-state',
    gives: 'rows',
    update: { n: 'coalesce(state.n, 0L) + 1', s: 'coalesce(state.s, 0L) + ms' },
    program: eachRowsTotals,
  },
} as const;

export function keyedOperator(operation: keyof typeof KEYED, gives: string = KEYED[operation].gives): OperatorBox {
  const { type, update } = KEYED[operation];
  return { type, params: { keys: ['user'], state: STATE, update, emit: EMIT, gives } };
}

/** Every key has state before; batches draw from all of them evenly. */
function keyed(operation: keyof typeof KEYED, keys: number, batches: number): StateCase {
  return {
    name: `${operation}, ${keys.toLocaleString('en-US')} keys`,
    group: operation,
    batchRows: BATCH,
    batches,
    pipeline: between(keyedOperator(operation)),
    program: KEYED[operation].program,
    before: () => everyKey(keys, Math.min(keys, 50_000)).map((batch) => [batch]),
    inputs: () => evenBatches(50, BATCH, keys, 9).map((batch) => [batch]),
  };
}

/** The same rows as with 10,000 keys, among a million that get none. */
function fewOfAMillion(): StateCase {
  return {
    ...keyed('mapWithState', MILLION, 100),
    name: 'mapWithState, 1 % of 1,000,000 keys',
    inputs: () => evenBatches(50, BATCH, 10_000, 9).map((batch) => [batch]),
  };
}

/** Half of the rows are of one key. */
function hotKey(): StateCase {
  return {
    ...keyed('mapWithState', 10_000, 20),
    name: 'mapWithState, one hot key',
    inputs: () => {
      const next = randoms(10);
      return Array.from({ length: 20 }, () => [batchOf(BATCH, () => (next() < 0.5 ? 0 : Math.floor(next() * 10_000)), next)]);
    },
  };
}
