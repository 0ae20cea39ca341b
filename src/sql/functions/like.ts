// LIKE on bytes: % is any run of characters, _ one code point, everything else itself. The whole text must match.
import type { StringColumn } from '../../columns/column.ts';
import { sameBytes, utf8 } from './text-bytes.ts';

const PERCENT = '%';

/** Between two % stands a piece: code points to match one after the other. null is _. */
type Piece = readonly (Uint8Array | null)[];

export interface LikePattern {
  /** n pieces with n - 1 runs of % between them; the first is bound to the start and the last to the end. */
  readonly pieces: readonly Piece[];
}

export interface LikeRefusal {
  readonly errorClass: 'INVALID_FORMAT.ESC_AT_THE_END' | 'INVALID_FORMAT.ESC_IN_THE_MIDDLE';
  readonly reason: string;
}

/** 'ab%', '%ab', '%ab%', 'ab': the one run of bytes sought, and where; null for what has more to it. */
export interface PlainLike {
  readonly text: Uint8Array;
  readonly where: 'whole' | 'start' | 'end' | 'anywhere';
}

export function plainLike({ pieces }: LikePattern): PlainLike | null {
  const texts = pieces.map((piece) => (piece.includes(null) ? null : joined(piece as readonly Uint8Array[])));
  const [first, second, third] = texts;
  if (first == null || texts.includes(null)) return null;
  if (texts.length === 1) return { text: first, where: 'whole' };
  if (second == null) return null;
  if (texts.length === 2) {
    if (second.length === 0) return { text: first, where: 'start' };
    return first.length === 0 ? { text: second, where: 'end' } : null;
  }
  return texts.length === 3 && first.length === 0 && third?.length === 0 ? { text: second, where: 'anywhere' } : null;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

export function compileLike(pattern: string, escapeMark: string): LikePattern | LikeRefusal {
  const pieces: (Uint8Array | null)[][] = [[]];
  const letters = [...pattern];
  for (let i = 0; i < letters.length; i++) {
    const letter = letters[i] as string;
    const piece = pieces[pieces.length - 1] as (Uint8Array | null)[];
    if (letter === escapeMark) {
      const escaped = letters[++i];
      if (escaped === undefined)
        return { errorClass: 'INVALID_FORMAT.ESC_AT_THE_END', reason: `the escape character ${escapeMark} stands at its end` };
      if (escaped !== '_' && escaped !== PERCENT && escaped !== escapeMark) {
        return { errorClass: 'INVALID_FORMAT.ESC_IN_THE_MIDDLE', reason: `the escape character ${escapeMark} stands before ${escaped}` };
      }
      piece.push(utf8(escaped));
    } else if (letter === '_') {
      piece.push(null);
    } else if (letter === PERCENT) {
      pieces.push([]);
    } else {
      piece.push(utf8(letter));
    }
  }
  return { pieces };
}

export function isRefusal(compiled: LikePattern | LikeRefusal): compiled is LikeRefusal {
  return 'errorClass' in compiled;
}

export function likeMatches(pattern: LikePattern, column: StringColumn, row: number): boolean {
  const { bytes } = column;
  const to = column.ends[row] as number;
  const { pieces } = pattern;
  let at = matchPiece(pieces[0] as Piece, bytes, column.starts[row] as number, to);
  if (at < 0 || pieces.length === 1) return at === to;
  // The earliest place for each piece in the middle is as good as any later one.
  for (let p = 1; p < pieces.length - 1; p++) {
    at = findPiece(pieces[p] as Piece, bytes, at, to);
    if (at < 0) return false;
  }
  return endsWithPiece(pieces[pieces.length - 1] as Piece, bytes, at, to);
}

/** Offset after the piece when it stands at `from`, else -1. */
function matchPiece(piece: Piece, bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  for (const letter of piece) {
    if (at >= to) return -1;
    if (letter === null) {
      at++;
      while (at < to && ((bytes[at] as number) & 0xc0) === 0x80) at++;
    } else if (at + letter.length <= to && sameBytes(bytes, at, letter, 0, letter.length)) {
      at += letter.length;
    } else {
      return -1;
    }
  }
  return at;
}

function findPiece(piece: Piece, bytes: Uint8Array, from: number, to: number): number {
  for (let start = from; start <= to; start++) {
    if (start < to && ((bytes[start] as number) & 0xc0) === 0x80) continue;
    const end = matchPiece(piece, bytes, start, to);
    if (end >= 0) return end;
  }
  return -1;
}

/** Whether the last characters of bytes[from, to) are the piece. */
function endsWithPiece(piece: Piece, bytes: Uint8Array, from: number, to: number): boolean {
  let start = to;
  for (let i = 0; i < piece.length; i++) {
    if (start <= from) return false;
    start--;
    while (start > from && ((bytes[start] as number) & 0xc0) === 0x80) start--;
  }
  return matchPiece(piece, bytes, start, to) === to;
}
