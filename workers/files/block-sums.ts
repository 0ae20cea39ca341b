// Checksums of a content in blocks of fixed size, made while it was copied or looked at first. What is read later is compared
// with them block by block, so that bytes that changed under a reference, or rotted in a copy, are never taken for the old ones.
import { crc32c } from '../../src/columns/checksum.ts';

export const BLOCK_BYTES = 64 * 1024;

export class BlockSums {
  private sums = new Uint32Array(256);
  private count = 0;
  private current = 0;
  private filled = 0;

  add(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const size = Math.min(BLOCK_BYTES - this.filled, bytes.length - at);
      this.current = crc32c(bytes.subarray(at, at + size), this.current);
      this.filled += size;
      at += size;
      if (this.filled === BLOCK_BYTES) this.put();
    }
  }

  finish(): Uint32Array {
    if (this.filled > 0) this.put();
    return this.sums.slice(0, this.count);
  }

  private put(): void {
    if (this.count === this.sums.length) {
      const grown = new Uint32Array(this.count * 2);
      grown.set(this.sums);
      this.sums = grown;
    }
    this.sums[this.count++] = this.current;
    this.current = 0;
    this.filled = 0;
  }
}

/** Whether whole blocks from block `first` on have their sums. The last one may be short only where the content ends. */
export function blocksHold(bytes: Uint8Array, first: number, sums: Uint32Array): boolean {
  for (let at = 0, block = first; at < bytes.length; at += BLOCK_BYTES, block++)
    if (crc32c(bytes.subarray(at, at + BLOCK_BYTES)) !== sums[block]) return false;
  return true;
}
