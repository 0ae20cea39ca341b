// Makes the engine's worker and wraps it as an EngineConnection. The only place of the page that knows Comlink.
import { transfer, wrap } from 'comlink';
import type { EngineApi } from '../../protocol/engine-api.ts';
import type { EngineConnection } from './engine-link.ts';

export function connectWorker(): EngineConnection {
  const worker = new Worker(new URL('../../../workers/engine.worker.ts', import.meta.url), { type: 'module', name: 'millrace-engine' });
  const remote = wrap<EngineApi>(worker);
  return {
    // Comlink's Remote<EngineApi> has the same methods (all of them asynchronous); only the port must be named as transferable.
    api: new Proxy(remote as unknown as EngineApi, {
      get: (target, name) => (name === 'attach' ? (port: MessagePort) => target.attach(transfer(port, [port])) : Reflect.get(target, name)),
    }),
    terminate: () => worker.terminate(),
    onFailure: (listener) => {
      worker.addEventListener('error', (event) => listener(event.message || 'The engine could not be started.'));
      worker.addEventListener('messageerror', () => listener('A message of the engine could not be read.'));
    },
  };
}
