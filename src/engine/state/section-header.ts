// What surrounds every encoded state: u8 format version, u8 what it is, two zeros, u32 CRC-32C of all that follows. With the
// checksum right, slots and counts are what was written and may size arrays.
import { ByteReader, ByteWriter, DamagedBytes } from '../../columns/byte-writer.ts';
import { crc32c, joinedCrc32c } from '../../columns/checksum.ts';
import { CHUNK_BYTES } from '../../storage/journal.ts';

const VERSION = 1;
const HEADER_BYTES = 8;
const FORMS = [
  'groups',
  'groups changes',
  'panes',
  'panes changes',
  'rows',
  'rows changes',
  'fold',
  'fold changes',
  'empty keys',
  'log year',
] as const;
export type SectionForm = (typeof FORMS)[number];

export function startSection(form: SectionForm, capacity: number): ByteWriter {
  const writer = new ByteWriter(capacity);
  writer.u8(VERSION);
  writer.u8(FORMS.indexOf(form));
  writer.u8(0);
  writer.u8(0);
  writer.u32(0);
  return writer;
}

/** A view of a buffer that may be larger: it is copied into the pieces of a checkpoint, not kept. */
export function finishSection(writer: ByteWriter): Uint8Array {
  const bytes = writer.written();
  const pieces: { readonly crc: number; readonly length: number }[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    const piece = bytes.subarray(at === 0 ? HEADER_BYTES : at, at + CHUNK_BYTES);
    pieces.push({ crc: crc32c(piece), length: piece.length });
  }
  const whole = pieces.reduce((crc, piece) => joinedCrc32c(crc, piece.crc, piece.length), 0);
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(4, whole, true);
  const header = crc32c(bytes.subarray(0, HEADER_BYTES));
  checksums.set(
    bytes,
    pieces.map(({ crc, length }, i) => (i === 0 ? joinedCrc32c(header, crc, length) : crc)),
  );
  return bytes;
}

/** CRC-32C of every CHUNK_BYTES of a section that was finished here, from its start on; so that a checkpoint need not make them again. */
export function checksumsOf(section: Uint8Array): readonly number[] {
  return checksums.get(section) ?? [];
}

const checksums = new WeakMap<Uint8Array, readonly number[]>();

/** @throws DamagedBytes when the bytes are something else, are damaged, or are of a version this build does not know. */
export function openSection(bytes: Uint8Array, form: SectionForm): ByteReader {
  const reader = new ByteReader(bytes);
  const version = reader.u8();
  if (version !== VERSION) throw new DamagedBytes(`version ${version} of state is not known, only ${VERSION}`);
  const got = FORMS[reader.u8()];
  if (got !== form) throw new DamagedBytes(`state of ${form} expected, but ${got ?? 'something else'} is there`);
  if (reader.u8() !== 0 || reader.u8() !== 0) throw new DamagedBytes('the header has a mark that is not known');
  const checksum = reader.u32();
  if (!verified.has(bytes) && checksum !== crc32c(bytes.subarray(HEADER_BYTES)))
    throw new DamagedBytes('the checksum of a state is not that of its bytes');
  return reader;
}

/** Says that the bytes came whole through the checksums of the pieces they were stored in, so that opening them need not sum them again. */
export function trustSection(bytes: Uint8Array): void {
  verified.add(bytes);
}

const verified = new WeakSet<Uint8Array>();
