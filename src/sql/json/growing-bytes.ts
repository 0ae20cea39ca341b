// UTF-8 that is written piece by piece into one buffer that grows.
const encoder = new TextEncoder();

export class GrowingBytes {
  bytes = new Uint8Array(256);
  size = 0;

  reserve(extra: number): void {
    if (this.size + extra <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.size + extra));
    grown.set(this.bytes.subarray(0, this.size));
    this.bytes = grown;
  }

  push(byte: number): void {
    if (this.size === this.bytes.length) this.reserve(1);
    this.bytes[this.size++] = byte;
  }

  pushSlice(source: Uint8Array, from: number, to: number): void {
    this.reserve(to - from);
    if (to - from > 48) this.bytes.set(source.subarray(from, to), this.size);
    else for (let i = from, at = this.size; i < to; i++, at++) this.bytes[at] = source[i] as number;
    this.size += to - from;
  }

  pushText(text: string): void {
    this.reserve(text.length * 3);
    this.size += encoder.encodeInto(text, this.bytes.subarray(this.size)).written;
  }

  pushCodePoint(code: number): void {
    this.reserve(4);
    const { bytes } = this;
    if (code < 0x80) {
      bytes[this.size++] = code;
    } else if (code < 0x800) {
      bytes[this.size++] = 0xc0 | (code >> 6);
      bytes[this.size++] = 0x80 | (code & 0x3f);
    } else if (code < 0x10000) {
      bytes[this.size++] = 0xe0 | (code >> 12);
      bytes[this.size++] = 0x80 | ((code >> 6) & 0x3f);
      bytes[this.size++] = 0x80 | (code & 0x3f);
    } else {
      bytes[this.size++] = 0xf0 | (code >> 18);
      bytes[this.size++] = 0x80 | ((code >> 12) & 0x3f);
      bytes[this.size++] = 0x80 | ((code >> 6) & 0x3f);
      bytes[this.size++] = 0x80 | (code & 0x3f);
    }
  }
}
