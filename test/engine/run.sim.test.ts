// Whole lives of a run over a store that fails. What went wrong once is told here by hand; then one rich life in which each
// storage call fails in turn, in every way a call can fail. Random lives are in run-quarter-*.sim.test.ts.
import { describe, expect, it } from 'vitest';
import type { PipelineDocument } from '../../src/pipeline/document.ts';
import type { Fault } from '../../src/storage/faulty-store.ts';
import type { Action, LifeScript } from '../oracle/life-script.ts';
import { runLife } from '../oracle/simulation.ts';
import { LOG, pipelineOf, running, sensors, sliding, TABLE, TYPED, tumbling, WORDS } from '../oracle/small-pipelines.ts';

const tick = (batches: number): Action => ({ do: 'tick', batches, lateMs: 0 });
const type = (line: string): Action => ({ do: 'type', source: 0, line });
const apply = (document: PipelineDocument): Action => ({ do: 'apply', seed: 0, document });
const damage = (checkpoints: number): Action => ({ do: 'damage', checkpoints, how: 'flip', at: 7 });
const sleep = (batches: number): Action => ({ do: 'sleep', batches, ms: 0, monotonicRuns: true });
const RESTART: Action = { do: 'restart', downMs: 0 };
const CHECKPOINT: Action = { do: 'checkpoint' };

function life(document: PipelineDocument, actions: readonly Action[], faults: readonly Fault[] = []): LifeScript {
  return { seed: 0, pipelineSeed: 0, document, comparable: false, startMs: 1_700_000_000_250, costMs: 0, actions, faults };
}

/** The same life again and again, with the fault at the first call, then at the second, until the life makes no more calls. */
async function atEveryCall(make: (at: number) => LifeScript): Promise<{ readonly failures: readonly string[]; readonly calls: number }> {
  const failures: string[] = [];
  for (let at = 1; ; at++) {
    const result = await runLife(make(at));
    if (result.failure !== null) failures.push(`call ${at}: ${result.failure}`);
    if (result.calls < at) return { failures, calls: at };
  }
}

const COUNTS = running(['word'], { n: 'count(*)' });
const SKIP = { downtime: 'skip' } as const;

describe('a run', () => {
  const told: readonly (readonly [string, LifeScript])[] = [
    [
      'with "skip": lets go of rows whose tumbling window ended while nothing ran',
      life(pipelineOf({ lines: TYPED, count: tumbling('2 seconds', [], { n: 'count(*)' }), out: TABLE }, SKIP), [
        tick(1),
        type('a'),
        tick(1),
        sleep(12),
        tick(4),
      ]),
    ],
    [
      'with "skip": puts rows into the pane they came in, not the one it wakes up in',
      life(pipelineOf({ lines: TYPED, count: sliding('6 seconds', '4 seconds', ['value'], { n: 'count(*)' }), out: TABLE }, SKIP), [
        ...[tick(1), type('a'), tick(1), sleep(3), tick(8)],
      ]),
    ],
    [
      'with "skip": gives a window behind a window no firing that did not happen',
      life(
        pipelineOf(
          {
            made: sensors(),
            first: tumbling('2 seconds', ['room'], { n: 'count(*)' }),
            second: tumbling('8 seconds', [], { n: 'sum(n)' }),
            out: TABLE,
          },
          SKIP,
        ),
        [tick(3), sleep(9), tick(9)],
      ),
    ],
    [
      'writes the empty firing after the last rows also when it catches up',
      life(pipelineOf({ lines: TYPED, count: sliding('3 seconds', '1 second', ['value'], { n: 'count(*)' }), out: TABLE }), [
        type('a'),
        tick(2),
        sleep(40),
        tick(1),
      ]),
    ],
    [
      'shows after a reload only what a sink was given since an edit made it another',
      life(pipelineOf({ lines: TYPED, words: WORDS, count: COUNTS, out: TABLE }), [
        ...[
          type('a b'),
          tick(2),
          apply(pipelineOf({ lines: TYPED, words: WORDS, count: running(['word'], { n: 'count(*)' }, 'all'), out: TABLE })),
          RESTART,
          tick(2),
        ],
      ]),
    ],
    [
      'numbers the lines of a source that an edit took out and another brought back on, over a restart between them',
      life(pipelineOf({ lines: TYPED, out: LOG, made: sensors(), other: TABLE }), [
        ...[type('a'), tick(1), type('b'), apply(pipelineOf({ made: sensors(), other: TABLE })), tick(2), RESTART, tick(1)],
        ...[apply(pipelineOf({ lines: TYPED, out: LOG, made: sensors(), other: TABLE })), type('c'), tick(2), RESTART],
      ]),
    ],
    [
      'commits the batch that the disk refused before an edit comes in force',
      life(pipelineOf({ lines: TYPED, words: WORDS, count: COUNTS, out: TABLE }, { checkpointInterval: '60 seconds' }), [
        ...[type('a b'), tick(2), type('b c'), { do: 'quota', spareBytes: 0 } as const],
        ...[
          apply(pipelineOf({ lines: TYPED, words: WORDS, count: running(['word'], { n: 'count(*)', m: 'max(word)' }), out: TABLE })),
          type('d'),
          tick(2),
          RESTART,
        ],
      ]),
    ],
    ...[[], [RESTART]].map((between): readonly [string, LifeScript] => [
      `tells that a sink became empty, also where an edit in between was taken back before a batch ran under it${between.length > 0 ? ', in another life' : ''}`,
      life(pipelineOf({ lines: TYPED, count: tumbling('1 second', ['value'], { n: 'count(*)' }), out: TABLE }), [
        ...[tick(1), type('a'), tick(1)],
        apply(pipelineOf({ lines: TYPED, count: tumbling('1 second', ['value'], { m: 'max(value)' }), out: TABLE })),
        ...between,
        apply(pipelineOf({ lines: TYPED, count: tumbling('1 second', ['value'], { n: 'count(*)' }), out: TABLE })),
        ...[tick(3), RESTART],
      ]),
    ]),
  ];
  it.each(told)('%s', async (_, script) => {
    expect((await runLife(script)).failure).toBeNull();
  });

  it('brings nothing back that the first of two edits at one boundary dropped, whatever checkpoint is left', async () => {
    const kept = pipelineOf({ lines: TYPED, words: WORDS, count: COUNTS, out: TABLE });
    const dropped = pipelineOf({ lines: TYPED, words: WORDS, count: running(['word'], { n: 'max(word)' }), out: TABLE });
    for (let checkpoints = 1; checkpoints <= 5; checkpoints++) {
      const script = life(kept, [
        type('a b'),
        tick(3),
        CHECKPOINT,
        apply(dropped),
        apply(kept),
        type('a'),
        tick(2),
        damage(checkpoints),
        tick(2),
        RESTART,
      ]);
      expect((await runLife(script)).failure, `${checkpoints} checkpoints damaged`).toBeNull();
    }
  });

  it('counts changes from a full checkpoint again where an edit came after the one it restored', async () => {
    const before = pipelineOf({ lines: TYPED, words: WORDS, count: COUNTS, out: TABLE }, { checkpointInterval: '1 second' });
    const after = pipelineOf({ lines: TYPED, words: WORDS, count: COUNTS, out: TABLE, all: LOG }, { checkpointInterval: '1 second' });
    for (let checkpoints = 1; checkpoints <= 4; checkpoints++) {
      const script = life(before, [
        type('a b'),
        tick(3),
        type('c'),
        tick(1),
        apply(after),
        type('d'),
        tick(1),
        damage(checkpoints),
        type('e'),
        tick(3),
        RESTART,
        tick(1),
      ]);
      expect((await runLife(script)).failure, `${checkpoints} checkpoints damaged`).toBeNull();
    }
  });
});

