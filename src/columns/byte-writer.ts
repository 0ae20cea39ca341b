// Writes the binary formats of rows and state: little-endian, arrays aligned to their element size, so that a reader can lay
// typed arrays over the bytes. Grows as it goes; `finish` gives exactly what was written, in a buffer of its own.
import { bigintFromWords, highWord, isSafeWords } from './int64.ts';

const encoder = new TextEncoder();

type WrittenArray = Uint8Array | Int32Array | Float64Array | BigInt64Array;

export class ByteWriter {
  private bytes: Uint8Array;
  private view: DataView;
  private at = 0;

  constructor(capacity = 1024) {
    this.bytes = new Uint8Array(capacity);
    this.view = new DataView(this.bytes.buffer);
  }

  get size(): number {
    return this.at;
  }

  u8(value: number): void {
    this.reserve(1);
    this.bytes[this.at++] = value;
  }

  u32(value: number): void {
    this.reserve(4);
    this.view.setUint32(this.at, value, true);
    this.at += 4;
  }

  f64(value: number): void {
    this.reserve(8);
    this.view.setFloat64(this.at, value, true);
    this.at += 8;
  }

  /** Length in UTF-8 bytes, then the bytes. */
  text(text: string): void {
    const encoded = encoder.encode(text);
    this.u32(encoded.length);
    this.array(encoded);
  }

  /** Zeros up to the next multiple of 8. */
  align(): void {
    const aligned = (this.at + 7) & ~7;
    this.reserve(aligned - this.at);
    this.bytes.fill(0, this.at, aligned);
    this.at = aligned;
  }

  /** The raw elements; the caller aligns before and writes the length. */
  array(values: WrittenArray): void {
    const size = values.byteLength;
    this.reserve(size);
    this.bytes.set(new Uint8Array(values.buffer, values.byteOffset, size), this.at);
    this.at += size;
  }

  /** Room for `size` bytes that the caller fills at once, before the next call. */
  room(size: number): Uint8Array {
    this.reserve(size);
    const room = this.bytes.subarray(this.at, this.at + size);
    this.at += size;
    return room;
  }

  /** What was written, as a view of a buffer that may be larger. The writer must not be used afterwards. */
  written(): Uint8Array {
    return this.bytes.subarray(0, this.at);
  }

  /** The writer must not be used afterwards. */
  finish(): Uint8Array {
    return this.at === this.bytes.length ? this.bytes : this.bytes.slice(0, this.at);
  }

  private reserve(extra: number): void {
    const needed = this.at + extra;
    if (needed <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, needed));
    grown.set(this.bytes.subarray(0, this.at));
    this.bytes = grown;
    this.view = new DataView(grown.buffer);
  }
}

/** Reads what ByteWriter wrote. Every method throws DamagedBytes instead of reading past the end; results may be views over the bytes. */
export class ByteReader {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private at = 0;

  constructor(bytes: Uint8Array) {
    // Views need the start of the bytes itself aligned; a copy is the price when it is not.
    this.bytes = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
    this.view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength);
  }

  u8(): number {
    return this.view.getUint8(this.take(1));
  }

  u32(): number {
    return this.view.getUint32(this.take(4), true);
  }

  f64(): number {
    return this.view.getFloat64(this.take(8), true);
  }

  text(): string {
    const length = this.u32();
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(this.uint8Array(length));
    } catch {
      throw new DamagedBytes('a name is not UTF-8');
    }
  }

  align(): void {
    this.take(((this.at + 7) & ~7) - this.at);
  }

  uint8Array(length: number): Uint8Array {
    const start = this.take(length);
    return this.bytes.subarray(start, start + length);
  }

  int32Array(length: number): Int32Array {
    return new Int32Array(this.bytes.buffer, this.bytes.byteOffset + this.take(length * 4), length);
  }

  float64Array(length: number): Float64Array {
    return new Float64Array(this.bytes.buffer, this.bytes.byteOffset + this.take(length * 8), length);
  }

  bigInt64Array(length: number): BigInt64Array {
    return new BigInt64Array(this.bytes.buffer, this.bytes.byteOffset + this.take(length * 8), length);
  }

  /** @throws DamagedBytes unless everything was read. */
  end(): void {
    if (this.at !== this.bytes.length) throw new DamagedBytes(`${this.bytes.length - this.at} bytes too many`);
  }

  private take(size: number): number {
    const start = this.at;
    if (size > this.bytes.length - start)
      throw new DamagedBytes(`${size} bytes expected at ${start}, but only ${this.bytes.length - start} are there`);
    this.at = start + size;
    return start;
  }
}

/** Stored bytes that do not have the form they were written in. */
export class DamagedBytes extends Error {
  constructor(detail: string) {
    super(`Damaged bytes: ${detail}`);
    this.name = 'DamagedBytes';
  }
}

/** Writes safe integers as 64-bit words, the bytes a BigInt64Array of them would have. */
export function writeSafeIntegers(writer: ByteWriter, values: Float64Array): void {
  writer.align();
  const room = writer.room(8 * values.length);
  const words = new Int32Array(room.buffer, room.byteOffset, 2 * values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    words[2 * i] = value | 0;
    words[2 * i + 1] = highWord(value);
  }
}

/** Reads integers back from their words, up to the first that is not safe; answers how many. */
export function readSafeIntegers(words: Int32Array, into: Float64Array): number {
  for (let i = 0; i < into.length; i++) {
    const low = words[2 * i] as number;
    const high = words[2 * i + 1] as number;
    if (!isSafeWords(low, high)) return i;
    into[i] = high * 4_294_967_296 + (low >>> 0);
  }
  return into.length;
}

/** Reads one integer back: a number when it is safe, else a bigint. */
export function readInt64(words: Int32Array, i: number): number | bigint {
  const low = words[2 * i] as number;
  const high = words[2 * i + 1] as number;
  return isSafeWords(low, high) ? high * 4_294_967_296 + (low >>> 0) : bigintFromWords(low, high);
}
