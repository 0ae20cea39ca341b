// The page's end of the protocol and the supervisor of the engine's worker. It makes the worker, keeps the Comlink proxy
// (a collected proxy drops calls in flight), receives frames and events through one MessagePort, and watches the heartbeat:
// a worker that is silent too long is terminated and a new one made, with back-off. Everybody else talks to `engine`, which
// stays the same object over restarts: a call waits for the next worker, and one in flight when the worker dies rejects
// with EngineGoneError. Nothing here knows React.
import { createStore } from 'zustand/vanilla';
import type { Problem } from '../../problem/problem.ts';
import {
  type EngineApi,
  type EngineEvent,
  type Handshake,
  type Hello,
  type PipelineId,
  PROTOCOL_VERSION,
  type StorageInfo,
} from '../../protocol/engine-api.ts';

/** One live worker (or, in tests, something that behaves like one). */
export interface EngineConnection {
  readonly api: EngineApi;
  /** Ends it at once, without a word to it. */
  terminate(): void;
  /** Called when the worker script itself fails to load or throws outside of a call. */
  onFailure(listener: (message: string) => void): void;
}

export type ConnectEngine = () => EngineConnection;

/** starting: no handshake yet. restarting: the next worker is on its way. superseded: a newer build has taken the database. refused: see `problems`. */
export type LinkState = 'starting' | 'ready' | 'restarting' | 'superseded' | 'refused';

export interface LinkStatus {
  readonly state: LinkState;
  readonly handshake: Handshake | null;
  readonly storage: StorageInfo | null;
  /** Times a worker had to be replaced since the page was opened. */
  readonly restarts: number;
  /** Why the last one was replaced, in words. */
  readonly reason: string | null;
  /** Why the engine refused the handshake. */
  readonly problems: readonly Problem[];
  readonly heapBytes: number | null;
  /** Bugs reported by the worker, newest last; at most 50. */
  readonly bugs: readonly { readonly message: string; readonly stack: string }[];
}

/** A call was in flight when its worker died; what it did is in the store, so read before you repeat it. */
export class EngineGoneError extends Error {
  constructor() {
    super('The engine was restarted while this was being done.');
    this.name = 'EngineGoneError';
  }
}

const HEARTBEAT_LIMIT_MS = 10_000;
const HEARTBEAT_LIMIT_HIDDEN_MS = 60_000;
const WATCH_EVERY_MS = 1_000;
const BACK_OFF_MS = [0, 500, 2_000, 5_000, 15_000, 30_000];
/** A worker that lived this long has earned a fresh back-off. */
const SETTLED_MS = 60_000;
const MOST_BUGS = 50;

export const linkStore = createStore<LinkStatus>(() => ({
  state: 'starting',
  handshake: null,
  storage: null,
  restarts: 0,
  reason: null,
  problems: [],
  heapBytes: null,
  bugs: [],
}));

type EventListener = (event: EngineEvent) => void;

const eventListeners = new Set<EventListener>();

/** Every event of the worker, frames included, in the order they came. Returns how to stop. */
export function subscribeEngineEvents(listener: EventListener): () => void {
  eventListeners.add(listener);
  return () => eventListeners.delete(listener);
}

interface RunningWorker {
  readonly connection: EngineConnection;
  readonly ready: Promise<EngineApi>;
  /** Rejects when this worker is given up. */
  readonly gone: Promise<never>;
  readonly giveUp: () => void;
  readonly port: MessagePort;
}

let connect: ConnectEngine | null = null;
let current: RunningWorker | null = null;
let hello: Omit<Hello, 'engineRestarts'> | null = null;
let lastBeatMs = 0;
let startedMs = 0;
let failuresInARow = 0;
let watching = false;
const waiters = new Set<(worker: RunningWorker) => void>();
const opened = new Set<PipelineId>();

/** Starts the first worker and the watch over it. To be called once, by the composition root of the page. */
export function startEngine(connectEngine: ConnectEngine, greeting: Pick<Hello, 'tabId' | 'tabLabel'>): void {
  connect = connectEngine;
  hello = { ...greeting, protocolVersion: PROTOCOL_VERSION };
  launch();
  if (watching) return;
  watching = true;
  setInterval(watchHeartbeat, WATCH_EVERY_MS);
}

/** Terminates the worker in the middle of whatever it does, as a crash would, and lets supervision bring up the next one. */
export function crashEngine(reason: string): void {
  replaceWorker(reason, true);
}

/** Pipelines opened through this stay open over restarts of the worker. */
export function rememberOpened(pipelineId: PipelineId): () => void {
  opened.add(pipelineId);
  return () => opened.delete(pipelineId);
}

async function callEngine(name: keyof EngineApi, args: readonly unknown[]): Promise<unknown> {
  const { worker, api } = await readyWorker();
  // The proxy's own signature for `name` is what the caller was checked against.
  const method = api[name] as (...values: readonly unknown[]) => Promise<unknown>;
  return await Promise.race([Reflect.apply(method, api, args), worker.gone]);
}

