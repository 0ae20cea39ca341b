// Which characters bytes stand for, told from the bytes: a byte order mark, zeros in every other place, whether it is valid
// UTF-8. What is no text in any of them is told apart.
import { firstBroken } from '../framing/valid-utf8.ts';
import type { TextEncoding } from '../record-format.ts';

export type EncodingGuess =
  | { readonly kind: 'text'; readonly encoding: TextEncoding; readonly why: string }
  | { readonly kind: 'binary'; readonly looks: string };

const ESCAPE = 0x1b;

export function guessEncoding(bytes: Uint8Array, whole: boolean): EncodingGuess {
  if (bytes[0] === 0xff && bytes[1] === 0xfe && bytes[2] === 0 && bytes[3] === 0) return { kind: 'binary', looks: 'text in UTF-32' };
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return text('utf-8', 'A byte order mark says that the text is UTF-8.');
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return text('utf-16le', 'A byte order mark says that the text is UTF-16, little end first.');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return text('utf-16be', 'A byte order mark says that the text is UTF-16, big end first.');
  const counts = countBytes(bytes);
  const pairs = Math.max(1, bytes.length >> 1);
  if (bytes.length >= 4 && counts.oddZeros > pairs * 0.4 && counts.evenZeros < pairs * 0.05) {
    return text('utf-16le', 'Every other byte is 0, as in UTF-16 of Latin text, little end first.');
  }
  if (bytes.length >= 4 && counts.evenZeros > pairs * 0.4 && counts.oddZeros < pairs * 0.05) {
    return text('utf-16be', 'Every other byte is 0, as in UTF-16 of Latin text, big end first.');
  }
  const zeros = counts.oddZeros + counts.evenZeros;
  if (zeros > bytes.length * 0.3 || counts.controls > bytes.length * 0.05) return { kind: 'binary', looks: 'bytes that are no text' };
  if (counts.high === 0) return text('utf-8', 'All characters are ASCII, which is UTF-8 too.');
  return utf8OrSingleBytes(bytes, whole, counts.high);
}

function text(encoding: TextEncoding, why: string): EncodingGuess {
  return { kind: 'text', encoding, why };
}

function countBytes(bytes: Uint8Array) {
  let evenZeros = 0;
  let oddZeros = 0;
  let controls = 0;
  let high = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    if (byte === 0) {
      if ((i & 1) === 0) evenZeros++;
      else oddZeros++;
    } else if (byte >= 0x80) high++;
    else if ((byte < 0x20 && (byte < 0x09 || byte > 0x0d) && byte !== ESCAPE) || byte === 0x7f) controls++;
  }
  return { evenZeros, oddZeros, controls, high };
}

function utf8OrSingleBytes(bytes: Uint8Array, whole: boolean, high: number): EncodingGuess {
  // The last character may be cut.
  const end = whole ? bytes.length : Math.max(0, bytes.length - 3);
  let broken = 0;
  for (let at = firstBroken(bytes, 0, end); at >= 0 && broken < 10_000; at = firstBroken(bytes, at + 1, end)) broken++;
  if (broken === 0) return text('utf-8', 'The text is valid UTF-8.');
  if (broken * 4 < high) return text('utf-8', `The text is UTF-8, but ${broken.toLocaleString('en-US')} places in it are broken and become U+FFFD.`);
  if (high > bytes.length * 0.7) return { kind: 'binary', looks: 'bytes that are no text' };
  return text('windows-1252', 'The text is not valid UTF-8, so each byte is taken for one character of Western European text (windows-1252).');
}
