// The first four bytes of every encoded state: format version, what it is, two zeros.
import { ByteReader, ByteWriter, DamagedBytes } from '../../columns/byte-writer.ts';

const VERSION = 1;
const FORMS = ['groups', 'groups changes', 'panes', 'panes changes'] as const;
export type SectionForm = (typeof FORMS)[number];

export function startSection(form: SectionForm, capacity: number): ByteWriter {
  const writer = new ByteWriter(capacity);
  writer.u8(VERSION);
  writer.u8(FORMS.indexOf(form));
  writer.u8(0);
  writer.u8(0);
  return writer;
}

/** @throws DamagedBytes when the bytes are something else, or of a version this build does not know. */
export function openSection(bytes: Uint8Array, form: SectionForm): ByteReader {
  const reader = new ByteReader(bytes);
  const version = reader.u8();
  if (version !== VERSION) throw new DamagedBytes(`version ${version} of state is not known, only ${VERSION}`);
  const got = FORMS[reader.u8()];
  if (got !== form) throw new DamagedBytes(`state of ${form} expected, but ${got ?? 'something else'} is there`);
  if (reader.u8() !== 0 || reader.u8() !== 0) throw new DamagedBytes('the header has a mark that is not known');
  return reader;
}
