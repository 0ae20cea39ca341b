import { describe, expect, it } from 'vitest';
import { type PlainValue, rowsFromValues, valuesFromRows } from '../../../src/columns/build.ts';
import { ByteReader, ByteWriter } from '../../../src/columns/byte-writer.ts';
import { decodeRows, encodeRows } from '../../../src/columns/codec.ts';
import type { Column } from '../../../src/columns/column.ts';
import type { Schema } from '../../../src/columns/data-type.ts';
import { digestRows, formatDigest } from '../../../src/columns/digest.ts';
import { CallArguments } from '../../../src/engine/kernels/call-arguments.ts';
import { NumberExtreme } from '../../../src/engine/state/number-extreme.ts';
import { SlidingPanes } from '../../../src/engine/state/sliding-panes.ts';
import { TimeExtreme } from '../../../src/engine/state/time-extreme.ts';
import { checkAggregate } from '../../../src/sql/check.ts';

const schema: Schema = [{ name: 't', type: { kind: 'TIMESTAMP' } }];
const LAST = '9999-12-31T23:59:59.999999Z';
const FIRST = '0001-01-01T00:00:00.000001Z';
const NOW = '2024-02-29T12:34:56.789012Z';
const FAR_SECOND = '9999-12-31T23:59:59.000000Z';

describe('times that no double holds', () => {
  it('come back from bytes, and hash the same in both lanes', () => {
    const rows = rowsFromValues(schema, [[LAST], [FIRST], [FAR_SECOND], [NOW], [null]]);
    expect(rows.columns[0]?.kind).toBe('big');
    expect(valuesFromRows(decodeRows(encodeRows(rows)))).toEqual(valuesFromRows(rows));
    const [far] = rows.columns;
    const only = { ...rows, columns: [far as Column], selection: Int32Array.of(2, 3) };
    const floats = rowsFromValues(schema, [[FAR_SECOND], [NOW]]);
    expect(floats.columns[0]?.kind).toBe('float');
    expect(formatDigest(digestRows(only))).toBe(formatDigest(digestRows(floats)));
  });

  it('are the least, the greatest, counted and collected over panes and a restore', () => {
    const texts = ['min(t)', 'max(t)', 'count(DISTINCT t)', 'collect_set(t)', 'max_by(t, t)', 'first(t)', 'approx_count_distinct(t)'];
    const calls = texts.map((text) => {
      const checked = checkAggregate(text, schema);
      if (!checked.ok) throw new Error(text);
      return checked.value;
    });
    const args = new CallArguments('op', calls, 'UTC');
    let panes = new SlidingPanes([{ kind: 'TIMESTAMP' }], calls, 2);
    const answers: PlainValue[][][] = [];
    for (const [b, batch] of [[NOW, LAST, NOW], [FIRST, FAR_SECOND], [FAR_SECOND], [NOW]].entries()) {
      const rows = rowsFromValues(
        schema,
        batch.map((value) => [value]),
      );
      const key = rowsFromValues(
        schema,
        batch.map(() => [LAST]),
      );
      panes.add(key.columns, args.over(rows, 0), null, batch.length);
      panes.close(b + 1);
      const restored = new SlidingPanes([{ kind: 'TIMESTAMP' }], calls, 2);
      restored.restore(panes.encodeFull(), []);
      panes = restored;
      const columns = panes.window().columns;
      answers.push(valuesFromRows({ schema: columns.map(({ type }, c) => ({ name: `c${c}`, type })), columns, length: 1, selection: null }));
    }
    expect(answers.map(([row]) => row)).toEqual([
      [LAST, NOW, LAST, 2, [NOW, LAST], LAST, NOW, 2],
      [LAST, FIRST, LAST, 4, [NOW, LAST, FIRST, FAR_SECOND], LAST, NOW, 4],
      [LAST, FIRST, FAR_SECOND, 2, [FIRST, FAR_SECOND], FAR_SECOND, FIRST, 2],
      [LAST, NOW, FAR_SECOND, 2, [FAR_SECOND, NOW], FAR_SECOND, FAR_SECOND, 2],
    ]);
  });

  it('read what was stored before there were any', () => {
    const old = new NumberExtreme({ kind: 'TIMESTAMP' }, true, new Float64Array(3), new Uint8Array(3));
    const [times] = rowsFromValues(schema, [[NOW], [FAR_SECOND]]).columns;
    old.add(Int32Array.of(0, 2), 2, times as Column, null);
    const writer = new ByteWriter();
    old.write(writer, 3);
    const empty = new TimeExtreme(true, new Float64Array(3), new Uint8Array(3), null);
    const read = empty.read(new ByteReader(writer.finish()), 3);
    const column = read.result(Int32Array.of(0, 1, 2), null);
    expect(valuesFromRows({ schema, columns: [column], length: 3, selection: null })).toEqual([[NOW], [null], [FAR_SECOND]]);
  });
});
