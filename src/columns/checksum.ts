// Two checksums. wordSum: 32 bits, four bytes a multiplication, in four lanes (after xxHash32, Collet); for what is summed for every
// row that is stored. CRC-32C, for what was stored with one and where sums are joined (Castagnoli, reflected polynomial 0x82F63B78), by table, sixteen bytes a step ("slicing", Kounavis and Berry 2005;
// in V8 half as fast again as eight); a third of the speed.

/** Bytes a step. */
const SLICE = 16;
const TABLES = makeTables();

function makeTables(): Int32Array {
  const tables = new Int32Array(SLICE * 256);
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
  if (bytes.length < SLICE) return ~stepBytes(~previous, bytes, 0, bytes.length) >>> 0;
  // Words from the first aligned byte on (all machines that run this are little-endian), single bytes before and after.
  const lead = -bytes.byteOffset & 3;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + lead, (bytes.length - lead) >>> 2);
  const whole = words.length & ~3;
  const crc = stepWords(stepBytes(~previous, bytes, 0, lead), words, whole);
  return ~stepBytes(crc, bytes, lead + 4 * whole, bytes.length) >>> 0;
}

/**
 * A 32-bit checksum of the bytes. Each step is a bijection of the lane and of the word, so that a change within one word, or within
 * one lane, never goes unnoticed before the last step, which is one too; any other with chance 2^-32.
 */
export function wordSum(bytes: Uint8Array): number {
  // Typed arrays need words to be aligned (all machines that run this are little-endian).
  const aligned = (bytes.byteOffset & 3) === 0 ? bytes : bytes.slice();
  const words = new Int32Array(aligned.buffer, aligned.byteOffset, aligned.length >>> 2);
  const whole = words.length & ~3;
  let sum = sumLanes(words, whole) ^ aligned.length;
  for (let i = whole; i < words.length; i++) sum = sumStep(sum, words[i] as number);
  for (let i = 4 * words.length; i < aligned.length; i++) sum = sumStep(sum, aligned[i] as number);
  sum = Math.imul(sum ^ (sum >>> 15), 0x85eb_ca77);
  return (sum ^ (sum >>> 13)) >>> 0;
}

function sumStep(sum: number, word: number): number {
  const product = Math.imul(sum ^ word, 0x9e37_79b1);
  return (product << 13) | (product >>> 19);
}

/** Over the first `count` words, a multiple of four. */
function sumLanes(words: Int32Array, count: number): number {
  let a = 0x2473_5f4d;
  let b = 0x61c8_8647;
  let c = 0x7f4a_7c15;
  let d = 0x27d4_eb2f;
  for (let i = 0; i < count; i += 4) {
    a = Math.imul(a ^ (words[i] as number), 0x9e37_79b1);
    a = (a << 13) | (a >>> 19);
    b = Math.imul(b ^ (words[i + 1] as number), 0x9e37_79b1);
    b = (b << 13) | (b >>> 19);
    c = Math.imul(c ^ (words[i + 2] as number), 0x9e37_79b1);
    c = (c << 13) | (c >>> 19);
    d = Math.imul(d ^ (words[i + 3] as number), 0x9e37_79b1);
    d = (d << 13) | (d >>> 19);
  }
  return (((a << 1) | (a >>> 31)) + ((b << 7) | (b >>> 25)) + ((c << 12) | (c >>> 20)) + ((d << 18) | (d >>> 14))) | 0;
}

/** The CRC-32C of two stretches of bytes after each other, from theirs: what `crc32c(second, first)` gives, without the bytes. */
export function joinedCrc32c(first: number, second: number, secondLength: number): number {
  return (timesPower(first, secondLength) ^ second) >>> 0;
}

/** `crc` followed by so many zero bytes: times x^(8 n) modulo the polynomial (zlib's crc32_combine, Adler). */
function timesPower(crc: number, zeroBytes: number): number {
  let product = crc;
  // x^8, then squared; polynomials are reflected, so that x^0 is the highest bit.
  let power = 1 << 23;
  for (let n = zeroBytes; n > 0; n = Math.floor(n / 2)) {
    if (n % 2 === 1) product = times(power, product);
    power = times(power, power);
  }
  return product;
}

function times(a: number, b: number): number {
  let product = 0;
  let shifted = b;
  for (let bit = 31; bit >= 0; bit--) {
    if ((a >>> bit) & 1) product ^= shifted;
    shifted = shifted & 1 ? (shifted >>> 1) ^ 0x82f6_3b78 : shifted >>> 1;
  }
  return product;
}

/** Over the first `count` words, a multiple of four. */
function stepWords(from: number, words: Int32Array, count: number): number {
  const t = TABLES;
  let crc = from;
  for (let i = 0; i < count; i += 4) {
    const a = crc ^ (words[i] as number);
    const b = words[i + 1] as number;
    const c = words[i + 2] as number;
    const d = words[i + 3] as number;
    crc =
      (t[3840 + (a & 0xff)] as number) ^
      (t[3584 + ((a >>> 8) & 0xff)] as number) ^
      (t[3328 + ((a >>> 16) & 0xff)] as number) ^
      (t[3072 + (a >>> 24)] as number) ^
      (t[2816 + (b & 0xff)] as number) ^
      (t[2560 + ((b >>> 8) & 0xff)] as number) ^
      (t[2304 + ((b >>> 16) & 0xff)] as number) ^
      (t[2048 + (b >>> 24)] as number) ^
      (t[1792 + (c & 0xff)] as number) ^
      (t[1536 + ((c >>> 8) & 0xff)] as number) ^
      (t[1280 + ((c >>> 16) & 0xff)] as number) ^
      (t[1024 + (c >>> 24)] as number) ^
      (t[768 + (d & 0xff)] as number) ^
      (t[512 + ((d >>> 8) & 0xff)] as number) ^
      (t[256 + ((d >>> 16) & 0xff)] as number) ^
      (t[d >>> 24] as number);
  }
  return crc;
}

function stepBytes(from: number, bytes: Uint8Array, start: number, end: number): number {
  let crc = from;
  for (let i = start; i < end; i++) crc = (crc >>> 8) ^ (TABLES[(crc ^ (bytes[i] as number)) & 0xff] as number);
  return crc;
}
