import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlainValue } from '../../../src/columns/build.ts';
import { arrayOf, BIGINT, DOUBLE, STRING, TIMESTAMP } from '../../../src/columns/data-type.ts';
import type { StreamType } from '../../../src/plan/stream-type.ts';
import type { RowsPage, RowsQuery, RunStatus } from '../../../src/protocol/engine-api.ts';
import { mustZone, UTC } from '../../../src/sql/datetime/zone-names.ts';
import { clampSelection, isSelected, selectByKey, singleCell } from '../../../src/studio/dock/results/cell-selection.ts';
import { cellText, columnDigits, toTsv } from '../../../src/studio/dock/results/cell-text.ts';
import { placeEndLabels } from '../../../src/studio/dock/results/end-labels.ts';
import { fittedName, shortNames, splitName } from '../../../src/studio/dock/results/key-names.ts';
import {
  emptyWords,
  factsText,
  fileName,
  firingCandidates,
  firingWord,
  missedFirings,
  pointsText,
  whenText,
} from '../../../src/studio/dock/results/results-words.ts';
import { RowsPager } from '../../../src/studio/dock/results/rows-pager.ts';
import { NO_COLOURS, nextColours } from '../../../src/studio/dock/results/series-colours.ts';
import { tickTexts, valueRange } from '../../../src/studio/dock/results/value-axis.ts';

describe('names of keys', () => {
  it('leave out of clock readings what all of them share', () => {
    const names = (...keys: string[]) => [...shortNames(keys).values()];
    expect(names('2025-01-01 00:00:00, whale', '2025-01-01 01:00:00, sea')).toEqual(['00:00, whale', '01:00, sea']);
    expect(names('2025-01-01 00:00:00, whale', '2025-01-02 01:00:00, sea')).toEqual(['01-01 00:00, whale', '01-02 01:00, sea']);
    expect(names('2024-12-31 23:00:00, sea', '2025-01-01 00:00:00, sea')).toEqual(['12-31 23:00, sea', '01-01 00:00, sea']);
    expect(names('2024-12-31 23:00:00', '2025-12-31 23:00:05')).toEqual(['2024-12-31 23:00:00', '2025-12-31 23:00:05']);
    expect(names('whale', '')).toEqual(['whale', 'empty text']);
  });

  it('are as many as the keys, so that no two become one', () => {
    const reading = fc
      .date({ min: new Date(0), max: new Date(9e11), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 19).replace('T', ' '));
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(reading, fc.constantFrom('a', 'b')).map((parts) => parts.join(', '))), (keys) => {
        expect(new Set(shortNames(keys).values()).size).toBe(keys.length);
      }),
    );
  });

  it('are cut in the middle, so that the last part stays', () => {
    const upTo = (most: number) => (text: string) => text.length <= most;
    expect(fittedName('01-01 00:00, whale', upTo(14))).toBe('01-01 0… whale');
    expect(fittedName('01-01 00:00, whale', upTo(18))).toBe('01-01 00:00, whale');
    expect(fittedName('a, incomprehensible', upTo(8))).toBe('a, inco…');
    expect(fittedName('incomprehensible', upTo(8))).toBe('incompr…');
    expect(splitName('a, b, c')).toEqual(['a, b', 'c']);
    expect(splitName('a')).toEqual(['', 'a']);
  });
});

describe('series colours', () => {
  it('stay with their key when ranks change', () => {
    const first = nextColours(NO_COLOURS, ['whale', 'ship', 'ahab', 'captain', 'head']);
    expect([...first.values()]).toEqual([1, 2, 3, 4, 5]);
    expect(nextColours(first, ['ship', 'whale', 'head', 'ahab', 'captain'])).toBe(first);
  });

  it('go to a newcomer when a key leaves', () => {
    const first = nextColours(NO_COLOURS, ['whale', 'ship', 'ahab', 'captain', 'head']);
    const next = nextColours(first, ['whale', 'boat', 'ahab', 'captain', 'head']);
    expect(next.get('boat')).toBe(2);
    expect(next.get('whale')).toBe(1);
  });

  it('are never shared and never more than five', () => {
    const key = fc.constantFrom(...'abcdefghij');
    fc.assert(
      fc.property(fc.array(fc.uniqueArray(key, { maxLength: 8 }), { maxLength: 12 }), (rankings) => {
        let colours = NO_COLOURS;
        for (const keys of rankings) {
          const before = colours;
          colours = nextColours(colours, keys);
          expect([...colours.keys()].toSorted()).toEqual(keys.slice(0, 5).toSorted());
          expect(new Set(colours.values()).size).toBe(colours.size);
          for (const [name, colour] of colours) if (before.has(name)) expect(colour).toBe(before.get(name));
        }
      }),
    );
  });
});

