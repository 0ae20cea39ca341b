// to_number and to_char: texts read and numbers printed by formats such as '$99,999.99'.
import type { Column } from '../../columns/column.ts';
import { type DataType, decimalOf, STRING, TIMESTAMP } from '../../columns/data-type.ts';
import { unscaledAt } from '../../columns/decimal.ts';
import { type Problem, problem } from '../../problem/problem.ts';
import { readPattern } from '../datetime/pattern.ts';
import type { Span, Term } from '../expression.ts';
import type { TermBuilder } from '../term-builder.ts';
import { DecimalWriter } from './decimal-column.ts';
import type { CallShape, ColumnKernel, FunctionDefinition } from './function-definition.ts';
import { isRefusal, type NumberFormat, numberByFormat, printByFormat, readNumberFormat } from './number-format.ts';
import { asText, buildText, textAt } from './text-bytes.ts';

const FORMAT =
  '0 or 9 a digit (0 in front: exactly so many, 9: at most), . or D the point, , or G between thousands, $ the dollar, S a sign, MI a minus, PR <..> around a negative';
const BINARY_FORMATS = ['base64', 'hex', 'utf-8'];

export const numberByFormatFunctions: readonly FunctionDefinition[] = [
  {
    name: 'to_number',
    group: 'cast',
    signatures: ['to_number(text STRING, format STRING) -> DECIMAL(38,0)'],
    written: 'to_number(text, format)',
    help: `The text as a DECIMAL with the digits of the format: ${FORMAT}. Fails for a text that is not of the format; try_to_number gives NULL.`,
    example: { text: "to_number('$12,454.80', '$99,999.99')", expected: '12454.80' },
    raises: true,
    refuseTerms: (args) => refusedFormat('to_number', args),
    typed: typeByFormat,
    kernel: { kind: 'rewrite', rewrite: (args, type, span, terms) => readCall('number by format', args, type, span, terms) },
  },
  {
    name: 'try_to_number',
    group: 'cast',
    signatures: ['try_to_number(text STRING, format STRING) -> DECIMAL(38,0)'],
    written: 'try_to_number(text, format)',
    help: 'As to_number, but NULL for a text that is not of the format.',
    example: { text: "try_to_number('a lot', '999')", expected: null },
    raises: true,
    refuseTerms: (args) => refusedFormat('try_to_number', args),
    typed: typeByFormat,
    kernel: { kind: 'rewrite', rewrite: (args, type, span, terms) => readCall('number by format or null', args, type, span, terms) },
  },
  {
    name: 'to_char',
    aliases: ['to_varchar'],
    group: 'cast',
    signatures: [
      'to_char(number DECIMAL(38,18), format STRING) -> STRING',
      'to_char(time TIMESTAMP, pattern STRING) -> STRING',
      'to_char(bytes BINARY, format STRING) -> STRING',
    ],
    written: 'to_char(value, format)',
    help: `A number printed by a format: ${FORMAT}; # for each digit when it has too many. A time is printed as by date_format, bytes as 'base64', 'hex' or 'utf-8'.`,
    example: { text: "to_char(-4.8, '$99,999.99PR')", expected: '<$     4.80>' },
    raises: true,
    refuseTerms: (args) => (kindOf(args[0]) === 'number' ? refusedFormat('to_char', args) : refusedOther(args)),
    typed: (args) => {
      const params = paramsOfPrint(args);
      return params === null ? null : { params, result: STRING };
    },
    kernel: { kind: 'rewrite', rewrite: printCall },
  },
  readDefinition('number by format', false),
  readDefinition('number by format or null', true),
  {
    name: 'print by format',
    group: 'cast',
    signatures: ['print by format(number DECIMAL(38,18), format STRING) -> STRING'],
    written: 'to_char(number, format)',
    help: 'What to_char does with numbers.',
    example: { text: "to_char(78.12, '$99.99')", expected: '$78.12' },
    typed: ([number]) => (number?.type.kind === 'DECIMAL' ? { params: [number.type, STRING], result: STRING } : null),
    kernel: { kind: 'strict', make: printed },
  },
];

function readDefinition(name: string, orNull: boolean): FunctionDefinition {
  return {
    name,
    group: 'cast',
    signatures: [`${name}(text STRING, format STRING) -> DECIMAL(38,0)`],
    written: 'to_number(text, format)',
    help: 'What to_number does.',
    example: orNull ? { text: "try_to_number('12', '9')", expected: null } : { text: "to_number('012', '000')", expected: '12' },
    raises: true,
    typed: typeByFormat,
    kernel: { kind: 'strict', make: (shape) => readNumbers(shape, orNull) },
  };
}

/** The format that is written out; null when it is NULL, undefined when it is no literal text. */
function literalFormat(term: Term | undefined): string | null | undefined {
  if (term?.kind !== 'literal') return undefined;
  if (term.literal.kind === 'null') return null;
  return term.literal.kind === 'string' ? term.literal.value : undefined;
}

function refusedFormat(name: string, args: readonly Term[]): Problem | null {
  const [, format] = args;
  if (args.length !== 2 || format === undefined) return null;
  const text = literalFormat(format);
  if (text === undefined) return problem('function/literal', format.span, { name, argument: 'format', takes: "a text such as '$99,999.99'" });
  if (text === null) return null;
  const read = readNumberFormat(text);
  return isRefusal(read) ? problem('function/format', format.span, { name, format: text, reason: read.reason }) : null;
}

