// Base 32 of RFC 4648: eight letters for five bytes, filled up with =.
import { STRING } from '../../columns/data-type.ts';
import { printsBytes, takesBytes } from './bytes-argument.ts';
import { buildBytes } from './encode.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { asText, textAt } from './text-bytes.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const GROUP = 8;

export const base32Functions: readonly FunctionDefinition[] = [
  {
    name: 'to_base32',
    group: 'binary',
    signatures: ['to_base32(bytes BINARY) -> STRING'],
    help: 'The text or bytes in Base 32.',
    example: { text: "to_base32('foobar')", expected: 'MZXW6YTBOI======' },
    typed: takesBytes(STRING),
    kernel: printsBytes((bytes, from, to) => encodeBase32(bytes.subarray(from, to))),
  },
  {
    name: 'from_base32',
    group: 'binary',
    signatures: ['from_base32(text STRING) -> BINARY'],
    help: 'The bytes that the Base 32 text stands for, up to the first =; characters that are none of it are passed over.',
    example: { text: "string(from_base32('MZXW6YTBOI======'))", expected: 'foobar' },
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([text], frame) =>
          buildBytes(frame, (row, target) => {
            for (const byte of decodeBase32(textAt(asText(text), row))) target.push(byte);
            return true;
          }),
    },
  },
];

function encodeBase32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += LETTERS.charAt((held >> bits) & 31);
    }
    held &= (1 << bits) - 1;
  }
  if (bits > 0) text += LETTERS.charAt((held << (5 - bits)) & 31);
  return text.padEnd(Math.ceil(text.length / GROUP) * GROUP, '=');
}

/** As Java's codec of the Apache Commons reads it: in either case, passing over what is no letter of it, up to the first =. */
function decodeBase32(text: string): readonly number[] {
  const bytes: number[] = [];
  let held = 0;
  let count = 0;
  const put = (size: number): void => {
    for (let i = size - 1; i >= 0; i--) bytes.push(Math.floor(held / 256 ** i) % 256);
  };
  for (const letter of text.toUpperCase().split('=', 1)[0] ?? '') {
    const digit = LETTERS.indexOf(letter);
    if (digit < 0) continue;
    held = held * 32 + digit;
    if (++count < GROUP) continue;
    put(5);
    held = 0;
    count = 0;
  }
  const rest = RESTS[count];
  if (rest === undefined) return bytes;
  held = Math.floor(held / 2 ** rest.drop);
  put(rest.bytes);
  return bytes;
}

/** Of a group with so many letters: how many bits fall away, and how many bytes are left. 1, 3 and 6 are no encoding, and read all the same. */
const RESTS: readonly ({ readonly drop: number; readonly bytes: number } | undefined)[] = [
  undefined,
  { drop: 2, bytes: 1 },
  { drop: 2, bytes: 1 },
  { drop: 4, bytes: 2 },
  { drop: 4, bytes: 2 },
  { drop: 1, bytes: 3 },
  { drop: 3, bytes: 4 },
  { drop: 3, bytes: 4 },
];
