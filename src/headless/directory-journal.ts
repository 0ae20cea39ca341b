// The file format of the directory store: one append-only journal of whole transactions.
//
//   file    = "MRJOURN1" frame*
//   frame   = u32 magic, u32 payload length, u32 flags (bit 0: all before this frame had been synced), u32 CRC-32C, payload
//   payload = u32 head length, head (JSON: the writes, with the length of each one's bytes), bytes of the puts one after another
//
// All numbers little-endian. The checksum covers the first twelve bytes of the frame and the payload. A frame is whole or it
// does not count. What stops a scan is a torn tail, to be cut off, unless a frame behind it knows that what lies before it had
// been synced: then the disk broke its promise, and that is no tail.
import type { FileHandle } from 'node:fs/promises';
import { crc32c } from '../columns/checksum.ts';
import type { Json } from '../problem/json.ts';
import { type Key, type KeyRange, StorageError, type StoredRecord, TABLES, type Table, type Write } from '../storage/store.ts';
import type { ReadyWrite } from '../storage/tables.ts';

const FILE_MARK = new TextEncoder().encode('MRJOURN1');
export const FILE_HEADER_BYTES = FILE_MARK.length;
const FRAME_MAGIC = 0x5854_524d;
const FRAME_HEADER_BYTES = 16;
const FLAG_SYNCED_BEFORE = 1;
const WINDOW_BYTES = 1024 * 1024;

export function fileHeader(): Uint8Array {
  return FILE_MARK.slice();
}

/** Whether the bytes are the beginning of a journal whose making was cut short. */
export function isHeaderStart(bytes: Uint8Array): boolean {
  return bytes.length < FILE_HEADER_BYTES && bytes.every((byte, i) => byte === FILE_MARK[i]);
}

/** `syncedBefore`: every byte before this frame is known to be on disk. */
export function encodeFrame(writes: readonly ReadyWrite[], syncedBefore: boolean): Uint8Array {
  const head = new TextEncoder().encode(JSON.stringify(writes.map(describeWrite)));
  const blobs = writes.flatMap((write) => (write.op === 'put' && write.entry.record.bytes !== null ? [write.entry.record.bytes] : []));
  const payloadBytes = 4 + head.length + blobs.reduce((sum, blob) => sum + blob.length, 0);
  if (payloadBytes > 0xffff_ffff) throw new StorageError('unknown', `a transaction of ${payloadBytes} bytes is larger than a journal can hold`);
  const frame = new Uint8Array(FRAME_HEADER_BYTES + payloadBytes);
  const view = new DataView(frame.buffer);
  view.setUint32(0, FRAME_MAGIC, true);
  view.setUint32(4, payloadBytes, true);
  view.setUint32(8, syncedBefore ? FLAG_SYNCED_BEFORE : 0, true);
  view.setUint32(FRAME_HEADER_BYTES, head.length, true);
  frame.set(head, FRAME_HEADER_BYTES + 4);
  let at = FRAME_HEADER_BYTES + 4 + head.length;
  for (const blob of blobs) {
    frame.set(blob, at);
    at += blob.length;
  }
  view.setUint32(12, checksumOf(frame), true);
  return frame;
}

/** How a scan ended. `end`: bytes that hold whole transactions from the beginning on. `lostFrames`: whole ones behind the damage. */
export interface JournalScan {
  readonly end: number;
  readonly lostFrames: number;
  /** One of the lost ones was written when all before it had been synced, so the damage lies in what the disk had promised to keep. */
  readonly syncedBefore: boolean;
}

/** Reads transactions in order into `apply`. Rejects with "newer" or "unknown" when this is no journal of ours. */
export async function scanJournal(file: FileHandle, fileBytes: number, apply: (writes: readonly Write[]) => void): Promise<JournalScan> {
  const reader = new WindowReader(file, fileBytes);
  await mustBeJournal(reader, fileBytes);
  let at = FILE_HEADER_BYTES;
  for (;;) {
    const frame = await readFrame(reader, at);
    if (frame === null) break;
    apply(parsePayload(frame.subarray(FRAME_HEADER_BYTES)));
    at += frame.length;
  }
  const lost = await framesBehind(reader, at + 1);
  return { end: at, lostFrames: lost.length, syncedBefore: lost.some((synced) => synced) };
}

async function mustBeJournal(reader: WindowReader, fileBytes: number): Promise<void> {
  const mark = new TextDecoder().decode(await reader.read(0, Math.min(FILE_HEADER_BYTES, fileBytes)));
  const ours = new TextDecoder().decode(FILE_MARK);
  if (mark === ours) return;
  if (mark.startsWith(ours.slice(0, -1)))
    throw new StorageError('newer', `the journal has format ${mark.slice(-1)}, and this version reads format ${ours.slice(-1)}`);
  throw new StorageError('unknown', 'the file "journal" in this directory was not written by Millrace');
}

/** The whole frame at the position, or null. The bytes are good until the next read. */
async function readFrame(reader: WindowReader, at: number): Promise<Uint8Array | null> {
  if (at + FRAME_HEADER_BYTES > reader.fileBytes) return null;
  const header = await reader.read(at, FRAME_HEADER_BYTES);
  const view = new DataView(header.buffer, header.byteOffset, header.length);
  const bytes = FRAME_HEADER_BYTES + view.getUint32(4, true);
  if (view.getUint32(0, true) !== FRAME_MAGIC || at + bytes > reader.fileBytes) return null;
  const sum = view.getUint32(12, true);
  const frame = await reader.read(at, bytes);
  return checksumOf(frame) === sum ? frame : null;
}

