// The same with RxJS, as its users would write it: operators over rows, one observable a batch.
import { concatMap, filter, from, map, reduce } from 'rxjs';
import { rowObjects } from './rows-contestant.ts';
import { type Answer, batchBytes, batchCount, type PairWorkload, type TextWorkload, type Workload } from './workloads.ts';

export function runRxjs(workload: Workload): Answer {
  return workload.kind === 'text' ? countText(workload) : countWindows(workload);
}

function countText(workload: TextWorkload): Answer {
  const decoder = new TextDecoder();
  const counts = new Map<string, number>();
  let rows = 0;
  let sum = 0;
  for (let batch = 0; batch < batchCount(workload); batch++) {
    from(decoder.decode(batchBytes(workload, batch)).split('\n'))
      .pipe(
        concatMap((line) => from(workload.name === 'W1' ? line.split(' ') : [line])),
        filter((word) => word !== ''),
        reduce((changed, word) => {
          counts.set(word, (counts.get(word) ?? 0) + 1);
          return changed.add(word);
        }, new Set<string>()),
        concatMap((changed) => from(changed)),
        map((key) => ({ key, n: counts.get(key) ?? 0 })),
      )
      .subscribe(({ n }) => {
        rows++;
        sum += n;
      });
  }
  return { rows, sum };
}

type Totals = Map<number, { n: number; s: number }>;

function addTo(totals: Totals, key: number, n: number, s: number): Totals {
  const total = totals.get(key);
  if (total === undefined) totals.set(key, { n, s });
  else {
    total.n += n;
    total.s += s;
  }
  return totals;
}

function countWindows(workload: PairWorkload): Answer {
  let panes: Totals[] = [];
  let rows = 0;
  let sum = 0;
  for (let batch = 0; batch < batchCount(workload); batch++) {
    from(rowObjects(workload, batch))
      .pipe(
        filter(({ value }) => value >= workload.least),
        reduce((pane, { key, value }) => addTo(pane, key, 1, value), new Map() as Totals),
        concatMap((pane) => {
          panes = [...panes, pane].slice(-workload.windowBatches);
          return from(panes).pipe(
            concatMap((part) => from(part)),
            reduce((window, [key, { n, s }]) => addTo(window, key, n, s), new Map() as Totals),
          );
        }),
        concatMap((window) => from(window)),
        map(([key, { n, s }]) => ({ key, n, s })),
      )
      .subscribe(({ n, s }) => {
        rows++;
        sum += n + s;
      });
  }
  return { rows, sum };
}
