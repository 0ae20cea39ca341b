// A file that was looked at gives a pipeline that runs and counts it.
import { describe, expect, it } from 'vitest';
import type { FileReference } from '../../src/formats/record-format.ts';
import { sniff } from '../../src/formats/sniff.ts';
import { lowerDocument } from '../../src/operators/lower-document.ts';
import { openDocument } from '../../src/operators/open-document.ts';
import { pipelineOfFile, suggestedUse } from '../../src/operators/pipeline-of-file.ts';
import { formatDocument } from '../../src/pipeline/format.ts';
import { describeProblem } from '../../src/problem/problem.ts';
import { mustBeOk } from '../pipeline/expect-result.ts';

function made(name: string, text: string, fileBytes?: number) {
  const head = new TextEncoder().encode(text);
  const sniffed = mustBeOk(sniff({ name, head, whole: fileBytes === undefined, modifiedMs: Date.UTC(2024, 5, 1) }));
  const file: FileReference = { name, sha256: 'a'.repeat(64), bytes: fileBytes ?? head.length };
  const document = pipelineOfFile(file, sniffed);
  const { plan, problems } = lowerDocument(document);
  expect(problems.map((p) => describeProblem(p).what)).toEqual([]);
  expect(plan).not.toBeNull();
  // What is saved opens as what it was.
  const opened = openDocument(formatDocument(document));
  expect(opened.ok ? opened.value.document : opened.problems.map((p) => describeProblem(p).what)).toEqual(document);
  return { document, use: suggestedUse(file, sniffed), types: Object.values(document.operators).map((box) => box.type), sniffed };
}

const flights = Array.from({ length: 2000 }, (_, i) => {
  const at = new Date(Date.UTC(2001, 0, 1) + i * 3_888_000).toISOString().slice(0, 19);
  return `${at},${['AA', 'UA', 'DL', 'WN'][(i * 7) % 4]},${(i * 37) % 180},${['ORD', 'JFK', 'SFO', 'ATL', 'DEN'][(i * 3) % 5]}`;
});

describe('a pipeline of a file', () => {
  it('with a time is counted by it, so fast that the file passes in a minute or two', () => {
    const { document, types, use } = made('flights.csv', `date,carrier,delay,origin\n${flights.join('\n')}\n`);
    expect(document.name).toBe('flights');
    expect(types).toEqual(['file', 'count-per-batch', 'chart', 'running-aggregate', 'table']);
    expect(use).toEqual({ timeColumn: 'date', pace: { kind: 'time', speed: 86_400 }, onBadRow: 'null' });
    expect(document.operators['batches-c208']?.params['keys']).toEqual(['carrier']);
    expect(document.operators['counts-71e6']?.params).toEqual({
      keys: ["window(`date`, '1 day').start AS start", 'carrier'],
      aggregates: { n: 'count(*)', average_delay: 'avg(delay)' },
      emit: 'changes',
    });
  });

  it('takes the whole size of a file into account of which only a part was seen', () => {
    const text = `date,carrier,delay,origin\n${flights.join('\n')}\n`;
    const { use, document } = made('flights.csv', text, text.length * 20);
    expect(use.pace).toEqual({ kind: 'time', speed: 2_592_000 });
    expect(document.operators['counts-71e6']?.params['keys']).toEqual(["date_trunc('MONTH', `date`) AS start", 'carrier']);
  });

  it('without a time shows the top values', () => {
    const { types, use, document } = made(
      'pets.csv',
      `name,kind\n${Array.from({ length: 300 }, (_, i) => `pet-${i},${i % 3 === 0 ? 'cat' : 'dog'}`).join('\n')}\n`,
    );
    expect(types).toEqual(['file', 'running-aggregate', 'chart', 'table']);
    expect(document.operators['counts-71e6']?.params['keys']).toEqual(['kind']);
    expect(use.pace).toEqual({ kind: 'rate', rowsPerSecond: 10 });
  });

  it('with neither just counts', () => {
    const { types } = made('numbers.csv', `x,y\n${Array.from({ length: 300 }, (_, i) => `${i * 1.5},${i * 2.25}`).join('\n')}\n`);
    expect(types).toEqual(['file', 'count-per-batch', 'chart', 'table']);
  });

  it('of text counts words', () => {
    expect(made('note.txt', 'Call me Ishmael.\nSome years ago\n').types).toEqual([
      'file',
      'explode',
      'filter',
      'running-aggregate',
      'chart',
      'table',
    ]);
  });

  it.each([
    [
      'times that do not rise',
      `ts,level\n${Array.from({ length: 100 }, (_, i) => `2024-01-${String(((i * 7) % 28) + 1).padStart(2, '0')} 00:00:00,${i % 2 ? 'info' : 'error'}`).join('\n')}\n`,
    ],
    [
      'dates',
      `day,shop\n${Array.from({ length: 100 }, (_, i) => `2024-0${Math.floor(i / 28) + 1}-${String((i % 28) + 1).padStart(2, '0')},${'abc'[i % 3]}`).join('\n')}\n`,
    ],
    [
      'columns named n and start',
      `start,n\n${Array.from({ length: 100 }, (_, i) => `2024-01-01T00:${String(i % 60).padStart(2, '0')}:00Z,${i % 5}`).join('\n')}\n`,
    ],
    [
      'nested JSON',
      Array.from({ length: 50 }, (_, i) => JSON.stringify({ at: 1_718_000_000_000 + i * 1000, user: { name: `u${i % 4}`, tags: ['a'] } })).join('\n'),
    ],
    ['odd names', `a b,c.d,é\n${Array.from({ length: 50 }, (_, i) => `${i % 3},x${i % 4},${i}`).join('\n')}\n`],
    ['one row', 'a,b\n1,2\n'],
  ])('lowers for %s', (_, text) => {
    made('data.txt', text);
  });
});
