// CRC-32 (IEEE 802.3), MD5 (RFC 1321), SHA-1 and SHA-2 (FIPS 180-4) of bytes[from, to), as lower-case hexadecimal text. The
// platform's own digests are asynchronous and not for pure code.

const crcTable = Int32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb8_8320 ^ (c >>> 1) : c >>> 1;
  return c;
});

/** An unsigned 32-bit number. */
export function crc32(bytes: Uint8Array, from: number, to: number): number {
  let crc = -1;
  for (let i = from; i < to; i++) crc = (crcTable[(crc ^ (bytes[i] as number)) & 255] as number) ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** The message with 1, zeros and its length in bits, in blocks of `block` bytes. */
function padded(bytes: Uint8Array, from: number, to: number, block: 64 | 128, littleEndian: boolean): DataView {
  const size = to - from;
  const lengthBytes = block / 8;
  const total = Math.ceil((size + 1 + lengthBytes) / block) * block;
  const message = new Uint8Array(total);
  message.set(bytes.subarray(from, to));
  message[size] = 0x80;
  const view = new DataView(message.buffer);
  const high = Math.floor(size / 0x2000_0000);
  const low = (size << 3) >>> 0;
  view.setUint32(littleEndian ? total - 8 : total - 4, low, littleEndian);
  view.setUint32(littleEndian ? total - 4 : total - 8, high, littleEndian);
  return view;
}

function hexWords(words: Iterable<number>): string {
  let text = '';
  for (const word of words) text += (word >>> 0).toString(16).padStart(8, '0');
  return text;
}

const md5Shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const md5Sines = Int32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 0x1_0000_0000) | 0);

export function md5(bytes: Uint8Array, from: number, to: number): string {
  const view = padded(bytes, from, to, 64, true);
  const state = Int32Array.of(0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476);
  for (let at = 0; at < view.byteLength; at += 64) {
    let [a = 0, b = 0, c = 0, d = 0] = state;
    for (let i = 0; i < 64; i++) {
      const round = i >> 4;
      const mixed = round === 0 ? (b & c) | (~b & d) : round === 1 ? (d & b) | (~d & c) : round === 2 ? b ^ c ^ d : c ^ (b | ~d);
      const index = round === 0 ? i : round === 1 ? (5 * i + 1) & 15 : round === 2 ? (3 * i + 5) & 15 : (7 * i) & 15;
      const sum = (a + mixed + (md5Sines[i] as number) + view.getInt32(at + index * 4, true)) | 0;
      const shift = md5Shifts[round * 4 + (i & 3)] as number;
      a = d;
      d = c;
      c = b;
      b = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0;
    }
    addTo(state, [a, b, c, d]);
  }
  const result = new DataView(new ArrayBuffer(16));
  for (const [i, word] of state.entries()) result.setInt32(i * 4, word, true);
  return hexWords([0, 4, 8, 12].map((i) => result.getUint32(i)));
}

function addTo(state: Int32Array, words: readonly number[]): void {
  for (const [i, word] of words.entries()) state[i] = ((state[i] as number) + word) | 0;
}

function rotl(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

export function sha1(bytes: Uint8Array, from: number, to: number): string {
  const view = padded(bytes, from, to, 64, false);
  const state = Int32Array.of(0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0);
  const w = new Int32Array(80);
  for (let at = 0; at < view.byteLength; at += 64) {
    for (let t = 0; t < 16; t++) w[t] = view.getInt32(at + t * 4);
    for (let t = 16; t < 80; t++) w[t] = rotl((w[t - 3] as number) ^ (w[t - 8] as number) ^ (w[t - 14] as number) ^ (w[t - 16] as number), 1);
    let [a = 0, b = 0, c = 0, d = 0, e = 0] = state;
    for (let t = 0; t < 80; t++) {
      const mixed = t < 20 ? (b & c) | (~b & d) : t < 40 || t >= 60 ? b ^ c ^ d : (b & c) | (b & d) | (c & d);
      const constant = t < 20 ? 0x5a82_7999 : t < 40 ? 0x6ed9_eba1 : t < 60 ? 0x8f1b_bcdc : 0xca62_c1d6;
      const next = (rotl(a, 5) + mixed + e + constant + (w[t] as number)) | 0;
      e = d;
      d = c;
      c = rotl(b, 30);
      b = a;
      a = next;
    }
    addTo(state, [a, b, c, d, e]);
  }
  return hexWords(state);
}

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) if (primes.every((p) => n % p !== 0)) primes.push(n);
  return primes;
}

/** The first 64 bits of the fraction of the root, exactly: an integer root of n x 2^(64 k). */
function rootFraction(n: number, power: 2 | 3): bigint {
  const target = BigInt(n) << BigInt(64 * power);
  let low = 0n;
  let high = 1n << 72n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** BigInt(power) <= target) low = middle;
    else high = middle;
  }
  return BigInt.asUintN(64, low);
}

