import { expect, it } from 'vitest';
import { crc32c, joinedCrc32c, wordSum } from '../../src/columns/checksum.ts';

const text = (value: string) => new TextEncoder().encode(value);

it('gives the check values of RFC 3720', () => {
  expect(crc32c(text('123456789'))).toBe(0xe306_9283);
  expect(crc32c(new Uint8Array(32))).toBe(0x8a91_36aa);
  expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8_ab43);
  expect(crc32c(new Uint8Array(0))).toBe(0);
});

it('can go on from what came before, cut anywhere', () => {
  const bytes = Uint8Array.from({ length: 41 }, (_, i) => (i * 37) & 0xff);
  for (let cut = 0; cut <= bytes.length; cut++) expect(crc32c(bytes.subarray(cut), crc32c(bytes.subarray(0, cut)))).toBe(crc32c(bytes));
});

it('joins the checksums of two stretches, of any lengths', () => {
  const bytes = Uint8Array.from({ length: 70_001 }, (_, i) => (i * i * 37) >>> 3);
  for (const cut of [0, 1, 7, 8, 9, 255, 256, 4_097, 65_536, 70_000, 70_001])
    expect(joinedCrc32c(crc32c(bytes.subarray(0, cut)), crc32c(bytes.subarray(cut)), bytes.length - cut)).toBe(crc32c(bytes));
});

it('sums words alike wherever the bytes lie, and is frozen: these are stored', () => {
  const bytes = Uint8Array.from({ length: 71 }, (_, i) => (i * 37) & 0xff);
  const sums = [0, 1, 3, 4, 15, 16, 17, 70].map((length) => wordSum(bytes.subarray(0, length)));
  expect(sums).toEqual([755859797, 2461436226, 504297929, 1568254131, 326279389, 2101611004, 2522571858, 3015153579]);
  for (const at of [1, 2, 3, 5]) {
    const larger = new Uint8Array(bytes.length + at);
    larger.set(bytes, at);
    expect(wordSum(larger.subarray(at))).toBe(wordSum(bytes));
  }
});

it('notices every change of one byte, and words that change places', () => {
  const bytes = Uint8Array.from({ length: 53 }, (_, i) => (i * i * 37) & 0xff);
  const sum = wordSum(bytes);
  for (let at = 0; at < bytes.length; at++) {
    for (let bit = 0; bit < 8; bit++) {
      const changed = bytes.slice();
      changed[at] = (changed[at] ?? 0) ^ (1 << bit);
      expect(wordSum(changed)).not.toBe(sum);
    }
  }
  for (let word = 0; word < 12; word++) {
    const swapped = bytes.slice();
    swapped.set(bytes.subarray(4 * word, 4 * word + 4), 0);
    swapped.set(bytes.subarray(0, 4), 4 * word);
    if (word > 0) expect(wordSum(swapped)).not.toBe(sum);
  }
});