describe('labels at line ends', () => {
  it('stay at their line where there is room', () => {
    expect(
      placeEndLabels(
        [
          { key: 'a', y: 50 },
          { key: 'b', y: 10 },
        ],
        0,
        100,
        13,
      ).map((label) => label.labelY),
    ).toEqual([10, 50]);
  });

  it('spread around their lines where there is none', () => {
    const labels = ['a', 'b', 'c'].map((key) => ({ key, y: 50 }));
    expect(placeEndLabels(labels, 0, 100, 13).map((label) => label.labelY)).toEqual([37, 50, 63]);
  });

  it('never touch, never leave the plot and keep the order of their lines', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 200, noNaN: true }), { maxLength: 5 }), (ends) => {
        const placed = placeEndLabels(
          ends.map((y, i) => ({ key: String(i), y })),
          0,
          200,
          13,
        );
        expect(placed.length).toBe(ends.length);
        placed.forEach((label, i) => {
          expect(label.labelY).toBeGreaterThanOrEqual(-1e-9);
          expect(label.labelY).toBeLessThanOrEqual(200 + 1e-9);
          const before = placed[i - 1];
          if (before === undefined) return;
          expect(label.labelY - before.labelY).toBeGreaterThanOrEqual(13 - 1e-9);
          expect(label.y).toBeGreaterThanOrEqual(before.y);
        });
      }),
    );
  });

  it('are left out at the end when they cannot fit', () => {
    expect(
      placeEndLabels(
        ['a', 'b', 'c'].map((key, i) => ({ key, y: i })),
        0,
        15,
        13,
      ).map((label) => label.key),
    ).toEqual(['a', 'b']);
  });
});

describe('cells', () => {
  it('are read with thousands and short times', () => {
    expect(cellText(10_432, BIGINT)).toBe('10,432');
    expect(cellText('-9223372036854775808', BIGINT)).toBe('−9,223,372,036,854,775,808');
    expect(cellText(0.12345, DOUBLE)).toBe('0.1235');
    expect(cellText('Infinity', DOUBLE)).toBe('Infinity');
    expect(cellText('2026-11-22T14:31:50.000000Z', TIMESTAMP)).toBe('2026-11-22 14:31:50');
    expect(cellText('2026-11-22T14:31:50.250000Z', TIMESTAMP)).toBe('2026-11-22 14:31:50.25');
    expect(cellText('2026-11-22T14:31:50.250000Z', TIMESTAMP, mustZone('Asia/Kolkata'))).toBe('2026-11-22 20:01:50.25');
    expect(cellText(null, STRING)).toBe('NULL');
    expect(cellText(['a', null], arrayOf(STRING))).toBe('[a, NULL]');
    expect(
      cellText(['x', 2], {
        kind: 'STRUCT',
        fields: [
          { name: 'k', type: STRING },
          { name: 'n', type: BIGINT },
        ],
      }),
    ).toBe('{k: x, n: 2}');
  });

  it('of doubles stand under each other', () => {
    const schema = [
      { name: 'k', type: STRING },
      { name: 'average', type: DOUBLE },
      { name: 'n', type: BIGINT },
    ];
    const rows: PlainValue[][] = [
      ['a', 24.3041, 1],
      ['b', 24.5, 2],
      ['c', null, 3],
    ];
    const digits = columnDigits(schema, rows);
    expect(digits).toEqual([undefined, 4, undefined]);
    expect(rows.map((row) => cellText(row[1] ?? null, DOUBLE, UTC, digits[1]))).toEqual(['24.3041', '24.5000', 'NULL']);
  });

  it('are copied as spreadsheets take them', () => {
    const schema = [STRING, BIGINT, arrayOf(STRING), TIMESTAMP].map((type, i) => ({ name: `c${i}`, type }));
    const rows = [
      ['whale', 1_294, null, '2026-11-22T14:31:50.000000Z'],
      ['a\tb', 'say "ahab"', ['x', 1], null],
    ];
    const copied = 'whale\t1294\t\t2026-11-22 15:31:50\n"a\tb"\t"say ""ahab"""\t"[""x"",1]"\t';
    expect(toTsv(schema, rows, mustZone('Europe/Berlin'))).toBe(copied);
  });
});

