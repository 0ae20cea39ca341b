// Whether a file that was dropped or picked is a pipeline of ours or somebody's data, from its name and its first bytes. Pure.

/** How much of a file is looked at. */
export const HEAD_BYTES = 65_536;

/**
 * A .json file is taken for a pipeline, so that a damaged one is refused with its place, unless it plainly holds records: an
 * array of objects, or objects one after another. Any other file is data, unless it says that it is a pipeline.
 */
export function fileKind(name: string, head: Uint8Array): 'pipeline' | 'data' {
  const text = decoded(head)
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (/^\{[\s\S]{0,4000}?"format"\s*:\s*"millrace"/.test(text)) return 'pipeline';
  if (!/\.json$/i.test(name)) return 'data';
  return /^\[\s*\{/.test(text) || hasSecondObject(text) ? 'data' : 'pipeline';
}

/** UTF-16 is told by its mark, or by every other of the first bytes being zero. */
function decoded(head: Uint8Array): string {
  const [first, second, third, fourth] = head;
  const isLittle = (first === 0xff && second === 0xfe) || (second === 0 && fourth === 0 && first !== 0);
  const isBig = (first === 0xfe && second === 0xff) || (first === 0 && third === 0 && second !== 0);
  return new TextDecoder(isLittle ? 'utf-16le' : isBig ? 'utf-16be' : 'utf-8').decode(head);
}

/** Whether the text begins with an object, and another one begins behind it. */
function hasSecondObject(text: string): boolean {
  if (!text.startsWith('{')) return false;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '"') i = stringEnd(text, i);
    else if (c === '{') depth++;
    else if (c === '}' && --depth === 0)
      return text
        .slice(i + 1)
        .trimStart()
        .startsWith('{');
  }
  return false;
}

/** Position of the quote that ends the string that begins here. */
function stringEnd(text: string, from: number): number {
  for (let i = from + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return i;
  }
  return text.length;
}
