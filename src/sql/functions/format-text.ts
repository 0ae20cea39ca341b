// Numbers and values written out: format_number, format_string and printf.
import type { Column, StringColumn } from '../../columns/column.ts';
import { type DataType, INT, isNumericType, STRING } from '../../columns/data-type.ts';
import { unscaledAt } from '../../columns/decimal.ts';
import { problem } from '../../problem/problem.ts';
import { fitOf } from '../coercion.ts';
import { bigValues } from '../columns-merge.ts';
import type { Term } from '../expression.ts';
import type { Frame } from '../frame.ts';
import { Murmur3 } from '../hashing/murmur3.ts';
import { type DecimalFormat, fixedDecimals, printDecimal, printDouble, readDecimalFormat } from './decimal-format.ts';
import { doubleText } from './double-text.ts';
import type { CallShape, ColumnKernel, FunctionDefinition } from './function-definition.ts';
import { type JavaValue, printFormat } from './java-format.ts';
import { FormatFailure, type FormatPiece, parseFormat } from './java-format-piece.ts';
import { bigDecimalText, floatText } from './number-text.ts';
import { asText, buildText, intAt, textAt } from './text-bytes.ts';

export const formatTextFunctions: readonly FunctionDefinition[] = [
  {
    name: 'format_number',
    group: 'string',
    signatures: ['format_number(value DOUBLE, decimals INT) -> STRING', 'format_number(value DOUBLE, pattern STRING) -> STRING'],
    help: "The number with that many decimals and commas between thousands, halves to the even digit; or by a pattern of Java's DecimalFormat such as '#,##0.0#'. NULL for fewer than 0 decimals.",
    example: { text: 'format_number(12332.123456D, 4)', expected: '12,332.1235' },
    raises: true,
    refuse: (shape, spans) => {
      const pattern = shape.literals[1];
      if (shape.argTypes[1]?.kind !== 'STRING') return null;
      if (pattern?.kind !== 'string' || readDecimalFormat(pattern.value) !== null) return null;
      return problem('function/format', spans[1] ?? shape.span, {
        name: 'format_number',
        format: pattern.value,
        reason: 'it is no pattern of DecimalFormat',
        errorClass: BAD_PATTERN,
      });
    },
    typed: typeOfFormatNumber,
    kernel: { kind: 'strict', make: formatNumber },
  },
  {
    name: 'format_string',
    aliases: ['printf'],
    group: 'string',
    signatures: ['format_string(format STRING) -> STRING', 'format_string(format STRING, values A...) -> STRING'],
    help: 'The format with its conversions (%s %d %x %o %c %b %h %f %e %g, with flags, width and precision as in Java) replaced by the values. A value that its conversion does not print fails.',
    example: { text: "format_string('%05.1f of %d: %s', 3.25D, 7, 'seas')", expected: '003.3 of 7: seas' },
    difference: 'The conversions %a and %t are refused, and so are values that Java prints by their address.',
    raises: true,
    refuse: (shape, spans) => {
      const format = shape.literals[0];
      const pieces = format?.kind === 'string' ? parseFormat(format.value) : [];
      const span = spans[0] ?? shape.span;
      const text = format?.kind === 'string' ? format.value : '';
      if (pieces instanceof FormatFailure) {
        const { message, errorClass } = pieces;
        return problem('function/format', span, { name: 'format_string', format: text, reason: message, errorClass });
      }
      const unknown = pieces.find((piece) => typeof piece !== 'string' && /^[aAtT]/.test(piece.letter));
      return unknown === undefined
        ? null
        : problem('function/unsupported', span, {
            what: `the format '${text}', which has %a or %t,`,
            instead: 'date_format for dates and %e for numbers',
          });
    },
    refuseTerms: (args) => {
      const nested = args.find((term) => ['ARRAY', 'MAP', 'STRUCT', 'BINARY', 'DAY_TIME', 'YEAR_MONTH'].includes(term.type.kind));
      return nested === undefined
        ? null
        : problem('sql/argument-types', nested.span, {
            name: 'format_string',
            got: nested.type.kind,
            takes: 'texts, numbers and BOOLEANs; CAST the value AS STRING',
          });
    },
    typed: (args) =>
      args[0] === undefined || fitOf(args[0].type, STRING) === 'none'
        ? null
        : { params: [STRING, ...args.slice(1).map((term) => term.type)], result: STRING },
    kernel: { kind: 'whole', make: formatString },
  },
];

function typeOfFormatNumber([value, decimals]: readonly Term[]): ReturnType<NonNullable<FunctionDefinition['typed']>> {
  if (value === undefined || decimals === undefined || !(isNumericType(value.type) || value.type.kind === 'VOID')) return null;
  const number: DataType = value.type.kind === 'VOID' ? INT : value.type;
  if (decimals.type.kind === 'STRING') return { params: [number, STRING], result: STRING };
  return ['INT', 'VOID'].includes(decimals.type.kind) ? { params: [number, INT], result: STRING } : null;
}

