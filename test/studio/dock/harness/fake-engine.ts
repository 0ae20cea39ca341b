// An engine made of arithmetic, for looking at dock and strip without a worker: the word count of the design with plausible
// moving numbers, at the pace of the page's clock. Every number is a pure function of the batch, so a reload shows the same.
import type { PlainValue } from '../../../../src/columns/build.ts';
import { BIGINT, type Schema, STRING, TIMESTAMP } from '../../../../src/columns/data-type.ts';
import { fail, ok, problem } from '../../../../src/problem/problem.ts';
import type {
  BatchInfo,
  CheckpointInfo,
  EngineApi,
  EngineEvent,
  Frame,
  FramePort,
  RecoveryReport,
  RowsPage,
  RunStatus,
} from '../../../../src/protocol/engine-api.ts';
import type { EngineConnection } from '../../../../src/studio/store/engine-link.ts';

export type Scenario = 'running' | 'delay' | 'recovery' | 'slow' | 'skipped' | 'mismatch' | 'fresh' | 'idle' | 'failed';

export const PIPELINE = 'word-count';
const INTERVAL = 1_000;
const SLIDE = 5;
const CHECKPOINT_EVERY = 5;
const CLOSED_FOR = 18;

const WORDS = (
  'whale ship ahab captain head boat time white stubb queequeg men sea old starbuck hand long day great way world water eyes ' +
  'good starboard deck line harpoon flask pequod voyage sperm leviathan mast crew night ocean oil nantucket fish lance ishmael life ' +
  'mate wind land bone side air sun thing heart whaling god death soul jonah tail oars waves moby dick spout cabin harpooneer tashtego ' +
  'daggoo fire stern blubber elijah peleg bildad coffin parsee fedallah rope doubloon albatross squid chowder quadrant compass typhoon'
).split(' ');

function random(seed: number): number {
  let t = (seed + 0x6d2b79f5) | 0;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
}

function wordOf(rank: number): string {
  const word = WORDS[rank % WORDS.length] ?? '';
  return rank < WORDS.length
    ? word
    : `${word}${['s', 'ed', 'ing', 'less', 'man', 'ward', 'ly', 'er', 'like', 'est'][Math.floor(rank / WORDS.length) % 10] ?? ''}${rank >= WORDS.length * 11 ? Math.floor(rank / WORDS.length) : ''}`;
}

/** How often the word of a rank stands in the 30 s before firing `f`. */
function countOf(rank: number, f: number): number {
  const base = rank === 0 ? 170 + f * 4 : 300 / (rank + 1.4) ** 0.86;
  const wave = 1 + 0.12 * Math.sin(f / 2.7 + rank) + 0.1 * (random(rank * 7_919 + f) - 0.5);
  return Math.max(1, Math.round(base * wave * Math.min(1, (f * SLIDE) / 30)));
}

const distinct = (f: number): number => Math.min(5_212, 1_400 * f) + (f % 7);

export interface FakeEngine extends EngineConnection {
  /** Ends the timers. */
  terminate(): void;
}

