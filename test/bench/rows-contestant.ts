// What one writes by hand without thinking of speed: row objects, split strings, a Map. Also the independent answer the
// others are checked against.
import { type Answer, batchBytes, batchCount, type PairWorkload, type TextWorkload, type Workload } from './workloads.ts';

interface Counted {
  readonly key: string;
  readonly n: number;
}

export function runRows(workload: Workload): Answer {
  return workload.kind === 'text' ? countText(workload) : countWindows(workload);
}

/** Running count; each batch gives out the keys it changed. */
function countText(workload: TextWorkload): Answer {
  const decoder = new TextDecoder();
  const counts = new Map<string, number>();
  let rows = 0;
  let sum = 0;
  for (let batch = 0; batch < batchCount(workload); batch++) {
    const lines = decoder.decode(batchBytes(workload, batch)).split('\n');
    const changed = new Set<string>();
    for (const line of lines) {
      if (line === '') continue;
      for (const word of workload.name === 'W1' ? line.split(' ') : [line]) {
        if (word === '') continue;
        counts.set(word, (counts.get(word) ?? 0) + 1);
        changed.add(word);
      }
    }
    const out: Counted[] = [];
    for (const key of changed) out.push({ key, n: counts.get(key) ?? 0 });
    rows += out.length;
    for (const row of out) sum += row.n;
  }
  return { rows, sum };
}

interface Pair {
  readonly key: number;
  readonly value: number;
}

interface Total {
  n: number;
  s: number;
}

/** Count and sum a key over the last ten batches, each batch; panes are added up anew for each window. */
function countWindows(workload: PairWorkload): Answer {
  const panes: Map<number, Total>[] = [];
  let rows = 0;
  let sum = 0;
  for (let batch = 0; batch < batchCount(workload); batch++) {
    const pane = new Map<number, Total>();
    for (const { key, value } of rowObjects(workload, batch)) {
      if (value < workload.least) continue;
      const total = pane.get(key);
      if (total === undefined) pane.set(key, { n: 1, s: value });
      else {
        total.n++;
        total.s += value;
      }
    }
    panes.push(pane);
    if (panes.length > workload.windowBatches) panes.shift();
    const window = new Map<number, Total>();
    for (const part of panes) {
      for (const [key, { n, s }] of part) {
        const total = window.get(key);
        if (total === undefined) window.set(key, { n, s });
        else {
          total.n += n;
          total.s += s;
        }
      }
    }
    const out = [...window].map(([key, { n, s }]) => ({ key, n, s }));
    rows += out.length;
    for (const row of out) sum += row.n + row.s;
  }
  return { rows, sum };
}

/** The batch as a program on rows has it. */
export function rowObjects(workload: PairWorkload, batch: number): readonly Pair[] {
  const from = batch * workload.batchRows;
  const to = Math.min(workload.keys.length, from + workload.batchRows);
  const pairs: Pair[] = [];
  for (let i = from; i < to; i++) pairs.push({ key: workload.keys[i] ?? 0, value: workload.values[i] ?? 0 });
  return pairs;
}
