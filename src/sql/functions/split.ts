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
    if (table !== null) return compiled.regex.separator?.run === true ? splitByRuns(table) : splitByEach(table);
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

/** After a batch with huge lines the offsets are let go, not kept for ever. */
const MOST_KEPT = 4_000_000;

/** Offsets that are collected over a batch. One is kept by each kernel, grown and reused. */
class Offsets {
  at = new Int32Array(1024);
  size = 0;

  reserve(extra: number): void {
    if (this.size + extra <= this.at.length) return;
    const larger = new Int32Array(Math.max(this.at.length * 2, this.size + extra));
    larger.set(this.at.subarray(0, this.size));
    this.at = larger;
  }

  /** A copy of what was collected. */
  take(): Int32Array {
    const taken = this.at.slice(0, this.size);
    if (this.at.length > MOST_KEPT) this.at = new Int32Array(1024);
    return taken;
  }

  /** The slices [at 0, at 1), [at 2, at 3) .. of the buffer. */
  column(bytes: Uint8Array): StringColumn {
    const { at } = this;
    const length = this.size >> 1;
    const starts = new Int32Array(length);
    const ends = new Int32Array(length);
    for (let i = 0; i < length; i++) {
      starts[i] = at[i * 2] as number;
      ends[i] = at[i * 2 + 1] as number;
    }
    if (at.length > MOST_KEPT) this.at = new Int32Array(1024);
    return { kind: 'string', type: STRING, length, nulls: null, bytes, starts, ends };
  }
}

/** Writes the offsets of the parts of bytes[from, to) to `at` from `size` on; answers where they end. */
type Cut = (bytes: Uint8Array, from: number, to: number, table: Uint8Array, at: Int32Array, size: number) => number;

/** Cuts every row. `perPart`: offsets a part, 1 or 2. Answers where the parts of each row begin and end among all parts. */
function cutRows({ bytes, starts, ends }: StringColumn, frame: Frame, table: Uint8Array, cut: Cut, perPart: 1 | 2, found: Offsets) {
  const { count, selection, length } = frame;
  const rowStarts = new Int32Array(length);
  const rowEnds = new Int32Array(length);
  const shift = perPart - 1;
  found.size = 0;
  for (let k = 0; k < count; k++) {
    const row = selection === null ? k : (selection[k] as number);
    rowStarts[row] = found.size >> shift;
    if (!frame.isNull(row)) {
      const from = starts[row] as number;
      const to = ends[row] as number;
      // Every byte may be an edge.
      found.reserve(to - from + 4);
      found.size = cut(bytes, from, to, table, found.at, found.size);
    }
    rowEnds[row] = found.size >> shift;
  }
  return { starts: rowStarts, ends: rowEnds };
}

function splitByRuns(table: Uint8Array): ColumnKernel {
  const found = new Offsets();
  return ([text], frame) => {
    const column = asText(text);
    const rows = cutRows(column, frame, table, cutByRuns, 2, found);
    return { kind: 'array', type: STRINGS, length: frame.length, nulls: frame.nulls, ...rows, elements: found.column(column.bytes) };
  };
}

/**
 * Where the parts of bytes[from, to) begin and end, when a run of separators counts once. Every offset is written and kept
 * only when it is an edge, without a branch: where words end cannot be predicted, and a mispredicted branch costs more than
 * ten bytes. Twelve bytes a round, which also makes the function too long to be inlined into the loop over rows, where V8
 * runs it three times slower (measured).
 */
function cutByRuns(bytes: Uint8Array, from: number, to: number, table: Uint8Array, at: Int32Array, size: number): number {
  let next = size;
  let before = 0;
  let i = from;
  at[next++] = from;
  for (const last = to - 11; i < last; i += 12) {
    const a = table[bytes[i] as number] as number;
    at[next] = i;
    next += a ^ before;
    const b = table[bytes[i + 1] as number] as number;
    at[next] = i + 1;
    next += b ^ a;
    const c = table[bytes[i + 2] as number] as number;
    at[next] = i + 2;
    next += c ^ b;
    const d = table[bytes[i + 3] as number] as number;
    at[next] = i + 3;
    next += d ^ c;
    const e = table[bytes[i + 4] as number] as number;
    at[next] = i + 4;
    next += e ^ d;
    const f = table[bytes[i + 5] as number] as number;
    at[next] = i + 5;
    next += f ^ e;
    const g = table[bytes[i + 6] as number] as number;
    at[next] = i + 6;
    next += g ^ f;
    const h = table[bytes[i + 7] as number] as number;
    at[next] = i + 7;
    next += h ^ g;
    const j = table[bytes[i + 8] as number] as number;
    at[next] = i + 8;
    next += j ^ h;
    const k = table[bytes[i + 9] as number] as number;
    at[next] = i + 9;
    next += k ^ j;
    const l = table[bytes[i + 10] as number] as number;
    at[next] = i + 10;
    next += l ^ k;
    before = table[bytes[i + 11] as number] as number;
    at[next] = i + 11;
    next += before ^ l;
  }
  for (; i < to; i++) {
    const separates = table[bytes[i] as number] as number;
    at[next] = i;
    next += separates ^ before;
    before = separates;
  }
  if (before === 1) at[next++] = to;
  at[next++] = to;
  return next;
}

