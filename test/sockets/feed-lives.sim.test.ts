// Many lives of a stream with ids: servers that break off, honour the last id or ignore it, or do not let it be sent; writes that
// fail or land unseen; crashes at any moment. The log must hold each event once, in order, without a gap.
import { describe, expect, it } from 'vitest';
import type { NetworkFeed } from '../../workers/sockets/feed-runner.ts';
import { Random } from '../oracle/random.ts';
import { cut, type ScriptedAnswer, type Server } from './fake-network.ts';
import { BUFFER, FeedLife } from './feed-life.ts';

const FEED: NetworkFeed = { kind: 'sse', url: 'https://example.org/events', framing: { kind: 'message' }, event: '', buffer: BUFFER };
const SEEDS = 90;
const EVENT_EVERY_MS = 40;
const EVENTS = 400;

type Manner = 'honours' | 'ignores' | 'refuses the header';

function serverOf(life: FeedLife, random: Random, manner: Manner): Server {
  const began = life.timers.now();
  return ({ headers }): ScriptedAnswer | 'unreachable' => {
    const told = headers['Last-Event-ID'];
    if (told !== undefined && manner === 'refuses the header') return 'unreachable';
    if (random.chance(0.1)) return { status: 503 };
    const known = Math.min(EVENTS, Math.floor((life.timers.now() - began) / EVENT_EVERY_MS));
    const from = manner === 'honours' && told !== undefined ? Number(told) + 1 : 1;
    const text = Array.from({ length: Math.max(0, known - from + 1) }, (_, i) => `id: ${from + i}\ndata: e${from + i}\n\n`).join('');
    const body = cut(text, random.between(5, 4_000));
    // A connection may break in the middle of an event.
    const heard = random.chance(0.5) ? body : body.slice(0, random.below(body.length + 1));
    return { headers: { 'Content-Type': 'text/event-stream' }, body: heard, after: random.pick(['end', 'broken'] as const) };
  };
}

async function live(seed: number, manner: Manner): Promise<{ readonly rows: readonly string[]; readonly crashes: number }> {
  const random = new Random(seed);
  const life = new FeedLife(FEED);
  life.network.server = serverOf(life, random.fork(), manner);
  await life.start();
  let crashes = 0;
  for (let step = 0; step < 30; step++) {
    await life.timers.pass(random.between(0, 1_500));
    if (random.chance(0.25)) life.log.faults.push(random.pick(['lost', 'landed'] as const));
    if (random.chance(0.5)) life.commit();
    if (random.chance(0.2)) {
      life.log.faults.length = 0;
      await life.crash();
      crashes++;
    }
  }
  life.log.faults.length = 0;
  for (let i = 0; i < 100 && life.log.rows().length < EVENTS; i++) {
    await life.timers.pass(5_000);
    life.commit();
  }
  // What came again by now would show.
  await life.timers.pass(30_000);
  await life.runner.stop('');
  return { rows: life.log.rows(), crashes };
}

describe.each(['honours', 'ignores', 'refuses the header'] as const)('a stream whose server %s the last event id', (manner) => {
  it(`gives each event once, in order, over ${SEEDS / 3} lives with crashes and failing writes`, async () => {
    const all = Array.from({ length: EVENTS }, (_, i) => `e${i + 1}`);
    let crashes = 0;
    for (let seed = 1; seed <= SEEDS / 3; seed++) {
      const outcome = await live(seed, manner);
      crashes += outcome.crashes;
      expect(outcome.rows, `seed ${seed}`).toEqual(all);
    }
    expect(crashes).toBeGreaterThan(SEEDS / 3);
  });
});
