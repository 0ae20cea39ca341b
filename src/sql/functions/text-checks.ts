// Small functions of texts and bitmaps: quoting, valid UTF-8, positions in bitmaps.
import type { Column } from '../../columns/column.ts';
import { BIGINT, BINARY, BOOLEAN, STRING } from '../../columns/data-type.ts';
import { bigValues } from '../columns-merge.ts';
import type { Frame } from '../frame.ts';
import { bigintColumn } from './big-lane.ts';
import { bytesOf, takesBytesOrText } from './bytes-argument.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { asText, buildBooleans, buildText, textAt } from './text-bytes.ts';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

function isUtf8(bytes: Uint8Array): boolean {
  try {
    strict.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** A text of the bytes of each row, or null with the row failed or NULL. */
function checkedText(name: string, help: string, whenBad: (bytes: Uint8Array, row: number, frame: Frame) => string | null): FunctionDefinition {
  return {
    name,
    group: 'string',
    signatures: [`${name}(text STRING) -> STRING`],
    help,
    example: { text: `${name}('Spark')`, expected: 'Spark' },
    raises: true,
    typed: takesBytesOrText(STRING),
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([value], frame) => {
          const { bytes, starts, ends } = bytesOf(value);
          return buildText(frame, (row) => {
            const slice = bytes.subarray(starts[row], ends[row]);
            return isUtf8(slice) ? lenient.decode(slice) : whenBad(slice, row, frame);
          });
        },
    },
  };
}

export const textCheckFunctions: readonly FunctionDefinition[] = [
  {
    name: 'quote',
    group: 'string',
    signatures: ['quote(text STRING) -> STRING'],
    help: 'The text between single quotes, with a backslash before those inside.',
    example: { text: "quote('Don\\'t')", expected: "'Don\\'t'" },
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([text], frame) => {
          const column = asText(text);
          return buildText(frame, (row) => `'${textAt(column, row).replaceAll("'", "\\'")}'`);
        },
    },
  },
  {
    name: 'is_valid_utf8',
    group: 'string',
    signatures: ['is_valid_utf8(text STRING) -> BOOLEAN'],
    help: 'TRUE when the bytes are UTF-8; those of a STRING always are.',
    example: { text: "is_valid_utf8(unhex('80'))", expected: false },
    typed: takesBytesOrText(BOOLEAN),
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([value], frame) => {
          const { bytes, starts, ends } = bytesOf(value);
          return buildBooleans(frame, (row) => isUtf8(bytes.subarray(starts[row], ends[row])));
        },
    },
  },
  checkedText('make_valid_utf8', 'The text, with U+FFFD for bytes that are not UTF-8.', (bytes) => lenient.decode(bytes)),
  checkedText('validate_utf8', 'The text; bytes that are not UTF-8 fail.', (_, row, frame) => {
    frame.fail(row, 'INVALID_UTF8_STRING', { reason: 'the bytes are not UTF-8' });
    return null;
  }),
  checkedText('try_validate_utf8', 'The text; NULL when its bytes are not UTF-8.', () => null),
  {
    name: 'bitmap_bit_position',
    group: 'binary',
    signatures: ['bitmap_bit_position(number BIGINT) -> BIGINT'],
    help: 'Which bit, from 0, stands for the number in its bitmap of 32768 bits.',
    example: { text: 'bitmap_bit_position(123)', expected: 122 },
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([value], frame) =>
          eachBig(value as Column, frame, (n) => (n > 0n ? (n - 1n) % 32768n : -n % 32768n)),
    },
  },
  {
    name: 'bitmap_bucket_number',
    group: 'binary',
    signatures: ['bitmap_bucket_number(number BIGINT) -> BIGINT'],
    help: 'Which bitmap of 32768 bits the number belongs to.',
    example: { text: 'bitmap_bucket_number(123)', expected: 1 },
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([value], frame) =>
          eachBig(value as Column, frame, (n) => (n > 0n ? 1n + (n - 1n) / 32768n : n / 32768n)),
    },
  },
  {
    name: 'bitmap_count',
    group: 'binary',
    signatures: ['bitmap_count(bitmap BINARY) -> BIGINT'],
    help: 'How many bits of the bitmap are set.',
    example: { text: "bitmap_count(unhex('1010'))", expected: 2 },
    typed: ([bitmap]) => (bitmap?.type.kind === 'BINARY' ? { params: [BINARY], result: BIGINT } : null),
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([value], frame) => {
          const { bytes, starts, ends } = bytesOf(value);
          const values = new Float64Array(frame.length);
          for (let k = 0; k < frame.count; k++) {
            const row = frame.rowAt(k);
            if (frame.isNull(row)) continue;
            for (let i = starts[row] as number; i < (ends[row] as number); i++) values[row] = (values[row] as number) + bitsOf(bytes[i] as number);
          }
          return { kind: 'float', type: BIGINT, length: frame.length, nulls: frame.nulls, values };
        },
    },
  },
];

function bitsOf(byte: number): number {
  let count = 0;
  for (let rest = byte; rest > 0; rest &= rest - 1) count++;
  return count;
}

function eachBig(column: Column, frame: Frame, compute: (value: bigint) => bigint): Column {
  const source = bigValues(column);
  const values = new BigInt64Array(frame.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (!frame.isNull(row)) values[row] = compute(source[row] as bigint);
  }
  return bigintColumn(values, frame);
}