function formatNumber(shape: CallShape): ColumnKernel {
  const literal = shape.literals[1];
  const fixed = literal?.kind === 'string' ? readDecimalFormat(literal.value) : literal?.kind === 'number' ? decimalsFormat(literal.value) : null;
  const cache = new Map<string | number, DecimalFormat | null>();
  return ([value, second], frame) => {
    const column = value as Column;
    const patterns = second?.kind === 'string' ? second : null;
    return buildText(frame, (row) => {
      if (fixed !== null) return numberText(column, row, fixed);
      const key = patterns === null ? intAt(second, row) : textAt(patterns, row);
      if (typeof key === 'number' && key < 0) return null;
      const known = cache.get(key);
      const format = known !== undefined ? known : typeof key === 'number' ? decimalsFormat(key) : readDecimalFormat(key);
      if (cache.size < 256) cache.set(key, format);
      if (format === null) {
        frame.fail(row, BAD_PATTERN, { reason: 'the pattern is none of DecimalFormat' });
        return null;
      }
      return numberText(column, row, format);
    });
  };
}

/** Java's exception for a pattern it does not take. */
const BAD_PATTERN = 'java.lang.IllegalArgumentException';

/** Null: fewer than 0 decimals. */
function decimalsFormat(count: number): DecimalFormat | null {
  return count < 0 ? null : fixedDecimals(Math.min(count, 340));
}

function numberText(column: Column, row: number, format: DecimalFormat): string {
  const { type } = column;
  if (column.kind === 'float' && (type.kind === 'DOUBLE' || type.kind === 'FLOAT')) {
    const value = column.values[row] as number;
    return printDouble(value, format);
  }
  if (type.kind === 'DECIMAL') return printDecimal(unscaledAt(column, row), type.scale, format);
  return printDecimal(column.kind === 'int' ? BigInt(column.values[row] as number) : (bigValues(column)[row] as bigint), 0, format);
}

function formatString(shape: CallShape): ColumnKernel {
  const literal = shape.literals[0];
  const fixedPieces = literal?.kind === 'string' ? parseFormat(literal.value) : null;
  return ([format, ...values], frame) => {
    const formats = asText(format);
    return buildText(frame, (row) => {
      if (formats.nulls?.[row] === 1) return null;
      const pieces = fixedPieces ?? parseFormat(textAt(formats, row));
      return printed(pieces, values, row, frame);
    });
  };
}

function printed(pieces: readonly FormatPiece[] | FormatFailure, values: readonly Column[], row: number, frame: Frame): string | null {
  try {
    if (pieces instanceof FormatFailure) throw pieces;
    return printFormat(pieces, (index) => (values[index] === undefined ? null : javaValue(values[index], row)));
  } catch (error) {
    if (!(error instanceof FormatFailure)) throw error;
    frame.fail(row, error.errorClass, { reason: error.message });
    return null;
  }
}

/** Of a text in Spark: Murmur3 of its bytes. */
function hashOfText(column: StringColumn, row: number): number {
  const hash = new Murmur3();
  hash.state = 42;
  hash.bytes(column.bytes, column.starts[row] as number, column.ends[row] as number);
  return hash.state;
}

const bitsOf: Readonly<Partial<Record<DataType['kind'], 8 | 16 | 32 | 64>>> = { TINYINT: 8, SMALLINT: 16, INT: 32, DATE: 32 };

/** Spark hands its own values to Java: a DATE is its number of days, a TIMESTAMP its microseconds. */
function javaValue(column: Column, row: number): JavaValue {
  const { type } = column;
  if ((column.nulls !== null && column.nulls[row] === 1) || type.kind === 'VOID') return { kind: 'null' };
  switch (column.kind) {
    case 'boolean':
      return { kind: 'boolean', value: column.values[row] === 1 };
    case 'int':
      return { kind: 'integer', value: BigInt(column.values[row] as number), bits: bitsOf[type.kind] ?? 32 };
    case 'big':
      return { kind: 'integer', value: column.values[row] as bigint, bits: 64 };
    case 'string':
      return { kind: 'text', text: textAt(column, row), hash: () => hashOfText(column, row) };
    case 'float': {
      const value = column.values[row] as number;
      if (type.kind === 'DOUBLE') return { kind: 'float', value, text: doubleText(value), single: false };
      if (type.kind === 'FLOAT') return { kind: 'float', value, text: floatText(value), single: true };
      if (type.kind !== 'DECIMAL') return { kind: 'integer', value: BigInt(value), bits: 64 };
      break;
    }
  }
  const scale = type.kind === 'DECIMAL' ? type.scale : 0;
  const unscaled = unscaledAt(column, row);
  return { kind: 'decimal', text: bigDecimalText(unscaled, scale) };
}
