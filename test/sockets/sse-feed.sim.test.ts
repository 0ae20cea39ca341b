import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { NetworkFeed } from '../../workers/sockets/feed-runner.ts';
import { NO_IDS } from '../../workers/sockets/sse-feed.ts';
import { cut, type Server } from './fake-network.ts';
import { BUFFER, FeedLife } from './feed-life.ts';

const EVENTS = { 'Content-Type': 'text/event-stream' };

function feed(change: Partial<NetworkFeed & { readonly kind: 'sse' }> = {}): NetworkFeed {
  return { kind: 'sse', url: 'https://example.org/events', framing: { kind: 'message' }, event: '', buffer: BUFFER, ...change };
}

const event = (id: number): string => `id: ${id}\ndata: e${id}\n\n`;
const rows = (from: number, to: number): readonly string[] => Array.from({ length: to - from + 1 }, (_, i) => `e${from + i}`);

/** Sends events up to `last` and stays open; `honours`: goes on behind the id it is told. */
function counting(last: () => number, options: { readonly honours: boolean; readonly allowsHeader?: boolean }): Server {
  return ({ headers }) => {
    const told = headers['Last-Event-ID'];
    if (told !== undefined && options.allowsHeader === false) return 'unreachable';
    const from = options.honours && told !== undefined ? Number(told) + 1 : 1;
    return { headers: EVENTS, body: rows(from, last()).map((_, i) => event(from + i)), after: 'hang' };
  };
}

