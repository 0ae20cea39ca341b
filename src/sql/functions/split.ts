// split: the parts of a text between the matches of a pattern. When the pattern is one set of characters (',', ' ',
// '\\s+', '[^a-z]+') it is found on the bytes and the parts are slices of the input; no text is made.

import { StringBuilder } from '../../columns/build.ts';
import type { ArrayColumn, StringColumn } from '../../columns/column.ts';
import { arrayOf, STRING } from '../../columns/data-type.ts';
import type { Frame } from '../frame.ts';
import { hasCodePoint } from '../regex/char-set.ts';
import { type CompiledRegex, matchesOf, type Regex, withoutHalves } from '../regex/regex.ts';
import type { CallShape, ColumnKernel } from './function-definition.ts';
import { compiledOnce, regexSource, withinLimit } from './regex-source.ts';
import { asText, findBytes, skipCodePoints, textAt, utf8 } from './text-bytes.ts';

const STRINGS = arrayOf(STRING);

/** split(text, pattern) and split(text, pattern, limit). */
export function splitKernel(shape: CallShape): ColumnKernel {
  const cache = new Map<string, CompiledRegex>();
  const pattern = shape.literals[1]?.kind === 'string' ? shape.literals[1].value : null;
  const limit = shape.literals.length < 3 ? -1 : shape.literals[2]?.kind === 'number' ? shape.literals[2].value : null;
  const compiled = pattern === null || pattern === '' ? null : compiledOnce(pattern, cache);
  if (compiled?.ok === true && limit !== null && limit <= 0) {
    const table = byteTable(compiled.regex);
    if (table !== null) return splitByTable(table, compiled.regex.separator?.run === true);
    const { literal } = compiled.regex;
    if (literal !== null && literal !== '') return splitByText(utf8(literal));
  }
  return (args, frame) =>
    splitByRegex(
      shape,
      args.map((arg) => arg),
      frame,
      cache,
    );
}

/** For each byte 1 when it belongs to a separator; null when the separator cannot be told byte by byte. */
function byteTable(regex: Regex): Uint8Array | null {
  if (regex.separator === null) return null;
  const { set, run } = regex.separator;
  const beyond = set.filter((code) => code >= 0x80);
  // Characters beyond ASCII: none of them separates, or all do and runs of them count once.
  const all = hasCodePoint(set, 0x80) && beyond.length === 1;
  if (beyond.length > 0 && !(all && run)) return null;
  return Uint8Array.from({ length: 256 }, (_, byte) => (byte < 0x80 ? (hasCodePoint(set, byte) ? 1 : 0) : all ? 1 : 0));
}

/** Grows while the elements of a batch are collected. One is kept by each kernel and reused. */
class Slices {
  starts = new Int32Array(1024);
  ends = new Int32Array(1024);
  size = 0;

  reserve(extra: number): void {
    if (this.size + extra <= this.starts.length) return;
    const length = Math.max(this.starts.length * 2, this.size + extra);
    const starts = new Int32Array(length);
    const ends = new Int32Array(length);
    starts.set(this.starts.subarray(0, this.size));
    ends.set(this.ends.subarray(0, this.size));
    this.starts = starts;
    this.ends = ends;
  }

  column(bytes: Uint8Array): StringColumn {
    const starts = this.starts.slice(0, this.size);
    const ends = this.ends.slice(0, this.size);
    return { kind: 'string', type: STRING, length: this.size, nulls: null, bytes, starts, ends };
  }
}

function splitByTable(table: Uint8Array, run: boolean): ColumnKernel {
  const found = new Slices();
  return ([text], frame) => {
    const { bytes, starts, ends } = asText(text);
    const { count, selection, length } = frame;
    const rowStarts = new Int32Array(length);
    const rowEnds = new Int32Array(length);
    found.size = 0;
    for (let k = 0; k < count; k++) {
      const row = selection === null ? k : (selection[k] as number);
      const from = starts[row] as number;
      const to = ends[row] as number;
      rowStarts[row] = found.size;
      if (frame.isNull(row)) {
        rowEnds[row] = found.size;
        continue;
      }
      found.reserve(to - from + 1);
      found.size = cutRow(bytes, from, to, table, run, found.starts, found.ends, found.size);
      rowEnds[row] = found.size;
    }
    return { kind: 'array', type: STRINGS, length, nulls: frame.nulls, starts: rowStarts, ends: rowEnds, elements: found.column(bytes) };
  };
}