export function connectFake(scenario: Scenario): FakeEngine {
  const startedMs = Math.floor(Date.now() / INTERVAL) * INTERVAL;
  const first = scenario === 'fresh' || scenario === 'idle' ? 0 : scenario === 'delay' ? 186 : 121;
  const zeroMs = startedMs - first * INTERVAL - (recovers(scenario) ? CLOSED_FOR * INTERVAL : 0);
  let port: FramePort | null = null;
  let last = first === 121 ? 121 : first;
  let told = 0;
  let state: RunStatus['state'] = scenario === 'idle' ? 'idle' : 'running';
  let held: CheckpointInfo[] = Array.from({ length: Math.floor(first / CHECKPOINT_EVERY) }, (_, i) =>
    checkpointOf((i + 1) * CHECKPOINT_EVERY - 2),
  ).filter((c) => c.batchId > 0);
  let report: RecoveryReport | null = null;
  let slow = scenario === 'slow';

  function timeOf(id: number): number {
    return zeroMs + id * INTERVAL;
  }
  function processing(id: number): number {
    if (scenario === 'delay' && id >= 136 && id <= 158) return 640 + Math.sin(((id - 136) / 22) * Math.PI) * 620 + random(id) * 60;
    return 0.45 + random(id * 31) * 0.5 + (random(id * 57) > 0.93 ? 2.5 : 0);
  }
  const delays = new Map<number, number>();
  function delay(id: number): number {
    if (id <= 1) return 0.1;
    const known = delays.get(id);
    if (known !== undefined) return known;
    const value = Math.max(0, delay(id - 1) + processing(id - 1) - INTERVAL) + 0.1 + random(id * 3) * 0.3;
    delays.set(id, value);
    return value;
  }
  function batchOf(id: number, change: Partial<BatchInfo> = {}): BatchInfo {
    const processingMs = processing(id);
    const rows = 154 + Math.floor(random(id) * 14);
    const share = (part: number): number => processingMs * part;
    return {
      batchId: id,
      count: 1,
      timeMs: timeOf(id),
      status: 'committed',
      numInputRows: rows,
      schedulingDelayMs: delay(id),
      processingMs,
      totalDelayMs: delay(id) + processingMs,
      commitMs: 1.3 + random(id * 5) * 0.5,
      checkpoint: id % CHECKPOINT_EVERY === 3,
      finishedMs: timeOf(id) + delay(id) + processingMs + 2,
      inputs: [
        { operatorId: 'lines-7f3a', rows, range: `lines ${(id * 160).toLocaleString('en-US')}–${(id * 160 + rows - 1).toLocaleString('en-US')}` },
      ],
      operators: [
        { operatorId: 'lines-7f3a', rowsIn: rows, rowsOut: rows, ms: share(0.06) },
        { operatorId: 'words-02bc', rowsIn: rows, rowsOut: rows * 11, ms: share(0.17) },
        { operatorId: 'clean-9d10', rowsIn: rows * 11, rowsOut: rows * 5, ms: share(0.09) },
        { operatorId: 'counts-51e8', rowsIn: rows * 5, rowsOut: id % SLIDE === 0 ? distinct(id / SLIDE) : 0, ms: share(0.61) },
        { operatorId: 'chart-aa07', rowsIn: id % SLIDE === 0 ? distinct(id / SLIDE) : 0, rowsOut: 0, ms: share(0.02) },
        { operatorId: 'top-33e1', rowsIn: id % SLIDE === 0 ? distinct(id / SLIDE) : 0, rowsOut: 0, ms: share(0.02) },
      ],
      ...change,
    };
  }
  function checkpointOf(id: number, note: CheckpointInfo['note'] = null): CheckpointInfo {
    const full = id % 25 === 18 || note !== null;
    const keys = 10_300 + (id % 17) * 33;
    return {
      checkpointId: id,
      batchId: id,
      takenMs: timeOf(id) + 40,
      kind: note === 'before-edit' ? 'savepoint' : full ? 'full' : 'delta',
      keys,
      bytes: full ? 1_260_000 + (id % 9) * 21_000 : 196_000 + (id % 11) * 4_200,
      writeMs: full ? 38 + (id % 6) : 19 + (id % 7),
      operators: [
        { operatorId: 'lines-7f3a', keys: 1, bytes: 64 },
        { operatorId: 'counts-51e8', keys: keys - 1, bytes: 1_250_000 },
      ],
      note,
    };
  }

  function status(): RunStatus {
    return {
      pipelineId: PIPELINE,
      role: 'owner',
      ownerTab: null,
      state: report !== null && !report.finished ? 'recovering' : state,
      runId: state === 'idle' ? null : 'run-1',
      applied: state === 'idle' ? null : '{}',
      batchIntervalMs: INTERVAL,
      zeroTimeMs: state === 'idle' ? null : zeroMs,
      lastBatch: last === 0 ? null : { batchId: last, timeMs: timeOf(last) },
      queuedBatches: 0,
      lagMs: 1,
      lastCheckpoint: held.at(-1) ?? null,
      checkpointIntervalMs: CHECKPOINT_EVERY * INTERVAL,
      recovery: report,
      problem: scenario === 'failed' ? problem('storage/full', { batch: last }, { batch: last, usedBytes: 61_000_000 }) : null,
      notices: [],
      slowMotion: slow,
      needs: [],
      rates: [{ operatorId: 'lines-7f3a', wantedPerSecond: 160, limitPerSecond: null }],
    };
  }
  function frame(batches: readonly BatchInfo[]): Frame {
    const fired = Math.floor(last / SLIDE) * SLIDE;
    const grew = fired > told;
    if (grew) told = fired;
    return {
      pipelineId: PIPELINE,
      status: status(),
      operators: [],
      batches,
      sinks: grew
        ? ['chart-aa07', 'top-33e1', 'log-9c00'].map((operatorId) => ({
            operatorId,
            batchId: fired,
            timeMs: timeOf(fired),
            rows: distinct(fired / SLIDE),
          }))
        : [],
      feeds: [],
      workerBusy: 0.12,
    };
  }
  const send = (event: EngineEvent): void => port?.postMessage(event);
  const sendFrame = (batches: readonly BatchInfo[]): void => send({ kind: 'frame', frame: frame(batches) });

  let steps: (() => void)[] = [];
  if (recovers(scenario)) beginRecovery();

  function beginRecovery(): void {
    const missed = CLOSED_FOR;
    const whole: RecoveryReport = {
      phase: 'restore',
      reason: 'reload',
      lastCommittedMs: timeOf(120) + 400,
      openedMs: startedMs,
      checkpoint: { batchId: 118, keys: 10_432, bytes: 1_300_000, restoreMs: 38 },
      skippedCheckpoints: scenario === 'skipped' ? [{ checkpointId: 120, why: 'its checksum does not fit' }] : [],
      rerun: { from: 119, to: 120, done: 0, matched: 0 },
      pending: { from: 121, to: 121, done: 0 },
      caughtUp: { count: missed, done: 0, ms: 0 },
      loggedUpToMs: timeOf(121) - 130,
      liveRowsWaiting: 0,
      totalMs: 0,
      finished: false,
    };
    let now = whole;
    last = 120;
    report = now;
    const put = (change: Partial<RecoveryReport>, batches: readonly BatchInfo[] = []): void => {
      now = { ...now, ...change, totalMs: Date.now() - startedMs };
      report = now;
      sendFrame(batches);
    };
    steps = [
      () => put({ phase: 're-run' }),
      () => put({ rerun: { from: 119, to: 120, done: 1, matched: 1 } }),
      () => put({ rerun: { from: 119, to: 120, done: 2, matched: scenario === 'mismatch' ? 1 : 2 } }),
      ...(scenario === 'mismatch'
        ? []
        : [
            () => put({ phase: 'pending' }),
            () => {
              last = 121;
              put({ phase: 'catch-up', pending: { from: 121, to: 121, done: 1 } }, [batchOf(121, { status: 'replayed', finishedMs: Date.now() })]);
            },
            () => {
              last = 121 + missed;
              put({ phase: 'live', caughtUp: { count: missed, done: missed, ms: 4.2 } }, [
                batchOf(122, {
                  status: 'caught-up',
                  count: missed,
                  numInputRows: 0,
                  processingMs: 4.2,
                  schedulingDelayMs: 0,
                  finishedMs: Date.now(),
                  inputs: [],
                  operators: [],
                }),
              ]);
            },
            () => put({ finished: true }),
          ]),
    ];
  }

  let stepAt = Date.now();
  const tick = setInterval(() => {
    if (port === null) return;
    if (steps.length > 0) {
      if (Date.now() - stepAt < (slow ? 1_200 : 60)) return;
      stepAt = Date.now();
      steps.shift()?.();
      return;
    }
    if (state !== 'running' || scenario === 'failed' || scenario === 'mismatch') return;
    const due = Math.floor((Date.now() - zeroMs) / INTERVAL);
    if (due <= last) return;
    const batches: BatchInfo[] = [];
    while (last < due) {
      last += 1;
      const info = batchOf(last);
      batches.push(info);
      if (info.checkpoint) held = [...held, checkpointOf(last)].slice(-12);
    }
    sendFrame(batches);
  }, 50);
  const beat = setInterval(() => send({ kind: 'heartbeat', atMs: Date.now(), heapBytes: 84_000_000 }), 1_000);

  const schema: Schema = [
    { name: 'word', type: STRING },
    { name: 'n', type: BIGINT },
    { name: 'last_seen', type: TIMESTAMP },
  ];
  function firingAt(at: 'live' | number): number {
    return Math.floor((at === 'live' ? last : at) / SLIDE);
  }
  function windowOf(f: number): { readonly startMs: number; readonly endMs: number } {
    return { startMs: timeOf(f * SLIDE) - 30_000, endMs: timeOf(f * SLIDE) };
  }

  const api: EngineApi = {
    hello: async () =>
      ok({ protocolVersion: 1, buildId: 'fake', storage: { kind: 'browser', usedBytes: 6_200_000, persisted: true, problem: null }, notices: [] }),
    attach: async (given) => {
      port = given;
      sendFrame([]);
    },
    listPipelines: async () => ok([]),
    createPipeline: async () => ok(PIPELINE),
    readDraft: async () => ok({ text: '{}', revision: 1, updatedMs: startedMs }),
    saveDraft: async () => ok({ kind: 'saved', revision: 2 }),
    duplicatePipeline: async () => ok('copy'),
    removePipeline: async () => ok(null),
    restorePipeline: async () => ok(null),
    pageHides: async () => undefined,
    pageShows: async () => undefined,
    openPipeline: async () => ok(status()),
    takeOver: async () => ok(status()),
    run: async () => {
      state = 'running';
      sendFrame([]);
      return ok(null);
    },
    pause: async () => {
      state = 'paused';
      sendFrame([]);
      return ok(null);
    },
    step: async () => ok(null),
    stop: async () => {
      state = 'stopped';
      sendFrame([]);
      return ok(null);
    },
    startOver: async () => ok(null),
    checkpointNow: async () => {
      const taken = checkpointOf(last, 'manual');
      held = [...held, taken].slice(-12);
      sendFrame([]);
      return ok(taken);
    },
    setRate: async () => ok(null),
    typeLine: async () => ok({ sequence: 1 }),
    reviewApply: async () => fail(problem('engine/owned-elsewhere', {}, { tab: 'tab opened 14:02' })),
    applyDraft: async () => ok({ fromBatchId: last + 1 }),
    setSlowMotion: async (_id, on) => {
      slow = on;
      return ok(null);
    },
    freeSpace: async () => ok({ freedBytes: 0 }),
    readStatus: async () => ok(status()),
    readRows: async (_id, query) => {
      const f = firingAt(query.at);
      if (f < 1) {
        const page: RowsPage = {
          schema,
          emits: 'closed',
          keys: ['word'],
          batchId: null,
          timeMs: null,
          window: null,
          totalRows: 0,
          matchedRows: 0,
          rows: [],
        };
        return ok(page);
      }
      const total = distinct(f);
      const all: PlainValue[][] = Array.from({ length: total }, (_, rank) => [
        wordOf(rank),
        countOf(rank, f),
        `2026-11-22T14:31:${String(rank % 60).padStart(2, '0')}.000000Z`,
      ]);
      const matched =
        query.search === '' ? all : all.filter((row) => row.some((value) => String(value).toLowerCase().includes(query.search.toLowerCase())));
      if (query.sort !== null) {
        const column = schema.findIndex((field) => field.name === query.sort?.column);
        const sign = query.sort.descending ? -1 : 1;
        matched.sort((a, b) => sign * ((a[column] ?? 0) < (b[column] ?? 0) ? -1 : (a[column] ?? 0) > (b[column] ?? 0) ? 1 : 0));
      }
      return ok({
        schema,
        emits: 'closed',
        keys: ['word'],
        batchId: f * SLIDE,
        timeMs: timeOf(f * SLIDE),
        window: windowOf(f),
        totalRows: total,
        matchedRows: matched.length,
        rows: matched.slice(query.offset, query.offset + query.limit),
      });
    },
    readRanking: async (_id, query) => {
      const f = firingAt(query.at);
      const points = Math.min(query.points, f);
      const ranked = Array.from({ length: Math.min(60, Math.max(0, f) * 60) }, (_, rank) => ({
        rank,
        key: wordOf(rank),
        value: countOf(rank, f),
      })).toSorted((a, b) => b.value - a.value);
      return ok({
        value: 'n',
        series: 'word',
        batchId: f < 1 ? null : f * SLIDE,
        timeMs: f < 1 ? null : timeOf(f * SLIDE),
        window: f < 1 ? null : windowOf(f),
        totalRows: f < 1 ? 0 : distinct(f),
        totalValue: 21_604,
        ranking: ranked.slice(0, query.top).map(({ rank, key, value }) => ({ key, value, change: f === 1 ? null : value - countOf(rank, f - 1) })),
        timesMs: Array.from({ length: points }, (_, i) => timeOf((f - points + 1 + i) * SLIDE)),
        batchIds: Array.from({ length: points }, (_, i) => (f - points + 1 + i) * SLIDE),
        lines: ranked
          .slice(0, 5)
          .map(({ rank, key }) => ({ key, values: Array.from({ length: points }, (_, i) => countOf(rank, f - points + 1 + i)) })),
      });
    },
    readBatches: async (_id, limit) => {
      const upTo = recovers(scenario) ? 120 : last;
      return ok(Array.from({ length: Math.min(limit, upTo) }, (_, i) => batchOf(upTo - Math.min(limit, upTo) + 1 + i)));
    },
    readCheckpoints: async () =>
      ok(held.map((taken) => (recovers(scenario) && taken.batchId === 118 ? { ...taken, note: 'restored' as const } : taken))),
    readTypedLines: async () => ok([]),
    importFile: async () => fail(problem('engine/protocol', {}, { page: 1, worker: 1 })),
    cancelImport: async () => ok(null),
    sniffFile: async () => fail(problem('engine/protocol', {}, { page: 1, worker: 1 })),
    listFiles: async () => ok([]),
    removeFile: async () => ok(null),
    supplyFile: async () => ok(null),
    fileHandle: async () => ok(null),
    accessGiven: async () => ok(null),
    listConsents: async () => ok([]),
    grantConsent: async () => ok(null),
    revokeConsent: async () => ok(null),
    offerRows: async () => ok(null),
    readPort: async () => ok(null),
    readRefused: async () => ok([]),
    readState: async () => ok(null),
    removeKey: async () => ok({ fromBatchId: last + 1 }),
    exportRows: async () => ok(new TextEncoder().encode('word,n\nwhale,294\n')),
  };
  return {
    api,
    terminate: () => {
      clearInterval(tick);
      clearInterval(beat);
    },
    onFailure: () => undefined,
  };
}

function recovers(scenario: Scenario): boolean {
  return scenario === 'recovery' || scenario === 'slow' || scenario === 'skipped' || scenario === 'mismatch';
}