interface ShaConstants {
  readonly round: readonly bigint[];
  /** The upper halves, which SHA-256 takes. */
  readonly upper: Int32Array;
  readonly start: readonly bigint[];
}

let constants: ShaConstants | null = null;

function shaConstants(): ShaConstants {
  if (constants !== null) return constants;
  const primes = firstPrimes(80);
  const round = primes.map((p) => rootFraction(p, 3));
  const start = primes.slice(0, 16).map((p) => rootFraction(p, 2));
  constants = { round, upper: Int32Array.from(round.slice(0, 64), (c) => Number(c >> 32n) | 0), start };
  return constants;
}

/** SHA-224 and SHA-256. */
export function sha256(bytes: Uint8Array, from: number, to: number, bits: 224 | 256): string {
  const view = padded(bytes, from, to, 64, false);
  const { upper: k, start } = shaConstants();
  // SHA-224 starts from the second halves of the roots of the 9th to 16th primes.
  const state = Int32Array.from(
    { length: 8 },
    (_, i) => Number(bits === 256 ? (start[i] as bigint) >> 32n : (start[i + 8] as bigint) & 0xffff_ffffn) | 0,
  );
  const w = new Int32Array(64);
  for (let at = 0; at < view.byteLength; at += 64) {
    for (let t = 0; t < 16; t++) w[t] = view.getInt32(at + t * 4);
    for (let t = 16; t < 64; t++) {
      const x = w[t - 15] as number;
      const y = w[t - 2] as number;
      const s0 = rotl(x, 25) ^ rotl(x, 14) ^ (x >>> 3);
      const s1 = rotl(y, 15) ^ rotl(y, 13) ^ (y >>> 10);
      w[t] = ((w[t - 16] as number) + s0 + (w[t - 7] as number) + s1) | 0;
    }
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
    for (let t = 0; t < 64; t++) {
      const s1 = rotl(e, 26) ^ rotl(e, 21) ^ rotl(e, 7);
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (k[t] as number) + (w[t] as number)) | 0;
      const s0 = rotl(a, 30) ^ rotl(a, 19) ^ rotl(a, 10);
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) | 0;
    }
    addTo(state, [a, b, c, d, e, f, g, h]);
  }
  return hexWords(state).slice(0, bits / 4);
}

const MASK = (1n << 64n) - 1n;

function rotr64(word: bigint, bits: bigint): bigint {
  return ((word >> bits) | (word << (64n - bits))) & MASK;
}

const SHA_384_START = [
  0xcbbb9d5dc1059ed8n,
  0x629a292a367cd507n,
  0x9159015a3070dd17n,
  0x152fecd8f70e5939n,
  0x67332667ffc00b31n,
  0x8eb44a8768581511n,
  0xdb0c2e0d64f98fa7n,
  0x47b5481dbefa4fa4n,
];

/** SHA-384 and SHA-512. */
export function sha512(bytes: Uint8Array, from: number, to: number, bits: 384 | 512): string {
  const view = padded(bytes, from, to, 128, false);
  const { round, start } = shaConstants();
  const state = bits === 384 ? [...SHA_384_START] : start.slice(0, 8);
  const w: bigint[] = [];
  for (let at = 0; at < view.byteLength; at += 128) {
    for (let t = 0; t < 16; t++) w[t] = view.getBigUint64(at + t * 8);
    for (let t = 16; t < 80; t++) {
      const x = w[t - 15] as bigint;
      const y = w[t - 2] as bigint;
      const s0 = rotr64(x, 1n) ^ rotr64(x, 8n) ^ (x >> 7n);
      const s1 = rotr64(y, 19n) ^ rotr64(y, 61n) ^ (y >> 6n);
      w[t] = ((w[t - 16] as bigint) + s0 + (w[t - 7] as bigint) + s1) & MASK;
    }
    let [a, b, c, d, e, f, g, h] = state as [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];
    for (let t = 0; t < 80; t++) {
      const s1 = rotr64(e, 14n) ^ rotr64(e, 18n) ^ rotr64(e, 41n);
      const t1 = (h + s1 + ((e & f) ^ ((e ^ MASK) & g)) + (round[t] as bigint) + (w[t] as bigint)) & MASK;
      const s0 = rotr64(a, 28n) ^ rotr64(a, 34n) ^ rotr64(a, 39n);
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) & MASK;
      h = g;
      g = f;
      f = e;
      e = (d + t1) & MASK;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) & MASK;
    }
    for (const [i, word] of [a, b, c, d, e, f, g, h].entries()) state[i] = ((state[i] as bigint) + word) & MASK;
  }
  return state
    .map((word) => word.toString(16).padStart(16, '0'))
    .join('')
    .slice(0, bits / 4);
}
