// What happens in one simulated life of a pipeline, as data: printed when it fails, made smaller, and kept as a regression.
// Every action carries its own parameters, so leaving one out changes no other.
import type { PipelineDocument } from '../../src/pipeline/document.ts';
import type { Fault } from '../../src/storage/faulty-store.ts';
import { Random } from './random.ts';
import { SAMPLE_LINES } from './sample-lines.ts';

export type Action =
  /** Batch times pass and the loop runs at each. `lateMs`: how long after the batch time it gets to run. */
  | { readonly do: 'tick'; readonly batches: number; readonly lateMs: number }
  /** Batch times pass and the loop does not get to run: work queues up. */
  | { readonly do: 'lag'; readonly batches: number }
  | { readonly do: 'type'; readonly source: number; readonly line: string }
  | { readonly do: 'rate'; readonly source: number; readonly rowsPerSecond: number }
  | { readonly do: 'pause'; readonly batches: number }
  | { readonly do: 'step' }
  | { readonly do: 'stop' }
  | { readonly do: 'checkpoint' }
  /** A random edit, or the one given. */
  | { readonly do: 'apply'; readonly seed: number; readonly document?: PipelineDocument }
  | { readonly do: 'sleep'; readonly batches: number; readonly ms: number; readonly monotonicRuns: boolean }
  | { readonly do: 'clock-back'; readonly ms: number }
  /** The process is replaced without warning; what it had in flight is cut off. */
  | { readonly do: 'restart'; readonly downMs: number }
  /** Another tab takes the pipeline while this one goes on working. */
  | { readonly do: 'take-over' }
  /** The newest checkpoints are damaged while nothing runs; then the process is replaced. */
  | { readonly do: 'damage'; readonly checkpoints: number; readonly how: 'flip' | 'delete' | 'manifest'; readonly at: number }
  | { readonly do: 'quota'; readonly spareBytes: number }
  | { readonly do: 'free-space' };

export interface LifeScript {
  readonly seed: number;
  readonly pipelineSeed: number;
  /** In the place of a random one. */
  readonly document?: PipelineDocument;
  /** Typed lines are the only sources and nothing bends time: the life must equal one without faults. */
  readonly comparable: boolean;
  readonly startMs: number;
  readonly costMs: number;
  readonly actions: readonly Action[];
  readonly faults: readonly Fault[];
}

export function randomScript(seed: number): LifeScript {
  const random = new Random(seed);
  const comparable = random.chance(0.25);
  const pipelineSeed = random.below(0x1_0000_0000);
  const length = random.between(4, 26);
  const actions = Array.from({ length }, () => (comparable ? randomPlainAction(random) : randomAction(random)));
  const calls = 12 + length * 8;
  return {
    seed,
    pipelineSeed,
    comparable,
    startMs: 1_700_000_000_000 + random.below(100_000),
    costMs: comparable ? 0 : random.pick([0, 0, 0, 0.3, 1.5]),
    actions,
    faults: randomFaults(random, calls, comparable),
  };
}

function randomAction(random: Random): Action {
  const kinds: readonly Action['do'][] = [
    ...(['tick', 'tick', 'tick', 'tick', 'tick', 'type', 'type', 'type', 'rate', 'lag', 'pause', 'step', 'stop', 'checkpoint'] as const),
    ...(['apply', 'apply', 'sleep', 'clock-back', 'restart', 'take-over', 'damage', 'quota', 'free-space'] as const),
  ];
  return makeAction(random, random.pick(kinds));
}

/** Nothing that moves rows between batches when it is repeated after a fault. */
function randomPlainAction(random: Random): Action {
  const action = makeAction(
    random,
    random.pick(['tick', 'tick', 'tick', 'type', 'type', 'type', 'checkpoint', 'restart', 'take-over', 'damage'] as const),
  );
  return action.do === 'restart' ? { ...action, downMs: 0 } : action;
}

function makeAction(random: Random, what: Action['do']): Action {
  switch (what) {
    case 'tick':
      return { do: what, batches: random.pick([1, 1, 1, 2, 3, 5]), lateMs: random.pick([0, 0, 1, 20]) };
    case 'lag':
      return { do: what, batches: random.between(1, 4) };
    case 'type':
      return { do: what, source: random.below(3), line: random.chance(0.8) ? random.pick(SAMPLE_LINES) : `line ${random.below(1000)}` };
    case 'rate':
      return { do: what, source: random.below(3), rowsPerSecond: random.pick([10, 20, 30, 1]) };
    case 'pause':
      return { do: what, batches: random.pick([0, 1, 3, 12]) };
    case 'sleep': {
      const batches = random.pick([1, 4, 20, 60, random.chance(0.2) ? 700 : 7]);
      const ms = random.pick([0, 7, 2_100]);
      // Some longer than a ledger keeps.
      return { do: what, batches: batches === 700 && ms === 2_100 ? 2_500 : batches, ms, monotonicRuns: random.chance(0.5) };
    }
    case 'clock-back':
      return { do: what, ms: random.pick([50, 1_000, 30_000, 3_600_000]) };
    case 'apply':
      return { do: what, seed: random.below(0x1_0000_0000) };
    case 'restart':
      return { do: what, downMs: random.pick([0, 0, 10, 1_500, 6_000]) };
    case 'damage':
      return { do: what, checkpoints: random.pick([1, 1, 2]), how: random.pick(['flip', 'flip', 'delete', 'manifest']), at: random.below(100_000) };
    case 'quota':
      return { do: what, spareBytes: random.pick([0, 200, 2_000]) };
    default:
      return { do: what };
  }
}

function randomFaults(random: Random, calls: number, comparable: boolean): readonly Fault[] {
  const faults: Fault[] = [];
  const count = random.pick([0, 1, 1, 2, 3, 5]);
  for (let i = 0; i < count; i++) {
    const at = random.between(3, calls);
    if (!faults.some((fault) => fault.at === at)) faults.push(randomFault(random, at, comparable));
  }
  return faults.sort((a, b) => a.at - b.at);
}

function randomFault(random: Random, at: number, comparable: boolean): Fault {
  const writes = random.pick(['lost', 'landed'] as const);
  // A power loss moves accepted lines to an earlier batch time than the one they were cut for.
  switch (random.pick(['crash', 'crash', 'crash', 'reject', 'reject', 'cut', 'slow', ...(comparable ? [] : (['power'] as const))] as const)) {
    case 'crash':
      return { at, kind: 'crash', writes };
    case 'power':
      return { at, kind: 'power', writes, transactions: random.between(0, 8) };
    case 'cut':
      return { at, kind: 'cut', writes, failedOpens: random.between(0, 4) };
    case 'slow':
      return { at, kind: 'slow', ms: random.between(1, 30) };
    case 'reject':
      if (random.chance(0.4)) return { at, kind: 'reject', error: 'full', writes: 'lost', times: random.between(1, 3) };
      return { at, kind: 'reject', error: 'unknown', writes, times: random.pick([1, 1, 2]) };
  }
}
