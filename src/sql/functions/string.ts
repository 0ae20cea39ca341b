// Text functions. Positions count from 1 and in code points; nothing here looks at locales.

import { StringBuilder } from '../../columns/build.ts';
import type { ArrayColumn, StringColumn } from '../../columns/column.ts';
import { arrayOf, INT, STRING } from '../../columns/data-type.ts';
import { fitOf } from '../coercion.ts';
import { concatColumns, gatherColumn } from '../columns-merge.ts';
import type { Term } from '../expression.ts';
import { typedArguments } from './argument-rules.ts';
import { concatTexts } from './concat-texts.ts';
import { buildBytes } from './encode.ts';
import type { CallShape, ColumnKernel, FunctionDefinition } from './function-definition.ts';
import { lowered, uppered } from './letter-case.ts';
import { chooseOverload, parseSignature } from './signature.ts';
import {
  asText,
  buildBooleans,
  buildInts,
  countCodePoints,
  findBytes,
  intAt,
  literalBytes,
  occurrences,
  sameBytes,
  skipCodePoints,
  slicesOf,
  textAt,
} from './text-bytes.ts';
import { lengths, substrings } from './text-measure.ts';

const concatSignatures = ['concat(texts STRING...) -> STRING', 'concat(arrays ARRAY<T>...) -> ARRAY<T>', 'concat(bytes BINARY...) -> BINARY'];
const signaturesOfConcat = concatSignatures.map(parseSignature);

