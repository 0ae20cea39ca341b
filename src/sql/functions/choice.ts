// Choices by equality and by zero, NaN and NULL, written out as the conditions they stand for; and errors on purpose.
import { BOOLEAN, type DataType, DOUBLE, FLOAT, INT, isNumericType, STRING, VOID } from '../../columns/data-type.ts';
import { commonType, commonTypeOf, fitOf } from '../coercion.ts';
import { nullColumn } from '../columns-constant.ts';
import type { Span, Term } from '../expression.ts';
import type { TermBuilder } from '../term-builder.ts';
import { only } from './argument-rules.ts';
import { takesBytes } from './bytes-argument.ts';
import type { ColumnKernel, FunctionDefinition } from './function-definition.ts';
import { asText, textAt } from './text-bytes.ts';

export const choiceFunctions: readonly FunctionDefinition[] = [
  {
    name: 'decode',
    group: 'conditional',
    signatures: ['decode(value A, searchesAndResults B...) -> T', 'decode(bytes BINARY, charset STRING) -> STRING'],
    written: 'decode(value, search, result, .. [, otherwise]) or decode(bytes BINARY, charset STRING)',
    help: 'The result after the first search that equals the value (NULL equals NULL), else `otherwise`, or NULL when it is missing. With two arguments: the text of bytes in a character set.',
    example: { text: "decode(2, 1, 'Southlake', 2, 'San Francisco', 'elsewhere')", expected: 'San Francisco' },
    typed: (args) => {
      if (args.length < 3) return decodesBytes(args);
      const type = commonTypeOf(
        resultsOf(args).map((term) => term.type),
        commonType,
      );
      return type === null ? null : { params: args.map((term) => term.type), result: type };
    },
    raises: true,
    kernel: {
      kind: 'rewrite',
      rewrite: (args, type, span, terms) => (args.length < 3 ? terms.call('.decode', args, STRING, span) : searched(args, type, span, terms)),
    },
  },
  {
    name: 'nullifzero',
    group: 'conditional',
    signatures: ['nullifzero(value N) -> N'],
    typed: ([value]) => {
      const type = value?.type;
      if (type === undefined || !(isNumericType(type) || type.kind === 'STRING' || type.kind === 'VOID')) return null;
      return { params: [type], result: type };
    },
    help: 'NULL where the number is 0, else the number.',
    example: { text: 'nullifzero(0)', expected: null },
    kernel: {
      kind: 'rewrite',
      rewrite: ([value], type, span, terms) => {
        const common = commonType(type, INT) ?? type;
        const isZero = terms.call('=', [terms.cast(value as Term, common), terms.cast(literal(INT, 0, span), common)], BOOLEAN, span);
        return terms.when(isZero, terms.nullLiteral(type, span), value as Term, type, span);
      },
    },
  },
  {
    name: 'zeroifnull',
    group: 'conditional',
    signatures: ['zeroifnull(value N) -> N'],
    help: '0 where the number is NULL, else the number.',
    example: { text: 'zeroifnull(NULL)', expected: 0 },
    typed: ([value]) => {
      const type = value === undefined ? null : commonType(value.type, INT);
      return type === null ? null : { params: [type], result: type };
    },
    kernel: {
      kind: 'rewrite',
      rewrite: ([value], type, span, terms) => terms.call('coalesce', [value as Term, terms.cast(literal(INT, 0, span), type)], type, span),
    },
  },
  {
    name: 'nanvl',
    group: 'conditional',
    signatures: ['nanvl(value FLOAT, otherwise FLOAT) -> FLOAT', 'nanvl(value DOUBLE, otherwise DOUBLE) -> DOUBLE'],
    help: 'The number, or `otherwise` where it is NaN.',
    example: { text: "nanvl(CAST('NaN' AS DOUBLE), 123.0D)", expected: 123 },
    typed: ([value, otherwise]) => {
      if (value === undefined || otherwise === undefined) return null;
      const both = [value.type, otherwise.type];
      const type = value.type.kind === 'FLOAT' && ['FLOAT', 'VOID'].includes(otherwise.type.kind) ? FLOAT : DOUBLE;
      return both.some((t) => fitOf(t, type) === 'none') ? null : { params: [type, type], result: type };
    },
    kernel: {
      kind: 'rewrite',
      rewrite: ([value, otherwise], type, span, terms) => {
        const isNan = terms.call('isnan', [terms.cast(value as Term, DOUBLE)], BOOLEAN, span);
        return terms.when(isNan, otherwise as Term, value as Term, type, span);
      },
    },
  },
  {
    name: 'equal_null',
    group: 'compare',
    signatures: ['equal_null(left T, right T) -> BOOLEAN'],
    help: 'TRUE when both are equal or both are NULL; the same as left <=> right.',
    example: { text: 'equal_null(NULL, NULL)', expected: true },
    kernel: { kind: 'rewrite', rewrite: (args, _, span, terms) => terms.call('<=>', args, BOOLEAN, span) },
  },
  {
    name: 'raise_error',
    group: 'conditional',
    signatures: ['raise_error(message STRING) -> VOID'],
    help: 'Fails with the message, for rows that should not be.',
    example: { text: "if(1 > 0, 'fine', raise_error('not so'))", expected: 'fine' },
    raises: true,
    kernel: { kind: 'whole', make: () => raised },
  },
  {
    name: 'assert_true',
    group: 'conditional',
    signatures: ['assert_true(condition BOOLEAN) -> VOID', 'assert_true(condition BOOLEAN, message STRING) -> VOID'],
    help: 'Fails where the condition is not TRUE; else NULL.',
    example: { text: 'assert_true(0 < 1)', expected: null },
    raises: true,
    refuseTerms: only('assert_true', ['BOOLEAN'], 0, 0),
    kernel: {
      kind: 'rewrite',
      rewrite: ([condition, message], _, span, terms) => {
        const text = message ?? { kind: 'literal', type: STRING, literal: { kind: 'string', value: 'the condition is not true' }, span };
        return terms.when(condition as Term, terms.nullLiteral(VOID, span), terms.call('raise_error', [text], VOID, span), VOID, span);
      },
    },
  },
];