describe('server-sent events', () => {
  it('goes on behind the last id in the log after a crash: each event once', async () => {
    const life = new FeedLife(feed());
    let last = 6;
    life.network.server = counting(() => last, { honours: true });
    await life.start();
    await life.timers.pass(200);
    last = 10;
    await life.crash();
    await life.timers.pass(200);
    expect(life.network.requests.map(({ headers }) => headers['Last-Event-ID'])).toEqual([undefined, '6']);
    expect(life.log.rows()).toEqual(rows(1, 10));
    expect(life.status()).toMatchObject({ lastEventId: '10', droppedRows: 0 });
    await life.runner.stop('');
  });

  it('recognises what a server sends again that ignores the id, and counts it', async () => {
    const life = new FeedLife(feed());
    let last = 6;
    life.network.server = counting(() => last, { honours: false });
    await life.start();
    await life.timers.pass(200);
    last = 10;
    await life.crash();
    await life.timers.pass(200);
    expect(life.log.rows()).toEqual(rows(1, 10));
    expect(life.status().droppedRows).toBe(6);
    expect(life.status().words).toContain('6 rows came again, were recognised and left out.');
    await life.runner.stop('');
  });

  it('asks without the header when the server does not let a page send it', async () => {
    const life = new FeedLife(feed());
    let last = 6;
    life.network.server = counting(() => last, { honours: true, allowsHeader: false });
    await life.start();
    await life.timers.pass(200);
    last = 10;
    await life.crash();
    await life.timers.pass(200);
    expect(life.network.requests.map(({ headers }) => headers['Last-Event-ID'])).toEqual([undefined, '6', undefined]);
    expect(life.log.rows()).toEqual(rows(1, 10));
    await life.runner.stop('');
  });

  it('sends an id of any letters as the bytes of its UTF-8', async () => {
    const life = new FeedLife(feed());
    life.network.server = () => ({ headers: EVENTS, body: ['id: é🌍\ndata: a\n\n'] });
    await life.start();
    await life.timers.pass(1_500);
    const sent = life.network.requests[1]?.headers['Last-Event-ID'] ?? '';
    expect(Buffer.from(sent, 'latin1').toString('utf8')).toBe('é🌍');
    await life.runner.stop('');
  });

  it('says when a server sends no ids', async () => {
    const life = new FeedLife(feed());
    life.network.server = () => ({ headers: EVENTS, body: ['data: a\n\n'], after: 'hang' });
    await life.start();
    expect(life.status()).toMatchObject({ state: 'open', words: `Connected to example.org. ${NO_IDS}` });
    await life.runner.stop('');
  });

  it('takes an event again that another one stood between, when the newest seen one has come by', async () => {
    const life = new FeedLife(feed());
    let body = [event(1), event(2)];
    life.network.server = () => ({ headers: EVENTS, body, after: 'hang' });
    await life.start();
    await life.timers.pass(200);
    // After the replay of 1 and 2 the server uses 1 anew.
    body = [event(1), event(2), event(3), event(1)];
    await life.crash();
    await life.timers.pass(200);
    expect(life.log.rows()).toEqual(['e1', 'e2', 'e3', 'e1']);
    await life.runner.stop('');
  });

  it('takes only the events of the type that is asked for', async () => {
    const life = new FeedLife(feed({ event: 'add' }));
    life.network.server = () => ({
      headers: EVENTS,
      body: ['event: add\ndata: a\n\n', 'data: b\n\n', 'event: add\ndata: c\ndata: d\n\n'],
      after: 'hang',
    });
    await life.start();
    await life.timers.pass(200);
    expect(life.log.rows()).toEqual(['a', 'c\nd']);
    await life.runner.stop('');
  });

  it('reads letters that are cut in two, at any size of piece', async () => {
    const text = readFileSync(new URL('../field/data/c9-multibyte.jsonl', import.meta.url)).toString('utf8');
    const lines = text.split('\n').filter((line) => line !== '');
    for (let size = 1; size <= 8; size++) {
      const life = new FeedLife(feed());
      life.network.server = () => ({ headers: EVENTS, body: cut(lines.map((line) => `data: ${line}\n\n`).join(''), size), after: 'hang' });
      await life.start();
      await life.timers.pass(200);
      expect(life.log.rows()).toEqual(lines);
      await life.runner.stop('');
    }
  });

  it('waits as long as the server asks: retry, and Retry-After with 503', async () => {
    const life = new FeedLife(feed());
    life.network.server = () =>
      life.network.requests.length === 1
        ? { headers: EVENTS, body: ['retry: 3000\ndata: a\n\n'] }
        : { status: 503, headers: { 'Retry-After': '20' } };
    await life.start();
    expect(life.status().words).toContain('Reconnecting to example.org in 3 s, second try. Last answer: the stream ended.');
    await life.timers.pass(3_000);
    expect(life.status().words).toContain('in 20 s, third try. Last answer: 503.');
    await life.runner.stop('');
  });

  it.each([
    [{ status: 204 }, 'ended', 'no more events'],
    [{ status: 404 }, 'refused', 'answered 404'],
    [{ headers: { 'Content-Type': 'text/html; charset=utf-8' } }, 'refused', '"text/html"'],
    [{ status: 0, redirected: true }, 'refused', 'your consent is for this host only'],
  ] as const)('does not ask again after %o', async (answer, state, words) => {
    const life = new FeedLife(feed());
    life.network.server = () => answer;
    await life.start();
    await life.timers.pass(3_600_000);
    expect(life.network.contacts).toBe(1);
    expect(life.status().state).toBe(state);
    expect(life.status().words).toContain(words);
    await life.runner.stop('');
  });

  it('disconnects from a stream that is too fast and goes on at the last event when there is room', async () => {
    const life = new FeedLife(feed({ buffer: { ...BUFFER, maxRows: 4, whenFull: 'disconnect' } }));
    life.network.server = counting(() => 10, { honours: true });
    await life.start();
    for (let i = 0; i < 20; i++) {
      await life.timers.pass(300);
      life.commit();
      await life.timers.pass(300);
    }
    expect(life.log.rows()).toEqual(rows(1, 10));
    expect(life.status().droppedRows).toBe(0);
    await life.runner.stop('');
  });

  it('forgets the place when the address is another one', async () => {
    const life = new FeedLife(feed());
    life.network.server = counting(() => 3, { honours: true });
    await life.start();
    await life.timers.pass(200);
    await life.runner.stop('');
    const other = new FeedLife(feed({ url: 'https://example.org/other' }));
    other.log.blocks.push(...life.log.blocks);
    other.network.server = counting(() => 3, { honours: true });
    await other.start();
    await other.timers.pass(200);
    expect(other.network.requests[0]?.headers['Last-Event-ID']).toBeUndefined();
    expect(other.log.rows()).toEqual([...rows(1, 3), ...rows(1, 3)]);
    await other.runner.stop('');
  });
});
