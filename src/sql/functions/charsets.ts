// The character sets of encode and decode, as Java has them.
import type { GrowingBytes } from '../json/growing-bytes.ts';

export interface Charset {
  /** False when a character is not in the set. */
  readonly encode: (text: string, target: GrowingBytes) => boolean;
  /** null when the bytes are no text. */
  readonly decode: (bytes: Uint8Array) => string | null;
}

export const CHARSETS = 'US-ASCII, ISO-8859-1, UTF-8, UTF-16BE, UTF-16LE, UTF-16 and UTF-32';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function singleByte(limit: number): Charset {
  return {
    encode: (text, target) => {
      for (const letter of text) {
        const code = letter.codePointAt(0) as number;
        if (code >= limit) return false;
        target.push(code);
      }
      return true;
    },
    decode: (bytes) => {
      let text = '';
      for (const byte of bytes) {
        if (byte >= limit) return null;
        text += String.fromCharCode(byte);
      }
      return text;
    },
  };
}

function utf16(bigEndian: boolean, mark: boolean): Charset {
  return {
    encode: (text, target) => {
      if (mark && text !== '') {
        target.push(0xfe);
        target.push(0xff);
      }
      for (let i = 0; i < text.length; i++) {
        const unit = text.charCodeAt(i);
        target.push(bigEndian ? unit >> 8 : unit & 255);
        target.push(bigEndian ? unit & 255 : unit >> 8);
      }
      return true;
    },
    decode: (bytes) => decodeUtf16(bytes, bigEndian, mark),
  };
}

function decodeUtf16(bytes: Uint8Array, bigEndian: boolean, mark: boolean): string | null {
  if (bytes.length % 2 === 1) return null;
  const little = mark && bytes[0] === 0xff && bytes[1] === 0xfe;
  const marked = little || (mark && bytes[0] === 0xfe && bytes[1] === 0xff);
  let text = '';
  for (let i = marked ? 2 : 0; i < bytes.length; i += 2) {
    const first = bytes[i] as number;
    const second = bytes[i + 1] as number;
    text += String.fromCharCode(bigEndian && !little ? (first << 8) | second : (second << 8) | first);
  }
  return isWellFormed(text) ? text : null;
}

/** No half of a surrogate pair stands alone: such a text cannot be written as a URI. */
function isWellFormed(text: string): boolean {
  try {
    encodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

const utf8: Charset = {
  encode: (text, target) => {
    target.pushText(text);
    return true;
  },
  decode: (bytes) => {
    try {
      return strict.decode(bytes);
    } catch {
      return null;
    }
  },
};

const utf32: Charset = {
  encode: (text, target) => {
    for (const letter of text) {
      const code = letter.codePointAt(0) as number;
      for (const shift of [24, 16, 8, 0]) target.push((code >> shift) & 255);
    }
    return true;
  },
  decode: (bytes) => {
    if (bytes.length % 4 !== 0) return null;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let text = '';
    for (let i = 0; i < bytes.length; i += 4) {
      const code = view.getUint32(i);
      if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return null;
      text += String.fromCodePoint(code);
    }
    return text;
  },
};

const charsets: ReadonlyMap<string, Charset> = new Map([
  ['US-ASCII', singleByte(128)],
  ['ISO-8859-1', singleByte(256)],
  ['UTF-8', utf8],
  ['UTF-16BE', utf16(true, false)],
  ['UTF-16LE', utf16(false, false)],
  ['UTF-16', utf16(true, true)],
  ['UTF-32', utf32],
]);

/** Names are compared without case. */
export function charsetNamed(name: string): Charset | null {
  return charsets.get(name.toUpperCase()) ?? null;
}