export const stringFunctions: readonly FunctionDefinition[] = [
  {
    name: 'length',
    aliases: ['char_length', 'character_length', 'len'],
    group: 'string',
    signatures: ['length(text STRING) -> INT', 'length(bytes BINARY) -> INT'],
    help: 'How many characters (code points) the text has, or how many bytes the BINARY.',
    example: { text: "length('Ahab')", expected: 4 },
    kernel: { kind: 'strict', make: () => lengths },
  },
  {
    name: 'lower',
    aliases: ['lcase'],
    group: 'string',
    signatures: ['lower(text STRING) -> STRING'],
    help: 'The text in lower case.',
    example: { text: "lower('The Whale')", expected: 'the whale' },
    kernel: { kind: 'strict', make: lowered },
  },
  {
    name: 'upper',
    aliases: ['ucase'],
    group: 'string',
    signatures: ['upper(text STRING) -> STRING'],
    help: 'The text in upper case.',
    example: { text: "upper('whale')", expected: 'WHALE' },
    kernel: { kind: 'strict', make: uppered },
  },
  {
    name: 'trim',
    group: 'string',
    signatures: ['trim(text STRING) -> STRING'],
    help: 'The text without the spaces at both ends. Only the space itself is cut, not tabs or line ends.',
    example: { text: "trim('  sea ')", expected: 'sea' },
    kernel: { kind: 'strict', make: () => trimmed(true, true) },
  },
  {
    name: 'btrim',
    group: 'string',
    signatures: ['btrim(text STRING) -> STRING', 'btrim(text STRING, characters STRING) -> STRING'],
    help: 'The text without the given characters (or spaces) at both ends.',
    example: { text: "btrim('xxseaxx', 'x')", expected: 'sea' },
    kernel: { kind: 'strict', make: (shape) => (shape.argTypes.length === 1 ? trimmed(true, true) : trimmedSet(true, true, 0)) },
  },
  {
    name: 'ltrim',
    group: 'string',
    signatures: ['ltrim(text STRING) -> STRING', 'ltrim(characters STRING, text STRING) -> STRING'],
    help: 'The text without the spaces (or the given characters) at its start.',
    example: { text: "ltrim('  sea')", expected: 'sea' },
    kernel: { kind: 'strict', make: (shape) => (shape.argTypes.length === 1 ? trimmed(true, false) : trimmedSet(true, false, 1)) },
  },
  {
    name: 'rtrim',
    group: 'string',
    signatures: ['rtrim(text STRING) -> STRING', 'rtrim(characters STRING, text STRING) -> STRING'],
    help: 'The text without the spaces (or the given characters) at its end.',
    example: { text: "rtrim('sea  ')", expected: 'sea' },
    kernel: { kind: 'strict', make: (shape) => (shape.argTypes.length === 1 ? trimmed(false, true) : trimmedSet(false, true, 1)) },
  },
  {
    name: 'substring',
    aliases: ['substr'],
    group: 'string',
    signatures: [
      'substring(text STRING, start INT) -> STRING',
      'substring(text STRING, start INT, length INT) -> STRING',
      'substring(bytes BINARY, start INT) -> BINARY',
      'substring(bytes BINARY, start INT, length INT) -> BINARY',
    ],
    help: 'The characters from `start` (the first is 1; a negative one counts from the end), at most `length` of them.',
    typed: typeOfPart,
    example: { text: "substring('harpoon', 2, 3)", expected: 'arp' },
    kernel: { kind: 'strict', make: substrings },
  },
  {
    name: 'left',
    group: 'string',
    signatures: ['left(text STRING, length INT) -> STRING', 'left(bytes BINARY, length INT) -> BINARY'],
    typed: typeOfPart,
    help: 'The first `length` characters, or bytes of a BINARY.',
    example: { text: "left('harpoon', 4)", expected: 'harp' },
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([text, length], frame) =>
          slicesOf(asText(text), frame, (bytes, from, to, row) => {
            const wanted = intAt(length, row);
            const inBytes = text?.type.kind === 'BINARY';
            return [from, inBytes ? Math.min(from + Math.max(wanted, 0), to) : skipCodePoints(bytes, from, to, wanted)];
          }),
    },
  },
  {
    name: 'concat',
    aliases: ['||'],
    group: 'string',
    signatures: ['concat() -> STRING', ...concatSignatures],
    written: 'concat(value, ..) or left || right',
    typed: (args) =>
      args.every(({ type }) => type.kind === 'VOID')
        ? { params: args.map(() => STRING), result: STRING }
        : chooseOverload(
            signaturesOfConcat,
            args.map(({ type }) => type),
          ),
    help: 'The values one after the other; NULL when one of them is NULL. Numbers, dates and BOOLEANs become text. ARRAYs are joined to one.',
    example: { text: "concat('moby', '-', 'dick')", expected: 'moby-dick' },
    // Spark takes no bare NULL among ARRAYs.
    refuseTerms: (args, span) => (args.some(({ type }) => type.kind === 'ARRAY') ? typedArguments('concat')(args, span) : null),
    kernel: { kind: 'whole', make: (shape) => (shape.type.kind === 'ARRAY' ? concatArrays(shape) : concatTexts(shape)) },
  },
  {
    name: 'concat_ws',
    group: 'string',
    signatures: ['concat_ws(separator STRING) -> STRING', 'concat_ws(separator STRING, texts A...) -> STRING'],
    help: 'The texts, and the elements of ARRAYs of texts, that are not NULL, with the separator between them.',
    typed: typeOfConcatWs,
    example: { text: "concat_ws('-', 'a', NULL, 'b')", expected: 'a-b' },
    kernel: { kind: 'whole', make: () => concatWithSeparator },
  },
  {
    name: 'replace',
    group: 'string',
    signatures: ['replace(text STRING, search STRING) -> STRING', 'replace(text STRING, search STRING, replacement STRING) -> STRING'],
    help: 'The text with every occurrence of `search` replaced (or removed). An empty `search` changes nothing.',
    example: { text: "replace('sea and sea', 'sea', 'sky')", expected: 'sky and sky' },
    kernel: { kind: 'strict', make: () => replaced },
  },
  {
    name: 'instr',
    group: 'string',
    signatures: ['instr(text STRING, search STRING) -> INT'],
    help: 'Where `search` first occurs, counted in characters from 1; 0 when it does not.',
    example: { text: "instr('harpoon', 'poo')", expected: 4 },
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([text, search], frame) => {
          const { bytes, starts, ends } = asText(text);
          const wanted = asText(search);
          return buildInts(frame, (row) => {
            const from = starts[row] as number;
            const at = findBytes(bytes, from, ends[row] as number, wanted.bytes, wanted.starts[row] as number, wanted.ends[row] as number);
            return at < 0 ? 0 : countCodePoints(bytes, from, at) + 1;
          });
        },
    },
  },
  {
    name: 'locate',
    aliases: ['position'],
    group: 'string',
    signatures: ['locate(search STRING, text STRING) -> INT', 'locate(search STRING, text STRING, start INT) -> INT'],
    help: 'Where `search` first occurs at or after the character `start` (the first, if none is given), counted from 1; 0 when it does not.',
    example: { text: "locate('a', 'banana', 3)", expected: 4 },
    kernel: { kind: 'whole', make: () => located },
  },
  {
    name: 'startswith',
    group: 'string',
    signatures: ['startswith(text STRING, prefix STRING) -> BOOLEAN'],
    help: 'TRUE when the text begins with the prefix.',
    example: { text: "startswith('harpoon', 'harp')", expected: true },
    kernel: { kind: 'strict', make: (shape) => occurrence(shape, 'start') },
  },
  {
    name: 'endswith',
    group: 'string',
    signatures: ['endswith(text STRING, suffix STRING) -> BOOLEAN'],
    help: 'TRUE when the text ends with the suffix.',
    example: { text: "endswith('harpoon', 'moon')", expected: false },
    kernel: { kind: 'strict', make: (shape) => occurrence(shape, 'end') },
  },
  {
    name: 'contains',
    group: 'string',
    signatures: ['contains(text STRING, search STRING) -> BOOLEAN'],
    help: 'TRUE when `search` occurs in the text.',
    example: { text: "contains('harpoon', 'poo')", expected: true },
    kernel: { kind: 'strict', make: (shape) => occurrence(shape, 'anywhere') },
  },
];