describe('the value axis', () => {
  it('stands on 0 for counts and shows the difference of values that hardly differ', () => {
    expect(valueRange(12, 294)).toEqual([0, 300]);
    expect(valueRange(22.6, 24.4)).toEqual([22, 25]);
    expect(valueRange(0, 0)).toEqual([0, 1]);
    expect(valueRange(-3, 5)).toEqual([-5, 10]);
    expect(valueRange(-90, -10)).toEqual([-100, 0]);
    expect(valueRange(7, 7)[0]).toBeLessThan(7);
    expect(valueRange(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY)).toEqual([0, 1]);
  });

  it('holds every value and is not empty', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.double({ min: 0, max: 1e9, noNaN: true }), (low, span) => {
        const high = low + span;
        const [from, to] = valueRange(low, high);
        expect(to).toBeGreaterThan(from);
        expect(from).toBeLessThanOrEqual(low + Math.abs(low) * 1e-9 + 1e-280);
        expect(to).toBeGreaterThanOrEqual(high - Math.abs(high) * 1e-9 - 1e-280);
      }),
    );
  });

  it('labels ticks with the decimals that tell them apart', () => {
    expect(tickTexts([0, 100, 200])).toEqual(['0', '100', '200']);
    expect(tickTexts([22, 22.5, 23])).toEqual(['22', '22.5', '23']);
    expect(tickTexts([0, 500, 1_000, 1_500])).toEqual(['0', '500', '1.0k', '1.5k']);
  });
});

describe('selecting cells by keys', () => {
  const size = { rows: 100, columns: 3, page: 8 };
  const press = (key: string, shift = false, mod = false) => ({ key, shift, mod });

  it('moves one cell, extends with Shift, jumps with Ctrl', () => {
    const at = singleCell(5, 1);
    expect(selectByKey(at, press('ArrowDown'), size)).toEqual(singleCell(6, 1));
    expect(selectByKey(at, press('ArrowDown', true), size)).toEqual({ anchor: { row: 5, column: 1 }, focus: { row: 6, column: 1 } });
    expect(selectByKey(at, press('ArrowDown', true, true), size)).toEqual({ anchor: { row: 5, column: 1 }, focus: { row: 99, column: 1 } });
    expect(selectByKey(at, press('PageDown'), size)).toEqual(singleCell(13, 1));
    expect(selectByKey(at, press('End'), size)).toEqual(singleCell(5, 2));
    expect(selectByKey(at, press('Home', false, true), size)).toEqual(singleCell(0, 0));
  });

  it('begins at the first row, selects all, rows, and nothing', () => {
    expect(selectByKey(null, press('ArrowDown'), size)).toEqual(singleCell(0, 0));
    expect(selectByKey(null, press('a', false, true), size)).toEqual({ anchor: { row: 0, column: 0 }, focus: { row: 99, column: 2 } });
    expect(selectByKey(singleCell(4, 1), press(' ', true), size)).toEqual({ anchor: { row: 4, column: 0 }, focus: { row: 4, column: 2 } });
    expect(selectByKey(singleCell(4, 1), press('Escape'), size)).toBe(null);
    expect(selectByKey(null, press('Escape'), size)).toBe(undefined);
    expect(selectByKey(null, press('x'), size)).toBe(undefined);
    expect(selectByKey(null, press('ArrowDown'), { ...size, rows: 0 })).toBe(undefined);
  });

  it('never leaves the table', () => {
    const key = fc.constantFrom('ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', 'Home', 'End', 'Escape', 'a');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(key, fc.boolean(), fc.boolean()), { maxLength: 60 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 6 }),
        (keys, rows, columns) => {
          let selection = null as ReturnType<typeof singleCell> | null;
          for (const [name, shift, mod] of keys) {
            const next = selectByKey(selection, press(name, shift, mod), { rows, columns, page: 8 });
            if (next !== undefined) selection = next;
          }
          if (selection === null) return;
          for (const cell of [selection.anchor, selection.focus]) {
            expect(cell.row).toBeGreaterThanOrEqual(0);
            expect(cell.row).toBeLessThan(rows);
            expect(cell.column).toBeLessThan(columns);
          }
          expect(isSelected(selection, selection.focus.row, selection.focus.column)).toBe(true);
        },
      ),
    );
  });

  it('shrinks with the table', () => {
    expect(clampSelection({ anchor: { row: 3, column: 1 }, focus: { row: 40, column: 2 } }, { rows: 10, columns: 2 })).toEqual({
      anchor: { row: 3, column: 1 },
      focus: { row: 9, column: 1 },
    });
    expect(clampSelection(singleCell(3, 1), { rows: 0, columns: 2 })).toBe(null);
  });
});

