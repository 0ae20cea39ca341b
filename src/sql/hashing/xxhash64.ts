// XXH64 (Collet, BSD) on pairs of 32-bit words, which is many times faster in JavaScript than on bigints. A 64-bit register is
// two fields of an object, so that nothing is allocated per row.
import type { RowHash } from './row-hash.ts';

class Register {
  low = 0;
  high = 0;

  set(low: number, high: number): void {
    this.low = low;
    this.high = high;
  }

  add(low: number, high: number): void {
    const sum = (this.low >>> 0) + (low >>> 0);
    this.high = (this.high + high + (sum > 0xffff_ffff ? 1 : 0)) | 0;
    this.low = sum | 0;
  }

  xor(low: number, high: number): void {
    this.low ^= low;
    this.high ^= high;
  }

  /** By 16-bit halves: every product is exact in a double. */
  multiply(low: number, high: number): void {
    const a0 = this.low & 0xffff;
    const a1 = this.low >>> 16;
    const b0 = low & 0xffff;
    const b1 = low >>> 16;
    const p01 = a0 * b1;
    const p10 = a1 * b0;
    const p00 = a0 * b0;
    const middle = (p00 >>> 16) + (p01 & 0xffff) + (p10 & 0xffff);
    const upper = (Math.imul(a1, b1) + (p01 >>> 16) + (p10 >>> 16) + (middle >>> 16)) | 0;
    this.high = (upper + Math.imul(this.high, low) + Math.imul(this.low, high)) | 0;
    this.low = (middle << 16) | (p00 & 0xffff);
  }

  /** `bits` from 1 to 31. */
  rotateLeft(bits: number): void {
    const { low, high } = this;
    this.low = (low << bits) | (high >>> (32 - bits));
    this.high = (high << bits) | (low >>> (32 - bits));
  }

  /** x ^= x >>> bits, for bits from 1 to 63. */
  xorShift(bits: number): void {
    const { low, high } = this;
    if (bits >= 32) {
      this.low = low ^ (high >>> (bits - 32));
      return;
    }
    this.low = low ^ ((low >>> bits) | (high << (32 - bits)));
    this.high = high ^ (high >>> bits);
  }
}

const P1L = 0x85eb_ca87 | 0;
const P1H = 0x9e37_79b1 | 0;
const P2L = 0x27d4_eb4f;
const P2H = 0xc2b2_ae3d | 0;
const P3L = 0x9e37_79f9 | 0;
const P3H = 0x1656_67b1;
const P4L = 0xc2b2_ae63 | 0;
const P4H = 0x85eb_ca77 | 0;
const P5L = 0x1656_67c5;
const P5H = 0x27d4_eb2f;

export class XxHash64 implements RowHash {
  readonly state = new Register();
  private readonly k = new Register();
  private readonly lanes = [new Register(), new Register(), new Register(), new Register()] as const;

  int(value: number): void {
    const { state, k } = this;
    state.add(P5L, P5H);
    state.add(4, 0);
    k.set(value, 0);
    k.multiply(P1L, P1H);
    state.xor(k.low, k.high);
    state.rotateLeft(23);
    state.multiply(P2L, P2H);
    state.add(P3L, P3H);
    this.finish();
  }

  long(low: number, high: number): void {
    this.state.add(P5L, P5H);
    this.state.add(8, 0);
    this.mixLong(low, high);
    this.finish();
  }

  bytes(bytes: Uint8Array, from: number, to: number): void {
    const { state, k } = this;
    let at = from;
    if (to - from >= 32) at = this.stripes(bytes, from, to);
    else state.add(P5L, P5H);
    state.add(to - from, 0);
    for (; at + 8 <= to; at += 8) this.mixLong(word(bytes, at), word(bytes, at + 4));
    if (at + 4 <= to) {
      k.set(word(bytes, at), 0);
      k.multiply(P1L, P1H);
      state.xor(k.low, k.high);
      state.rotateLeft(23);
      state.multiply(P2L, P2H);
      state.add(P3L, P3H);
      at += 4;
    }
    for (; at < to; at++) {
      k.set(bytes[at] as number, 0);
      k.multiply(P5L, P5H);
      state.xor(k.low, k.high);
      state.rotateLeft(11);
      state.multiply(P1L, P1H);
    }
    this.finish();
  }

  private mixLong(low: number, high: number): void {
    const { state, k } = this;
    k.set(low, high);
    k.multiply(P2L, P2H);
    k.rotateLeft(31);
    k.multiply(P1L, P1H);
    state.xor(k.low, k.high);
    state.rotateLeft(27);
    state.multiply(P1L, P1H);
    state.add(P4L, P4H);
  }

  /** The whole stripes of 32 bytes; gives the position behind them. */
  private stripes(bytes: Uint8Array, from: number, to: number): number {
    const { state, k, lanes } = this;
    const [a, b, c, d] = lanes;
    for (const lane of lanes) lane.set(state.low, state.high);
    a.add(P1L, P1H);
    a.add(P2L, P2H);
    b.add(P2L, P2H);
    // Minus PRIME64_1.
    d.add(~P1L, ~P1H);
    d.add(1, 0);
    let at = from;
    for (; at + 32 <= to; at += 32) {
      round(a, k, bytes, at);
      round(b, k, bytes, at + 8);
      round(c, k, bytes, at + 16);
      round(d, k, bytes, at + 24);
    }
    state.set(0, 0);
    for (const [i, lane] of lanes.entries()) {
      k.set(lane.low, lane.high);
      k.rotateLeft(i === 0 ? 1 : i === 1 ? 7 : i === 2 ? 12 : 18);
      state.add(k.low, k.high);
    }
    for (const lane of lanes) {
      lane.multiply(P2L, P2H);
      lane.rotateLeft(31);
      lane.multiply(P1L, P1H);
      state.xor(lane.low, lane.high);
      state.multiply(P1L, P1H);
      state.add(P4L, P4H);
    }
    return at;
  }

  private finish(): void {
    const { state } = this;
    state.xorShift(33);
    state.multiply(P2L, P2H);
    state.xorShift(29);
    state.multiply(P3L, P3H);
    state.xorShift(32);
  }
}

function round(lane: Register, k: Register, bytes: Uint8Array, at: number): void {
  k.set(word(bytes, at), word(bytes, at + 4));
  k.multiply(P2L, P2H);
  lane.add(k.low, k.high);
  lane.rotateLeft(31);
  lane.multiply(P1L, P1H);
}

function word(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16) | ((bytes[at + 3] as number) << 24);
}
