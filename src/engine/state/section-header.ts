// What surrounds every encoded state: u8 format version, u8 what it is, two zeros, u32 CRC-32C of all that follows. With the
// checksum right, slots and counts are what was written and may size arrays.
import { ByteReader, ByteWriter, DamagedBytes } from '../../columns/byte-writer.ts';
import { crc32c } from '../../columns/checksum.ts';

const VERSION = 1;
const HEADER_BYTES = 8;
const FORMS = ['groups', 'groups changes', 'panes', 'panes changes', 'rows', 'rows changes', 'fold', 'fold changes', 'empty keys'] as const;
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
  new DataView(bytes.buffer).setUint32(4, crc32c(bytes.subarray(HEADER_BYTES)), true);
  return bytes;
}

/** @throws DamagedBytes when the bytes are something else, are damaged, or are of a version this build does not know. */
export function openSection(bytes: Uint8Array, form: SectionForm): ByteReader {
  const reader = new ByteReader(bytes);
  const version = reader.u8();
  if (version !== VERSION) throw new DamagedBytes(`version ${version} of state is not known, only ${VERSION}`);
  const got = FORMS[reader.u8()];
  if (got !== form) throw new DamagedBytes(`state of ${form} expected, but ${got ?? 'something else'} is there`);
  if (reader.u8() !== 0 || reader.u8() !== 0) throw new DamagedBytes('the header has a mark that is not known');
  if (reader.u32() !== crc32c(bytes.subarray(HEADER_BYTES))) throw new DamagedBytes('the checksum of a state is not that of its bytes');
  return reader;
}
