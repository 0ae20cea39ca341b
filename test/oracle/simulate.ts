// npm run test:sim -- --seeds N [--first S] [--jobs J] [--json FILE]: simulates N lives, J processes side by side, and prints
// how fast. A seed that fails is told at once, with its script made as small as it still fails with. --one SEED runs a single
// life; --keep-going does not stop at the first failure (and makes nothing smaller).
import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { randomScript } from './life-script.ts';
import { shrink } from './shrink.ts';
import { type LifeResult, runLife } from './simulation.ts';

interface Options {
  readonly seeds: number;
  readonly first: number;
  readonly jobs: number;
  readonly json: string | null;
  readonly keepGoing: boolean;
}

interface Totals {
  readonly seeds: number;
  readonly lives: number;
  readonly batches: number;
  readonly rows: number;
  readonly failures: readonly { readonly seed: number; readonly failure: string }[];
}

const NOTHING: Totals = { seeds: 0, lives: 0, batches: 0, rows: 0, failures: [] };

/** A life that hangs waits for something that never comes; there is no other way to notice. Real lives take a fraction of a second. */
const LONGEST_LIFE_MS = 60_000;

function parseOptions(args: readonly string[]): Options {
  const option = (name: string): string | null => {
    const at = args.indexOf(name);
    return at < 0 ? null : (args[at + 1] ?? null);
  };
  const one = option('--one');
  const seeds = one === null ? Number(option('--seeds') ?? 2_000) : 1;
  return {
    seeds,
    first: Number(one ?? option('--first') ?? 1),
    jobs: Number(option('--jobs') ?? (seeds < 100 ? 1 : Math.min(8, availableParallelism()))),
    json: option('--json'),
    keepGoing: args.includes('--keep-going'),
  };
}

async function main(options: Options): Promise<number> {
  const started = performance.now();
  const totals = options.jobs > 1 ? await inProcesses(options) : await inThisProcess(options);
  if (process.send !== undefined) {
    process.send(totals);
    return 0;
  }
  const seconds = (performance.now() - started) / 1000;
  const { seeds, lives, batches, rows, failures } = totals;
  process.stdout.write(
    `${seeds} seeds in ${seconds.toFixed(1)} s (${(seeds / seconds).toFixed(1)} a second): ${lives} lives, ${batches} batches, ${rows} rows\n`,
  );
  process.stdout.write(`${seeds - failures.length} passed, ${failures.length} failed\n`);
  if (options.json !== null) writeFileSync(options.json, `${JSON.stringify({ ...totals, seconds }, null, 2)}\n`);
  return failures.length > 0 ? 1 : 0;
}

/** Every process takes a stretch of the seeds. */
async function inProcesses({ seeds, first, jobs, keepGoing }: Options): Promise<Totals> {
  const stretch = Math.ceil(seeds / jobs);
  const parts = Array.from({ length: jobs }, (_, job): Promise<Totals> => {
    const count = Math.max(0, Math.min(stretch, seeds - job * stretch));
    const args = ['--jobs', '1', '--first', String(first + job * stretch), '--seeds', String(count), ...(keepGoing ? ['--keep-going'] : [])];
    return new Promise((resolve, reject) => {
      let told: Totals | null = null;
      const child = fork(fileURLToPath(import.meta.url), args);
      child.on('message', (totals: Totals) => {
        told = totals;
      });
      child.on('error', reject);
      child.on('exit', () => resolve(told ?? { ...NOTHING, seeds: count, failures: [{ seed: first + job * stretch, failure: 'the process died' }] }));
    });
  });
  return (await Promise.all(parts)).reduce(plus, NOTHING);
}

function plus(a: Totals, b: Totals): Totals {
  return {
    seeds: a.seeds + b.seeds,
    lives: a.lives + b.lives,
    batches: a.batches + b.batches,
    rows: a.rows + b.rows,
    failures: [...a.failures, ...b.failures],
  };
}

async function inThisProcess({ seeds, first, keepGoing }: Options): Promise<Totals> {
  let totals = NOTHING;
  for (let seed = first; seed < first + seeds; seed++) {
    const result = await watched(seed, runLife(randomScript(seed)));
    const failures = result.failure === null ? [] : [{ seed, failure: result.failure }];
    totals = plus(totals, { seeds: 1, lives: result.lives, batches: result.batches, rows: result.rows, failures });
    if (result.failure !== null) {
      process.stdout.write(`seed ${seed} failed: ${result.failure}\n`);
      if (!keepGoing) {
        await tellSmaller(seed);
        break;
      }
    }
    if (totals.seeds % 1_000 === 0) process.stdout.write(`${totals.seeds} seeds up to ${seed}, ${totals.failures.length} failed\n`);
  }
  return totals;
}

async function tellSmaller(seed: number): Promise<void> {
  const small = await shrink(randomScript(seed), async (script) => (await watched(seed, runLife(script))).failure);
  process.stdout.write(`made smaller, it fails with: ${small.failure}\n${JSON.stringify(small.script, null, 1)}\n`);
}

async function watched(seed: number, life: Promise<LifeResult>): Promise<LifeResult> {
  let timer: NodeJS.Timeout | undefined;
  const hung = new Promise<LifeResult>((resolve) => {
    timer = setTimeout(
      () => resolve({ failure: `seed ${seed} hangs`, batches: 0, lives: 0, rows: 0, calls: 0, answers: '', comparable: false }),
      LONGEST_LIFE_MS,
    );
  });
  const result = await Promise.race([life, hung]);
  clearTimeout(timer);
  return result;
}

process.exitCode = await main(parseOptions(process.argv.slice(2)));