const decodesBytes = takesBytes(STRING, [STRING]);

function literal(type: DataType, value: number, span: Span): Term {
  return { kind: 'literal', type, literal: { kind: 'number', value }, span };
}

/** value, search, result, search, result .. [, otherwise] */
function resultsOf(args: readonly Term[]): Term[] {
  return args.filter((_, i) => (i >= 2 && i % 2 === 0) || (i === args.length - 1 && i % 2 === 1));
}

function searched(args: readonly Term[], type: DataType, span: Span, terms: TermBuilder): Term | null {
  const value = args[0] as Term;
  const branches: { when: Term; then: Term }[] = [];
  for (let i = 1; i + 1 < args.length; i += 2) {
    const search = args[i] as Term;
    const common = commonType(value.type, search.type);
    if (common === null) return null;
    const when = terms.call('<=>', [terms.cast(value, common), terms.cast(search, common)], BOOLEAN, span);
    // biome-ignore lint/suspicious/noThenProperty: the THEN of a CASE branch; plain data, never awaited.
    branches.push({ when, then: terms.cast(args[i + 1] as Term, type) });
  }
  const last = args.length % 2 === 0 ? args.at(-1) : undefined;
  return terms.cases(branches, last === undefined ? terms.nullLiteral(type, span) : terms.cast(last, type), type, span);
}

const raised: ColumnKernel = ([message], frame) => {
  const messages = asText(message);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    frame.fail(row, 'USER_RAISED_EXCEPTION', { reason: messages.nulls?.[row] === 1 ? '' : textAt(messages, row) });
  }
  return nullColumn(VOID, frame.length);
};
