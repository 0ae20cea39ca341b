// A record that stops the run is named by its number in the file and its line.
import { describe, expect, it } from 'vitest';
import { atItsRecord } from '../../src/engine/books.ts';
import type { RecordFile } from '../../src/engine/sources/record-files.ts';
import { LINE_SCHEMA } from '../../src/plan/generator-schemas.ts';
import { PlanBuilder } from '../../src/plan/plan-builder.ts';
import { ProblemError, problem } from '../../src/problem/problem.ts';
import type { LogMeta } from '../../src/storage/records.ts';
import { column, csvFormat } from '../formats/parse-records.ts';
import { mustBeOk } from '../pipeline/expect-result.ts';

const builder = new PlanBuilder({ batchIntervalMs: 1000, timeZone: 'UTC' });
const source = mustBeOk(builder.source({ operatorId: 'file', role: 'rows', label: 'File', source: { kind: 'live' }, schema: LINE_SCHEMA }));
const parse = { operatorId: 'file', role: 'parse', label: 'File', input: source, column: 'value', keep: false } as const;
mustBeOk(builder.parse({ ...parse, format: csvFormat(2), columns: [column('id INT', 0)], onError: 'stop' }));
const plan = builder.finish();

const meta: LogMeta = { timeMs: 1000, count: 1, cutMs: 1000, inputs: { file: { kind: 'range', from: 100, to: 110, rows: 10 } } };
const file: RecordFile = {
  records: 1000,
  blank: 0,
  read: () => Promise.reject(new Error('not asked')),
  firstAfter: () => 0,
  timeBefore: () => null,
  lineOf: (record) => record + 5,
};
const refused = new ProblemError(
  problem('format/record-refused', { operator: 'file', row: 2 }, { place: 'A record', reason: 'SHORT_RECORD', detail: 'It is short.', record: '7' }),
);

describe('a record that stops the run', () => {
  it('is named by its number and its line', () => {
    const told = atItsRecord(refused, meta, plan, () => file);
    expect(told).toBeInstanceOf(ProblemError);
    expect(String(told)).toContain('Record 103, line 107, cannot be read (SHORT_RECORD). It is short. It is: 7.');
  });

  it('of no file stays as it is, and so does any other error', () => {
    expect(atItsRecord(refused, meta, plan, () => undefined)).toBe(refused);
    const bug = new Error('bug');
    expect(atItsRecord(bug, meta, plan, () => file)).toBe(bug);
  });
});
