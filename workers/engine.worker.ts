// Composition root of the engine's thread: clocks, ids and this site's address go in, the service comes out to the page.
// It also beats, so that the page sees a thread that hangs, and forwards what would otherwise be lost in a worker.
import { expose } from 'comlink';
import type { EngineEvent } from '../src/protocol/engine-api.ts';
import { EngineService } from './engine-service.ts';
import { FetchedSamples } from './samples.ts';

const HEARTBEAT_EVERY_MS = 1_000;

const service = new EngineService({
  ports: { nowMs: () => Date.now(), monotonicMs: () => performance.now() },
  samples: new FetchedSamples(siteUrl()),
  buildId: import.meta.env.MODE,
  newId: () => crypto.randomUUID().slice(0, 13),
});

/** The folder of the page: workers/ in development and assets/ in the build both lie right below it. */
function siteUrl(): string {
  return new URL('..', self.location.href).href;
}

function bugEvent(error: unknown): EngineEvent {
  return { kind: 'bug', message: error instanceof Error ? error.message : String(error), stack: error instanceof Error ? (error.stack ?? '') : '' };
}

self.addEventListener('error', (event) => service.send(bugEvent(event.error ?? event.message)));
self.addEventListener('unhandledrejection', (event) => service.send(bugEvent(event.reason)));

setInterval(() => {
  const memory = 'memory' in performance ? (performance.memory as { readonly usedJSHeapSize?: number }) : null;
  service.send({ kind: 'heartbeat', atMs: Date.now(), heapBytes: memory?.usedJSHeapSize ?? null });
}, HEARTBEAT_EVERY_MS);

expose(service);
