import { type Column, type Rows, selectedCount } from '../../columns/column.ts';
import { gatherOrNull } from '../../columns/gather-or-null.ts';
import type { AggregateNode } from '../../plan/plan.ts';
import { stateShape } from '../../plan/state-shape.ts';
import { KnownKeys } from '../state/known-keys.ts';
import { finishSection, openSection, startSection } from '../state/section-header.ts';
import type { Firing, StatefulKernel } from './kernel.ts';

/**
 * The answers of a window with an inverse function, made from those of the plain window, so nothing is ever subtracted. Without
 * keys: silent until the first row that a window covers, then one row each time, 0 where it is empty. With empty keys kept:
 * every key there ever was, in the order of its first window, with 0 where the window has none of it.
 */
export class InverseAggregateKernel implements StatefulKernel {
  readonly shape: string;
  private readonly node: AggregateNode;
  private readonly window: StatefulKernel;
  private readonly firing: Firing;
  private readonly sizeMs: number;
  private readonly isKeyed: boolean;
  /** Keys of the windows so far. */
  private readonly known: KnownKeys;
  private begun = false;

  /** `window`: the kernel of the plain window of this node. */
  constructor(node: AggregateNode, sizeMs: number, window: StatefulKernel, firing: Firing) {
    this.node = node;
    this.shape = stateShape(node) ?? '';
    this.window = window;
    this.firing = firing;
    this.sizeMs = sizeMs;
    this.isKeyed = node.keys.length > 0;
    this.known = new KnownKeys(node.keys.map(({ expression }) => expression.type));
  }

  get refused() {
    return this.window.refused ?? null;
  }

  get keys(): number {
    return Math.max(this.known.size, this.window.keys);
  }

  get bytes(): number {
    return this.window.bytes + this.known.bytes;
  }

  get isQuiet(): boolean {
    return this.window.isQuiet && this.known.size === 0;
  }

  run(inputs: readonly (Rows | null)[], timeMs: number): Rows | null {
    const [rows] = inputs;
    const count = rows === null || rows === undefined ? 0 : selectedCount(rows);
    const answer = this.window.run(inputs, timeMs);
    const taken = count - (this.refused?.count ?? 0);
    if (taken > 0 && this.firing.nextFrom(timeMs) - this.sizeMs < timeMs) this.begun = true;
    if (answer === null) return null;
    return this.isKeyed ? this.withEmptyKeys(answer) : this.total(answer);
  }

  private total(answer: Rows): Rows {
    if (!this.begun) return { ...answer, length: 0, columns: answer.columns.map((column) => gatherOrNull(column, new Int32Array(0))) };
    return { ...answer, columns: answer.columns.map((column) => withZeros(column, (row) => column.nulls?.[row] === 1)) };
  }

  private withEmptyKeys(answer: Rows): Rows {
    const { known, node } = this;
    const keyCount = node.keys.length;
    const slots = known.slotsOf(answer.columns.slice(0, keyCount), null, answer.length);
    const rowOf = new Int32Array(known.size).fill(-1);
    for (let row = 0; row < slots.length; row++) rowOf[slots[row] as number] = row;
    const values = answer.columns.slice(keyCount).map((column) => withZeros(gatherOrNull(column, rowOf), (slot) => (rowOf[slot] as number) < 0));
    return { schema: node.output.columns, columns: [...known.all(), ...values], length: rowOf.length, selection: null };
  }

  /** Once the window is empty, all that is left are its zeros. */
  changesAtMs(fromMs: number): number {
    const { window } = this;
    if (window.changesAtMs !== undefined) return window.changesAtMs(fromMs);
    return window.isQuiet ? Number.POSITIVE_INFINITY : fromMs;
  }

  skip(fromMs: number, toMs: number): void {
    this.window.skip(fromMs, toMs);
  }

  encodeFull(): Uint8Array {
    return this.encode(this.window.encodeFull(), false);
  }

  encodeChanges(): Uint8Array | null {
    const window = this.window.encodeChanges();
    return window === null ? null : this.encode(window, true);
  }

  restore(full: Uint8Array, changes: readonly Uint8Array[]): void {
    const windows = [full, ...changes].map((bytes) => {
      const reader = openSection(bytes, 'empty keys');
      this.begun = reader.u8() === 1;
      const size = reader.u32();
      reader.align();
      const window = reader.uint8Array(size).slice();
      this.known.read(reader);
      reader.end();
      return window;
    });
    const [first = new Uint8Array(0), ...later] = windows;
    this.window.restore(first, later);
  }

  /** u8 begun, u32 size, the section of the plain window, the keys. */
  private encode(window: Uint8Array, onlyNew: boolean): Uint8Array {
    const writer = startSection('empty keys', window.length + 64);
    writer.u8(this.begun ? 1 : 0);
    writer.u32(window.length);
    writer.align();
    writer.array(window);
    this.known.write(writer, onlyNew);
    return finishSection(writer);
  }
}

/** The column with 0 in these rows. Counts and sums are numbers, whatever their lane. */
function withZeros(column: Column, isZero: (row: number) => boolean): Column {
  const { length } = column;
  const zeros = Uint8Array.from({ length }, (_, row) => (isZero(row) ? 1 : 0));
  if (!zeros.includes(1)) return column;
  const left = column.nulls === null ? null : column.nulls.map((isNull, row) => (zeros[row] === 1 ? 0 : isNull));
  const nulls = left?.includes(1) === true ? left : null;
  switch (column.kind) {
    case 'float':
      return { ...column, nulls, values: column.values.map((value, row) => (zeros[row] === 1 ? 0 : value)) };
    case 'big':
      return { ...column, nulls, values: column.values.map((value, row) => (zeros[row] === 1 ? 0n : value)) };
    case 'wide':
      return { ...column, nulls, values: column.values.map((value, row) => (zeros[row] === 1 ? 0n : value)) };
    case 'int':
      return { ...column, nulls, values: column.values.map((value, row) => (zeros[row] === 1 ? 0 : value)) };
    default:
      throw new Error(`A count or sum of kind ${column.kind}`);
  }
}
