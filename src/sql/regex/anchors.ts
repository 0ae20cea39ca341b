// Where an anchor holds, by Java's rules for line terminators (\n, \r\n, \r, U+0085, U+2028, U+2029).

import { hasCodePoint } from './char-set.ts';
import { WORD } from './properties.ts';
import type { Anchor } from './regex-node.ts';

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13 || code === 0x85 || code === 0x2028 || code === 0x2029;
}

/** `at` is an offset between two UTF-16 units of the text. */
export function anchorHolds(anchor: Anchor, text: string, at: number): boolean {
  const end = text.length;
  const before = at > 0 ? text.charCodeAt(at - 1) : -1;
  const after = at < end ? text.charCodeAt(at) : -1;
  const insidePair = before === 13 && after === 10;
  switch (anchor) {
    case 'start':
      return at === 0;
    case 'end':
      return at === end;
    case 'end-of-last-line':
      if (at === end) return true;
      if (at === end - 2) return after === 13 && text.charCodeAt(at + 1) === 10;
      return at === end - 1 && isLineEnd(after) && !insidePair;
    case 'line-start':
      return at < end && (at === 0 || (isLineEnd(before) && !insidePair));
    case 'line-end':
      return at === end || (isLineEnd(after) && !insidePair);
    case 'word-boundary':
      return isWord(before) !== isWord(after);
    case 'not-word-boundary':
      return isWord(before) === isWord(after);
  }
}

/** \b looks at ASCII words only, as in JDK 19 and later. */
function isWord(code: number): boolean {
  return code >= 0 && hasCodePoint(WORD, code);
}

const lineEnds = '[\\n\\r\\u0085\\u2028\\u2029]';
/** Not between the two halves of \r\n. */
const notInsidePair = '(?<!\\r(?=\\n))';

/** The anchor in JavaScript, for a pattern with the u flag and without the m flag. */
export function anchorText(anchor: Anchor): string {
  switch (anchor) {
    case 'start':
      return '^';
    case 'end':
      return '$';
    case 'end-of-last-line':
      return `(?=(?:\\r\\n|${lineEnds})?$)${notInsidePair}`;
    case 'line-start':
      return `(?<=^|${lineEnds})(?!$)${notInsidePair}`;
    case 'line-end':
      return `(?=${lineEnds}|$)${notInsidePair}`;
    case 'word-boundary':
      return '\\b';
    case 'not-word-boundary':
      return '\\B';
  }
}