/** For each whole frame at or after the position, whether all before it had been synced. Reads the rest of the file byte by byte. */
async function framesBehind(reader: WindowReader, from: number): Promise<readonly boolean[]> {
  const found: boolean[] = [];
  const magic = Buffer.from([0x4d, 0x52, 0x54, 0x58]);
  for (let at = from; at + FRAME_HEADER_BYTES <= reader.fileBytes; ) {
    const window = await reader.read(at, Math.min(WINDOW_BYTES, reader.fileBytes - at));
    const start = Buffer.from(window.buffer, window.byteOffset, window.length).indexOf(magic);
    if (start < 0) {
      at += Math.max(1, window.length - magic.length + 1);
      continue;
    }
    const frame = await readFrame(reader, at + start);
    if (frame !== null) found.push((new DataView(frame.buffer, frame.byteOffset).getUint32(8, true) & FLAG_SYNCED_BEFORE) !== 0);
    at += start + (frame?.length ?? 1);
  }
  return found;
}

function checksumOf(frame: Uint8Array): number {
  return crc32c(frame.subarray(FRAME_HEADER_BYTES), crc32c(frame.subarray(0, 12)));
}

/** Reads a file by position through one window, so that small frames cost no system call each. */
class WindowReader {
  readonly fileBytes: number;
  readonly #file: FileHandle;
  #start = 0;
  #window = new Uint8Array(0);

  constructor(file: FileHandle, fileBytes: number) {
    this.#file = file;
    this.fileBytes = fileBytes;
  }

  /** `length` bytes from `at` on, which must lie in the file. */
  async read(at: number, length: number): Promise<Uint8Array> {
    const from = at - this.#start;
    if (from >= 0 && from + length <= this.#window.length) return this.#window.subarray(from, from + length);
    const window = new Uint8Array(Math.min(Math.max(length, WINDOW_BYTES), this.fileBytes - at));
    for (let filled = 0; filled < window.length; ) {
      const { bytesRead } = await this.#file.read(window, filled, window.length - filled, at + filled);
      if (bytesRead === 0) throw new StorageError('unknown', `the journal became shorter while it was read, at byte ${at + filled}`);
      filled += bytesRead;
    }
    this.#start = at;
    this.#window = window;
    return window.subarray(0, length);
  }
}

function describeWrite(write: ReadyWrite): Json {
  if (write.op === 'delete') return { op: 'delete', table: write.table, key: write.key };
  if (write.op === 'put') {
    const { version, meta, bytes } = write.entry.record;
    return { op: 'put', table: write.table, key: write.entry.key, version, meta, bytes: bytes === null ? null : bytes.length };
  }
  const { prefix, from, before } = write.range;
  return { op: 'deleteRange', table: write.table, prefix, from: from ?? null, before: before ?? null };
}

/** The checksum held, so what does not parse was written by a later version and not broken by a disk. */
function parsePayload(payload: Uint8Array): readonly Write[] {
  const headBytes = new DataView(payload.buffer, payload.byteOffset).getUint32(0, true);
  const head: unknown = JSON.parse(new TextDecoder().decode(payload.subarray(4, 4 + headBytes)));
  if (!Array.isArray(head)) throw unreadable('its writes are no list');
  let at = 4 + headBytes;
  return head.map((described: unknown) => {
    if (!isObject(described)) throw unreadable('a write is no object');
    const { op, version, meta, bytes } = described;
    const table = parseTable(described.table);
    if (op === 'delete') return { op, table, key: parseKey(described.key) };
    if (op === 'deleteRange') return { op, table, range: parseRange(described) };
    if (op !== 'put' || typeof version !== 'number' || !isObject(meta) || (bytes !== null && typeof bytes !== 'number'))
      throw unreadable('a write of unknown form');
    const length = bytes ?? 0;
    const record: StoredRecord = { version, meta: meta as StoredRecord['meta'], bytes: bytes === null ? null : payload.subarray(at, at + length) };
    at += length;
    return { op, table, key: parseKey(described.key), record };
  });
}

function parseRange(described: Record<string, unknown>): KeyRange {
  const { prefix, from, before } = described;
  return {
    prefix: Array.isArray(prefix) && prefix.length === 0 ? [] : parseKey(prefix),
    ...(from === null ? {} : { from: parseKey(from) }),
    ...(before === null ? {} : { before: parseKey(before) }),
  };
}

function parseTable(value: unknown): Table {
  const table = TABLES.find((name) => name === value);
  if (table === undefined) throw unreadable(`a table named ${String(value)}`);
  return table;
}

function parseKey(value: unknown): Key {
  if (
    !Array.isArray(value) ||
    !value.every((element: unknown): element is string | number => typeof element === 'string' || typeof element === 'number')
  )
    throw unreadable('a key of unknown form');
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unreadable(what: string): StorageError {
  return new StorageError('newer', `the journal holds what this version cannot read: ${what}`);
}