/** The next worker that answers. One that dies before it could be asked costs the caller nothing but time. */
async function readyWorker(): Promise<{ readonly worker: RunningWorker; readonly api: EngineApi }> {
  for (;;) {
    const worker = current ?? (await new Promise<RunningWorker>((resolve) => waiters.add(resolve)));
    try {
      return { worker, api: await Promise.race([worker.ready, worker.gone]) };
    } catch (error) {
      if (linkStore.getState().state === 'refused' || current === worker) throw error;
    }
  }
}

/** The engine, whichever worker it lives in now. Calls wait while a worker is being started. */
// Every key of EngineApi is a method, so a get trap that returns a caller for the name is that interface.
export const engine = new Proxy({} as EngineApi, {
  get: (_target, name) => (name === 'then' ? undefined : (...args: readonly unknown[]) => callEngine(name as keyof EngineApi, args)),
});

function launch(): void {
  if (connect === null || hello === null) return;
  const connection = connect();
  const channel = new MessageChannel();
  let giveUp: () => void = () => undefined;
  const gone = new Promise<never>((_resolve, reject) => {
    giveUp = () => reject(new EngineGoneError());
  });
  gone.catch(() => undefined);
  const ready = greet(connection, channel.port2, { ...hello, engineRestarts: linkStore.getState().restarts });
  ready.catch(() => undefined);
  const worker: RunningWorker = { connection, ready, gone, giveUp, port: channel.port1 };
  current = worker;
  startedMs = performance.now();
  lastBeatMs = startedMs;
  channel.port1.onmessage = (message: MessageEvent<EngineEvent>) => {
    if (current === worker) receive(message.data);
  };
  connection.onFailure((message) => {
    if (current === worker) replaceWorker(message);
  });
  ready.then(
    () => {
      if (current === worker) lastBeatMs = performance.now();
    },
    (error: unknown) => {
      if (current === worker && linkStore.getState().state !== 'refused') replaceWorker(error instanceof Error ? error.message : String(error));
    },
  );
  for (const resolve of waiters) resolve(worker);
  waiters.clear();
}

async function greet(connection: EngineConnection, port: MessagePort, greeting: Hello): Promise<EngineApi> {
  await connection.api.attach(port);
  const answer = await connection.api.hello(greeting);
  if (!answer.ok) {
    linkStore.setState({ state: 'refused', problems: answer.problems });
    throw new EngineGoneError();
  }
  linkStore.setState({ state: 'ready', handshake: answer.value, storage: answer.value.storage });
  for (const pipelineId of opened) await connection.api.openPipeline(pipelineId);
  return connection.api;
}

function receive(event: EngineEvent): void {
  lastBeatMs = performance.now();
  switch (event.kind) {
    case 'heartbeat':
      linkStore.setState({ heapBytes: event.heapBytes });
      break;
    case 'storage-changed':
      linkStore.setState({ storage: event.storage });
      break;
    case 'bug':
      linkStore.setState(({ bugs }) => ({ bugs: [...bugs, { message: event.message, stack: event.stack }].slice(-MOST_BUGS) }));
      break;
    case 'superseded':
      linkStore.setState({ state: 'superseded' });
      break;
    case 'frame':
    case 'notice':
    case 'pipelines-changed':
    case 'draft-changed':
    case 'import-progress':
    case 'consents-changed':
      break;
  }
  for (const listener of eventListeners) listener(event);
}

function watchHeartbeat(): void {
  if (current === null) return;
  const limit = document.visibilityState === 'hidden' ? HEARTBEAT_LIMIT_HIDDEN_MS : HEARTBEAT_LIMIT_MS;
  const now = performance.now();
  // A page that was frozen or asleep finds an old beat without the worker being at fault: it gets a fresh chance.
  if (now - lastWatchMs > WATCH_EVERY_MS * 3) lastBeatMs = now;
  lastWatchMs = now;
  const silentMs = now - lastBeatMs;
  if (silentMs > limit) replaceWorker(`The engine did not answer for ${Math.round(silentMs / 1000)} s.`);
}
let lastWatchMs = 0;

function replaceWorker(reason: string, asked = false): void {
  const worker = current;
  if (worker === null) return;
  current = null;
  worker.port.close();
  worker.connection.terminate();
  worker.giveUp();
  // One that was asked for is no failure: the next worker comes at once.
  if (!asked) failuresInARow = performance.now() - startedMs > SETTLED_MS ? 0 : failuresInARow + 1;
  const { state, restarts } = linkStore.getState();
  if (state === 'superseded') return;
  linkStore.setState({ state: 'restarting', restarts: restarts + 1, reason });
  setTimeout(launch, asked ? 0 : (BACK_OFF_MS[Math.min(failuresInARow, BACK_OFF_MS.length - 1)] ?? 0));
}

/** The page goes away: said at once and without waiting, because nothing after this is sure to run. */
export function tellPageHides(): void {
  if (linkStore.getState().state === 'ready') void current?.connection.api.pageHides().catch(() => undefined);
}

/** The page came back from the browser's cache. */
export function tellPageShows(): void {
  if (linkStore.getState().state === 'ready') void current?.connection.api.pageShows().catch(() => undefined);
}

/** After a refusal: the user asks for another try. */
export function retryEngine(): void {
  linkStore.setState({ state: 'starting', problems: [] });
  current?.connection.terminate();
  current = null;
  launch();
}