/** A worker with `total` rows [index, batch]; answers wait until they are let go. */
function fakeWorker(total: number) {
  const state = { batchId: 1, total, fail: false };
  const asked: RowsQuery[] = [];
  const waiting: (() => void)[] = [];
  const read = async (query: RowsQuery): Promise<RowsPage | null> => {
    asked.push(query);
    await new Promise<void>((resolve) => waiting.push(resolve));
    if (state.fail) return null;
    const rows = Array.from({ length: Math.max(0, Math.min(query.limit, state.total - query.offset)) }, (_, i): PlainValue[] => [
      query.offset + i,
      state.batchId,
    ]);
    return {
      schema: [],
      emits: 'closed',
      keys: [],
      batchId: state.batchId,
      timeMs: 0,
      window: null,
      totalRows: state.total,
      matchedRows: state.total,
      rows,
    };
  };
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 20; i++) {
      for (const go of waiting.splice(0)) go();
      await Promise.resolve();
    }
  };
  return { state, asked, read, settle };
}

describe('paging rows', () => {
  const ask = { operatorId: 'out', at: 'live', sort: null, search: '' } as const;

  it('reads the page in sight, once', async () => {
    const worker = fakeWorker(5_000);
    let changes = 0;
    const pager = new RowsPager(worker.read, () => {
      changes += 1;
    });
    pager.show(ask);
    pager.look(0);
    pager.look(3);
    await worker.settle();
    expect(worker.asked.map((query) => query.offset)).toEqual([0]);
    expect(pager.rowAt(40)).toEqual([40, 1]);
    expect(changes).toBe(1);
    pager.look(2_000);
    await worker.settle();
    expect(pager.rowAt(2_000)).toEqual([2_000, 1]);
    expect(pager.rowAt(40)).toEqual([40, 1]);
  });

  it('keeps old rows until new ones are there, and never mixes batches', async () => {
    const worker = fakeWorker(5_000);
    const pager = new RowsPager(worker.read, () => undefined);
    pager.show(ask);
    await worker.settle();
    pager.look(1_000);
    await worker.settle();
    worker.state.batchId = 2;
    pager.refresh();
    expect(pager.rowAt(1_000)).toEqual([1_000, 1]);
    await worker.settle();
    expect(pager.rowAt(1_000)).toEqual([1_000, 2]);
    expect(pager.rowAt(10)).toBe(undefined);
  });

  it('drops the answer to an old question', async () => {
    const worker = fakeWorker(500);
    const pager = new RowsPager(worker.read, () => undefined);
    pager.show(ask);
    pager.show({ ...ask, search: 'whale' });
    await worker.settle();
    expect(worker.asked.map((query) => query.search)).toEqual(['', 'whale']);
    expect(pager.page?.batchId).toBe(1);
  });

  it('says when the worker has no answer and goes on with the next question', async () => {
    const worker = fakeWorker(500);
    const pager = new RowsPager(worker.read, () => undefined);
    worker.state.fail = true;
    pager.show(ask);
    await worker.settle();
    expect(pager.failed).toBe(true);
    worker.state.fail = false;
    pager.refresh();
    await worker.settle();
    expect(pager.failed).toBe(false);
    expect(pager.rowAt(0)).toEqual([0, 1]);
  });

  it('does not ask for rows past the end', async () => {
    const worker = fakeWorker(10);
    const pager = new RowsPager(worker.read, () => undefined);
    pager.show(ask);
    await worker.settle();
    pager.look(900);
    await worker.settle();
    expect(worker.asked.length).toBe(1);
  });

  it('freezes an answer that goes on changing, and goes on with the newest', async () => {
    const worker = fakeWorker(9_000);
    const pager = new RowsPager(worker.read, () => undefined);
    pager.show(ask);
    await worker.settle();
    void pager.freeze();
    await worker.settle();
    worker.state.batchId = 2;
    void pager.refresh();
    pager.look(3_000);
    await worker.settle();
    expect([pager.rowAt(3_000), pager.rowAt(6_000), pager.page?.matchedRows]).toEqual([[3_000, 1], undefined, 5_000]);
    pager.look(0);
    pager.thaw();
    await worker.settle();
    expect([pager.rowAt(0), pager.page?.matchedRows]).toEqual([[0, 2], 9_000]);
  });

  it('freezes no other batch than the one on screen', async () => {
    const worker = fakeWorker(9_000);
    const pager = new RowsPager(worker.read, () => undefined);
    pager.show(ask);
    await worker.settle();
    worker.state.batchId = 2;
    void pager.freeze();
    await worker.settle();
    expect([pager.rowAt(0), pager.page?.batchId, pager.page?.matchedRows]).toEqual([[0, 1], 1, 384]);
  });

  it('copies what is held as it is shown, and reads the rest', async () => {
    const worker = fakeWorker(5_000);
    const pager = new RowsPager(worker.read, () => undefined);
    pager.show(ask);
    await worker.settle();
    expect(await pager.rowsBetween(2, 4, 100)).toEqual([
      [2, 1],
      [3, 1],
      [4, 1],
    ]);
    expect(worker.asked.length).toBe(1);
    const copied = pager.rowsBetween(0, 999, 600);
    await worker.settle();
    expect((await copied)?.length).toBe(600);
  });
});

