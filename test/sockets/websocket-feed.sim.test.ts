import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { NetworkFeed } from '../../workers/sockets/feed-runner.ts';
import { cut } from './fake-network.ts';
import { BUFFER, FeedLife } from './feed-life.ts';

function feed(change: Partial<NetworkFeed & { readonly kind: 'websocket' }> = {}): NetworkFeed {
  return { kind: 'websocket', url: 'wss://example.org/s', framing: { kind: 'message' }, subscribe: '', buffer: BUFFER, ...change };
}

describe('a WebSocket', () => {
  it('contacts nothing before consent, connects when it is given, and is cut when it is taken back', async () => {
    const life = new FeedLife(feed());
    life.allowed.clear();
    await life.start();
    await life.timers.pass(3_600_000);
    expect(life.network.contacts).toBe(0);
    expect(life.status()).toMatchObject({ state: 'needs-consent', host: 'example.org' });
    life.allowed.add('example.org');
    await life.runner.consentsChanged();
    await life.timers.pass(0);
    expect(life.network.contacts).toBe(1);
    life.socket.listener.opened();
    expect(life.status()).toMatchObject({ state: 'open', words: 'Connected to example.org.' });
    life.allowed.clear();
    await life.runner.consentsChanged();
    await life.timers.pass(3_600_000);
    expect(life.socket.isClosed).toBe(true);
    expect(life.network.contacts).toBe(1);
    expect(life.status().state).toBe('needs-consent');
    await life.runner.stop('');
  });

  it('says what it subscribes to each time it opens', async () => {
    const life = new FeedLife(feed({ subscribe: '{"op":"subscribe"}' }));
    await life.start();
    life.socket.listener.opened();
    life.socket.listener.closed(1006, '');
    await life.timers.pass(1_000);
    life.socket.listener.opened();
    expect(life.network.sockets.map((socket) => socket.sent)).toEqual([['{"op":"subscribe"}'], ['{"op":"subscribe"}']]);
    await life.runner.stop('');
  });

  it('logs what came within 200 ms as one block, text and binary frames alike', async () => {
    const life = new FeedLife(feed());
    await life.start();
    life.socket.listener.opened();
    life.socket.listener.message('Zürich');
    await life.timers.pass(150);
    life.socket.listener.message(new TextEncoder().encode('🌍'));
    expect(life.log.blocks).toHaveLength(0);
    expect(life.status()).toMatchObject({ bufferedRows: 2, bufferedBytes: 11 });
    await life.timers.pass(50);
    expect(life.log.blocks.map((block) => block.rows)).toEqual([['Zürich', '🌍']]);
    await life.runner.stop('');
  });

  it('reads frames that cut letters as one stream of lines, whatever the cuts', async () => {
    const text = readFileSync(new URL('../field/data/c9-multibyte.jsonl', import.meta.url));
    const lines = text
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '');
    for (let size = 1; size <= 8; size++) {
      const life = new FeedLife(feed({ framing: { kind: 'lines', encoding: 'utf-8', skip: 0 } }));
      await life.start();
      life.socket.listener.opened();
      for (const piece of cut(text, size)) life.socket.listener.message(piece);
      await life.timers.pass(200);
      expect(life.log.rows()).toEqual(lines);
      await life.runner.stop('');
    }
  });

  it('comes back with growing waits, half of them by chance, and says so', async () => {
    const life = new FeedLife(feed());
    await life.start();
    const waits: number[] = [];
    for (let i = 0; i < 8; i++) {
      const before = life.timers.now();
      life.socket.listener.closed(1006, '');
      await life.timers.pass(0);
      const opened = life.network.sockets.length;
      while (life.network.sockets.length === opened) await life.timers.pass(100);
      waits.push(life.timers.now() - before);
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    life.socket.listener.closed(1006, '');
    await life.timers.pass(0);
    expect(life.status()).toMatchObject({
      state: 'waiting',
      words: 'Reconnecting to example.org in 60 s, tenth try. Last answer: the connection broke, or was never made.',
    });
    life.chance = 0;
    await life.timers.pass(60_000);
    life.socket.listener.opened();
    life.socket.listener.message('x');
    life.socket.listener.closed(1011, 'restart');
    await life.timers.pass(0);
    expect(life.status().words).toBe('Reconnecting to example.org in 1 s, second try. Last answer: closed with code 1011, "restart".');
    await life.timers.pass(499);
    expect(life.network.sockets).toHaveLength(10);
    await life.timers.pass(1);
    expect(life.network.sockets).toHaveLength(11);
    await life.runner.stop('');
  });

  it('does not come back to a server that turned it away', async () => {
    const life = new FeedLife(feed());
    await life.start();
    life.socket.listener.opened();
    life.socket.listener.closed(1008, 'no');
    await life.timers.pass(3_600_000);
    expect(life.network.contacts).toBe(1);
    expect(life.status().state).toBe('refused');
    await life.runner.stop('');
  });

  it('throws the newest rows away when the buffer is full, counts them, and still knows after a crash', async () => {
    const life = new FeedLife(feed({ buffer: { ...BUFFER, maxRows: 5 } }));
    await life.start();
    life.socket.listener.opened();
    for (let i = 0; i < 8; i++) life.socket.listener.message(`r${i}`);
    await life.timers.pass(200);
    // Logged rows count until a batch with them is committed.
    life.socket.listener.message('r8');
    expect(life.log.rows()).toEqual(['r0', 'r1', 'r2', 'r3', 'r4']);
    expect(life.status()).toMatchObject({ droppedRows: 4, bufferedRows: 5 });
    expect(life.status().words).toContain('4 rows were thrown away, because the buffer was full.');
    life.commit();
    life.socket.listener.message('r9');
    await life.timers.pass(200);
    expect(life.log.rows()).toEqual(['r0', 'r1', 'r2', 'r3', 'r4', 'r9']);
    await life.crash();
    expect(life.status().droppedRows).toBe(4);
    await life.runner.stop('');
  });

  it('bounds bytes as well, and an empty buffer takes a message of any size', async () => {
    const life = new FeedLife(feed({ buffer: { ...BUFFER, maxBytes: 100 } }));
    await life.start();
    life.socket.listener.opened();
    life.socket.listener.message('x'.repeat(1_000));
    life.socket.listener.message('y');
    await life.timers.pass(200);
    expect(life.log.rows()).toEqual(['x'.repeat(1_000)]);
    expect(life.status().droppedRows).toBe(1);
    await life.runner.stop('');
  });

  it('disconnects when the buffer is full, if that is the rule, and says what is missing', async () => {
    const life = new FeedLife(feed({ buffer: { ...BUFFER, maxRows: 2, whenFull: 'disconnect' } }));
    await life.start();
    life.socket.listener.opened();
    for (let i = 0; i < 4; i++) life.socket.listener.message(`r${i}`);
    await life.timers.pass(3_600_000);
    expect(life.socket.isClosed).toBe(true);
    expect(life.log.rows()).toEqual(['r0', 'r1']);
    expect(life.status()).toMatchObject({ state: 'refused', droppedRows: 0 });
    expect(life.status().words).toContain('What it sent since is missing');
    await life.runner.stop('');
  });

  it.each(['lost', 'landed'] as const)('logs each row once when a write fails and %s', async (fault) => {
    const life = new FeedLife(feed());
    await life.start();
    life.socket.listener.opened();
    life.log.faults.push(fault);
    life.socket.listener.message('a');
    await life.timers.pass(200);
    life.socket.listener.message('b');
    expect(life.status().words).toContain('cannot be logged');
    await life.timers.pass(1_000);
    expect(life.log.rows()).toEqual(['a', 'b']);
    await life.runner.stop('');
  });

  it('logs what it took before it ends', async () => {
    const life = new FeedLife(feed());
    await life.start();
    life.socket.listener.opened();
    life.socket.listener.message('a');
    await life.runner.stop('Not connected while the pipeline is paused.');
    expect(life.log.rows()).toEqual(['a']);
    expect(life.socket.isClosed).toBe(true);
    expect(life.status()).toMatchObject({ state: 'off', words: 'Not connected while the pipeline is paused.' });
    expect(life.timers.pending()).toBe(0);
  });
});
