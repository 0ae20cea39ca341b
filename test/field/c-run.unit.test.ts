// Field cases c2, c4, c6, c7, c9 and c12 beyond the reading: through a run, with FAILFAST, checkpoints, exports and groups.
import { describe, expect, it } from 'vitest';
import { valuesFromRows } from '../../src/columns/build.ts';
import type { Rows } from '../../src/columns/column.ts';
import { LedgerView } from '../../src/engine/ledger-view.ts';
import type { Framing } from '../../src/formats/record-format.ts';
import { sniff } from '../../src/formats/sniff.ts';
import { describeProblem, ProblemError } from '../../src/problem/problem.ts';
import { COMMA, column, csvFormat, JSON_LINES, LINES, utf8 } from '../formats/parse-records.ts';
import { mustBeOk } from '../pipeline/expect-result.ts';
import { FileRun, fileOf } from './file-run.ts';

const CSV: Framing = { kind: 'csv', encoding: 'utf-8', skip: 1, dialect: COMMA };

function stopOf(run: FileRun): string {
  try {
    run.whole();
  } catch (error) {
    if (error instanceof ProblemError) return describeProblem(error.problem).what;
    throw error;
  }
  return 'it did not stop';
}

describe('c2 a newline inside quotes', () => {
  const columns = [column('id INT', 0), column('note STRING', 1), column('qty INT', 2)];
  it('comes to the same with one record a batch, and a crash before each', () => {
    const run = new FileRun({ bytes: fileOf('c2-quoted-newlines.csv'), framing: CSV, format: csvFormat(3), columns }, [], {
      n: 'count(*)',
      q: 'sum(qty)',
    });
    expect(run.size).toBe(4);
    let last: Rows | null = null;
    for (let record = 0; record < run.size; record++) {
      run.comeBack();
      last = run.batch(record, record + 1);
    }
    expect(last === null ? null : valuesFromRows(last)).toEqual([[4, 18]]);
  });
});

describe('c4 rows that are too short or too long', () => {
  const reading = {
    bytes: fileOf('c4-ragged.csv'),
    framing: CSV,
    format: csvFormat(3),
    columns: [column('ts TIMESTAMP', 0), column('user STRING', 1), column('action STRING', 2)],
  };

  it('counts what is there', () => {
    const counts = { n: 'count(*)', users: 'count(user)', actions: 'count(action)' };
    expect(new FileRun(reading, [], counts).whole()).toEqual([[4, 3, 3]]);
  });

  it('FAILFAST stops at line 3, and nothing of the batch is kept', () => {
    const run = new FileRun({ ...reading, onError: 'stop' }, [], { n: 'count(*)' });
    expect(stopOf(run)).toMatch(/^Record 2, line 3, cannot be read/);
  });
});

describe('c6 ids above 2^53', () => {
  const columns = [column('id BIGINT', 'id'), column('v INT', 'v')];
  const reading = { bytes: fileOf('c6-big-integers.jsonl'), framing: LINES, format: JSON_LINES, columns };

  it('are groups of their own, over a checkpoint too', () => {
    const run = new FileRun(reading, ['id'], { n: 'count(*)', v: 'sum(v)' });
    run.batch(0, 2);
    run.comeBack();
    const rows = run.batch(2, 4);
    expect(rows === null ? null : valuesFromRows(rows)).toEqual([
      ['9007199254740993', 1, 1],
      ['9007199254740992', 1, 2],
      ['9223372036854775807', 1, 3],
      [null, 1, 4],
    ]);
  });

  it('are summed exactly', () => {
    const rows = new FileRun(reading, [], { s: 'sum(id)' }).batch(0, 2);
    expect(rows === null ? null : valuesFromRows(rows)).toEqual([['18014398509481985']]);
  });

  it('keep every digit in what is exported', () => {
    const run = new FileRun(reading, [], {});
    const sink = run.plan.nodes.at(-1);
    const rows = run.batch(0, 4);
    if (sink === undefined || rows === null) throw new Error('The run has a sink');
    const view = new LedgerView(sink.output, { kind: 'table' });
    view.append({ batchId: 1, timeMs: 1000, rows, base: false });
    for (const format of ['csv', 'jsonl'] as const) {
      const text = view.exportText(format);
      for (const id of ['9007199254740993', '9007199254740992', '9223372036854775807']) expect(text).toContain(id);
      expect(text).not.toMatch(/e\+|E18|\.0/);
    }
  });
});

describe('c7 untidy JSON lines', () => {
  const reading = {
    bytes: fileOf('c7-untidy.jsonl'),
    framing: LINES,
    format: JSON_LINES,
    columns: [column('k STRING', 'k'), column('v DOUBLE', 'v')],
  };

  it('counts and sums what is there, NaN included', () => {
    expect(new FileRun(reading, [], { n: 'count(*)', some: 'count(v)', s: 'sum(v)' }).whole()).toEqual([[6, 2, 'NaN']]);
  });

  it('FAILFAST stops at line 4, blank lines counted', () => {
    expect(stopOf(new FileRun({ ...reading, onError: 'stop' }, [], { n: 'count(*)' }))).toMatch(/^Record 3, line 4, cannot be read/);
  });
});

describe('c9 a letter cut in two', () => {
  const columns = [column('city STRING', 'city'), column('mark STRING', 'mark')];
  const reading = { bytes: fileOf('c9-multibyte.jsonl'), framing: LINES, format: JSON_LINES, columns };

  it('groups by whole letters and counts code points', () => {
    expect(new FileRun(reading, ['city'], { n: 'count(*)' }).whole()).toEqual([
      ['Zürich', 2],
      ['Łódź', 1],
      ['東京', 1],
    ]);
    const marks = new FileRun(reading, ['mark'], { n: 'count(*)', length: 'max(length(mark))' }).whole();
    const asWritten = [...new TextDecoder().decode(reading.bytes).matchAll(/"mark":"([^"]*)"/g)].map(([, mark = '']) => [...mark].length);
    expect(marks.map(([, , length]) => length)).toEqual([1, asWritten[1], 3]);
  });
});

describe('c12 empty is not NULL', () => {
  const columns = [column('id INT', 0), column('name STRING', 1)];
  const reading = { bytes: fileOf('c12-empty-or-null.csv'), framing: CSV, format: csvFormat(2), columns };

  it('counts three names, all different', () => {
    const counts = { n: 'count(*)', names: 'count(name)', different: 'count(DISTINCT name)' };
    expect(new FileRun(reading, [], counts).whole()).toEqual([[4, 3, 3]]);
  });

  it('comes back as it was from a CSV that was written', () => {
    const run = new FileRun(reading, [], {});
    const sink = run.plan.nodes.at(-1);
    const rows = run.batch(0, run.size);
    if (sink === undefined || rows === null) throw new Error('The run has a sink');
    const view = new LedgerView(sink.output, { kind: 'table' });
    view.append({ batchId: 1, timeMs: 1000, rows, base: false });
    const bytes = utf8(view.exportText('csv'));
    const guess = mustBeOk(sniff({ name: 'again.csv', head: bytes, whole: true, modifiedMs: null }, {}));
    const again = new FileRun({ bytes, framing: guess.framing, format: guess.format, columns: guess.columns }, [], {}).whole();
    expect(again.map(([, name]) => name).toSorted()).toEqual([null, '', ' ', 'NULL'].toSorted());
    expect(valuesFromRows(rows).map(([, name]) => name)).toEqual([null, '', ' ', 'NULL']);
  });
});
