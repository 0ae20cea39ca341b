// A disk that fails by plan, for simulations. It counts every storage call (get, range, transact, usedBytes; from 1, across
// all connections made by `reopen`) and does at a call what the plan says for its number. Same plan, same calls: same
// faults. Calls take effect when they are made and are answered in that order.
//
// A crash ends the whole process that holds the store. Code cannot catch its own death, so by default the call in progress
// and all later ones never settle; a simulation runs its process by `untilCrash`, drops it when that answers with a
// CrashSignal, and begins the next life with `reopen`.
import type { MemoryStore } from './memory-store.ts';
import { StorageError, type StorageErrorKind, type Store, type TransactOptions, type Write } from './store.ts';

/** Whether the writes of the call that fails are stored all the same. Says nothing for reads. */
export type Landing = 'lost' | 'landed';

export type Fault =
  /** The process dies in this call. `landed`: the commit happened and was never acknowledged. */
  | { readonly at: number; readonly kind: 'crash'; readonly writes: Landing }
  /** The machine dies in this call: a crash, and up to `transactions` of the newest relaxed ones since the last strict one are gone. */
  | { readonly at: number; readonly kind: 'power'; readonly writes: Landing; readonly transactions: number }
  /** This call (or `times` calls from here on) rejects; the connection lives. */
  | { readonly at: number; readonly kind: 'reject'; readonly error: StorageErrorKind; readonly writes: Landing; readonly times?: number }
  /** The connection dies: this call and all later ones on it reject with "closed". The next `failedOpens` calls of `reopen` fail too. */
  | { readonly at: number; readonly kind: 'cut'; readonly writes: Landing; readonly failedOpens: number }
  /** The answer comes `ms` later, and those of later calls after it. */
  | { readonly at: number; readonly kind: 'slow'; readonly ms: number };

export interface FaultPlan {
  readonly faults: readonly Fault[];
  /** A transaction that would leave more than this rejects with "full" and writes nothing, unless it makes what is stored smaller. */
  readonly quotaBytes?: number;
  /** silence: calls of a dead process never settle. throw: they reject with the CrashSignal. Default silence. */
  readonly crash?: 'silence' | 'throw';
  /** How a failed `reopen` fails. Default unknown. */
  readonly openError?: StorageErrorKind;
  /** Waits on the simulation's clock. Default: one microtask for each millisecond. */
  readonly wait?: (ms: number) => Promise<void>;
  /** The connection died by a `cut`. Called before the call rejects, as the browser's `close` event is. */
  readonly onClosed?: () => void;
}

/** The process died in call number `call`, which was `what`. */
export class CrashSignal extends Error {
  readonly call: number;
  readonly what: string;
  constructor(call: number, what: string) {
    super(`the process died in storage call ${call} (${what})`);
    this.name = 'CrashSignal';
    this.call = call;
    this.what = what;
  }
}

export interface FaultyStore extends Store {
  /** Storage calls so far, over all connections. */
  callCount(): number;
  /** Resolves when the process that uses this connection dies. */
  readonly crashed: Promise<CrashSignal>;
  /** The work's own outcome, or the CrashSignal if the process dies first. */
  untilCrash<T>(work: Promise<T>): Promise<T | CrashSignal>;
  /** A new connection: of the same process, or of the next one after a crash. Rejects while a `cut` says so. */
  reopen(): Promise<FaultyStore>;
  /** What is stored, past all faults, for the oracle; on a connection of its own. */
  contents(): MemoryStore;
  setQuota(bytes: number | null): void;
}

export function createFaultyStore(inner: MemoryStore, plan: FaultPlan): FaultyStore {
  return connect(new Disk(inner, plan), new Life());
}

/** What outlives a process: contents, counts, and what the plan still holds. */
class Disk {
  readonly store: MemoryStore;
  readonly plan: FaultPlan;
  readonly #faults: ReadonlyMap<number, Fault>;
  readonly #keepsUnsynced: boolean;
  /** Contents before each relaxed transaction since the last strict one; kept only if the plan cuts the power. */
  readonly #unsynced: MemoryStore[] = [];
  calls = 0;
  failedOpens = 0;
  quotaBytes: number | null;

  constructor(inner: MemoryStore, plan: FaultPlan) {
    this.store = inner.reopen();
    this.plan = plan;
    this.#faults = faultsByCall(plan.faults);
    this.#keepsUnsynced = plan.faults.some((fault) => fault.kind === 'power');
    this.quotaBytes = plan.quotaBytes ?? null;
  }

  nextFault(): Fault | undefined {
    this.calls++;
    return this.#faults.get(this.calls);
  }

