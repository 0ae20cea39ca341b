import { describe, expect, test } from 'vitest';
import { createSentinel, isWiped, type Sentinel } from '../../workers/sentinel.ts';
import { FakeOrigin, type FakeSession } from './fake-opfs.ts';
import { FakeTimers } from './fake-timers.ts';

function begin(origin: FakeOrigin, timers = new FakeTimers()): { readonly session: FakeSession; readonly sentinel: Sentinel } {
  const session = origin.session();
  return { session, sentinel: createSentinel(session.platform(), timers) };
}

async function start(
  origin: FakeOrigin,
  databaseId: string,
): Promise<{ readonly session: FakeSession; readonly sentinel: Sentinel; readonly wiped: boolean; readonly unclean: boolean }> {
  const { session, sentinel } = begin(origin);
  const facts = await sentinel.read();
  await sentinel.begin(databaseId);
  return { session, sentinel, wiped: isWiped(facts, databaseId), unclean: facts.kind === 'known' && facts.unclean };
}

describe('a sentinel', () => {
  test('sees a first visit as neither wiped nor unclean', async () => {
    expect(await start(new FakeOrigin(), 'A')).toMatchObject({ wiped: false, unclean: false });
  });

  test('finds nothing to say after an ordinary end', async () => {
    const origin = new FakeOrigin();
    const first = await start(origin, 'A');
    await first.sentinel.end();
    expect(await start(origin, 'A')).toMatchObject({ wiped: false, unclean: false });
  });

  test('calls the start after a kill unclean, once', async () => {
    const origin = new FakeOrigin();
    (await start(origin, 'A')).session.kill();
    const second = await start(origin, 'A');
    expect(second).toMatchObject({ wiped: false, unclean: true });
    await second.sentinel.end();
    expect(await start(origin, 'A')).toMatchObject({ unclean: false });
  });

  test('finds another database in the place of the one that was here, with when that was last seen', async () => {
    const origin = new FakeOrigin();
    const timers = new FakeTimers();
    const first = begin(origin, timers);
    await first.sentinel.read();
    await first.sentinel.begin('A');
    first.session.kill();
    const next = begin(origin, timers);
    const facts = await next.sentinel.read();
    expect(isWiped(facts, 'B')).toBe(true);
    expect(facts).toMatchObject({ lastSeenMs: timers.now() });
    await next.sentinel.begin('B');
    next.session.kill();
    expect(await start(origin, 'B')).toMatchObject({ wiped: false, unclean: true });
  });

  test('does not call a deliberate "clear site data" a wipe', async () => {
    const origin = new FakeOrigin();
    (await start(origin, 'A')).session.kill();
    origin.clearSiteData();
    expect(await start(origin, 'B')).toMatchObject({ wiped: false, unclean: false });
  });

  test('does not call a start unclean while another tab lives, and remembers the kill no longer than it must', async () => {
    const origin = new FakeOrigin();
    const living = await start(origin, 'A');
    const killed = await start(origin, 'A');
    killed.session.kill();
    expect(await start(origin, 'A')).toMatchObject({ unclean: false });
    await living.sentinel.end();
    expect(origin.files.size).toBe(2);
  });

  test('calls it unclean when the browser took all tabs with it', async () => {
    const origin = new FakeOrigin();
    const tabs = [await start(origin, 'A'), await start(origin, 'A'), await start(origin, 'A')];
    for (const tab of tabs) tab.session.kill();
    expect(await start(origin, 'A')).toMatchObject({ unclean: true });
    expect(origin.files.size).toBe(1);
  });

  test('tells every tab that lived through a wipe, and none that came after it', async () => {
    const origin = new FakeOrigin();
    const [a, b] = [await start(origin, 'A'), await start(origin, 'A')];
    expect(isWiped(await a.sentinel.read(), 'B')).toBe(true);
    await a.sentinel.begin('B');
    expect(isWiped(await b.sentinel.read(), 'B')).toBe(true);
    const late = await start(origin, 'B');
    expect(late.wiped).toBe(false);
    await b.sentinel.begin('B');
    expect(isWiped(await b.sentinel.read(), 'B')).toBe(false);
    expect(isWiped(await a.sentinel.read(), 'B')).toBe(false);
  });

  test('survives being killed between writing its entry and removing the old ones', async () => {
    const origin = new FakeOrigin();
    (await start(origin, 'A')).session.kill();
    const half = begin(origin);
    await half.sentinel.read();
    const files = new Map(origin.files);
    await half.sentinel.begin('A');
    half.session.kill();
    for (const [name, bytes] of files) origin.files.set(name, bytes);
    expect(await start(origin, 'A')).toMatchObject({ wiped: false, unclean: true });
    expect(await start(origin, 'C')).toMatchObject({ wiped: true });
  });

  test('takes an entry that cannot be read for a session cut off while it wrote, not for a wipe', async () => {
    const origin = new FakeOrigin();
    for (const text of ['', '{"databaseId":"A","lastSee', '[]', '{"databaseId":1,"lastSeenMs":2,"running":true}']) {
      origin.clearSiteData();
      origin.files.set('session-torn', new TextEncoder().encode(text));
      origin.files.set('some other file', new Uint8Array(3));
      expect(await start(origin, 'A')).toMatchObject({ wiped: false, unclean: true });
      expect([...origin.files.keys()].filter((name) => name !== 'some other file')).toHaveLength(1);
    }
  });

  test('comes back after an end, as a page does from the back-forward cache', async () => {
    const origin = new FakeOrigin();
    const { sentinel, session } = await start(origin, 'A');
    await sentinel.end();
    await sentinel.begin('A');
    session.kill();
    expect(await start(origin, 'A')).toMatchObject({ unclean: true });
  });

  test('has written the end when `end` returns, before anything is awaited', async () => {
    const origin = new FakeOrigin();
    const { sentinel, session } = await start(origin, 'A');
    void sentinel.end();
    session.kill();
    expect(await start(origin, 'A')).toMatchObject({ unclean: false });
  });

  test('writes that it was seen at most twice a minute', async () => {
    const origin = new FakeOrigin();
    const timers = new FakeTimers();
    const { sentinel } = begin(origin, timers);
    await sentinel.read();
    await sentinel.begin('A');
    const seen = (): number => JSON.parse(new TextDecoder().decode([...origin.files.values()][0])).lastSeenMs;
    const beganMs = timers.now();
    await timers.pass(20_000);
    sentinel.touch();
    expect(seen()).toBe(beganMs);
    await timers.pass(20_000);
    sentinel.touch();
    expect(seen()).toBe(beganMs + 40_000);
  });

  test('works where files can only be written by streams, and where there are no locks', async () => {
    const origin = new FakeOrigin();
    const session = origin.session();
    session.synchronous = false;
    const sentinel = createSentinel(session.platform({ locks: false }), new FakeTimers());
    await sentinel.read();
    await sentinel.begin('A');
    const second = createSentinel(origin.session().platform({ locks: false }), new FakeTimers());
    const facts = await second.read();
    expect(isWiped(facts, 'A')).toBe(false);
    expect(isWiped(facts, 'B')).toBe(true);
    expect(facts).toMatchObject({ unclean: true });
  });

  test('knows nothing, and fails at nothing, where there is no private file system', async () => {
    const session = new FakeOrigin().session();
    session.directoryFails = new DOMException('not here', 'SecurityError');
    const sentinel = createSentinel(session.platform(), new FakeTimers());
    const facts = await sentinel.read();
    expect(facts).toEqual({ kind: 'unknown', why: 'SecurityError: not here' });
    expect(isWiped(facts, 'A')).toBe(false);
    await sentinel.begin('A');
    sentinel.touch();
    await sentinel.end();
  });

  test('waits a second and a half at most for a file system that does not answer', async () => {
    const timers = new FakeTimers();
    const session = new FakeOrigin().session();
    session.directoryFails = 'never';
    const sentinel = createSentinel(session.platform(), timers);
    const facts = sentinel.read();
    const begun = sentinel.begin('A');
    await timers.pass(1_500);
    expect(await facts).toMatchObject({ kind: 'unknown' });
    await begun;
    expect(timers.pending()).toBe(0);
  });
});
