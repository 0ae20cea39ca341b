// Bytes and texts: hexadecimal, Base64, character sets.

import type { Column } from '../../columns/column.ts';
import { BINARY, type DataType, STRING } from '../../columns/data-type.ts';
import { type Problem, problem } from '../../problem/problem.ts';
import { decodeMime, encodeBase64 } from '../base64.ts';
import { bigValues } from '../columns-merge.ts';
import type { Span } from '../expression.ts';
import type { Frame } from '../frame.ts';
import { GrowingBytes } from '../json/growing-bytes.ts';
import { bytesOf, printsBytes, takesBytes } from './bytes-argument.ts';
import { CHARSETS, charsetNamed } from './charsets.ts';
import type { CallShape, FunctionDefinition } from './function-definition.ts';
import { asText, buildText, textAt } from './text-bytes.ts';

const UPPER_HEX = '0123456789ABCDEF';

export const encodeFunctions: readonly FunctionDefinition[] = [
  {
    name: 'hex',
    group: 'binary',
    signatures: ['hex(number BIGINT) -> STRING', 'hex(text STRING) -> STRING', 'hex(bytes BINARY) -> STRING'],
    help: 'A whole number in hexadecimal (negative ones as 64 bits), or each byte of the text or BINARY as two digits.',
    example: { text: "concat(hex(255), '-', hex('Sp'))", expected: 'FF-5370' },
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([value], frame) =>
          value?.kind === 'string' ? hexBytes(value, frame) : hexNumber(value as Column, frame),
    },
  },
  {
    name: 'unhex',
    group: 'binary',
    signatures: ['unhex(text STRING) -> BINARY'],
    help: 'The bytes that the hexadecimal digits stand for; NULL when the text has anything else in it.',
    example: { text: "hex(unhex('4A4b'))", expected: '4A4B' },
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([text], frame) =>
          buildBytes(frame, (row, target) => unhex(textAt(asText(text), row), target)),
    },
  },
  {
    name: 'bin',
    group: 'binary',
    signatures: ['bin(number BIGINT) -> STRING'],
    help: 'The whole number in binary digits; negative ones as 64 bits.',
    example: { text: 'bin(13)', expected: '1101' },
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([value], frame) => {
          const values = bigValues(value as Column);
          return buildText(frame, (row) => BigInt.asUintN(64, values[row] as bigint).toString(2));
        },
    },
  },
  {
    name: 'base64',
    group: 'binary',
    signatures: ['base64(bytes BINARY) -> STRING'],
    help: 'The text or bytes in Base64.',
    example: { text: "base64('Spark SQL')", expected: 'U3BhcmsgU1FM' },
    typed: takesBytes(STRING),
    kernel: printsBytes(encodeBase64),
  },
  {
    name: 'unbase64',
    group: 'binary',
    signatures: ['unbase64(text STRING) -> BINARY'],
    help: 'The bytes that the Base64 text stands for; characters that do not belong are passed over.',
    example: { text: "hex(unbase64('U3Bhcms='))", expected: '537061726B' },
    raises: true,
    kernel: { kind: 'strict', make: () => unbase64 },
  },
  {
    name: 'encode',
    group: 'binary',
    signatures: ['encode(text STRING, charset STRING) -> BINARY'],
    help: `The bytes of the text in a character set: ${CHARSETS}. A character that the set does not have fails.`,
    example: { text: "hex(encode('né', 'ISO-8859-1'))", expected: '6EE9' },
    raises: true,
    kernel: { kind: 'strict', make: () => encoded },
  },
  {
    name: '.decode',
    group: 'binary',
    signatures: ['.decode(bytes BINARY, charset STRING) -> STRING'],
    help: `The text of bytes in a character set: ${CHARSETS}. Bytes that are no text there fail.`,
    example: { text: "decode(encode('né', 'UTF-16BE'), 'UTF-16BE')", expected: 'né' },
    raises: true,
    typed: takesBytes(STRING, [STRING]),
    kernel: { kind: 'strict', make: () => decoded },
  },
  {
    name: 'to_binary',
    group: 'binary',
    signatures: ['to_binary(text STRING) -> BINARY', 'to_binary(text STRING, format STRING) -> BINARY'],
    help: "The bytes of the text, which is in 'hex' (if no format is given), 'utf-8' or 'base64'.",
    example: { text: "hex(to_binary('abc', 'utf-8'))", expected: '616263' },
    refuse: (shape, spans) => refuseFormat('to_binary', shape, spans),
    raises: true,
    kernel: { kind: 'strict', make: () => (args, frame) => toBinary(args, frame, true) },
  },
  {
    name: 'try_to_binary',
    group: 'binary',
    signatures: ['try_to_binary(text STRING) -> BINARY', 'try_to_binary(text STRING, format STRING) -> BINARY'],
    help: 'As to_binary, but NULL where the text is not of the format.',
    example: { text: "try_to_binary('!', 'base64')", expected: null },
    refuse: (shape, spans) => (shape.literals[1] === null ? refuseFormat('try_to_binary', shape, spans) : null),
    kernel: { kind: 'strict', make: () => (args, frame) => toBinary(args, frame, false) },
  },
];

