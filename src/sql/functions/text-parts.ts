// Parts of texts: by separators, from the end, by position.
import type { Column } from '../../columns/column.ts';
import { problem } from '../../problem/problem.ts';
import { batchCount, type Evaluator, narrowed } from '../batch.ts';
import { mergeColumns, type Part } from '../columns-merge.ts';
import { Frame } from '../frame.ts';
import type { CallShape, FunctionDefinition } from './function-definition.ts';
import { asText, buildInts, buildText, countCodePoints, findBytes, intAt, skipCodePoints, slicesOf, textAt } from './text-bytes.ts';

export const textPartFunctions: readonly FunctionDefinition[] = [
  {
    name: 'split_part',
    group: 'string',
    signatures: ['split_part(text STRING, separator STRING, part INT) -> STRING'],
    help: "The given part of the text between separators, counted from 1, or from the end when negative; '' when there is no such part. The separator is a plain text, not a pattern.",
    example: { text: "split_part('2024-02-29', '-', 2)", expected: '02' },
    raises: true,
    kernel: { kind: 'strict', make: () => splitPart },
  },
  {
    name: 'substring_index',
    group: 'string',
    signatures: ['substring_index(text STRING, separator STRING, count INT) -> STRING'],
    help: 'What stands before the separator number `count`; with a negative count, what stands after it, counted from the end. The whole text when there are fewer.',
    example: { text: "substring_index('www.example.org', '.', -2)", expected: 'example.org' },
    kernel: { kind: 'strict', make: () => substringIndex },
  },
  {
    name: 'right',
    group: 'string',
    signatures: ['right(text STRING, length INT) -> STRING'],
    help: 'The last `length` characters.',
    example: { text: "right('harpoon', 3)", expected: 'oon' },
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([text, length], frame) =>
          slicesOf(asText(text), frame, (bytes, from, to, row) => {
            const wanted = intAt(length, row);
            return wanted <= 0 ? [to, to] : [skipCodePoints(bytes, from, to, countCodePoints(bytes, from, to) - wanted), to];
          }),
    },
  },
  {
    name: 'overlay',
    group: 'string',
    signatures: [
      'overlay(text STRING, replacement STRING, start INT) -> STRING',
      'overlay(text STRING, replacement STRING, start INT, length INT) -> STRING',
    ],
    help: 'The text with `length` characters from `start` replaced (as many as the replacement has, if no length is given).',
    example: { text: "overlay('Spark SQL', 'CORE', 7)", expected: 'Spark CORE' },
    difference: 'A BINARY is refused.',
    refuseTerms: ([text, replacement]) =>
      text?.type.kind === 'BINARY' || replacement?.type.kind === 'BINARY'
        ? problem('function/unsupported', text?.span ?? { from: 0, to: 0 }, { what: 'overlay of a BINARY', instead: 'substring and concat' })
        : null,
    kernel: { kind: 'strict', make: () => overlaid },
  },
  {
    name: 'find_in_set',
    group: 'string',
    signatures: ['find_in_set(word STRING, list STRING) -> INT'],
    help: 'Which part of the list, counted from 1, the word is; its parts are separated by commas. 0 when it is none or has a comma.',
    example: { text: "find_in_set('ab', 'abc,b,ab,c,def')", expected: 3 },
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([word, list], frame) => {
          const words = asText(word);
          const lists = asText(list);
          return buildInts(frame, (row) => textAt(lists, row).split(',').indexOf(textAt(words, row)) + 1);
        },
    },
  },
  {
    name: 'elt',
    group: 'string',
    signatures: ['elt(index INT, texts STRING...) -> STRING'],
    help: 'The text with that index, the first has index 1. Outside of them it fails.',
    example: { text: "elt(2, 'scala', 'java')", expected: 'java' },
    raises: true,
    kernel: { kind: 'lazy', make: chosenText },
  },
];

function splitPart([text, separator, part]: readonly Column[], frame: Frame): Column {
  const separators = asText(separator);
  return slicesOf(asText(text), frame, (bytes, from, to, row) => {
    const wanted = intAt(part, row);
    const sepFrom = separators.starts[row] as number;
    const sepTo = separators.ends[row] as number;
    if (wanted === 0) {
      frame.fail(row, 'INVALID_INDEX_OF_ZERO');
      return [from, from];
    }
    if (sepFrom === sepTo) return wanted === 1 || wanted === -1 ? [from, to] : [from, from];
    const target = wanted > 0 ? wanted - 1 : countOccurrences(bytes, from, to, separators.bytes, sepFrom, sepTo) + 1 + wanted;
    if (target < 0) return [from, from];
    let start = from;
    for (let i = 0; ; i++) {
      const found = findBytes(bytes, start, to, separators.bytes, sepFrom, sepTo);
      if (i === target) return [start, found < 0 ? to : found];
      if (found < 0) return [from, from];
      start = found + sepTo - sepFrom;
    }
  });
}