const SPACE = 32;

function trimmed(start: boolean, end: boolean): ColumnKernel {
  return ([text], frame) =>
    slicesOf(asText(text), frame, (bytes, first, last) => {
      let from = first;
      let to = last;
      while (start && from < to && bytes[from] === SPACE) from++;
      while (end && to > from && bytes[to - 1] === SPACE) to--;
      return [from, to];
    });
}

/** Cuts any of the characters of the other argument. */
function trimmedSet(start: boolean, end: boolean, textIndex: 0 | 1): ColumnKernel {
  return (args, frame) => {
    const column = asText(args[textIndex]);
    const characters = asText(args[1 - textIndex]);
    return slicesOf(column, frame, (bytes, first, last, row) => {
      const set = new Set(textAt(characters, row));
      const letters = [...textAt(column, row)];
      let from = 0;
      let to = letters.length;
      while (start && from < to && set.has(letters[from] as string)) from++;
      while (end && to > from && set.has(letters[to - 1] as string)) to--;
      const cutFrom = skipCodePoints(bytes, first, last, from);
      return [cutFrom, skipCodePoints(bytes, cutFrom, last, to - from)];
    });
  };
}

function concatArrays(shape: CallShape): ColumnKernel {
  return (args, frame) => {
    const columns = args.map((arg) => arg as ArrayColumn);
    const elements = concatColumns(columns.map((column) => column.elements));
    const offsets: number[] = [];
    let total = 0;
    for (const column of columns) {
      offsets.push(total);
      total += column.elements.length;
    }
    const starts = new Int32Array(frame.length);
    const ends = new Int32Array(frame.length);
    const order: number[] = [];
    for (let k = 0; k < frame.count; k++) {
      const row = frame.rowAt(k);
      if (columns.some((column) => column.nulls !== null && column.nulls[row] === 1)) {
        frame.setNull(row);
        continue;
      }
      starts[row] = order.length;
      for (const [c, column] of columns.entries()) {
        for (let i = column.starts[row] as number; i < (column.ends[row] as number); i++) order.push((offsets[c] as number) + i);
      }
      ends[row] = order.length;
    }
    return {
      kind: 'array',
      type: shape.type,
      length: frame.length,
      nulls: frame.nulls,
      starts,
      ends,
      elements: gatherColumn(elements, Int32Array.from(order)),
    };
  };
}

/** A part of a BINARY is one; of anything else, of its text. The places are INTs or become them. */
function typeOfPart([whole, ...places]: readonly Term[]): ReturnType<NonNullable<FunctionDefinition['typed']>> {
  if (whole === undefined || fitOf(whole.type, STRING) === 'none' || places.some(({ type }) => fitOf(type, INT) === 'none')) return null;
  const type = whole.type.kind === 'BINARY' ? whole.type : STRING;
  return { params: [type, ...places.map(() => INT)], result: type };
}