/** The format is one of the three, the same for every row. */
function refuseFormat(name: string, shape: CallShape, spans: readonly Span[]): Problem | null {
  const format = shape.literals[1];
  if (format === undefined || format?.kind === 'null') return null;
  if (format?.kind === 'string' && /^(?:hex|utf-?8|base64)$/i.test(format.value)) return null;
  return problem('function/literal', spans[1] ?? shape.span, { name, argument: 'format', takes: "'hex', 'utf-8' or 'base64'" });
}

/** Bytes for every row that is not NULL; false makes the row NULL (after it failed). */
export function buildBytes(frame: Frame, write: (row: number, target: GrowingBytes) => boolean, type: DataType = BINARY): Column {
  const target = new GrowingBytes();
  const starts = new Int32Array(frame.length);
  const ends = new Int32Array(frame.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    starts[row] = target.size;
    if (!write(row, target)) {
      target.size = starts[row] as number;
      if (!frame.isNull(row)) frame.setNull(row);
    }
    ends[row] = target.size;
  }
  return { kind: 'string', type, length: frame.length, nulls: frame.nulls, bytes: target.bytes.subarray(0, target.size), starts, ends };
}

function hexBytes(column: ReturnType<typeof bytesOf>, frame: Frame): Column {
  return buildBytes(
    frame,
    (row, target) => {
      for (let i = column.starts[row] as number; i < (column.ends[row] as number); i++) {
        const byte = column.bytes[i] as number;
        target.push(UPPER_HEX.charCodeAt(byte >> 4));
        target.push(UPPER_HEX.charCodeAt(byte & 15));
      }
      return true;
    },
    STRING,
  );
}

function hexNumber(column: Column, frame: Frame): Column {
  const values = bigValues(column);
  return buildText(frame, (row) =>
    BigInt.asUintN(64, values[row] as bigint)
      .toString(16)
      .toUpperCase(),
  );
}

function unhex(text: string, target: GrowingBytes): boolean {
  if (!/^[0-9a-fA-F]*$/.test(text)) return false;
  const even = text.length % 2 === 0 ? text : `0${text}`;
  for (let i = 0; i < even.length; i += 2) target.push(Number.parseInt(even.slice(i, i + 2), 16));
  return true;
}

function unbase64([text]: readonly Column[], frame: Frame): Column {
  const column = asText(text);
  return buildBytes(frame, (row, target) => {
    const bytes = decodeMime(textAt(column, row));
    if (typeof bytes === 'string') {
      frame.fail(row, 'java.lang.IllegalArgumentException', { reason: bytes });
      return false;
    }
    target.pushSlice(bytes, 0, bytes.length);
    return true;
  });
}

function encoded([text, charset]: readonly Column[], frame: Frame): Column {
  const texts = asText(text);
  const charsets = asText(charset);
  return buildBytes(frame, (row, target) => {
    const name = textAt(charsets, row);
    const set = charsetNamed(name);
    if (set === null) frame.fail(row, 'INVALID_PARAMETER_VALUE.CHARSET', { reason: `there is no character set ${name}; there are ${CHARSETS}` });
    else if (set.encode(textAt(texts, row), target)) return true;
    else frame.fail(row, 'MALFORMED_CHARACTER_CODING', { reason: `a character is not in ${name}` });
    return false;
  });
}

function decoded([value, charset]: readonly Column[], frame: Frame): Column {
  const { bytes, starts, ends } = bytesOf(value);
  const charsets = asText(charset);
  return buildText(frame, (row) => {
    const name = textAt(charsets, row);
    const set = charsetNamed(name);
    if (set === null) {
      frame.fail(row, 'INVALID_PARAMETER_VALUE.CHARSET', { reason: `there is no character set ${name}; there are ${CHARSETS}` });
      return null;
    }
    const text = set.decode(bytes.subarray(starts[row], ends[row]));
    if (text === null) frame.fail(row, 'MALFORMED_CHARACTER_CODING', { reason: `the bytes are no text in ${name}` });
    return text;
  });
}

function toBinary([text, format]: readonly Column[], frame: Frame, fails: boolean): Column {
  const texts = asText(text);
  const formats = format === undefined ? null : asText(format);
  return buildBytes(frame, (row, target) => {
    const wanted = formats === null ? 'hex' : textAt(formats, row).toLowerCase();
    const value = textAt(texts, row);
    if (wanted === 'hex' && unhex(value, target)) return true;
    if (wanted === 'utf-8' || wanted === 'utf8') {
      target.pushText(value);
      return true;
    }
    if (wanted === 'base64') {
      const bytes = /^[A-Za-z0-9+/=\s]*$/.test(value) ? decodeMime(value) : 'it has a character that does not belong';
      if (typeof bytes !== 'string') {
        target.pushSlice(bytes, 0, bytes.length);
        return true;
      }
    }
    if (fails) frame.fail(row, 'CONVERSION_INVALID_INPUT', { reason: `the text is not ${wanted}` });
    return false;
  });
}
