// min and max of BOOLEAN, INT, DATE and DOUBLE: all fit a double exactly. NaN is greater than any other value;
// of 0.0 and -0.0 the one seen first stays, as in Spark.
import type { ByteReader, ByteWriter } from '../../columns/byte-writer.ts';
import type { Column, Selection } from '../../columns/column.ts';
import type { DataType } from '../../columns/data-type.ts';
import { type Accumulator, coverBySteps, grownFloats, grownMarks, nullsFromSeen, packedFloats, packedMarks, sameKind } from './accumulator.ts';
import { readMarks } from './read-marks.ts';

export class NumberExtreme implements Accumulator {
  private readonly type: DataType;
  private readonly isMax: boolean;
  private values: Float64Array;
  private seen: Uint8Array;

  constructor(type: DataType, isMax: boolean, values: Float64Array, seen: Uint8Array) {
    this.type = type;
    this.isMax = isMax;
    this.values = values;
    this.seen = seen;
  }

  get bytes(): number {
    return this.values.byteLength + this.seen.byteLength;
  }

  grow(capacity: number): void {
    this.values = grownFloats(this.values, capacity);
    this.seen = grownMarks(this.seen, capacity);
  }

  add(slots: Int32Array, count: number, column: Column | null, selection: Selection): void {
    if (column?.kind !== 'float' && column?.kind !== 'int' && column?.kind !== 'boolean') throw new Error('This min or max needs numbers');
    const { values, seen, isMax } = this;
    const { nulls, values: given } = column;
    for (let i = 0; i < count; i++) {
      const row = selection === null ? i : (selection[i] as number);
      if (nulls !== null && nulls[row] === 1) continue;
      const slot = slots[i] as number;
      const value = given[row] as number;
      if (seen[slot] === 1 && !wins(value, values[slot] as number, isMax)) continue;
      values[slot] = value;
      seen[slot] = 1;
    }
  }

  clear(slots: Int32Array): void {
    for (let i = 0; i < slots.length; i++) {
      this.values[slots[i] as number] = 0;
      this.seen[slots[i] as number] = 0;
    }
  }

  clearBelow(limit: number): void {
    this.values.fill(0, 0, limit);
    this.seen.fill(0, 0, limit);
  }

  pack(slots: Int32Array): NumberExtreme {
    return new NumberExtreme(this.type, this.isMax, packedFloats(this.values, slots), packedMarks(this.seen, slots));
  }

  cover(slots: Int32Array, packed: Accumulator): Accumulator {
    return coverBySteps(this, slots, packed);
  }

  assign(slots: Int32Array, packed: Accumulator): void {
    const other = sameKind(NumberExtreme, packed);
    for (let i = 0; i < slots.length; i++) {
      this.values[slots[i] as number] = other.values[i] as number;
      this.seen[slots[i] as number] = other.seen[i] as number;
    }
  }

  append(slots: Int32Array, packed: Accumulator): void {
    const other = sameKind(NumberExtreme, packed);
    const { values, seen, isMax } = this;
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] as number;
      if (other.seen[i] === 0 || (seen[slot] === 1 && !wins(other.values[i] as number, values[slot] as number, isMax))) continue;
      values[slot] = other.values[i] as number;
      seen[slot] = 1;
    }
  }

  prepend(slots: Int32Array, packed: Accumulator): void {
    const other = sameKind(NumberExtreme, packed);
    const { values, seen, isMax } = this;
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] as number;
      if (other.seen[i] === 0 || (seen[slot] === 1 && wins(values[slot] as number, other.values[i] as number, isMax))) continue;
      values[slot] = other.values[i] as number;
      seen[slot] = 1;
    }
  }

  result(slots: Int32Array, newer: Accumulator | null): Column {
    const length = slots.length;
    const values = packedFloats(this.values, slots);
    const seen = packedMarks(this.seen, slots);
    if (newer !== null) {
      const other = sameKind(NumberExtreme, newer);
      for (let i = 0; i < length; i++) {
        const slot = slots[i] as number;
        if (other.seen[slot] === 0 || (seen[i] === 1 && !wins(other.values[slot] as number, values[i] as number, this.isMax))) continue;
        values[i] = other.values[slot] as number;
        seen[i] = 1;
      }
    }
    const { type } = this;
    const nulls = nullsFromSeen(seen);
    switch (type.kind) {
      case 'BOOLEAN':
      case 'VOID':
        return { kind: 'boolean', type, length, nulls, values: Uint8Array.from(values) };
      case 'INT':
      case 'SMALLINT':
      case 'TINYINT':
      case 'YEAR_MONTH':
      case 'DATE':
        return { kind: 'int', type, length, nulls, values: Int32Array.from(values) };
      default:
        return { kind: 'float', type, length, nulls, values };
    }
  }

  write(writer: ByteWriter, count: number): void {
    writer.align();
    writer.array(this.values.subarray(0, count));
    writer.array(this.seen.subarray(0, count));
  }

  read(reader: ByteReader, count: number): NumberExtreme {
    reader.align();
    return new NumberExtreme(this.type, this.isMax, reader.float64Array(count).slice(), readMarks(reader, count));
  }
}

/** Whether a later value takes the place of an earlier one. */
function wins(later: number, earlier: number, isMax: boolean): boolean {
  if (isMax) return later > earlier || (Number.isNaN(later) && !Number.isNaN(earlier));
  return later < earlier || (Number.isNaN(earlier) && !Number.isNaN(later));
}
