// Files that are no text, told by how they begin.

const KINDS: readonly (readonly [beginsWith: readonly number[] | string, looks: string])[] = [
  ['%PDF-', 'a PDF document'],
  ['PK\x03\x04', 'a ZIP archive, or a spreadsheet or document that is one inside'],
  [[0x89, 0x50, 0x4e, 0x47], 'a PNG picture'],
  [[0xff, 0xd8, 0xff], 'a JPEG picture'],
  ['GIF8', 'a GIF picture'],
  ['PAR1', 'a Parquet file'],
  ['ORC', 'an ORC file'],
  ['Obj\x01', 'an Avro file'],
  ['ARROW1', 'an Arrow file'],
  ['SQLite format 3', 'an SQLite database'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'a document of an old office program'],
  [[0x1f, 0x8b], 'gzip-compressed data inside gzip'],
  ['BZh', 'data compressed with bzip2'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'data compressed with xz'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'data compressed with zstd'],
  ['7z\xbc\xaf', 'a 7-Zip archive'],
  [[0x7f, 0x45, 0x4c, 0x46], 'a program'],
  ['MZ\x90', 'a program'],
  ['\0asm', 'a WebAssembly module'],
  ['wOF2', 'a font'],
  ['ID3', 'a sound file'],
  ['RIFF', 'a sound or video file'],
  ['OggS', 'a sound or video file'],
];

/** "a PNG picture", or null. */
export function knownBinary(bytes: Uint8Array): string | null {
  const found = KINDS.find(([begins]) => {
    const wanted = typeof begins === 'string' ? [...begins].map((c) => c.charCodeAt(0)) : begins;
    return bytes.length >= wanted.length && wanted.every((byte, i) => bytes[i] === byte);
  });
  if (found === undefined) return null;
  // "ORC", "ID3" and "BZh" may well begin a text.
  const [begins, looks] = found;
  const short = typeof begins === 'string' && begins.length === 3;
  return short && !bytes.subarray(0, 64).some((byte) => byte < 0x09) ? null : looks;
}
