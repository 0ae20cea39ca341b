// Stands in for the worker in tests of the page's stores: it holds drafts, sends what it is told to send, and dies on request.
import { fail, ok, problem, type Result } from '../../src/problem/problem.ts';
import type { DraftRecord, EngineApi, EngineEvent, FramePort, Hello, RunStatus, SaveOutcome } from '../../src/protocol/engine-api.ts';
import type { ConnectEngine, EngineConnection } from '../../src/studio/store/engine-link.ts';

export function idleStatus(pipelineId: string): RunStatus {
  return {
    pipelineId,
    role: 'owner',
    ownerTab: null,
    state: 'idle',
    runId: null,
    applied: null,
    batchIntervalMs: 1_000,
    zeroTimeMs: null,
    lastBatch: null,
    queuedBatches: 0,
    lagMs: 0,
    lastCheckpoint: null,
    checkpointIntervalMs: 10_000,
    recovery: null,
    problem: null,
    notices: [],
    slowMotion: false,
    needs: [],
    rates: [],
  };
}

/** What one worker was asked, and how to make it misbehave. */
export interface FakeWorker {
  readonly hello: Hello | null;
  readonly opened: readonly string[];
  terminated: boolean;
  /** Sends an event as the worker would. */
  send(event: EngineEvent): void;
  /** The script itself breaks. */
  break(message: string): void;
}

export interface FakeEngine {
  readonly connect: ConnectEngine;
  readonly workers: FakeWorker[];
  /** Stored drafts; shared by all workers, as the browser's storage is. */
  readonly drafts: Map<string, DraftRecord>;
  /** The next hello of a worker never answers, or refuses. */
  behaviour: 'well' | 'silent' | 'refuses';
  /** Held back until released: answers of saveDraft. */
  hold: Promise<void> | null;
}

export function fakeEngine(): FakeEngine {
  const fake: FakeEngine = { connect: () => connectTo(fake), workers: [], drafts: new Map(), behaviour: 'well', hold: null };
  return fake;
}

function connectTo(fake: FakeEngine): EngineConnection {
  let port: FramePort | null = null;
  let onFailure: (message: string) => void = () => undefined;
  const opened: string[] = [];
  const worker: { -readonly [K in keyof FakeWorker]: FakeWorker[K] } = {
    hello: null,
    opened,
    terminated: false,
    send: (event) => port?.postMessage(event),
    break: (message) => onFailure(message),
  };
  fake.workers.push(worker);
  const api: Partial<EngineApi> = {
    hello: async (hello) => {
      worker.hello = hello;
      if (fake.behaviour === 'silent') return new Promise(() => undefined);
      if (fake.behaviour === 'refuses') return fail(problem('pipeline/empty-file', {}, {}));
      return ok({ protocolVersion: 1, buildId: 'test', storage: { kind: 'browser', usedBytes: 0, persisted: false, problem: null }, notices: [] });
    },
    attach: async (given) => {
      port = given;
    },
    openPipeline: async (pipelineId) => {
      opened.push(pipelineId);
      return ok(idleStatus(pipelineId));
    },
    readBatches: async () => ok([]),
    readDraft: async (pipelineId) => {
      const draft = fake.drafts.get(pipelineId);
      return draft === undefined ? fail(problem('pipeline/empty-file', {}, {})) : ok(draft);
    },
    saveDraft: async (pipelineId, text, revision): Promise<Result<SaveOutcome>> => {
      if (fake.hold !== null) await fake.hold;
      const current = fake.drafts.get(pipelineId);
      if (current === undefined) return fail(problem('pipeline/empty-file', {}, {}));
      if (current.revision !== revision) return ok({ kind: 'stale', current });
      fake.drafts.set(pipelineId, { text, revision: revision + 1, updatedMs: 0 });
      return ok({ kind: 'saved', revision: revision + 1 });
    },
  };
  return {
    api: api as EngineApi,
    terminate: () => {
      worker.terminated = true;
      port = null;
    },
    onFailure: (listener) => {
      onFailure = listener;
    },
  };
}
