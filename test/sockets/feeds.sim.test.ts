import { describe, expect, it } from 'vitest';
import type { Feed } from '../../src/plan/feed.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { Feeds } from '../../workers/sockets/feeds.ts';
import { FakeTimers } from '../storage/fake-timers.ts';
import { FakeNetwork } from './fake-network.ts';
import { BUFFER, MemoryLog } from './feed-life.ts';

const socket = (path: string): Feed => ({
  kind: 'websocket',
  url: `wss://example.org/${path}`,
  framing: { kind: 'message' },
  subscribe: '',
  buffer: BUFFER,
});

function planOf(feeds: { readonly [operatorId: string]: Feed }): Plan {
  const output = { columns: [], emits: 'rows', slideMs: 1_000, keys: [], windowMs: null } as const;
  const nodes = Object.entries(feeds).map(([operatorId, feed]) => ({
    id: `${operatorId}/rows`,
    operatorId,
    inputs: [],
    output,
    kind: 'source' as const,
    source: { kind: 'live' as const, feed },
  }));
  return { batchIntervalMs: 1_000, timeZone: 'UTC', nodes };
}

class Desk {
  readonly timers = new FakeTimers(1);
  readonly network = new FakeNetwork();
  readonly logs = new Map<string, MemoryLog>();
  readonly feeds = new Feeds(
    { transport: this.network, timers: this.timers, random: () => 1, allowed: async () => true },
    (operatorId) => this.log(operatorId),
    () => {},
  );

  log(operatorId: string): MemoryLog {
    const log = this.logs.get(operatorId) ?? new MemoryLog(this.timers);
    this.logs.set(operatorId, log);
    return log;
  }

  async run(feeds: { readonly [operatorId: string]: Feed }): Promise<void> {
    this.feeds.run(planOf(feeds));
    await this.timers.pass(0);
  }

  sockets(): readonly string[] {
    return this.network.sockets.map((one) => `${one.url.slice('wss://example.org/'.length)} ${one.isClosed ? 'closed' : 'open'}`);
  }
}

describe('the feeds of a run', () => {
  it('stay connected over an edit that leaves them as they are, and change with one that changes them', async () => {
    const desk = new Desk();
    await desk.run({ a: socket('a'), b: socket('b') });
    await desk.run({ a: socket('a'), b: socket('b2'), c: socket('c') });
    expect(desk.sockets()).toEqual(['a open', 'b closed', 'b2 open', 'c open']);
    expect(desk.feeds.statuses().map((status) => status.operatorId)).toEqual(['a', 'b', 'c']);
    await desk.run({ c: socket('c') });
    expect(desk.sockets()).toEqual(['a closed', 'b closed', 'b2 closed', 'c open']);
    await desk.feeds.stop('');
  });

  it('log what the old connection had before the new one of that source begins', async () => {
    const desk = new Desk();
    await desk.run({ a: socket('a') });
    const [first] = desk.network.sockets;
    first?.listener.opened();
    first?.listener.message('old');
    await desk.run({ a: socket('other') });
    expect(desk.log('a').rows()).toEqual(['old']);
    const second = desk.network.sockets.at(-1);
    second?.listener.opened();
    second?.listener.message('new');
    first?.listener.message('late');
    await desk.timers.pass(200);
    expect(desk.log('a').rows()).toEqual(['old', 'new']);
    await desk.feeds.stop('');
  });

  it('contact nothing once they are stopped, say why, and begin again', async () => {
    const desk = new Desk();
    await desk.run({ a: socket('a') });
    await desk.feeds.stop('Not connected while the pipeline is paused.');
    await desk.timers.pass(3_600_000);
    expect(desk.sockets()).toEqual(['a closed']);
    expect(desk.feeds.statuses()).toMatchObject([{ state: 'off', words: 'Not connected while the pipeline is paused.' }]);
    await desk.run({ a: socket('a') });
    expect(desk.sockets()).toEqual(['a closed', 'a open']);
    await desk.feeds.stop('');
    expect(desk.timers.pending()).toBe(0);
  });

  it('are none for sources of the page itself', async () => {
    const desk = new Desk();
    await desk.run({ keys: { kind: 'keystrokes' }, pointer: { kind: 'pointer' } });
    expect(desk.network.contacts).toBe(0);
    expect(desk.feeds.statuses()).toEqual([]);
  });
});