describe('words over the results', () => {
  const Z = Date.UTC(2026, 10, 22, 14, 29, 50);
  const stream: StreamType = { columns: [], emits: 'closed', slideMs: 5_000, keys: ['word'], windowMs: 30_000 };
  const status = (change: Partial<RunStatus>): RunStatus => ({
    pipelineId: 'p',
    role: 'owner',
    ownerTab: null,
    state: 'running',
    runId: 'r',
    applied: '{}',
    batchIntervalMs: 1_000,
    zeroTimeMs: Z,
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
    ...change,
  });
  const shown = {
    batchId: 120,
    timeMs: Z + 120_000,
    window: { startMs: Z + 90_000, endMs: Z + 120_000 },
    emits: 'closed',
    totalRows: 5_212,
  } as const;

  it('name the window, the batch, or the newest', () => {
    expect(whenText(shown, 'live')).toBe('14:31:20 – 14:31:50');
    expect(whenText({ ...shown, window: null }, 'live')).toBe('Batch 120, 14:31:50');
    expect(whenText({ ...shown, window: null, emits: 'changes' }, 'live')).toBe('Newest row of each key');
    expect(whenText({ ...shown, window: null, emits: 'changes' }, 'past')).toBe('Batch 120, 14:31:50');
    expect(whenText({ ...shown, window: null, batchId: null, timeMs: null, totalRows: 0 }, 'live')).toBe('');
    expect(whenText({ ...shown, window: null, emits: 'rows' }, 'frozen')).toBe('Newest rows, to batch 120');
    expect(factsText(shown, Z + 121_400)).toBe('closed 1 s ago · 5,212 rows');
  });

  it('say when the first window closes', () => {
    const run = { hasSink: true, hasInput: true, typed: false };
    expect(emptyWords(stream, status({}), run, Z + 1_200)).toEqual({
      title: 'No window has closed yet',
      text: 'The first one closes at 14:29:55, in 4 s.',
    });
    expect(emptyWords(stream, status({ state: 'paused', lastBatch: { batchId: 2, timeMs: Z + 2_000 } }), run, Z + 1_200).text).toBe(
      'The first one closes at batch time 14:29:55.',
    );
    expect(emptyWords(stream, status({ lastBatch: { batchId: 9, timeMs: Z + 9_000 } }), run, Z).title).toBe('No rows yet');
    expect(emptyWords(stream, status({ state: 'idle', zeroTimeMs: null }), run, Z).title).toBe('Nothing has run yet');
    expect(emptyWords(stream, status({}), { ...run, hasSink: false }, Z).title).toBe('Not part of the run yet');
  });

  it('say what a point is', () => {
    expect(firingWord(stream, null)).toBe('window');
    expect(firingWord(null, { window: { startMs: 0, endMs: 5_000 } })).toBe('window');
    expect(firingWord(null, { window: null })).toBe('batch');
    expect(pointsText(stream)).toBe('one point each slide, 5 s');
    expect(pointsText({ ...stream, windowMs: 5_000 })).toBe('one point a window, 5 s');
    expect(pointsText({ ...stream, windowMs: null, slideMs: 1_000 })).toBe('one point a batch, 1 s');
  });

  it('count missed firings by the slide, and as seen where there is none', () => {
    expect(missedFirings(Z, Z + 15_000, 5_000, 1)).toBe(3);
    expect(missedFirings(Z, Z + 14_000, 5_000, 1)).toBe(1);
    expect(missedFirings(null, Z, 5_000, 4)).toBe(4);
  });

  it('look for the neighbouring firing where it should be, then one by one', () => {
    expect(firingCandidates(120, -1, 5, 3)).toEqual([115, 119, 118, 117]);
    expect(firingCandidates(2, -1, null, 5)).toEqual([1]);
    expect(firingCandidates(7, 1, 1, 2)).toEqual([8, 9]);
  });

  it('name files after the sink and the window', () => {
    expect(fileName('Top 10 table', shown.timeMs, 'csv')).toBe('top-10-table-14-31-50.csv');
    expect(fileName('Häufigkeit: 言葉', null, 'jsonl')).toBe('häufigkeit-言葉.jsonl');
    expect(fileName('…', null, 'csv')).toBe('rows.csv');
  });
});