/** ARRAYs stay ARRAYs, of texts; everything else becomes text. */
function typeOfConcatWs(args: readonly Term[]): ReturnType<NonNullable<FunctionDefinition['typed']>> {
  const params = args.map(({ type }, i) => {
    const wanted = type.kind === 'ARRAY' && i > 0 ? arrayOf(STRING) : STRING;
    return fitOf(type, wanted) === 'none' ? null : wanted;
  });
  return params.includes(null) ? null : { params: params.filter((type) => type !== null), result: STRING };
}

const concatWithSeparator: ColumnKernel = (args, frame) => {
  const separator = asText(args[0]);
  const values = args.slice(1);
  return buildBytes(
    frame,
    (row, target) => {
      if (separator.nulls !== null && separator.nulls[row] === 1) return false;
      let first = true;
      const add = (text: StringColumn, i: number) => {
        if (text.nulls !== null && text.nulls[i] === 1) return;
        if (!first) target.pushSlice(separator.bytes, separator.starts[row] as number, separator.ends[row] as number);
        first = false;
        target.pushSlice(text.bytes, text.starts[i] as number, text.ends[i] as number);
      };
      for (const value of values) {
        if (value.kind !== 'array') add(asText(value), row);
        else if (value.nulls === null || value.nulls[row] !== 1) {
          const elements = asText(value.elements);
          for (let i = value.starts[row] as number; i < (value.ends[row] as number); i++) add(elements, i);
        }
      }
      return true;
    },
    STRING,
  );
};

const replaced: ColumnKernel = ([text, search, replacement], frame) => {
  const column = asText(text);
  const wanted = asText(search);
  const builder = new StringBuilder(frame.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const from = column.starts[row] as number;
    const to = column.ends[row] as number;
    const wantedFrom = wanted.starts[row] as number;
    const wantedTo = wanted.ends[row] as number;
    if (wantedTo === wantedFrom || findBytes(column.bytes, from, to, wanted.bytes, wantedFrom, wantedTo) < 0) {
      builder.setBytes(row, column.bytes, from, to);
    } else {
      builder.set(
        row,
        textAt(column, row)
          .split(textAt(wanted, row))
          .join(replacement === undefined ? '' : textAt(asText(replacement), row)),
      );
    }
  }
  return builder.finish(frame.nulls);
};

/** A NULL start gives 0, a NULL text or search gives NULL. */
const located: ColumnKernel = ([search, text, start], frame) => {
  const wanted = asText(search);
  const { bytes, starts, ends, nulls } = asText(text);
  const values = new Int32Array(frame.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (start !== undefined && start.nulls?.[row] === 1) continue;
    if (nulls?.[row] === 1 || wanted.nulls?.[row] === 1) {
      frame.setNull(row);
      continue;
    }
    const first = start === undefined ? 1 : intAt(start, row);
    const from = starts[row] as number;
    const to = ends[row] as number;
    if (first < 1) continue;
    if (wanted.starts[row] === wanted.ends[row]) {
      // An empty text is found at the very beginning, wherever the search starts.
      values[row] = 1;
      continue;
    }
    if (first - 1 > countCodePoints(bytes, from, to)) continue;
    const at = findBytes(
      bytes,
      skipCodePoints(bytes, from, to, first - 1),
      to,
      wanted.bytes,
      wanted.starts[row] as number,
      wanted.ends[row] as number,
    );
    values[row] = at < 0 ? 0 : countCodePoints(bytes, from, at) + 1;
  }
  return { kind: 'int', type: { kind: 'INT' }, length: frame.length, nulls: frame.nulls, values };
};

function occurrence(shape: CallShape, where: 'start' | 'end' | 'anywhere'): ColumnKernel {
  const literal = literalBytes(shape.literals[1]);
  return ([text, search], frame) => {
    if (literal !== null) return occurrences(asText(text), literal, where, frame);
    const { bytes, starts, ends } = asText(text);
    const wanted = asText(search);
    return buildBooleans(frame, (row) => {
      const from = starts[row] as number;
      const to = ends[row] as number;
      const sought = wanted.bytes;
      const soughtFrom = wanted.starts[row] as number;
      const soughtTo = wanted.ends[row] as number;
      const size = soughtTo - soughtFrom;
      if (size > to - from) return false;
      if (where === 'anywhere') return findBytes(bytes, from, to, sought, soughtFrom, soughtTo) >= 0;
      return sameBytes(bytes, where === 'start' ? from : to - size, sought, soughtFrom, size);
    });
  };
}
