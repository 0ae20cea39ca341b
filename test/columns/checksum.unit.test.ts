import { expect, it } from 'vitest';
import { crc32c, joinedCrc32c } from '../../src/columns/checksum.ts';

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
