// The part of the bench that asks for state: W4 with checkpoints, windows of 10, 60 and 600 panes, joins, updateStateByKey and
// mapWithState over 10,000 and over 1,000,000 keys, and what an absence costs. Through the whole engine over the memory store,
// beside hand-written rows (state-rows.ts). Both get the same batches; every row either gives out is compared before anything is
// timed, rows and sums after every stretch. Times are processor time, since machines are shared: of the whole process, collection of garbage too.

import { type StateCase, stateCases } from './state-cases.ts';
import { EngineLife, hashOf, type StateAnswer } from './state-engine.ts';
import { clicksOf, type InputBatch } from './state-inputs.ts';
import type { RowsProgram } from './state-rows.ts';

export interface StateFigure {
  readonly name: string;
  readonly group: string;
  readonly batchRows: number;
  /** Medians, milliseconds of processor time a batch. */
  readonly batchMs: { readonly [contestant: string]: number };
  /** Medians of the ratios of each round: how many times the time of millrace rows take. */
  readonly timesFasterThanRows: number;
  /** Cost of a batch beside that of the first of the group. */
  readonly besideFirst: number;
  /** What checkpoints take of the time, where that was asked: median of the rounds. */
  readonly checkpoints?: { readonly share: number; readonly bytes: number };
}

/** One side of a comparison, alive over all rounds. */
interface Contestant {
  readonly name: string;
  batch(inputs: readonly InputBatch[], hashed: boolean): Promise<StateAnswer> | StateAnswer;
  settle(): Promise<void>;
}

/** `about`: only cases with this in their name. */
export async function stateFigures(rounds: number, about = ''): Promise<readonly StateFigure[]> {
  const figures: StateFigure[] = [];
  for (const asked of stateCases().filter(({ name }) => name.includes(about))) {
    const figure = await figureOf(asked, rounds);
    const first = figures.find(({ group }) => group === figure.group);
    const beside = first === undefined ? 1 : rounded((figure.batchMs['millrace'] ?? 0) / (first.batchMs['millrace'] ?? 1));
    figures.push({ ...figure, besideFirst: beside });
  }
  return figures;
}

export function printState(figures: readonly StateFigure[], rounds: number): void {
  if (figures.length === 0) return;
  console.log(`\nState: processor time of a batch, median of ${rounds} rounds`);
  for (const { name, batchRows, batchMs, timesFasterThanRows, besideFirst, checkpoints } of figures) {
    const times = Object.entries(batchMs).map(([contestant, ms]) => `${contestant} ${ms.toFixed(3)} ms`);
    const perRow = ((batchMs['millrace'] ?? 0) * 1e6) / batchRows;
    console.log(`  ${name.padEnd(36)} ${times.join(', ')}`);
    console.log(
      `  ${''.padEnd(36)} ${timesFasterThanRows.toFixed(1)} times faster than rows; ${perRow.toFixed(0)} ns a row; ${besideFirst.toFixed(2)} x the first of its kind`,
    );
    if (checkpoints !== undefined)
      console.log(
        `  ${''.padEnd(36)} checkpoints take ${(checkpoints.share * 100).toFixed(1)} % of the time, ${Math.round(checkpoints.bytes / 1_000)} kB each`,
      );
  }
}

async function figureOf(asked: StateCase, rounds: number): Promise<StateFigure> {
  const life = await EngineLife.begin(asked.pipeline);
  const contestants: Contestant[] = [engineSide('millrace', life)];
  if (asked.beside !== undefined) contestants.push(engineSide(asked.beside.name, await EngineLife.begin(asked.beside.pipeline)));
  contestants.push(rowsSide(asked.program()));
  for (const inputs of asked.before()) await everyAnswer(asked, contestants, inputs, true);
  const pool = asked.inputs();
  let at = 0;
  const next = (): readonly InputBatch[] => pool[at++ % pool.length] ?? [];
  for (let b = 0; b < Math.min(pool.length, asked.batches); b++) await everyAnswer(asked, contestants, next(), b < 5);
  life.takeCheckpoints();
  const times = contestants.map((): number[] => []);
  const shares: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const stretch = Array.from({ length: asked.batches }, next);
    const answers: string[] = [];
    for (const [c, contestant] of contestants.entries()) {
      const { ms, answer } = await timed(contestant, stretch);
      times[c]?.push(ms / asked.batches);
      answers.push(answer);
    }
    mustAgree(asked, answers);
    if (asked.beside !== undefined) shares.push(1 - (times[1]?.at(-1) ?? 0) / (times[0]?.at(-1) ?? 1));
  }
  const rows = times.at(-1) ?? [];
  const { checkpoints, bytes } = life.takeCheckpoints();
  return {
    name: asked.name,
    group: asked.group,
    batchRows: asked.batchRows,
    batchMs: Object.fromEntries(contestants.map(({ name }, c) => [name, rounded(median(times[c] ?? []))])),
    timesFasterThanRows: rounded(median(rows.map((ms, round) => ms / (times[0]?.[round] ?? Number.NaN)))),
    besideFirst: 1,
    ...(asked.beside === undefined ? {} : { checkpoints: { share: rounded(median(shares)), bytes: Math.round(bytes / Math.max(1, checkpoints)) } }),
  };
}

function engineSide(name: string, life: EngineLife): Contestant {
  return { name, batch: (inputs, hashed) => life.batch(inputs, hashed), settle: () => life.settle() };
}

function rowsSide(program: RowsProgram): Contestant {
  return {
    name: 'rows',
    batch(inputs, hashed) {
      const rows = program.batch(inputs.map(clicksOf));
      let hash = 0;
      if (hashed) for (const row of rows) hash = (hash + hashOf(Object.values(row).map(String))) >>> 0;
      return { rows: rows.length, sum: program.sum(rows), hash };
    },
    settle: () => Promise.resolve(),
  };
}

/** @throws when two answer otherwise. */
async function everyAnswer(asked: StateCase, contestants: readonly Contestant[], inputs: readonly InputBatch[], hashed: boolean): Promise<void> {
  const answers: string[] = [];
  for (const contestant of contestants) answers.push(JSON.stringify(await contestant.batch(inputs, hashed)));
  mustAgree(asked, answers);
}

function mustAgree({ name }: StateCase, answers: readonly string[]): void {
  const [first] = answers;
  for (const answer of answers) if (answer !== first) throw new Error(`${name}: ${first} is not ${answer}`);
}

async function timed(contestant: Contestant, stretch: readonly (readonly InputBatch[])[]): Promise<{ readonly ms: number; readonly answer: string }> {
  let rows = 0;
  let sum = 0;
  const started = process.cpuUsage();
  for (const inputs of stretch) {
    const answer = await contestant.batch(inputs, false);
    rows += answer.rows;
    sum += answer.sum;
  }
  await contestant.settle();
  const { user, system } = process.cpuUsage(started);
  return { ms: (user + system) / 1_000, answer: JSON.stringify([rows, sum]) };
}

function median(list: readonly number[]): number {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
