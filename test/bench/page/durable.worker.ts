import { openIndexedDbStore } from '../../../workers/indexeddb-store.ts';
import { runEngine } from '../engine-contestant.ts';
import { makeWorkload, type WorkloadName } from '../workloads.ts';

interface Asked {
  readonly name: WorkloadName;
  readonly events: number;
  readonly batchRows: number;
}

self.onmessage = async (message: MessageEvent<Asked>) => {
  const { name, events, batchRows } = message.data;
  const workload = makeWorkload(name, events, batchRows);
  const ignore = (): void => undefined;
  const { store } = await openIndexedDbStore({
    name: `bench-${name}-${batchRows}-${performance.now()}`,
    onClosed: ignore,
    onSuperseded: ignore,
    onBlocked: ignore,
  });
  const result = await runEngine(workload, store, () => performance.now());
  await store.close();
  postMessage(result);
};