function countOccurrences(bytes: Uint8Array, from: number, to: number, wanted: Uint8Array, wantedFrom: number, wantedTo: number): number {
  let count = 0;
  for (let at = findBytes(bytes, from, to, wanted, wantedFrom, wantedTo); at >= 0; count++) {
    at = findBytes(bytes, at + wantedTo - wantedFrom, to, wanted, wantedFrom, wantedTo);
  }
  return count;
}

function substringIndex([text, separator, count]: readonly Column[], frame: Frame): Column {
  const separators = asText(separator);
  return slicesOf(asText(text), frame, (bytes, from, to, row) => {
    const wanted = intAt(count, row);
    const sepFrom = separators.starts[row] as number;
    const sepTo = separators.ends[row] as number;
    if (wanted === 0 || sepFrom === sepTo) return [from, from];
    return wanted > 0
      ? [from, before(bytes, from, to, separators.bytes, sepFrom, sepTo, wanted)]
      : [after(bytes, from, to, separators.bytes, sepFrom, sepTo, -wanted), to];
  });
}

/** Where occurrence number `count` begins, each searched one character behind the one before; `to` when there are fewer. */
function before(bytes: Uint8Array, from: number, to: number, wanted: Uint8Array, wantedFrom: number, wantedTo: number, count: number): number {
  let at = from - 1;
  for (let left = count; left > 0; left--) {
    at = findBytes(bytes, at + 1, to, wanted, wantedFrom, wantedTo);
    if (at < 0) return to;
  }
  return at;
}

/** Where the text goes on behind occurrence number `count` from the end; `from` when there are fewer. */
function after(bytes: Uint8Array, from: number, to: number, wanted: Uint8Array, wantedFrom: number, wantedTo: number, count: number): number {
  const size = wantedTo - wantedFrom;
  let left = count;
  for (let at = to - size; at >= from; at--) {
    if (findBytes(bytes, at, at + size, wanted, wantedFrom, wantedTo) === at && --left === 0) return at + size;
  }
  return from;
}

function overlaid([text, replacement, start, length]: readonly Column[], frame: Frame): Column {
  const texts = asText(text);
  const replacements = asText(replacement);
  return buildText(frame, (row) => {
    const letters = [...textAt(texts, row)];
    const placed = textAt(replacements, row);
    const position = intAt(start, row);
    const given = length === undefined ? -1 : intAt(length, row);
    const count = given >= 0 ? given : [...placed].length;
    return `${substringSql(letters, 1, position - 1)}${placed}${substringSql(letters, position + count, 2_147_483_647)}`;
  });
}

/** substring by Spark's rules for starts before the text. */
function substringSql(letters: readonly string[], position: number, length: number): string {
  const first = position > 0 ? position - 1 : position < 0 ? letters.length + position : 0;
  const end = Math.min(first + length, 2_147_483_647);
  return end <= first ? '' : letters.slice(Math.max(first, 0), Math.max(end, 0)).join('');
}

function chosenText(shape: CallShape, [index, ...texts]: readonly Evaluator[]): Evaluator {
  return (batch) => {
    const indexes = (index as Evaluator)(batch);
    const rows: number[][] = texts.map(() => []);
    const frame = new Frame(batch.length, batch.selection, indexes.nulls, batch.context, shape.span);
    for (let k = 0; k < batchCount(batch); k++) {
      const row = frame.rowAt(k);
      if (frame.isNull(row)) continue;
      const at = intAt(indexes, row);
      if (at >= 1 && at <= texts.length) (rows[at - 1] as number[]).push(row);
      else frame.fail(row, 'INVALID_ARRAY_INDEX', { index: at, size: texts.length });
    }
    const parts: Part[] = [];
    for (const [i, text] of texts.entries()) {
      const selection = Int32Array.from(rows[i] as number[]);
      if (selection.length > 0) parts.push({ selection, column: text(narrowed(batch, selection)) });
    }
    return mergeColumns(shape.type, batch.length, parts);
  };
}
