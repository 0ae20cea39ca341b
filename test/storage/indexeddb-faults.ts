// Ways to make fake-indexeddb fail as browsers were seen to fail. Each answers a function that takes the fault away again.
import { IDBDatabase, IDBFactory, IDBObjectStore, IDBTransaction } from 'fake-indexeddb';

/** What the fault helpers need of a transaction beyond its public face. */
interface Inner {
  error: DOMException | null;
  _requests: readonly { readonly request: IDBRequest }[];
  _abort(name: string | null): void;
}

function inner(tx: IDBTransaction): Inner {
  return tx as unknown as Inner;
}

function replace<T extends object, K extends keyof T>(target: T, name: K, make: (original: T[K]) => T[K]): () => void {
  const original = target[name];
  target[name] = make(original);
  return () => {
    target[name] = original;
  };
}

/** `open` throws at once, as where storage is forbidden. */
export function openThrows(error: unknown): () => void {
  return replace(
    IDBFactory.prototype,
    'open',
    () =>
      function open(): never {
        throw error;
      },
  );
}

/** The next `times` open requests fail with this error (null: a request that fails without one). */
export function openFails(error: DOMException | null, times = Number.POSITIVE_INFINITY): () => void {
  let left = times;
  return replace(
    IDBFactory.prototype,
    'open',
    (original) =>
      function open(this: IDBFactory, ...args: Parameters<IDBFactory['open']>): IDBOpenDBRequest {
        if (left-- <= 0) return original.apply(this, args);
        const request = Object.assign(new EventTarget(), { error, result: undefined, readyState: 'done' });
        Object.setPrototypeOf(request, globalThis.IDBRequest.prototype);
        const target = new EventTarget();
        const failing = Object.assign(request, {
          addEventListener: target.addEventListener.bind(target),
          removeEventListener: target.removeEventListener.bind(target),
        });
        setImmediate(() => target.dispatchEvent(new Event('error')));
        return failing as unknown as IDBOpenDBRequest;
      },
  );
}

/** Open requests that are never answered. */
export function openHangs(): () => void {
  return replace(
    IDBFactory.prototype,
    'open',
    () =>
      function open(): IDBOpenDBRequest {
        const request = Object.create(globalThis.IDBRequest.prototype) as IDBOpenDBRequest;
        return Object.assign(request, { addEventListener: () => {}, removeEventListener: () => {} });
      },
  );
}

/** Counts open requests and those without an answer yet. */
export function watchOpens(): {
  readonly seen: { total: number; now: number; most: number };
  readonly databases: IDBDatabase[];
  readonly stop: () => void;
} {
  const seen = { total: 0, now: 0, most: 0 };
  const databases: IDBDatabase[] = [];
  const stop = replace(
    IDBFactory.prototype,
    'open',
    (original) =>
      function open(this: IDBFactory, ...args: Parameters<IDBFactory['open']>): IDBOpenDBRequest {
        const request = original.apply(this, args);
        seen.total++;
        seen.now++;
        seen.most = Math.max(seen.most, seen.now);
        const over = (): void => {
          seen.now--;
        };
        request.addEventListener('success', () => {
          over();
          databases.push(request.result);
        });
        request.addEventListener('error', over);
        return request;
      },
  );
  return { seen, databases, stop };
}

/** `transaction()` throws, as on a connection that is gone. */
export function transactionThrows(error: DOMException): () => void {
  return replace(
    IDBDatabase.prototype,
    'transaction',
    () =>
      function transaction(): never {
        throw error;
      },
  );
}

/** Every transaction ends at once with this error, its requests with AbortError. */
export function transactionsDie(error: DOMException): () => void {
  return replace(
    IDBDatabase.prototype,
    'transaction',
    (original) =>
      function transaction(this: IDBDatabase, ...args: Parameters<IDBDatabase['transaction']>): IDBTransaction {
        const tx = original.apply(this, args);
        queueMicrotask(() => die(tx, error));
        return tx;
      },
  );
}

/** All requests of a transaction succeed; then its commit fails. `error` null: aborted without a word. */
export function commitsFail(error: DOMException | null): () => void {
  return replace(
    IDBTransaction.prototype,
    'commit',
    () =>
      function commit(this: IDBTransaction): void {
        inner(this)
          ._requests.at(-1)
          ?.request.addEventListener('success', () => die(this, error));
      },
  );
}

/** The commit is made, but nobody is ever told. */
export function commitsGoUnheard(): () => void {
  return replace(
    IDBTransaction.prototype,
    'addEventListener',
    () =>
      function addEventListener(): void {
        // Nothing is ever heard from this transaction.
      },
  );
}

/** A kind of request of an object store fails with this error, and its transaction with it. */
export function requestsFail(method: 'get' | 'put' | 'delete', error: DOMException, only: (store: string) => boolean = () => true): () => void {
  const requests = IDBObjectStore.prototype as unknown as Record<string, (...args: unknown[]) => IDBRequest>;
  const transactions = IDBTransaction.prototype as unknown as { _execRequestAsync(job: { operation: () => unknown }): IDBRequest };
  let failing = false;
  const undoRequests = replace(
    requests,
    method,
    (original) =>
      function failingRequest(this: IDBObjectStore, ...args: unknown[]): IDBRequest {
        failing = only(this.name);
        try {
          return original?.apply(this, args) as IDBRequest;
        } finally {
          failing = false;
        }
      } as (...args: unknown[]) => IDBRequest,
  );
  const undoJobs = replace(
    transactions,
    '_execRequestAsync',
    (original) =>
      function execute(this: unknown, job: { operation: () => unknown }): IDBRequest {
        if (failing) {
          job.operation = () => {
            throw error;
          };
        }
        return original.call(this, job);
      },
  );
  return () => {
    undoRequests();
    undoJobs();
  };
}

/** A kind of request throws at once in the middle of a transaction. */
export function putThrowsAt(count: number, error: Error): () => void {
  let calls = 0;
  return replace(
    IDBObjectStore.prototype,
    'put',
    (original) =>
      function put(this: IDBObjectStore, ...args: Parameters<IDBObjectStore['put']>): IDBRequest<IDBValidKey> {
        calls++;
        if (calls === count) throw error;
        return original.apply(this, args);
      },
  );
}

function die(tx: IDBTransaction, error: DOMException | null): void {
  try {
    inner(tx)._abort(null);
  } catch {
    return;
  }
  Object.defineProperty(tx, 'error', { value: error, configurable: true });
}
