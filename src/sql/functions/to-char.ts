// to_char and to_varchar: times by a pattern, and bytes in an encoding. Numbers by patterns of digits are refused.
import { formatType, STRING, TIMESTAMP } from '../../columns/data-type.ts';
import { type Problem, problem } from '../../problem/problem.ts';
import type { Span, Term } from '../expression.ts';
import type { TermBuilder } from '../term-builder.ts';
import type { FunctionDefinition } from './function-definition.ts';

const ENCODINGS = new Set(['hex', 'base64', 'utf-8']);

export const toCharFunctions: readonly FunctionDefinition[] = [
  {
    name: 'to_char',
    aliases: ['to_varchar'],
    group: 'string',
    signatures: ['to_char(time TIMESTAMP, pattern STRING) -> STRING', 'to_char(bytes BINARY, encoding STRING) -> STRING'],
    help: "The time by a pattern, as date_format has it; or the BINARY in 'hex', 'base64' or 'utf-8', a literal.",
    example: { text: "to_char(DATE'2016-04-08', 'y')", expected: '2016' },
    raises: true,
    refuseTerms: refuse,
    typed: ([value]) => (value === undefined ? null : { params: [value.type, STRING], result: STRING }),
    kernel: { kind: 'rewrite', rewrite: ([value, format], _, span, terms) => written(value as Term, format as Term, span, terms) },
  },
];

function encodingOf(format: Term | undefined): string | null {
  const name = format?.kind === 'literal' && format.literal.kind === 'string' ? format.literal.value.toLowerCase() : '';
  return ENCODINGS.has(name) ? name : null;
}

function refuse([value, format]: readonly Term[], span: Span): Problem | null {
  switch (value?.type.kind) {
    case 'DATE':
    case 'TIMESTAMP':
      return null;
    case 'BINARY':
      return encodingOf(format) === null
        ? problem('function/literal', format?.span ?? span, { name: 'to_char', argument: 'encoding', takes: "'hex', 'base64' or 'utf-8'" })
        : null;
    default:
      return problem('function/unsupported', value?.span ?? span, {
        what: `to_char of ${value === undefined ? 'nothing' : formatType(value.type)} by a pattern of digits`,
        instead: 'format_number, or CAST(.. AS STRING)',
      });
  }
}

function written(value: Term, format: Term, span: Span, terms: TermBuilder): Term {
  if (value.type.kind !== 'BINARY') return terms.call('date_format', [terms.cast(value, TIMESTAMP), format], STRING, span);
  switch (encodingOf(format)) {
    case 'hex':
      return terms.call('hex', [value], STRING, span);
    case 'base64':
      return terms.call('base64', [value], STRING, span);
    default:
      return terms.call('.decode', [value, format], STRING, span);
  }
}
