// CRC-32C (Castagnoli, reflected polynomial 0x82F63B78), by table, eight bytes a step ("slicing by 8", Kounavis and Berry 2005).

const TABLES = makeTables();

function makeTables(): Int32Array {
  const tables = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f6_3b78 : crc >>> 1;
    tables[byte] = crc;
  }
  for (let at = 256; at < tables.length; at++) {
    const previous = tables[at - 256] as number;
    tables[at] = (previous >>> 8) ^ (tables[previous & 0xff] as number);
  }
  return tables;
}

/** The CRC-32C of the bytes as an unsigned 32-bit number. `previous`: the checksum of what came before, to go on from. */
export function crc32c(bytes: Uint8Array, previous = 0): number {
  if (bytes.length < 8) return ~stepBytes(~previous, bytes, 0, bytes.length) >>> 0;
  const t = TABLES;
  // Two words a step from the first aligned byte on (all machines that run this are little-endian), single bytes before and after.
  const lead = -bytes.byteOffset & 3;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + lead, (bytes.length - lead) >>> 2);
  const pairs = words.length & ~1;
  let crc = stepBytes(~previous, bytes, 0, lead);
  for (let i = 0; i < pairs; i += 2) {
    const first = crc ^ (words[i] as number);
    const second = words[i + 1] as number;
    crc =
      (t[1792 + (first & 0xff)] as number) ^
      (t[1536 + ((first >>> 8) & 0xff)] as number) ^
      (t[1280 + ((first >>> 16) & 0xff)] as number) ^
      (t[1024 + (first >>> 24)] as number) ^
      (t[768 + (second & 0xff)] as number) ^
      (t[512 + ((second >>> 8) & 0xff)] as number) ^
      (t[256 + ((second >>> 16) & 0xff)] as number) ^
      (t[second >>> 24] as number);
  }
  return ~stepBytes(crc, bytes, lead + 4 * pairs, bytes.length) >>> 0;
}

function stepBytes(from: number, bytes: Uint8Array, start: number, end: number): number {
  let crc = from;
  for (let i = start; i < end; i++) crc = (crc >>> 8) ^ (TABLES[(crc ^ (bytes[i] as number)) & 0xff] as number);
  return crc;
}
