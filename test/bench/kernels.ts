// The kernels alone on W1, W2 and W4 of the performance page, against rows and a Map written by hand: same data, answers compared
// first, contestants interleaved, medians and ratios. Processor time of the process is
// what is measured, so that other work on the machine counts little. Module wrappers of test runners falsify hot loops, so bundle it:
//   npx rolldown test/bench/kernels.ts --platform node --format esm --file node_modules/.cache/kernels.mjs && node node_modules/.cache/kernels.mjs [W1 W2 W4]
import type { Rows } from '../../src/columns/column.ts';
import { BIGINT, INT, type Schema, STRING } from '../../src/columns/data-type.ts';
import { digestRows, formatDigest } from '../../src/columns/digest.ts';
import { createPlanRuntime } from '../../src/engine/create-plan-runtime.ts';
import type { PlanRuntime } from '../../src/engine/plan-runtime.ts';
import { type SampleText, splitLines } from '../../src/engine/sources/range-rows.ts';
import { StringKeys } from '../../src/engine/state/string-keys.ts';
import type { Plan, Windowing } from '../../src/plan/plan.ts';
import { PlanBuilder } from '../../src/plan/plan-builder.ts';
import type { Result } from '../../src/problem/problem.ts';

const EVENTS = Number(process.env.EVENTS ?? 1_000_000);
const BATCH = 10_000;
const ROUNDS = Number(process.env.ROUNDS ?? 7);

/** One way to do a workload: consumes all batches, returns the answer as text. */
interface Contestant {
  readonly name: string;
  readonly run: () => string;
}

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}

function randoms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