describe('a rich life in which each storage call fails in turn', () => {
  const first = pipelineOf(
    {
      lines: TYPED,
      words: WORDS,
      count: COUNTS,
      table: TABLE,
      window: { ...sliding('3 seconds', '1 second', ['word'], { n: 'count(*)' }), from: 'words' },
      again: sliding('4 seconds', '2 seconds', [], { n: 'sum(n)' }),
      chart: { type: 'chart', params: { y: 'n' } },
    },
    { checkpointInterval: '2 seconds' },
  );
  const second = { ...first, operators: { ...first.operators, count: running(['word'], { n: 'count(*)', last: 'max(value)' }) } };
  const actions = [
    type('a b a'),
    tick(2),
    type('b'),
    type('é 日本'),
    tick(1),
    CHECKPOINT,
    tick(1),
    type('c'),
    apply(second),
    tick(1),
    type('a'),
    tick(2),
    RESTART,
    tick(1),
  ];

  const ways: readonly (readonly [string, (at: number) => Fault])[] = [
    ['the process dies before it', (at) => ({ at, kind: 'crash', writes: 'lost' })],
    ['the process dies after it', (at) => ({ at, kind: 'crash', writes: 'landed' })],
    ['it is refused', (at) => ({ at, kind: 'reject', error: 'unknown', writes: 'lost' })],
    ['it is refused and lands all the same', (at) => ({ at, kind: 'reject', error: 'unknown', writes: 'landed' })],
    ['the disk is full, twice', (at) => ({ at, kind: 'reject', error: 'full', writes: 'lost', times: 2 })],
    ['the connection dies before it', (at) => ({ at, kind: 'cut', writes: 'lost', failedOpens: 1 })],
    ['the connection dies after it', (at) => ({ at, kind: 'cut', writes: 'landed', failedOpens: 4 })],
    ['the power goes', (at) => ({ at, kind: 'power', writes: 'lost', transactions: 5 })],
  ];
  it.each(ways)('%s', async (_, fault) => {
    const { failures, calls } = await atEveryCall((at) => life(first, actions, [fault(at)]));
    expect(failures).toEqual([]);
    expect(calls).toBeGreaterThan(60);
  });
});
