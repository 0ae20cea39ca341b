// Numbers and values written out: format_number, format_string and printf.
import type { Column } from '../../columns/column.ts';
import { type DataType, INT, isNumericType, STRING } from '../../columns/data-type.ts';
import { unscaledAt } from '../../columns/decimal.ts';
import { problem } from '../../problem/problem.ts';
import { bigValues } from '../columns-merge.ts';
import type { Term } from '../expression.ts';
import type { Frame } from '../frame.ts';
import { doubleText } from './double-text.ts';
import { divideHalfEven, scaledHalfEven } from './exact-decimal.ts';
import type { CallShape, ColumnKernel, FunctionDefinition } from './function-definition.ts';
import { FormatFailure, type FormatPiece, type JavaValue, parseFormat, printFormat } from './java-format.ts';
import { bigDecimalText, floatText } from './number-text.ts';
import { asText, buildText, textAt } from './text-bytes.ts';

export const formatTextFunctions: readonly FunctionDefinition[] = [
  {
    name: 'format_number',
    group: 'string',
    signatures: ['format_number(value DOUBLE, decimals INT) -> STRING', 'format_number(value DOUBLE, pattern STRING) -> STRING'],
    help: "The number with that many decimals and commas between thousands, halves to the even digit; or by a pattern of # , 0 and . such as '#,##0.0#'. NULL for fewer than 0 decimals.",
    example: { text: 'format_number(12332.123456D, 4)', expected: '12,332.1235' },
    difference: 'Patterns have digits, commas and a point only.',
    refuse: (shape, spans) => {
      const pattern = shape.literals[1];
      if (shape.argTypes[1]?.kind !== 'STRING') return null;
      if (pattern?.kind !== 'string')
        return problem('function/literal', spans[1] ?? shape.span, {
          name: 'format_number',
          argument: 'pattern',
          takes: "a pattern such as '#,##0.00'",
        });
      if (readPattern(pattern.value) !== null) return null;
      return problem('function/format', spans[1] ?? shape.span, {
        name: 'format_number',
        format: pattern.value,
        reason: 'only # , 0 and . are known here, in that order',
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
    help: 'The format with its conversions (%s %d %x %o %c %b %f %e, with flags, width and precision as in Java) replaced by the values. A value that its conversion does not print fails.',
    example: { text: "format_string('%05.1f of %d: %s', 3.25D, 7, 'seas')", expected: '003.3 of 7: seas' },
    difference: 'The conversions %a %g %h and %t are refused, and so are values that Java prints by their address.',
    raises: true,
    refuse: (shape, spans) => {
      const format = shape.literals[0];
      const pieces = format?.kind === 'string' ? parseFormat(format.value) : [];
      const span = spans[0] ?? shape.span;
      return pieces instanceof FormatFailure
        ? problem('function/format', span, { name: 'format_string', format: format?.kind === 'string' ? format.value : '', reason: pieces.message })
        : null;
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
      args[0] === undefined || !isText(args[0]) ? null : { params: [STRING, ...args.slice(1).map((term) => term.type)], result: STRING },
    kernel: { kind: 'whole', make: formatString },
  },
];

function isText(term: Term): boolean {
  return term.type.kind === 'STRING' || term.type.kind === 'VOID';
}

function typeOfFormatNumber([value, decimals]: readonly Term[]): ReturnType<NonNullable<FunctionDefinition['typed']>> {
  if (value === undefined || decimals === undefined || !(isNumericType(value.type) || value.type.kind === 'VOID')) return null;
  const number: DataType = value.type.kind === 'VOID' ? INT : value.type;
  if (decimals.type.kind === 'STRING') return { params: [number, STRING], result: STRING };
  return ['TINYINT', 'SMALLINT', 'INT', 'VOID'].includes(decimals.type.kind) ? { params: [number, INT], result: STRING } : null;
}

interface NumberPattern {
  readonly grouping: number;
  readonly minWhole: number;
  readonly minFraction: number;
  readonly maxFraction: number;
}

/** DecimalFormat patterns of digits only: '#,###,##0.00##'. */
function readPattern(pattern: string): NumberPattern | null {
  const match = /^([#,]*)([0,]*)(?:\.(0*)(#*))?$/.exec(pattern);
  if (match === null) return null;
  const [, optional = '', required = '', fraction = '', more = ''] = match;
  const whole = optional + required;
  if (whole.endsWith(',') || (whole === '' && fraction + more === '')) return null;
  const comma = whole.lastIndexOf(',');
  return {
    grouping: comma < 0 ? 0 : whole.length - comma - 1,
    minWhole: required.replaceAll(',', '').length,
    minFraction: fraction.length,
    maxFraction: fraction.length + more.length,
  };
}

function formatNumber(shape: CallShape): ColumnKernel {
  const literal = shape.literals[1];
  const fixedPattern = shape.argTypes[1]?.kind === 'STRING' && literal?.kind === 'string' ? readPattern(literal.value) : null;
  return ([value, decimals], frame) => {
    const column = value as Column;
    return buildText(frame, (row) => {
      const digits = decimals?.kind === 'int' ? (decimals.values[row] as number) : 0;
      if (fixedPattern === null && digits < 0) return null;
      const pattern = fixedPattern ?? { grouping: 3, minWhole: 1, minFraction: Math.min(digits, 340), maxFraction: Math.min(digits, 340) };
      return numberText(column, row, pattern);
    });
  };
}

function numberText(column: Column, row: number, pattern: NumberPattern): string {
  const scale = pattern.maxFraction;
  if (column.type.kind === 'DOUBLE' || column.type.kind === 'FLOAT') {
    const value = column.kind === 'float' ? (column.values[row] as number) : 0;
    if (Number.isNaN(value)) return 'NaN';
    const sign = value < 0 || Object.is(value, -0) ? '-' : '';
    return Number.isFinite(value) ? sign + placed(scaledHalfEven(value, scale), pattern) : `${sign}∞`;
  }
  const isDecimal = column.type.kind === 'DECIMAL';
  const ownScale = column.type.kind === 'DECIMAL' ? column.type.scale : 0;
  const unscaled = isDecimal
    ? unscaledAt(column, row)
    : column.kind === 'int'
      ? BigInt(column.values[row] as number)
      : (bigValues(column)[row] as bigint);
  const magnitude = unscaled < 0n ? -unscaled : unscaled;
  const scaled = ownScale > scale ? divideHalfEven(magnitude, 10n ** BigInt(ownScale - scale)) : magnitude * 10n ** BigInt(scale - ownScale);
  return (unscaled < 0n ? '-' : '') + placed(scaled, pattern);
}

function placed(scaled: bigint, { grouping, minWhole, minFraction, maxFraction }: NumberPattern): string {
  const all = scaled.toString().padStart(maxFraction + 1, '0');
  const whole = all
    .slice(0, all.length - maxFraction)
    .replace(/^0+/, '')
    .padStart(minWhole, '0');
  let fraction = all.slice(all.length - maxFraction);
  while (fraction.length > minFraction && fraction.endsWith('0')) fraction = fraction.slice(0, -1);
  const separated = grouping === 0 ? whole : whole.replace(new RegExp(`\\B(?=(\\d{${grouping}})+$)`, 'g'), ',');
  const shown = separated === '' && fraction === '' ? '0' : separated;
  return fraction === '' ? shown : `${shown}.${fraction}`;
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
    frame.fail(row, error.javaClass, { reason: error.message });
    return null;
  }
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
      return { kind: 'text', text: textAt(column, row) };
    case 'float': {
      const value = column.values[row] as number;
      if (type.kind === 'DOUBLE') return { kind: 'float', value, text: doubleText(value) };
      if (type.kind === 'FLOAT') return { kind: 'float', value: Number(floatText(value)), text: floatText(value) };
      if (type.kind !== 'DECIMAL') return { kind: 'integer', value: BigInt(value), bits: 64 };
      break;
    }
  }
  const scale = type.kind === 'DECIMAL' ? type.scale : 0;
  const unscaled = unscaledAt(column, row);
  return { kind: 'decimal', unscaled, scale, text: bigDecimalText(unscaled, scale) };
}
