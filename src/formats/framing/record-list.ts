// Where records lie, in the order of the file, as a scanner finds them. Grows by doubling; cleared and used again.

export class RecordList {
  count = 0;
  /** Absolute position of the first unit, and of the one behind the last. */
  starts = new Float64Array(1024);
  ends = new Float64Array(1024);
  /** Line on which the record begins, from 1. */
  lines = new Float64Array(1024);

  add(start: number, end: number, line: number): void {
    if (this.count === this.starts.length) this.grow();
    this.starts[this.count] = start;
    this.ends[this.count] = end;
    this.lines[this.count++] = line;
  }

  clear(): void {
    this.count = 0;
  }

  private grow(): void {
    this.starts = doubled(this.starts);
    this.ends = doubled(this.ends);
    this.lines = doubled(this.lines);
  }
}

function doubled(values: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(values.length * 2);
  larger.set(values);
  return larger;
}