/** Every separator counts: it ends one part and the next starts behind it, so the ends of the parts say it all. */
function splitByEach(table: Uint8Array): ColumnKernel {
  const found = new Offsets();
  return ([text], frame) => {
    const column = asText(text);
    const rows = cutRows(column, frame, table, endsByEach, 1, found);
    const partEnds = found.take();
    const partStarts = new Int32Array(partEnds.length);
    for (let part = 1; part < partStarts.length; part++) partStarts[part] = (partEnds[part - 1] as number) + 1;
    for (let k = 0; k < frame.count; k++) {
      const row = frame.rowAt(k);
      const first = rows.starts[row] as number;
      if (first < (rows.ends[row] as number)) partStarts[first] = column.starts[row] as number;
    }
    const elements = {
      kind: 'string',
      type: STRING,
      length: partEnds.length,
      nulls: null,
      bytes: column.bytes,
      starts: partStarts,
      ends: partEnds,
    } as const;
    return { kind: 'array', type: STRINGS, length: frame.length, nulls: frame.nulls, ...rows, elements };
  };
}

/** Where the parts of bytes[from, to) end. Without a branch and twelve bytes a round, as `cutByRuns`. */
function endsByEach(bytes: Uint8Array, from: number, to: number, table: Uint8Array, at: Int32Array, size: number): number {
  let next = size;
  let i = from;
  for (const last = to - 11; i < last; i += 12) {
    at[next] = i;
    next += table[bytes[i] as number] as number;
    at[next] = i + 1;
    next += table[bytes[i + 1] as number] as number;
    at[next] = i + 2;
    next += table[bytes[i + 2] as number] as number;
    at[next] = i + 3;
    next += table[bytes[i + 3] as number] as number;
    at[next] = i + 4;
    next += table[bytes[i + 4] as number] as number;
    at[next] = i + 5;
    next += table[bytes[i + 5] as number] as number;
    at[next] = i + 6;
    next += table[bytes[i + 6] as number] as number;
    at[next] = i + 7;
    next += table[bytes[i + 7] as number] as number;
    at[next] = i + 8;
    next += table[bytes[i + 8] as number] as number;
    at[next] = i + 9;
    next += table[bytes[i + 9] as number] as number;
    at[next] = i + 10;
    next += table[bytes[i + 10] as number] as number;
    at[next] = i + 11;
    next += table[bytes[i + 11] as number] as number;
  }
  for (; i < to; i++) {
    at[next] = i;
    next += table[bytes[i] as number] as number;
  }
  at[next++] = to;
  return next;
}

function splitByText(separator: Uint8Array): ColumnKernel {
  const found = new Offsets();
  return ([text], frame) => {
    const { bytes, starts, ends } = asText(text);
    const rowStarts = new Int32Array(frame.length);
    const rowEnds = new Int32Array(frame.length);
    found.size = 0;
    for (let k = 0; k < frame.count; k++) {
      const row = frame.rowAt(k);
      rowStarts[row] = found.size >> 1;
      if (!frame.isNull(row)) {
        const to = ends[row] as number;
        let start = starts[row] as number;
        for (let at = findBytes(bytes, start, to, separator); at >= 0; at = findBytes(bytes, start, to, separator)) {
          found.reserve(4);
          found.at[found.size++] = start;
          found.at[found.size++] = at;
          start = at + separator.length;
        }
        found.reserve(2);
        found.at[found.size++] = start;
        found.at[found.size++] = to;
      }
      rowEnds[row] = found.size >> 1;
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
