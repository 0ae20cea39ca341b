// MurmurHash3 x86 32 (Appleby, public domain) as Spark uses it: the bytes that do not fill a word are mixed in one by one, as
// signed numbers.
import type { RowHash } from './row-hash.ts';

export class Murmur3 implements RowHash {
  state = 0;

  int(value: number): void {
    this.state = finish(mix(this.state, value), 4);
  }

  long(low: number, high: number): void {
    this.state = finish(mix(mix(this.state, low), high), 8);
  }

  bytes(bytes: Uint8Array, from: number, to: number): void {
    let hash = this.state;
    let at = from;
    for (; at + 4 <= to; at += 4) {
      const word = (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16) | ((bytes[at + 3] as number) << 24);
      hash = mix(hash, word);
    }
    for (; at < to; at++) hash = mix(hash, ((bytes[at] as number) << 24) >> 24);
    this.state = finish(hash, to - from);
  }
}

function mix(hash: number, word: number): number {
  const k = Math.imul(word, 0xcc9e_2d51);
  const h = hash ^ Math.imul((k << 15) | (k >>> 17), 0x1b87_3593);
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe654_6b64) | 0;
}

function finish(hash: number, length: number): number {
  let h = hash ^ length;
  h = Math.imul(h ^ (h >>> 16), 0x85eb_ca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2_ae35);
  return h ^ (h >>> 16);
}