/** A time's pattern that no row could use, and what bytes are not printed as. */
function refusedOther(args: readonly Term[]): Problem | null {
  const [, format] = args;
  const text = literalFormat(format);
  if (format === undefined || typeof text !== 'string') return null;
  if (kindOf(args[0]) === 'bytes') {
    if (BINARY_FORMATS.includes(text.toLowerCase())) return null;
    return problem('function/format', format.span, { name: 'to_char', format: text, reason: `bytes are printed as ${BINARY_FORMATS.join(', ')}` });
  }
  const read = readPattern(text, 'print');
  if (read.ok) return null;
  const { errorClass, reason } = read;
  if (errorClass === null) return problem('sql/unsupported-datetime-pattern', format.span, { pattern: text, reason });
  return problem('sql/datetime-pattern', format.span, { pattern: text, reason, errorClass });
}

function typeByFormat([text, format]: readonly Term[]): { readonly params: readonly DataType[]; readonly result: DataType } | null {
  const isNested = text === undefined || ['ARRAY', 'MAP', 'STRUCT', 'BINARY'].includes(text.type.kind);
  const written = literalFormat(format);
  if (isNested || written === undefined) return null;
  const read = written === null ? { precision: 10, scale: 0 } : readNumberFormat(written);
  if ('errorClass' in read) return null;
  return { params: [STRING, STRING], result: decimalOf(read.precision, read.scale) };
}

function readCall(name: string, [text, format]: readonly Term[], type: DataType, span: Span, terms: TermBuilder): Term | null {
  return text === undefined || format === undefined ? null : terms.call(name, [text, format], type, span);
}

function formatOf({ literals }: CallShape): NumberFormat | null {
  const literal = literals[1];
  const read = literal?.kind === 'string' ? readNumberFormat(literal.value) : null;
  return read === null || isRefusal(read) ? null : read;
}

function readNumbers(shape: CallShape, orNull: boolean): ColumnKernel {
  const format = formatOf(shape);
  const { type } = shape;
  if (type.kind !== 'DECIMAL') throw new Error('A number by a format is a DECIMAL');
  return ([text], frame) => {
    const texts = asText(text);
    const writer = new DecimalWriter(type, frame);
    for (let k = 0; k < frame.count; k++) {
      const row = frame.rowAt(k);
      if (frame.isNull(row) || format === null) continue;
      const value = textAt(texts, row);
      const unscaled = numberByFormat(format, value);
      if (unscaled !== null) writer.bigint(row, unscaled);
      else if (orNull) frame.setNull(row);
      else frame.fail(row, 'INVALID_FORMAT.MISMATCH_INPUT', { value });
    }
    return writer.finish();
  };
}

type Printed = 'number' | 'time' | 'bytes';

function kindOf(term: Term | undefined): Printed | null {
  switch (term?.type.kind) {
    case 'DATE':
    case 'TIMESTAMP':
      return 'time';
    case 'BINARY':
      return 'bytes';
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'BIGINT':
    case 'FLOAT':
    case 'DOUBLE':
    case 'DECIMAL':
    case 'STRING':
    case 'VOID':
      return 'number';
    default:
      return null;
  }
}

/** Spark's: the DECIMAL that a number is cast to where any DECIMAL will do. */
function decimalFor(type: DataType): DataType {
  switch (type.kind) {
    case 'TINYINT':
      return decimalOf(3, 0);
    case 'SMALLINT':
      return decimalOf(5, 0);
    case 'INT':
      return decimalOf(10, 0);
    case 'BIGINT':
      return decimalOf(20, 0);
    case 'FLOAT':
      return decimalOf(14, 7);
    case 'DOUBLE':
      return decimalOf(30, 15);
    case 'DECIMAL':
      return type;
    default:
      return decimalOf(38, 18);
  }
}

function paramsOfPrint([value, format]: readonly Term[]): readonly DataType[] | null {
  const kind = kindOf(value);
  if (value === undefined || kind === null || (format?.type.kind !== 'STRING' && format?.type.kind !== 'VOID')) return null;
  if (kind === 'bytes' && typeof literalFormat(format) !== 'string') return null;
  return [kind === 'number' ? decimalFor(value.type) : kind === 'time' ? TIMESTAMP : value.type, STRING];
}

function printCall([value, format]: readonly Term[], type: DataType, span: Span, terms: TermBuilder): Term | null {
  if (value === undefined || format === undefined) return null;
  switch (kindOf(value)) {
    case 'time':
      return terms.call('date_format', [value, format], type, span);
    case 'bytes':
      return printedBytes(value, literalFormat(format) ?? '', span, terms);
    default:
      return terms.call('print by format', [value, format], type, span);
  }
}

function printedBytes(value: Term, format: string, span: Span, terms: TermBuilder): Term {
  switch (format.toLowerCase()) {
    case 'base64':
      return terms.call('base64', [value], STRING, span);
    case 'hex':
      return terms.call('hex', [value], STRING, span);
    default: {
      const charset: Term = { kind: 'literal', type: STRING, literal: { kind: 'string', value: 'UTF-8' }, span };
      return terms.call('decode', [value, charset], STRING, span);
    }
  }
}

function printed(shape: CallShape): ColumnKernel {
  const format = formatOf(shape);
  const [of] = shape.argTypes;
  const scale = of?.kind === 'DECIMAL' ? of.scale : 0;
  return ([number], frame) => {
    const column = number as Column;
    return buildText(frame, (row) => (format === null ? null : printByFormat(format, unscaledAt(column, row), scale)));
  };
}
