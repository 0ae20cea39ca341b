// `npm run bench`: W1, W2 and W4 of the performance page through the whole engine, beside hand-written rows, RxJS and, where
// there is a compiler, C; what reading one's own data costs (own-data.ts) and what state costs (keyed-state.ts). Answers are compared before anything is timed;
// rounds are interleaved; medians and ratios are told, since machines differ. compute: the memory store. durable: IndexedDB
// in Chromium, as in the studio.
//   npm run bench -- [--json FILE] [--rounds N] [--events N] [--only W1,W2] [--no-browser]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createMemoryStore } from '../../src/storage/memory-store.ts';
import { durableRuns } from './durable.ts';
import { runEngine } from './engine-contestant.ts';
import { printState, stateFigures } from './keyed-state.ts';
import { ownDataFigures, printOwnData } from './own-data.ts';
import { runRows } from './rows-contestant.ts';
import { runRxjs } from './rxjs-contestant.ts';
import { absenceFigures, printAbsences } from './state-absences.ts';
import { type Answer, makeWorkload, type Workload, type WorkloadName } from './workloads.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    events: { type: 'string', default: '1000000' },
    only: { type: 'string', default: 'W1,W2,W4,own-data,state' },
    browser: { type: 'boolean', default: true },
  },
  allowNegative: true,
});
const rounds = Number(values.rounds);
const events = Number(values.events);

interface Timed {
  readonly answer: Answer;
  readonly ms: number;
}

type Contestant = () => Promise<Timed> | Timed;

const folder = mkdtempSync(join(tmpdir(), 'millrace-bench-'));
const report: { [name: string]: { compute: { [contestant: string]: number }; durable: { [contestant: string]: number } } } = {};
try {
  const compiled = compile();
  const asked = values.only.split(',');
  for (const name of asked.filter((one) => one !== 'own-data' && one !== 'state') as WorkloadName[]) {
    const workload = makeWorkload(name, events, 10_000);
    const compute = await compare(name, contestants(workload, compiled));
    const durable = values.browser ? await durableRuns(name, events, rounds) : {};
    report[name] = { compute, durable };
    print(name, compute, durable);
  }
  const ownData = asked.includes('own-data') ? ownDataFigures(Math.min(events, 1_000_000), rounds) : [];
  printOwnData(ownData);
  const state = asked.includes('state') ? await stateFigures(rounds) : [];
  printState(state, rounds);
  const absences = asked.includes('state') ? await absenceFigures() : [];
  printAbsences(absences);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ ...report, ownData, state, absences }, null, 2)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function contestants(workload: Workload, compiled: string | null): ReadonlyMap<string, Contestant> {
  const all = new Map<string, Contestant>([
    ['millrace', () => runEngine(workload, createMemoryStore(), () => performance.now())],
    ['rows', () => timed(() => runRows(workload))],
    ['rxjs', () => timed(() => runRxjs(workload))],
  ]);
  if (compiled !== null) all.set('c', inC(workload, compiled));
  return all;
}

function timed(work: () => Answer): Timed {
  const started = performance.now();
  const answer = work();
  return { answer, ms: performance.now() - started };
}

/** The path of the compiled contestant, or null where there is no compiler. */
function compile(): string | null {
  const binary = join(folder, 'contestant');
  try {
    execFileSync('cc', ['-O3', '-march=native', '-o', binary, join(import.meta.dirname, 'contestant.c')]);
    return binary;
  } catch {
    console.log('No C compiler is at hand, so C is left out.');
    return null;
  }
}

function inC(workload: Workload, binary: string): Contestant {
  const [first, second] = workload.kind === 'text' ? [workload.bytes, workload.offsets] : [workload.keys, workload.values];
  const files = [first, second].map((numbers, i) => {
    const path = join(folder, `${workload.name}-${i}`);
    writeFileSync(path, new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
    return path;
  });
  const mode = workload.kind === 'pairs' ? 'pairs' : workload.name === 'W1' ? 'words' : 'lines';
  const more = workload.kind === 'pairs' ? [String(workload.least), String(workload.windowBatches)] : [];
  return () => {
    const [ms, rows, sum] = execFileSync(binary, [mode, ...files, String(workload.batchRows), ...more], { encoding: 'utf8' })
      .split(' ')
      .map(Number);
    return { ms: ms ?? Number.NaN, answer: { rows: rows ?? 0, sum: sum ?? 0 } };
  };
}

/** Medians in milliseconds. The first round is the check and a warm-up, and is not counted. @throws when an answer differs. */
async function compare(name: string, all: ReadonlyMap<string, Contestant>): Promise<{ [contestant: string]: number }> {
  const times = new Map<string, number[]>();
  let expected: Answer | null = null;
  for (let round = 0; round <= rounds; round++) {
    for (const [contestant, run] of all) {
      const { answer, ms } = await run();
      expected ??= runRows(makeWorkload(name as WorkloadName, events, 10_000));
      if (answer.rows !== expected.rows || answer.sum !== expected.sum) {
        throw new Error(`${name}: ${contestant} answers ${JSON.stringify(answer)}, the recount ${JSON.stringify(expected)}`);
      }
      if (round > 0) times.set(contestant, [...(times.get(contestant) ?? []), ms]);
    }
  }
  return Object.fromEntries([...times].map(([contestant, list]) => [contestant, median(list)]));
}

function median(list: readonly number[]): number {
  const sorted = [...list].sort((a, b) => a - b);
  return Math.round((sorted[Math.floor(sorted.length / 2)] ?? Number.NaN) * 10) / 10;
}

function print(name: string, compute: { readonly [contestant: string]: number }, durable: { readonly [contestant: string]: number }): void {
  const base = compute.c ?? compute.millrace ?? 1;
  console.log(
    `\n${name}  ${events.toLocaleString('en-US')} events, median of ${rounds} rounds, relative to ${compute.c === undefined ? 'millrace' : 'C'}`,
  );
  for (const [contestant, ms] of Object.entries(compute))
    console.log(`  ${contestant.padEnd(10)} ${ms.toFixed(1).padStart(9)} ms  ${(ms / base).toFixed(2).padStart(7)} x`);
  const { millrace, rows } = compute;
  if (millrace !== undefined && rows !== undefined) console.log(`  ${(rows / millrace).toFixed(1)} times faster than rows`);
  for (const [contestant, ms] of Object.entries(durable))
    console.log(
      `  durable ${contestant.padEnd(14)} ${ms.toFixed(1).padStart(9)} ms  ${Math.round((events / ms) * 1000).toLocaleString('en-US')} events/s`,
    );
}
