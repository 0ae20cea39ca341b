// min and max of ARRAY and STRUCT: values as bytes that sort as they do (sortable.ts), in the accumulator for strings.
import type { ByteReader, ByteWriter } from '../../columns/byte-writer.ts';
import type { Column, Selection } from '../../columns/column.ts';
import type { DataType } from '../../columns/data-type.ts';
import { type Accumulator, coverBySteps, sameKind } from './accumulator.ts';
import { decodeSortable, encodeSortable } from './sortable.ts';
import type { StringExtreme } from './string-extreme.ts';

export class NestedExtreme implements Accumulator {
  private readonly type: DataType;
  private readonly runs: StringExtreme;

  constructor(type: DataType, runs: StringExtreme) {
    this.type = type;
    this.runs = runs;
  }

  get bytes(): number {
    return this.runs.bytes;
  }

  grow(capacity: number): void {
    this.runs.grow(capacity);
  }

  add(slots: Int32Array, count: number, column: Column | null, selection: Selection): void {
    if (column === null) throw new Error('A min or max needs values');
    this.runs.add(slots, count, encodeSortable(column, selection), selection);
  }

  clear(slots: Int32Array): void {
    this.runs.clear(slots);
  }

  clearBelow(limit: number): void {
    this.runs.clearBelow(limit);
  }

  pack(slots: Int32Array): NestedExtreme {
    return new NestedExtreme(this.type, this.runs.pack(slots));
  }

  cover(slots: Int32Array, packed: Accumulator): Accumulator {
    return coverBySteps(this, slots, packed);
  }

  assign(slots: Int32Array, packed: Accumulator): void {
    this.runs.assign(slots, sameKind(NestedExtreme, packed).runs);
  }

  append(slots: Int32Array, packed: Accumulator): void {
    this.runs.append(slots, sameKind(NestedExtreme, packed).runs);
  }

  prepend(slots: Int32Array, packed: Accumulator): void {
    this.runs.prepend(slots, sameKind(NestedExtreme, packed).runs);
  }

  result(slots: Int32Array, newer: Accumulator | null): Column {
    return decodeSortable(this.type, this.runs.result(slots, newer === null ? null : sameKind(NestedExtreme, newer).runs));
  }

  write(writer: ByteWriter, count: number): void {
    this.runs.write(writer, count);
  }

  read(reader: ByteReader, count: number): NestedExtreme {
    return new NestedExtreme(this.type, this.runs.read(reader, count));
  }
}
