// Supervision of the engine's worker: it is replaced when it is silent or broken, calls wait for the next one, and what was
// open is opened again.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type FakeEngine, fakeEngine } from './fake-engine.ts';

const LABEL = { tabId: 'tab', tabLabel: 'tab opened 14:02' };

let link: typeof import('../../src/studio/store/engine-link.ts');
let fake: FakeEngine;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'Date'] });
  vi.stubGlobal('document', { visibilityState: 'visible' });
  vi.resetModules();
  link = await import('../../src/studio/store/engine-link.ts');
  fake = fakeEngine();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  for (const worker of fake.workers) worker.terminated = true;
});

/** Lets messages and promises settle; timers stay where they are. */
async function settle(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
}

/** Seconds of the page's life, with a beat of the worker in each unless it is silent. */
async function live(seconds: number, beating = true): Promise<void> {
  for (let i = 0; i < seconds; i++) {
    vi.advanceTimersByTime(1_000);
    if (beating) fake.workers.at(-1)?.send({ kind: 'heartbeat', atMs: 0, heapBytes: 1_000 });
    await settle();
  }
}

describe('the link to the engine', () => {
  test('greets the worker and is ready', async () => {
    link.startEngine(fake.connect, LABEL);
    expect(link.linkStore.getState().state).toBe('starting');
    await settle();
    expect(link.linkStore.getState()).toMatchObject({ state: 'ready', restarts: 0 });
    expect(fake.workers[0]?.hello).toMatchObject({ ...LABEL, engineRestarts: 0 });
  });

  test('lets a worker that beats live, for an hour', async () => {
    link.startEngine(fake.connect, LABEL);
    await settle();
    await live(3_600);
    expect(fake.workers).toHaveLength(1);
    expect(link.linkStore.getState().heapBytes).toBe(1_000);
  });

  test('replaces a worker that is silent for 10 s, and says why', async () => {
    link.startEngine(fake.connect, LABEL);
    await settle();
    await live(3);
    await live(9, false);
    expect(fake.workers).toHaveLength(1);
    await live(3, false);
    expect(fake.workers[0]?.terminated).toBe(true);
    expect(link.linkStore.getState()).toMatchObject({ restarts: 1 });
    expect(link.linkStore.getState().reason).toMatch(/did not answer for 1\d s/);
    await live(1);
    expect(fake.workers).toHaveLength(2);
    expect(fake.workers[1]?.hello?.engineRestarts).toBe(1);
    expect(link.linkStore.getState().state).toBe('ready');
  });

  test('gives a hidden page a minute, and a page that slept a fresh chance', async () => {
    vi.stubGlobal('document', { visibilityState: 'hidden' });
    link.startEngine(fake.connect, LABEL);
    await settle();
    await live(50, false);
    expect(fake.workers).toHaveLength(1);
    await live(15, false);
    expect(fake.workers).toHaveLength(2);
    await live(2);
    // Asleep: an hour goes by without a timer.
    vi.setSystemTime(Date.now() + 3_600_000);
    await live(5);
    expect(fake.workers).toHaveLength(2);
  });

  test('waits longer with every failure in a row, and not at all when it was asked for', async () => {
    link.startEngine(fake.connect, LABEL);
    await settle();
    for (const [restarts, waitsMs] of [
      [1, 500],
      [2, 2_000],
      [3, 5_000],
    ] as const) {
      fake.workers.at(-1)?.break('The engine could not be started.');
      vi.advanceTimersByTime(waitsMs - 1);
      await settle();
      expect(fake.workers).toHaveLength(restarts);
      vi.advanceTimersByTime(1);
      await settle();
      expect(fake.workers).toHaveLength(restarts + 1);
    }
    link.crashEngine('You pressed Crash now.');
    vi.advanceTimersByTime(0);
    await settle();
    expect(fake.workers).toHaveLength(5);
    expect(link.linkStore.getState()).toMatchObject({ state: 'ready', restarts: 4, reason: 'You pressed Crash now.' });
  });

  test('opens again what was open, before anything else is asked', async () => {
    link.startEngine(fake.connect, LABEL);
    await settle();
    const forget = link.rememberOpened('p1');
    link.crashEngine('test');
    vi.advanceTimersByTime(0);
    await settle();
    expect(fake.workers[1]?.opened).toEqual(['p1']);
    forget();
    link.crashEngine('test');
    vi.advanceTimersByTime(0);
    await settle();
    expect(fake.workers[2]?.opened).toEqual([]);
  });

  test('a call made while no worker is there waits for the next one', async () => {
    link.startEngine(fake.connect, LABEL);
    await settle();
    fake.workers[0]?.break('gone');
    const answer = link.engine.openPipeline('p1');
    vi.advanceTimersByTime(500);
    await settle();
    expect(await answer).toMatchObject({ ok: true });
  });

  test('a call made to a worker that never gets ready goes to its successor', async () => {
    fake.behaviour = 'silent';
    link.startEngine(fake.connect, LABEL);
    const answer = link.engine.openPipeline('p1');
    await live(11, false);
    fake.behaviour = 'well';
    await live(2);
    expect(await answer).toMatchObject({ ok: true });
    expect(fake.workers[0]?.opened).toEqual([]);
  });

  test('a call in flight when its worker dies is rejected as such', async () => {
    link.startEngine(fake.connect, LABEL);
    await settle();
    fake.drafts.set('p1', { text: '{}', revision: 1, updatedMs: 0 });
    fake.hold = new Promise(() => undefined);
    const answer = link.engine.saveDraft('p1', 'x', 1).catch((error: unknown) => error);
    await settle();
    link.crashEngine('test');
    expect(await answer).toBeInstanceOf(link.EngineGoneError);
  });

  test('a refusal is told and is not tried again by itself', async () => {
    fake.behaviour = 'refuses';
    link.startEngine(fake.connect, LABEL);
    await settle();
    expect(link.linkStore.getState()).toMatchObject({ state: 'refused' });
    expect(link.linkStore.getState().problems).toHaveLength(1);
    await live(5);
    expect(fake.workers).toHaveLength(1);
    fake.behaviour = 'well';
    link.retryEngine();
    await settle();
    expect(link.linkStore.getState().state).toBe('ready');
  });
});
