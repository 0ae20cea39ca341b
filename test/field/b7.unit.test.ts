// Field case b7: yesterday's file gives no windows. Windows of the events' own time do not ask the clock, and nine fraction digits
// are cut to six. That a window stays open until the watermark passes it waits for event time; here each count stands when it is made.
import { describe, expect, it } from 'vitest';
import { column, JSON_LINES, LINES } from '../formats/parse-records.ts';
import { FileRun, fileOf } from './file-run.ts';

const reading = { bytes: fileOf('b7-old-events.jsonl'), framing: LINES, format: JSON_LINES, columns: [column('at TIMESTAMP', 'at')] };
const WINDOW = "window(at, '1 second')";

describe("b7 yesterday's file gives no windows", () => {
  it.each(['2026-01-01', '1999-01-01'])('gives the windows of its events with the clock at %s', (day) => {
    const run = new FileRun(reading, [WINDOW], { n: 'count(*)', first: 'min(at)' }, Date.parse(`${day}T00:00:00Z`));
    const [[window, n, first] = []] = run.whole();
    expect(window).toEqual(['2019-03-02T08:26:47.000000Z', '2019-03-02T08:26:48.000000Z']);
    expect([n, first]).toEqual([1, '2019-03-02T08:26:47.872179Z']);
  });
});
