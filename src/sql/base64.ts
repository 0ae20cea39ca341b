// Base64 by RFC 4648, as Java's encoder and decoder have it.

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values: ReadonlyMap<string, number> = new Map([...LETTERS].map((letter, i) => [letter, i]));

export function encodeBase64(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let i = from; i < to; i += 3) {
    const left = to - i;
    const group = ((bytes[i] as number) << 16) | ((left > 1 ? (bytes[i + 1] as number) : 0) << 8) | (left > 2 ? (bytes[i + 2] as number) : 0);
    text += `${LETTERS[group >> 18]}${LETTERS[(group >> 12) & 63]}${left > 1 ? LETTERS[(group >> 6) & 63] : '='}${left > 2 ? LETTERS[group & 63] : '='}`;
  }
  return text;
}

const group = /[\0- ]*(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)/y;

/** The bytes of groups of four letters, each padded where it is short, with white space between them; null when the text is not that. */
export function decodeBase64(text: string): Uint8Array | null {
  const bytes: number[] = [];
  let at = 0;
  while (!/^[\0- ]*$/.test(text.slice(at, at + 64)) || at + 64 < text.length) {
    group.lastIndex = at;
    const match = group.exec(text);
    if (match === null) return null;
    const letters = match[0].slice(-4);
    let packed = 0;
    for (const letter of letters) packed = (packed << 6) | (values.get(letter) ?? 0);
    bytes.push((packed >> 16) & 255);
    if (letters[2] !== '=') bytes.push((packed >> 8) & 255);
    if (letters[3] !== '=') bytes.push(packed & 255);
    at = group.lastIndex;
  }
  return Uint8Array.from(bytes);
}

/**
 * As Java's MIME decoder reads: characters that do not belong are passed over, padding may be missing. The bytes, or why there
 * are none.
 */
export function decodeMime(text: string): Uint8Array | string {
  const bytes: number[] = [];
  let group = 0;
  let count = 0;
  let at = 0;
  for (; at < text.length; at++) {
    const letter = text[at] as string;
    if (letter === '=') {
      const closed = count === 2 ? text[at + 1] === '=' : count !== 0;
      if (!closed) return 'a group of four has the wrong end';
      at += count === 2 ? 2 : 1;
      break;
    }
    const value = values.get(letter);
    if (value === undefined) continue;
    group = (group << 6) | value;
    count++;
    if (count < 4) continue;
    bytes.push((group >> 16) & 255, (group >> 8) & 255, group & 255);
    group = 0;
    count = 0;
  }
  if (count === 1) return 'the last group has too few bits';
  if (count === 2) bytes.push((group >> 4) & 255);
  if (count === 3) bytes.push((group >> 10) & 255, (group >> 2) & 255);
  for (; at < text.length; at++) if (values.has(text[at] as string) || text[at] === '=') return 'something follows the end';
  return Uint8Array.from(bytes);
}
