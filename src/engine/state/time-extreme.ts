// min and max of TIMESTAMP: numbers while doubles hold all of them, BigInt from the first that none holds. Stored as doubles; NaN
// stands for a value that none holds, and these follow as 64-bit integers.
import { type ByteReader, type ByteWriter, DamagedBytes } from '../../columns/byte-writer.ts';
import type { Column } from '../../columns/column.ts';
import { TIMESTAMP } from '../../columns/data-type.ts';
import type { Accumulator } from './accumulator.ts';
import { boxTime, columnOfBoxed } from './boxed.ts';
import { IntegerExtreme } from './integer-extreme.ts';
import { readMarks } from './read-marks.ts';

export class TimeExtreme extends IntegerExtreme {
  override result(slots: Int32Array, newer: Accumulator | null): Column {
    const answers = super.result(slots, newer);
    if (answers.kind === 'float') return { ...answers, type: TIMESTAMP };
    if (answers.kind !== 'big') throw new Error('An extreme of times is a column of integers');
    // What made it BigInt may be another group's.
    return columnOfBoxed(
      TIMESTAMP,
      Array.from(answers.values, (value, i) => (answers.nulls?.[i] === 1 ? null : boxTime(value))),
    );
  }

  override write(writer: ByteWriter, count: number): void {
    const values = new Float64Array(count);
    const far: bigint[] = [];
    for (let i = 0; i < count; i++) {
      const value = boxTime(BigInt(this.valueAt(i)));
      if (typeof value === 'bigint') far.push(value);
      values[i] = typeof value === 'bigint' ? Number.NaN : value;
    }
    writer.align();
    writer.array(values);
    writer.array(this.seen.subarray(0, count));
    if (far.length === 0) return;
    writer.align();
    writer.array(BigInt64Array.from(far));
  }

  override read(reader: ByteReader, count: number): TimeExtreme {
    reader.align();
    const values = reader.float64Array(count).slice();
    const seen = readMarks(reader, count);
    const far = values.reduce((sum, value) => sum + (Number.isNaN(value) ? 1 : 0), 0);
    if (values.some((value) => !Number.isNaN(value) && !Number.isInteger(value))) throw new DamagedBytes('a time is a whole number');
    if (far === 0) return new TimeExtreme(this.isMax, values, seen, null);
    reader.align();
    const held = reader.bigInt64Array(far);
    let next = 0;
    const big = Array.from(values, (value) => (Number.isNaN(value) ? (held[next++] as bigint) : BigInt(value)));
    return new TimeExtreme(this.isMax, values.fill(0), seen, big);
  }

  protected override make(values: Float64Array, seen: Uint8Array, big: bigint[] | null): TimeExtreme {
    return new TimeExtreme(this.isMax, values, seen, big);
  }
}
