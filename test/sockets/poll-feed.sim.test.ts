import { describe, expect, it } from 'vitest';
import type { NetworkFeed } from '../../workers/sockets/feed-runner.ts';
import { cut } from './fake-network.ts';
import { BUFFER, FeedLife } from './feed-life.ts';

function feed(change: Partial<NetworkFeed & { readonly kind: 'http-poll' }> = {}): NetworkFeed {
  return {
    kind: 'http-poll',
    url: 'https://example.org/now',
    framing: { kind: 'lines', encoding: 'utf-8', skip: 0 },
    everyMs: 10_000,
    unchanged: 'skip',
    buffer: BUFFER,
    ...change,
  };
}

describe('an address that is asked now and then', () => {
  it('gives the rows of each answer, at its interval', async () => {
    const life = new FeedLife(feed());
    life.network.server = () => ({ body: cut(`a${life.network.requests.length}\nZürich\n`, 3) });
    await life.start();
    await life.timers.pass(25_000);
    expect(life.network.requests).toHaveLength(3);
    expect(life.log.rows()).toEqual(['a1', 'Zürich', 'a2', 'Zürich', 'a3', 'Zürich']);
    expect(life.status()).toMatchObject({ state: 'waiting', words: 'Asking example.org again in 5 s. Last answer: 2 rows.' });
    await life.runner.stop('');
  });

  it('sends the ETag of the answer it has, and skips what did not change', async () => {
    const life = new FeedLife(feed());
    life.network.server = ({ headers }) => (headers['If-None-Match'] === '"v1"' ? { status: 304 } : { headers: { ETag: '"v1"' }, body: ['a\n'] });
    await life.start();
    await life.timers.pass(10_000);
    await life.crash();
    expect(life.network.requests.map(({ headers }) => headers['If-None-Match'])).toEqual([undefined, '"v1"', '"v1"']);
    expect(life.log.rows()).toEqual(['a']);
    expect(life.status().words).toContain('unchanged (304)');
    await life.runner.stop('');
  });

  it('knows an unchanged answer without an ETag, after a crash too', async () => {
    const life = new FeedLife(feed());
    life.network.server = () => ({ body: ['a\nb\n'] });
    await life.start();
    await life.timers.pass(20_000);
    await life.crash();
    await life.timers.pass(20_000);
    expect(life.log.rows()).toEqual(['a', 'b']);
    await life.runner.stop('');
  });

  it('gives the rows of an unchanged answer again when that is asked for', async () => {
    const life = new FeedLife(feed({ unchanged: 'rows' }));
    life.network.server = () => ({ headers: { ETag: '"v1"' }, body: ['a\n'] });
    await life.start();
    await life.timers.pass(20_000);
    expect(life.network.requests.every(({ headers }) => headers['If-None-Match'] === undefined)).toBe(true);
    expect(life.log.rows()).toEqual(['a', 'a', 'a']);
    await life.runner.stop('');
  });

  it('asks without the header when the server does not let a page send it', async () => {
    const life = new FeedLife(feed());
    life.network.server = ({ headers }) => (headers['If-None-Match'] === undefined ? { headers: { ETag: '"v1"' }, body: ['a\n'] } : 'unreachable');
    await life.start();
    await life.timers.pass(10_000);
    expect(life.network.requests).toHaveLength(3);
    expect(life.log.rows()).toEqual(['a']);
    await life.runner.stop('');
  });

  it('takes the elements of a JSON array as rows', async () => {
    const life = new FeedLife(feed({ framing: { kind: 'json-array', encoding: 'utf-8' } }));
    life.network.server = () => ({ body: cut('[{"a": 1},\n {"a": [2, 3]}]', 4) });
    await life.start();
    await life.timers.pass(0);
    await life.runner.stop('');
    expect(life.log.rows()).toEqual(['{"a": 1}', '{"a": [2, 3]}']);
  });

  it('takes the rest of an answer that was logged in part when it died', async () => {
    const all = Array.from({ length: 25_000 }, (_, i) => `row ${i}`);
    const life = new FeedLife(feed());
    life.network.server = () => ({ body: [all.join('\n')] });
    let writes = 0;
    const { append } = life.log;
    life.log.append = async (rows, cursor) => {
      if (++writes === 2) await new Promise(() => {});
      return append.call(life.log, rows, cursor);
    };
    await life.start();
    await life.timers.pass(500);
    expect(life.log.rows()).toHaveLength(10_000);
    life.log.append = append.bind(life.log);
    const rest = new FeedLife(feed());
    rest.log.blocks.push(...life.log.blocks);
    rest.network.server = () => ({ body: [all.join('\n')] });
    await rest.start();
    await rest.timers.pass(2_000);
    expect(rest.log.rows()).toEqual(all);
    await rest.timers.pass(60_000);
    expect(rest.log.rows()).toHaveLength(25_000);
    await rest.runner.stop('');
  });

  it('does not ask while its rows still wait', async () => {
    const life = new FeedLife(feed({ buffer: { ...BUFFER, maxRows: 2 } }));
    life.network.server = () => ({ body: [`a${life.network.requests.length}\nb\nc\n`] });
    await life.start();
    await life.timers.pass(30_000);
    expect(life.network.requests).toHaveLength(1);
    life.commit();
    await life.timers.pass(10_000);
    expect(life.network.requests).toHaveLength(2);
    expect(life.status().droppedRows).toBe(0);
    await life.runner.stop('');
  });
});