/** Writes the parts of bytes[from, to) at `size` and after; returns the new size. */
function cutRow(
  bytes: Uint8Array,
  from: number,
  to: number,
  table: Uint8Array,
  run: boolean,
  starts: Int32Array,
  ends: Int32Array,
  size: number,
): number {
  let next = size;
  let start = from;
  let at = from;
  while (at < to) {
    if (table[bytes[at] as number] === 0) {
      at++;
      continue;
    }
    starts[next] = start;
    ends[next++] = at++;
    if (run) while (at < to && table[bytes[at] as number] === 1) at++;
    start = at;
  }
  starts[next] = start;
  ends[next++] = to;
  return next;
}

function splitByText(separator: Uint8Array): ColumnKernel {
  const found = new Slices();
  return ([text], frame) => {
    const { bytes, starts, ends } = asText(text);
    const rowStarts = new Int32Array(frame.length);
    const rowEnds = new Int32Array(frame.length);
    found.size = 0;
    for (let k = 0; k < frame.count; k++) {
      const row = frame.rowAt(k);
      rowStarts[row] = found.size;
      if (!frame.isNull(row)) {
        const to = ends[row] as number;
        let start = starts[row] as number;
        for (let at = findBytes(bytes, start, to, separator); at >= 0; at = findBytes(bytes, start, to, separator)) {
          found.reserve(2);
          found.starts[found.size] = start;
          found.ends[found.size++] = at;
          start = at + separator.length;
        }
        found.reserve(1);
        found.starts[found.size] = start;
        found.ends[found.size++] = to;
      }
      rowEnds[row] = found.size;
    }
    return {
      kind: 'array',
      type: STRINGS,
      length: frame.length,
      nulls: frame.nulls,
      starts: rowStarts,
      ends: rowEnds,
      elements: found.column(bytes),
    };
  };
}

function splitByRegex(shape: CallShape, args: Parameters<ColumnKernel>[0], frame: Frame, cache: Map<string, CompiledRegex>): ArrayColumn {
  const text = asText(args[0]);
  const patterns = asText(args[1]);
  const limits = args[2];
  const regexOf = regexSource(shape, 1, patterns, frame, cache, 'java.util.regex.PatternSyntaxException');
  const rowStarts = new Int32Array(frame.length);
  const rowEnds = new Int32Array(frame.length);
  const parts: string[] = [];
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    rowStarts[row] = parts.length;
    rowEnds[row] = parts.length;
    if (frame.isNull(row)) continue;
    const limit = limits?.kind === 'int' ? (limits.values[row] as number) : -1;
    const emptyPattern = patterns.starts[row] === patterns.ends[row];
    if (emptyPattern && text.starts[row] !== text.ends[row]) {
      parts.push(...characters(text, row, limit));
    } else {
      const regex = regexOf(row);
      const value = textAt(text, row);
      if (regex === null || !withinLimit(regex, value, row, frame)) continue;
      parts.push(...splitText(regex, value, limit));
    }
    rowEnds[row] = parts.length;
  }
  const elements = new StringBuilder(parts.length);
  for (const [i, part] of parts.entries()) elements.set(i, withoutHalves(part));
  return {
    kind: 'array',
    type: STRINGS,
    length: frame.length,
    nulls: frame.nulls,
    starts: rowStarts,
    ends: rowEnds,
    elements: elements.finish(null),
  };
}

/** An empty pattern gives the characters; with a limit the last part is the rest (as Spark 4 has it). */
function characters(text: StringColumn, row: number, limit: number): string[] {
  const value = textAt(text, row);
  const letters = [...value];
  if (limit <= 0 || limit >= letters.length) return letters;
  const from = text.starts[row] as number;
  const to = text.ends[row] as number;
  const rest = skipCodePoints(text.bytes, from, to, limit - 1);
  return [...letters.slice(0, limit - 1), textAt({ ...text, starts: Int32Array.of(rest), ends: Int32Array.of(to) }, 0)];
}

/** java.lang.String.split: no empty part for a match of nothing at the start; trailing empty parts are kept. */
function splitText(regex: Regex, text: string, limit: number): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const match of matchesOf(regex, text)) {
    if (limit > 0 && parts.length === limit - 1) break;
    if (match.start === 0 && match.end === 0) continue;
    parts.push(text.slice(from, match.start));
    from = match.end;
  }
  parts.push(text.slice(from));
  return parts;
}
