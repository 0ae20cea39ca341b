// A set of elements of a column, equal as Spark compares them: NaN is NaN, 0.0 is -0.0. By hash, so that lists of any length
// take time in proportion to it.
import type { Column } from '../../columns/column.ts';
import { Murmur3 } from '../hashing/murmur3.ts';
import { foldValue } from '../hashing/row-hash.ts';
import { compareValues } from './value-order.ts';

export class ElementSet {
  hasNull = false;
  private readonly hash = new Murmur3();
  private readonly buckets = new Map<number, number[]>();
  private readonly column: Column;

  constructor(column: Column) {
    this.column = column;
  }

  /** False when an equal element is there already. */
  add(position: number): boolean {
    const { nulls } = this.column;
    if (nulls !== null && nulls[position] === 1) {
      const isNew = !this.hasNull;
      this.hasNull = true;
      return isNew;
    }
    const key = this.keyOf(this.column, position);
    const bucket = this.buckets.get(key);
    if (bucket === undefined) {
      this.buckets.set(key, [position]);
      return true;
    }
    if (bucket.some((other) => compareValues(this.column, other, this.column, position) === 0)) return false;
    bucket.push(position);
    return true;
  }

  /** Whether an element equals that of another column of the type; NULL equals NULL. */
  has(column: Column, position: number): boolean {
    if (column.nulls !== null && column.nulls[position] === 1) return this.hasNull;
    const bucket = this.buckets.get(this.keyOf(column, position));
    return bucket?.some((other) => compareValues(this.column, other, column, position) === 0) ?? false;
  }

  private keyOf(column: Column, position: number): number {
    this.hash.state = 42;
    foldValue(this.hash, column, position);
    return this.hash.state;
  }
}
