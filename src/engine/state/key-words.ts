// Reading, hashing and comparing keys that are bytes, a word at a time. Of string-keys.ts.

export function hashShort(low: number, high: number, length: number): number {
  let h = Math.imul(low ^ (length << 24), 0x9e37_79b1) ^ Math.imul(high, 0x85eb_ca77);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b_3c6d);
  return h ^ (h >>> 13);
}

/** More than 8 bytes, four at a time; the last four may overlap the ones before. */
export function hashLong(view: DataView, start: number, length: number): number {
  let h = length;
  const last = start + length - 4;
  for (let at = start; at < last; at += 4) {
    h = Math.imul(h ^ view.getInt32(at, true), 0x9e37_79b1);
    h ^= h >>> 15;
  }
  h = Math.imul(h ^ view.getInt32(last, true), 0x85eb_ca77);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2_ae3d);
  return h ^ (h >>> 16);
}

export function sameLong(a: DataView, aStart: number, b: DataView, bStart: number, length: number): boolean {
  const last = length - 4;
  for (let i = 0; i < last; i += 4) if (a.getInt32(aStart + i, true) !== b.getInt32(bStart + i, true)) return false;
  return a.getInt32(aStart + last, true) === b.getInt32(bStart + last, true);
}

/** Up to four bytes as a word; none when `length` is not positive. */
export function shortWord(bytes: Uint8Array, start: number, length: number): number {
  let word = 0;
  for (let i = 0; i < length; i++) word |= (bytes[start + i] as number) << (8 * i);
  return word;
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