/** Ranks 0 .. size - 1 by Zipf's law. */
function zipf(size: number, next: () => number): () => number {
  const cumulative = new Float64Array(size);
  let total = 0;
  for (let rank = 0; rank < size; rank++) {
    total += 1 / (rank + 1);
    cumulative[rank] = total;
  }
  return () => {
    const wanted = next() * total;
    let low = 0;
    let high = size - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulative[middle] as number) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

function wordOf(rank: number): string {
  let word = '';
  for (let rest = rank + 26; rest > 0; rest = Math.floor(rest / 26)) word += String.fromCharCode(97 + (rest % 26));
  return word + 'aeiou'.slice(0, rank % 5);
}

function plan(schema: Schema, build: (builder: PlanBuilder, source: string) => string): Plan {
  const builder = new PlanBuilder({ batchIntervalMs: 1000, timeZone: 'UTC' });
  const source = must(builder.source({ operatorId: 'in', role: 'source', label: 'in', source: { kind: 'live' }, schema }));
  const last = build(builder, source);
  must(builder.sink({ operatorId: 'out', role: 'sink', label: 'out', input: last, view: { kind: 'log' } }));
  return builder.finish();
}

function runAll(runtime: PlanRuntime, batches: readonly Rows[], see: (rows: Rows) => void): void {
  batches.forEach((rows, b) => {
    const { sinks } = runtime.runBatch({ batchId: b + 1, timeMs: (b + 1) * 1000, sources: new Map([['in/source', rows]]) });
    const out = sinks.get('out/sink');
    if (out !== null && out !== undefined) see(out);
  });
}

function sumColumn(rows: Rows, c: number): number {
  const column = rows.columns[c];
  let sum = 0;
  if (column?.kind === 'float') for (let i = 0; i < rows.length; i++) sum += column.values[i] as number;
  return sum;
}

const aggregate = (builder: PlanBuilder, input: string, windowing: Windowing, key: string, aggregates: Record<string, string>) =>
  must(
    builder.aggregate({
      operatorId: 'agg',
      role: 'agg',
      label: 'agg',
      input,
      windowing,
      keys: [{ name: key, text: key, param: 'keys' }],
      aggregates: Object.entries(aggregates).map(([name, text]) => ({ name, text, param: 'aggregates' })),
    }),
  );

function w1(): readonly Contestant[] {
  const next = zipf(50_000, randoms(1));
  const words = Array.from({ length: 50_000 }, (_, rank) => wordOf(rank));
  const texts: Uint8Array[] = [];
  for (let b = 0; b < EVENTS / BATCH; b++) {
    const lines = Array.from({ length: BATCH }, () => Array.from({ length: 10 }, () => words[next()]).join(' '));
    texts.push(new TextEncoder().encode(`${lines.join('\n')}\n`));
  }
  const asRows = ({ bytes, starts, ends }: SampleText): Rows => ({
    schema: [{ name: 'value', type: STRING }],
    columns: [{ kind: 'string', type: STRING, length: starts.length, nulls: null, bytes, starts, ends }],
    length: starts.length,
    selection: null,
  });
  const thePlan = plan([{ name: 'value', type: STRING }], (builder, source) => {
    const request = { operatorId: 'split', role: 'split', label: 'split' };
    const split = must(builder.generate({ ...request, input: source, array: "split(value, ' ')", param: 'expression', as: 'word', position: null }));
    const clean = must(builder.filter({ operatorId: 'clean', role: 'f', label: 'clean', input: split, condition: "word <> ''", param: 'condition' }));
    return aggregate(builder, clean, { kind: 'running', emit: 'changes' }, 'word', { n: 'count(*)' });
  });
  return [
    {
      name: 'kernels',
      run: () => {
        let changed = 0;
        let total = 0;
        runAll(
          createPlanRuntime(thePlan, { zeroTimeMs: 0, now: () => 0 }),
          texts.map((text) => asRows(splitLines(text))),
          (rows) => {
            changed += rows.length;
            total += sumColumn(rows, 1);
          },
        );
        return `${changed} ${total}`;
      },
    },
    {
      name: 'rows and Map',
      run: () => {
        const counts = new Map<string, number>();
        const decoder = new TextDecoder();
        let changed = 0;
        let total = 0;
        for (const text of texts) {
          const touched = new Set<string>();
          const lines = decoder.decode(text).split('\n');
          lines.pop();
          for (const line of lines) {
            for (const word of line.split(' ')) {
              if (word === '') continue;
              counts.set(word, (counts.get(word) ?? 0) + 1);
              touched.add(word);
            }
          }
          const out = [...touched].map((word) => ({ word, n: counts.get(word) ?? 0 }));
          changed += out.length;
          for (const row of out) total += row.n;
        }
        return `${changed} ${total}`;
      },
    },
  ];
}

/** Key look-up only, words already cut. */
function keys(): readonly Contestant[] {
  const next = zipf(50_000, randoms(1));
  const words = Array.from({ length: 50_000 }, (_, rank) => wordOf(rank));
  const batches = Array.from({ length: 100 }, () =>
    splitLines(new TextEncoder().encode(`${Array.from({ length: 100_000 }, () => words[next()]).join('\n')}\n`)),
  );
  const strings = batches.map(({ bytes, starts, ends }) =>
    Array.from(starts, (start, i) => new TextDecoder().decode(bytes.subarray(start, ends[i]))),
  );
  return [
    {
      name: 'StringKeys',
      run: () => {
        const index = new StringKeys();
        const slots = new Int32Array(100_000);
        for (const { bytes, starts, ends } of batches) {
          index.lookup({ kind: 'string', type: STRING, length: starts.length, nulls: null, bytes, starts, ends }, null, slots);
        }
        return `${index.liveKeys}`;
      },
    },
    {
      name: 'Map of strings',
      run: () => {
        const index = new Map<string, number>();
        const slots = new Int32Array(100_000);
        for (const batch of strings) {
          for (let i = 0; i < batch.length; i++) {
            const word = batch[i] as string;
            let slot = index.get(word);
            if (slot === undefined) {
              slot = index.size;
              index.set(word, slot);
            }
            slots[i] = slot;
          }
        }
        return `${index.size}`;
      },
    },
  ];
}

function w2(): readonly Contestant[] {
  const uniform = randoms(2);
  const next = zipf(10_000, uniform);
  const k = Int32Array.from({ length: EVENTS }, next);
  const v = Int32Array.from({ length: EVENTS }, () => Math.floor(uniform() * 100));
  const schema: Schema = [
    { name: 'k', type: INT },
    { name: 'v', type: INT },
  ];
  const batches: Rows[] = [];
  for (let from = 0; from < EVENTS; from += BATCH) {
    const column = (values: Int32Array) => ({
      kind: 'int' as const,
      type: INT,
      length: BATCH,
      nulls: null,
      values: values.subarray(from, from + BATCH),
    });
    batches.push({ schema, columns: [column(k), column(v)], length: BATCH, selection: null });
  }
  const rows = Array.from(k, (key, i) => ({ k: key, v: v[i] as number }));
  const thePlan = plan(schema, (builder, source) => {
    const some = must(builder.filter({ operatorId: 'some', role: 'f', label: 'some', input: source, condition: 'v >= 20', param: 'condition' }));
    return aggregate(builder, some, { kind: 'batchWindow', sizeMs: 10_000, slideMs: 1000 }, 'k', { n: 'count(*)', s: 'sum(v)' });
  });
  return [
    {
      name: 'kernels',
      run: () => {
        let out = 0;
        let total = 0;
        runAll(createPlanRuntime(thePlan, { zeroTimeMs: 0, now: () => 0 }), batches, (window) => {
          out += window.length;
          total += sumColumn(window, 1) + sumColumn(window, 2);
        });
        return `${out} ${total}`;
      },
    },
    {
      name: 'rows and Map',
      run: () => {
        const panes: Map<number, { n: number; s: number }>[] = [];
        const window = new Map<number, { n: number; s: number }>();
        let out = 0;
        let total = 0;
        for (let from = 0; from < EVENTS; from += BATCH) {
          const pane = new Map<number, { n: number; s: number }>();
          for (const row of rows.slice(from, from + BATCH).filter((one) => one.v >= 20)) {
            const held = pane.get(row.k);
            if (held === undefined) pane.set(row.k, { n: 1, s: row.v });
            else {
              held.n++;
              held.s += row.v;
            }
          }
          panes.push(pane);
          for (const [key, { n, s }] of pane) {
            const held = window.get(key);
            if (held === undefined) window.set(key, { n, s });
            else {
              held.n += n;
              held.s += s;
            }
          }
          for (const [key, { n, s }] of panes.length > 10 ? (panes.shift() ?? []) : []) {
            const held = window.get(key);
            if (held === undefined) continue;
            held.n -= n;
            held.s -= s;
            if (held.n === 0) window.delete(key);
          }
          const result = Array.from(window, ([key, { n, s }]) => ({ k: key, n, s }));
          out += result.length;
          for (const row of result) total += row.n + row.s;
        }
        return `${out} ${total}`;
      },
    },
  ];
}

function w4(): readonly Contestant[] {
  const order = Int32Array.from({ length: EVENTS }, (_, i) => i);
  const next = randoms(4);
  for (let i = EVENTS - 1; i > 0; i--) {
    const other = Math.floor(next() * (i + 1));
    [order[i], order[other]] = [order[other] as number, order[i] as number];
  }
  const schema: Schema = [{ name: 'key', type: STRING }];
  const batches: Rows[] = [];
  const texts: Uint8Array[] = [];
  for (let from = 0; from < EVENTS; from += BATCH) {
    const text = new TextEncoder().encode(`${Array.from(order.subarray(from, from + BATCH), (n) => `user-${n}`).join('\n')}\n`);
    texts.push(text);
    const { bytes, starts, ends } = splitLines(text);
    batches.push({
      schema,
      columns: [{ kind: 'string', type: STRING, length: BATCH, nulls: null, bytes, starts, ends }],
      length: BATCH,
      selection: null,
    });
  }
  const thePlan = plan(schema, (builder, source) => aggregate(builder, source, { kind: 'running', emit: 'changes' }, 'key', { n: 'count(*)' }));
  return [
    {
      name: 'kernels',
      run: () => {
        let total = 0;
        runAll(createPlanRuntime(thePlan, { zeroTimeMs: 0, now: () => 0 }), batches, (out) => {
          total += sumColumn(out, 1);
        });
        return `${total}`;
      },
    },
    {
      name: 'rows and Map',
      run: () => {
        const counts = new Map<string, number>();
        let total = 0;
        const decoder = new TextDecoder();
        for (const text of texts) {
          const touched = new Set<string>();
          const rows = decoder
            .decode(text)
            .split('\n')
            .map((key) => ({ key }));
          rows.pop();
          for (const { key } of rows) {
            counts.set(key, (counts.get(key) ?? 0) + 1);
            touched.add(key);
          }
          const out = [...touched].map((key) => ({ key, n: counts.get(key) ?? 0 }));
          for (const row of out) total += row.n;
        }
        return `${total}`;
      },
    },
  ];
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

function compare(title: string, contestants: readonly Contestant[]): void {
  if (process.env.ONLY !== undefined) contestants = contestants.filter(({ name }) => name === process.env.ONLY);
  const times = contestants.map((): number[] => []);
  const answers = new Set<string>();
  for (let round = 0; round <= ROUNDS; round++) {
    contestants.forEach((contestant, c) => {
      const start = process.cpuUsage();
      answers.add(contestant.run());
      const { user, system } = process.cpuUsage(start);
      if (round > 0) times[c]?.push((user + system) / 1000);
    });
  }
  if (answers.size !== 1) throw new Error(`${title}: answers differ: ${[...answers].join(' | ')}`);
  const [first = 0, ...others] = times.map(median);
  const ratios = others.map((ms, c) => `${contestants[c + 1]?.name} ${ms.toFixed(0)} ms, ${(ms / first).toFixed(2)} times as long`);
  console.log(`${title}: ${contestants[0]?.name} ${first.toFixed(0)} ms; ${ratios.join('; ')}`);
}

const workloads: Readonly<Record<string, () => readonly Contestant[]>> = { keys, W1: w1, W2: w2, W4: w4 };
const asked = process.argv.slice(2);
for (const [name, make] of Object.entries(workloads)) if (asked.length === 0 || asked.includes(name)) compare(name, make());
if (asked.includes('digest')) {
  const values = Float64Array.from({ length: 10_000 }, (_, i) => i);
  const rows: Rows = {
    schema: [{ name: 'n', type: BIGINT }],
    columns: [{ kind: 'float', type: BIGINT, length: values.length, nulls: null, values }],
    length: values.length,
    selection: null,
  };
  const start = performance.now();
  let text = '';
  for (let i = 0; i < 1000; i++) text = formatDigest(digestRows(rows));
  console.log(`digest: ${((performance.now() - start) / 10_000).toFixed(4)} us a row (${text})`);
}
