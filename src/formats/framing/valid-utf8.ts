// UTF-8 that may be broken: where it is, and the same text made valid. Each broken sequence becomes U+FFFD, as browsers decode.

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

const HIGH_BITS = 0x80808080 | 0;

/** Position of the first byte in [from, to) that begins a broken sequence, or -1. A sequence cut off by `to` is broken. */
export function firstBroken(bytes: Uint8Array, from: number, to: number): number {
  let i = from;
  while (i < to) {
    i = skipAscii(bytes, i, to);
    if (i === to) return -1;
    const size = sequenceSize(bytes, i, to);
    if (size === 0) return i;
    i += size;
  }
  return -1;
}

function skipAscii(bytes: Uint8Array, from: number, to: number): number {
  let i = from;
  while (i < to && ((bytes.byteOffset + i) & 3) !== 0) {
    if ((bytes[i] as number) >= 0x80) return i;
    i++;
  }
  const words = (to - i) >> 2;
  if (words > 0) {
    const view = new Int32Array(bytes.buffer, bytes.byteOffset + i, words);
    let w = 0;
    while (w < words && ((view[w] as number) & HIGH_BITS) === 0) w++;
    i += w * 4;
  }
  while (i < to && (bytes[i] as number) < 0x80) i++;
  return i;
}

/** Bytes of the valid sequence at `i`, which is not ASCII, or 0. Overlong forms and surrogates are not valid. */
function sequenceSize(bytes: Uint8Array, i: number, to: number): number {
  const lead = bytes[i] as number;
  const second = i + 1 < to ? (bytes[i + 1] as number) : 0;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  if (lead < 0xe0) return isContinuation(second) ? 2 : 0;
  if (lead < 0xf0) {
    const low = lead === 0xe0 ? 0xa0 : 0x80;
    const high = lead === 0xed ? 0x9f : 0xbf;
    return second >= low && second <= high && i + 2 < to && isContinuation(bytes[i + 2] as number) ? 3 : 0;
  }
  const low = lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xf4 ? 0x8f : 0xbf;
  const whole = i + 3 < to && isContinuation(bytes[i + 2] as number) && isContinuation(bytes[i + 3] as number);
  return second >= low && second <= high && whole ? 4 : 0;
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

/** bytes[from, to) as valid UTF-8, and how many sequences had to be replaced. */
export function mended(bytes: Uint8Array, from: number, to: number): { readonly bytes: Uint8Array; readonly replaced: number } {
  const part = bytes.subarray(from, to);
  const valid = encoder.encode(decoder.decode(part));
  return { bytes: valid, replaced: countReplacements(valid) - countReplacements(part) };
}

/** How often U+FFFD stands in the bytes. */
function countReplacements(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(0xef); at >= 0; at = bytes.indexOf(0xef, at + 1)) if (bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd) count++;
  return count;
}