  async transact(writes: readonly Write[], options: TransactOptions): Promise<void> {
    const before = this.quotaBytes !== null || this.#keepsUnsynced ? this.store.clone() : null;
    // The inner store has done its work when this call returns; awaiting it first would let a later call see the excess.
    const done = this.store.transact(writes, options);
    if (before !== null && this.quotaBytes !== null && this.store.size() > Math.max(this.quotaBytes, before.size() - 1)) {
      this.store.restore(before);
      await done;
      throw new StorageError('full', `the quota of ${this.quotaBytes} bytes is used up`);
    }
    if (before !== null && this.#keepsUnsynced) {
      if (options.durability === 'strict') this.#unsynced.length = 0;
      else this.#unsynced.push(before);
    }
    await done;
  }

  losePower(transactions: number): void {
    const lost = Math.min(transactions, this.#unsynced.length);
    const before = this.#unsynced[this.#unsynced.length - lost];
    if (before !== undefined) this.store.restore(before);
    this.#unsynced.length = 0;
  }
}

/** One process. All its connections die together. */
class Life {
  readonly crashed: Promise<CrashSignal>;
  #announce: (signal: CrashSignal) => void = () => {};
  signal: CrashSignal | null = null;

  constructor() {
    this.crashed = new Promise((resolve) => {
      this.#announce = resolve;
    });
  }

  end(signal: CrashSignal): void {
    this.signal = signal;
    this.#announce(signal);
  }
}

function connect(disk: Disk, life: Life): FaultyStore {
  const { plan } = disk;
  const wait = plan.wait ?? waitMicrotasks;
  let closed: string | null = null;
  let earlier: Promise<unknown> = Promise.resolve();

  const death = (): Promise<never> => {
    if (plan.crash === 'throw' && life.signal !== null) return Promise.reject(life.signal);
    return new Promise<never>(() => {});
  };

  const answerInTurn = <T>(work: Promise<T>, delayMs: number): Promise<T> => {
    work.catch(() => {});
    const before = earlier;
    const answer = (async () => {
      await before;
      if (delayMs > 0) await wait(delayMs);
      return life.signal === null ? work : death();
    })();
    earlier = answer.then(
      () => {},
      () => {},
    );
    return answer;
  };

  const call = <T>(what: string, effect: () => Promise<T>): Promise<T> => {
    if (life.signal !== null) return death();
    if (closed !== null) return Promise.reject(new StorageError('closed', closed));
    const fault = disk.nextFault();
    if (fault === undefined) return answerInTurn(effect(), 0);
    if (fault.kind === 'slow') return answerInTurn(effect(), fault.ms);
    // A call that fails for its own reason (a conflict) has written nothing; the fault hides that reason.
    if (fault.writes === 'landed') effect().catch(() => {});
    if (fault.kind === 'reject') return answerInTurn(Promise.reject(new StorageError(fault.error, `planned fault at call ${fault.at}`)), 0);
    if (fault.kind === 'cut') {
      closed = `the connection was cut in call ${fault.at}`;
      disk.failedOpens = fault.failedOpens;
      plan.onClosed?.();
      return answerInTurn(Promise.reject(new StorageError('closed', closed)), 0);
    }
    if (fault.kind === 'power') disk.losePower(fault.transactions);
    life.end(new CrashSignal(fault.at, what));
    return death();
  };

  return {
    get: (table, key) => call(`get ${table}`, () => disk.store.get(table, key)),
    range: (table, range, options) => call(`range ${table}`, () => disk.store.range(table, range, options)),
    transact: (writes, options) => call(describeWrites(writes), () => disk.transact(writes, options)),
    usedBytes: () => call('usedBytes', () => disk.store.usedBytes()),
    async close() {
      closed ??= 'this connection was closed';
    },
    callCount: () => disk.calls,
    crashed: life.crashed,
    untilCrash: (work) => Promise.race([work, life.crashed]),
    async reopen() {
      if (disk.failedOpens > 0) {
        disk.failedOpens--;
        throw new StorageError(plan.openError ?? 'unknown', 'planned fault: the storage does not open yet');
      }
      return connect(disk, life.signal === null ? life : new Life());
    },
    contents: () => disk.store.reopen(),
    setQuota(bytes) {
      disk.quotaBytes = bytes;
    },
  };
}

function faultsByCall(faults: readonly Fault[]): Map<number, Fault> {
  const byCall = new Map<number, Fault>();
  for (const fault of faults) {
    const times = fault.kind === 'reject' ? (fault.times ?? 1) : 1;
    for (let i = 0; i < times; i++) byCall.set(fault.at + i, fault);
  }
  return byCall;
}

function describeWrites(writes: readonly Write[]): string {
  const tables = [...new Set(writes.map((write) => `${write.op} ${write.table}`))];
  return `transact ${tables.join(', ')}`;
}

async function waitMicrotasks(ms: number): Promise<void> {
  for (let i = 0; i < ms; i++) await undefined;
}
