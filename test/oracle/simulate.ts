// npm run test:sim -- --seeds N [--first S] [--one SEED] [--json FILE]: simulates N lives, prints how fast, and stops at the
// first seed that fails, with its script made as small as it still fails with. --one prints a single life.
import { writeFileSync } from 'node:fs';
import { randomScript } from './life-script.ts';
import { shrink } from './shrink.ts';
import { type LifeResult, runLife } from './simulation.ts';

interface Options {
  readonly seeds: number;
  readonly first: number;
  readonly json: string | null;
  readonly keepGoing: boolean;
}

function parseOptions(args: readonly string[]): Options {
  const option = (name: string): string | null => {
    const at = args.indexOf(name);
    return at < 0 ? null : (args[at + 1] ?? null);
  };
  const one = option('--one');
  return {
    seeds: one === null ? Number(option('--seeds') ?? 2_000) : 1,
    first: Number(one ?? option('--first') ?? 1),
    json: option('--json'),
    keepGoing: args.includes('--keep-going'),
  };
}

async function main(options: Options): Promise<number> {
  const started = performance.now();
  const totals = { seeds: 0, lives: 0, batches: 0, rows: 0, failed: 0 };
  const failures: { readonly seed: number; readonly failure: string }[] = [];
  for (let seed = options.first; seed < options.first + options.seeds; seed++) {
    const script = randomScript(seed);
    const result = await withWatchdog(runLife(script), seed);
    totals.seeds++;
    totals.lives += result.lives;
    totals.batches += result.batches;
    totals.rows += result.rows;
    if (result.failure !== null) {
      totals.failed++;
      failures.push({ seed, failure: result.failure });
      process.stdout.write(`seed ${seed} failed: ${result.failure}\n`);
      if (!options.keepGoing) {
        const small = await shrink(script, async (smaller) => (await withWatchdog(runLife(smaller), seed)).failure);
        process.stdout.write(`made smaller, it fails with: ${small.failure}\n${JSON.stringify(small.script, null, 1)}\n`);
        break;
      }
    }
    if (totals.seeds % 500 === 0) process.stdout.write(`${totals.seeds} seeds, ${perSecond(totals.seeds, started)} a second\n`);
  }
  const seconds = (performance.now() - started) / 1000;
  const line = `${totals.seeds - totals.failed} passed, ${totals.failed} failed`;
  process.stdout.write(
    `${totals.seeds} seeds in ${seconds.toFixed(1)} s (${perSecond(totals.seeds, started)} a second): ${totals.lives} lives, ${totals.batches} batches, ${totals.rows} rows\n${line}\n`,
  );
  if (options.json !== null) writeFileSync(options.json, `${JSON.stringify({ ...totals, seconds, failures }, null, 2)}\n`);
  return totals.failed > 0 ? 1 : 0;
}

function perSecond(count: number, started: number): string {
  return ((count * 1000) / (performance.now() - started)).toFixed(1);
}

/** A life that waits for something that never comes has no other way to be noticed. */
async function withWatchdog(life: Promise<LifeResult>, seed: number): Promise<LifeResult> {
  let timer: NodeJS.Timeout | undefined;
  const hung = new Promise<LifeResult>((resolve) => {
    timer = setTimeout(() => resolve({ failure: `seed ${seed} hangs`, batches: 0, lives: 0, rows: 0, answers: '', comparable: false }), 20_000);
  });
  const result = await Promise.race([life, hung]);
  clearTimeout(timer);
  return result;
}

process.exitCode = await main(parseOptions(process.argv.slice(2)));
