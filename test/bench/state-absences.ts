// What an absence costs: an hour, a day and a month of missed batch times at one a second, caught up by the whole engine with its commits.
// A thousand keys have state when it begins.
import type { OperatorBox } from '../../src/pipeline/document.ts';
import { keyedOperator } from './state-cases.ts';
import { EngineLife } from './state-engine.ts';
import { everyKey } from './state-inputs.ts';

export interface AbsenceFigure {
  readonly name: string;
  /** Milliseconds of processor time, and commits, for an hour, a day and a month. Absent: it runs every batch, so that a longer one was not tried. */
  readonly ms: readonly number[];
  readonly commits: readonly number[];
}

const SECONDS = [3_600, 86_400, 30 * 86_400];
/** An absence that costs more than this is the last one tried. */
const PATIENCE_MS = 3_000;

const AGGREGATES = { n: 'count(*)', s: 'sum(ms)' };
const WINDOW = { time: 'batch', size: '10 seconds', slide: '1 second', aggregates: AGGREGATES };

const OPERATORS: readonly (readonly [string, OperatorBox])[] = [
  ['sliding window', { type: 'sliding-window', params: { ...WINDOW, keys: ['user'] } }],
  ['window whose keys stay', { type: 'reduce-by-key-and-window', params: { ...WINDOW, keys: ['user'], inverse: 'keep' } }],
  ['running count, changes', { type: 'running-aggregate', params: { keys: ['user'], aggregates: AGGREGATES, emit: 'changes' } }],
  ['running count, all keys', { type: 'running-aggregate', params: { keys: ['user'], aggregates: AGGREGATES, emit: 'all' } }],
  ['running count without keys', { type: 'running-aggregate', params: { keys: [], aggregates: AGGREGATES, emit: 'changes' } }],
  ['count per batch', { type: 'count-per-batch', params: {} }],
  ['updateStateByKey, keys with rows', keyedOperator('updateStateByKey', 'changes')],
  ['updateStateByKey, all keys', keyedOperator('updateStateByKey')],
  ['mapWithState', keyedOperator('mapWithState')],
  ['mapWithState with a time-out', withTimeout(keyedOperator('mapWithState'))],
  ['stateSnapshots', keyedOperator('mapWithState', 'snapshots')],
];

function withTimeout({ type, params }: OperatorBox): OperatorBox {
  return { type, params: { ...params, timeout: '10 minutes', onTimeout: { user: 'user', n: 'state.n' } } };
}

export async function absenceFigures(about = ''): Promise<readonly AbsenceFigure[]> {
  const figures: AbsenceFigure[] = [];
  for (const [name, operator] of OPERATORS.filter(([one]) => one.includes(about))) {
    const ms: number[] = [];
    const commits: number[] = [];
    for (const seconds of SECONDS) {
      const life = await EngineLife.begin({
        operators: { it: operator },
        edges: [
          ['in', 'it'],
          ['it', 'out'],
        ],
      });
      for (const batch of everyKey(1_000, 1_000)) await life.batch([batch], false);
      const started = process.cpuUsage();
      commits.push(await life.absence(seconds));
      await life.settle();
      const { user, system } = process.cpuUsage(started);
      ms.push(Math.round((user + system) / 100) / 10);
      if ((ms.at(-1) ?? 0) > PATIENCE_MS) break;
    }
    figures.push({ name, ms, commits });
  }
  return figures;
}

export function printAbsences(figures: readonly AbsenceFigure[]): void {
  if (figures.length === 0) return;
  console.log('\nAbsences: processor time to catch up an hour, a day, a month of batches of one second (commits)');
  for (const { name, ms, commits } of figures)
    console.log(`  ${name.padEnd(36)} ${ms.map((one, i) => `${one.toFixed(1)} ms (${commits[i]})`.padStart(22)).join('')}`);
}
