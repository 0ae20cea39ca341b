// The pattern argument of a function: compiled once when it is a literal, else once a distinct text.
import type { StringColumn } from '../../columns/column.ts';
import { type Problem, problem } from '../../problem/problem.ts';
import type { Span } from '../expression.ts';
import type { Frame } from '../frame.ts';
import { type CompiledRegex, compileRegex, type Regex } from '../regex/regex.ts';
import type { CallShape } from './function-definition.ts';
import { textAt } from './text-bytes.ts';

/** Our own class: a bounded search would not end in time. Spark has no such limit. */
export const PATTERN_LIMIT = 'PATTERN_LIMIT';

/** Our own class: a pattern of a row that Java takes and this build does not match exactly. */
export const UNSUPPORTED_PATTERN = 'UNSUPPORTED_PATTERN';

const MAX_KEPT = 256;

/** Gives the regex of a row, or null after failing the row. */
export type RegexSource = (row: number) => Regex | null;

/** `index`: which argument is the pattern. `invalidClass`: how Spark names a pattern that cannot be read. */
export function regexSource(
  shape: CallShape,
  index: number,
  column: StringColumn,
  frame: Frame,
  cache: Map<string, CompiledRegex>,
  invalidClass: string,
): RegexSource {
  const literal = shape.literals[index];
  if (literal?.kind === 'string') {
    const compiled = compiledOnce(literal.value, cache);
    return (row) => accepted(compiled, row, frame, invalidClass);
  }
  return (row) => accepted(compiledOnce(textAt(column, row), cache), row, frame, invalidClass);
}

export function compiledOnce(pattern: string, cache: Map<string, CompiledRegex>): CompiledRegex {
  const known = cache.get(pattern);
  if (known !== undefined) return known;
  if (cache.size >= MAX_KEPT) cache.clear();
  const compiled = compileRegex(pattern);
  cache.set(pattern, compiled);
  return compiled;
}

function accepted(compiled: CompiledRegex, row: number, frame: Frame, invalidClass: string): Regex | null {
  if (compiled.ok) return compiled.regex;
  frame.fail(row, compiled.refusal.kind === 'invalid' ? invalidClass : UNSUPPORTED_PATTERN, { reason: compiled.refusal.reason });
  return null;
}

/** True when the text can be searched; else the row has failed. */
export function withinLimit(regex: Regex, text: string, row: number, frame: Frame): boolean {
  if (text.length <= regex.maxTextLength) return true;
  frame.fail(row, PATTERN_LIMIT, { length: text.length });
  return false;
}

/** For `refuse` of a definition: a literal pattern that cannot be read or matched. */
export function refuseRegex(shape: CallShape, index: number, spans: readonly Span[]): Problem | null {
  const literal = shape.literals[index];
  if (literal?.kind !== 'string') return null;
  const compiled = compileRegex(literal.value);
  if (compiled.ok) return null;
  const { kind, reason } = compiled.refusal;
  const where = spans[index] ?? shape.span;
  return problem(kind === 'invalid' ? 'sql/regex-invalid' : 'sql/regex-unsupported', where, { pattern: literal.value, reason });
}
