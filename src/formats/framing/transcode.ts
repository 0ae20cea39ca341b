// Text that is not UTF-8, turned into it. What has no meaning becomes U+FFFD and is counted; C1 controls of windows-1252 stay, as
// browsers read it.
import type { TextEncoding } from '../record-format.ts';

/** Code points of the bytes 0x80 to 0x9f of windows-1252. */
const WINDOWS_1252 = [
  ...[0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f],
  ...[0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178],
];

const REPLACEMENT = 0xfffd;

/** Bytes one unit of an encoding has. */
export function unitBytes(encoding: TextEncoding): 1 | 2 {
  return encoding === 'utf-16le' || encoding === 'utf-16be' ? 2 : 1;
}

/** Bytes of the byte order mark that `head` begins with under this encoding. */
export function markBytes(head: Uint8Array, encoding: TextEncoding): number {
  if (encoding === 'utf-8') return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  if (encoding === 'utf-16le') return head[0] === 0xff && head[1] === 0xfe ? 2 : 0;
  if (encoding === 'utf-16be') return head[0] === 0xfe && head[1] === 0xff ? 2 : 0;
  return 0;
}

/** The units a scanner looks at: bytes as they are; of UTF-16 the ASCII units, any other as 0x80. `raw` has whole units. */
export function scannedUnits(raw: Uint8Array, encoding: TextEncoding): Uint8Array {
  if (unitBytes(encoding) === 1) return raw;
  const [low, high] = encoding === 'utf-16le' ? [0, 1] : [1, 0];
  const units = new Uint8Array(raw.length >> 1);
  for (let i = 0; i < units.length; i++) {
    const value = raw[2 * i + low] as number;
    units[i] = raw[2 * i + high] !== 0 || value > 0x7f ? 0x80 : value;
  }
  return units;
}

/** Writes UTF-8 into a buffer that grows. */
export class Utf8Writer {
  bytes = new Uint8Array(4096);
  size = 0;
  replaced = 0;

  /** raw[from, to) of an encoding other than UTF-8. A last odd byte of UTF-16 is replaced. */
  write(raw: Uint8Array, from: number, to: number, encoding: Exclude<TextEncoding, 'utf-8'>): void {
    this.reserve((to - from) * 3);
    if (encoding === 'windows-1252') this.writeSingle(raw, from, to);
    else this.writeUtf16(raw, from, to, encoding === 'utf-16le' ? 1 : 0);
  }

  append(valid: Uint8Array): void {
    this.reserve(valid.length);
    this.bytes.set(valid, this.size);
    this.size += valid.length;
  }

  private writeSingle(raw: Uint8Array, from: number, to: number): void {
    for (let i = from; i < to; i++) {
      const byte = raw[i] as number;
      if (byte < 0x80) this.bytes[this.size++] = byte;
      else this.put(byte < 0xa0 ? (WINDOWS_1252[byte - 0x80] as number) : byte);
    }
  }

  /** `high`: place of the high byte in a unit. */
  private writeUtf16(raw: Uint8Array, from: number, to: number, high: 0 | 1): void {
    let i = from;
    for (; i + 1 < to; i += 2) {
      const unit = ((raw[i + high] as number) << 8) | (raw[i + 1 - high] as number);
      if (unit < 0xd800 || unit > 0xdfff) {
        this.put(unit);
        continue;
      }
      const next = i + 3 < to ? ((raw[i + 2 + high] as number) << 8) | (raw[i + 3 - high] as number) : 0;
      if (unit < 0xdc00 && next >= 0xdc00 && next <= 0xdfff) {
        this.put(0x10000 + ((unit - 0xd800) << 10) + (next - 0xdc00));
        i += 2;
      } else this.replace();
    }
    if (i < to) this.replace();
  }

  private replace(): void {
    this.replaced++;
    this.put(REPLACEMENT);
  }

  private put(code: number): void {
    const { bytes } = this;
    if (code < 0x80) bytes[this.size++] = code;
    else if (code < 0x800) {
      bytes[this.size++] = 0xc0 | (code >> 6);
      bytes[this.size++] = 0x80 | (code & 0x3f);
    } else {
      if (code < 0x10000) bytes[this.size++] = 0xe0 | (code >> 12);
      else {
        bytes[this.size++] = 0xf0 | (code >> 18);
        bytes[this.size++] = 0x80 | ((code >> 12) & 0x3f);
      }
      bytes[this.size++] = 0x80 | ((code >> 6) & 0x3f);
      bytes[this.size++] = 0x80 | (code & 0x3f);
    }
  }

  private reserve(extra: number): void {
    if (this.size + extra <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.size + extra));
    grown.set(this.bytes.subarray(0, this.size));
    this.bytes = grown;
  }
}
