// LIKE, regular expressions and split. Regular expressions are Java's; a literal pattern that cannot be matched exactly is
// refused when the expression is checked.
import type { Column, StringColumn } from '../../columns/column.ts';
import { type Problem, problem } from '../../problem/problem.ts';
import type { Frame } from '../frame.ts';
import { type CompiledRegex, matchesOf, type Regex, withoutHalves } from '../regex/regex.ts';
import type { CallShape, ColumnKernel, FunctionDefinition } from './function-definition.ts';
import { lowered } from './letter-case.ts';
import { compileLike, isRefusal, type LikePattern, type LikeRefusal, likeMatches, plainLike } from './like.ts';
import { refuseRegex, regexSource, withinLimit } from './regex-source.ts';
import { fillReplacement, parseReplacement } from './replacement.ts';
import { splitKernel } from './split.ts';
import { asText, buildBooleans, buildText, occurrences, textAt } from './text-bytes.ts';

const BAD_PATTERN = 'INVALID_PARAMETER_VALUE.PATTERN';

export const patternFunctions: readonly FunctionDefinition[] = [
  {
    name: 'like',
    group: 'pattern',
    signatures: ['like(text STRING, pattern STRING) -> BOOLEAN', 'like(text STRING, pattern STRING, mark STRING) -> BOOLEAN'],
    written: "text LIKE pattern [ESCAPE '/']",
    help: 'TRUE when the whole text fits the pattern: % is any run of characters, _ is one character, a backslash before them takes them as they are.',
    example: { text: "'harpoon' LIKE 'har%'", expected: true },
    raises: true,
    refuse: (shape) => refuseLike(shape),
    kernel: { kind: 'strict', make: (shape) => likeKernel(shape, false) },
  },
  {
    name: 'ilike',
    group: 'pattern',
    signatures: ['ilike(text STRING, pattern STRING) -> BOOLEAN', 'ilike(text STRING, pattern STRING, mark STRING) -> BOOLEAN'],
    written: "text ILIKE pattern [ESCAPE '/']",
    help: 'As LIKE, without regard to upper and lower case.',
    example: { text: "'Harpoon' ILIKE 'har%'", expected: true },
    raises: true,
    refuse: (shape) => refuseLike(shape),
    kernel: { kind: 'strict', make: (shape) => likeKernel(shape, true) },
  },
  {
    name: 'rlike',
    aliases: ['regexp_like', 'regexp'],
    group: 'pattern',
    signatures: ['rlike(text STRING, pattern STRING) -> BOOLEAN'],
    written: 'text RLIKE pattern',
    difference: 'As on JDK 21, \\b and \\B go by the letters of ASCII; on JDK 17 by all letters.',
    help: "TRUE when the regular expression matches somewhere in the text. In quotes a backslash is written twice, or the text as r'\\d+'.",
    example: { text: "'chapter 42' RLIKE r'\\d+'", expected: true },
    raises: true,
    refuse: (shape, spans) => refuseRegex(shape, 1, spans),
    kernel: { kind: 'strict', make: rlikeKernel },
  },
  {
    name: 'regexp_replace',
    group: 'pattern',
    signatures: [
      'regexp_replace(text STRING, pattern STRING, replacement STRING) -> STRING',
      'regexp_replace(text STRING, pattern STRING, replacement STRING, position INT) -> STRING',
    ],
    help: 'The text with every match of the regular expression replaced; $1 in the replacement is the first group. The search starts at `position`, a literal.',
    example: { text: "regexp_replace('a1b22', r'\\d+', '#')", expected: 'a#b#' },
    raises: true,
    refuse: refuseReplace,
    kernel: { kind: 'strict', make: replaceKernel },
  },
  {
    name: 'regexp_extract',
    group: 'pattern',
    signatures: ['regexp_extract(text STRING, pattern STRING) -> STRING', 'regexp_extract(text STRING, pattern STRING, group INT) -> STRING'],
    help: "The given group (the first, if none is given; 0 is the whole match) of the first match of the regular expression; '' when nothing matches.",
    example: { text: "regexp_extract('chapter 42', r'(\\d+)')", expected: '42' },
    raises: true,
    refuse: (shape, spans) => refuseRegex(shape, 1, spans),
    kernel: { kind: 'strict', make: extractKernel },
  },
  {
    name: 'split',
    group: 'pattern',
    signatures: ['split(text STRING, pattern STRING) -> ARRAY<STRING>', 'split(text STRING, pattern STRING, limit INT) -> ARRAY<STRING>'],
    help: "The parts of the text between the matches of the regular expression. Empty parts are kept: filter with <> ''. With a limit above 0 there are at most that many parts.",
    example: { text: "split('a,b,,', ',')", expected: ['a', 'b', '', ''] },
    raises: true,
    refuse: (shape, spans) => refuseRegex(shape, 1, spans),
    kernel: { kind: 'strict', make: splitKernel },
  },
];

function escapeMarkOf(shape: CallShape): string {
  const literal = shape.literals[2];
  return literal?.kind === 'string' ? literal.value : '\\';
}

function refuseLike(shape: CallShape): Problem | null {
  const pattern = shape.literals[1];
  if (shape.literals.length > 2 && (shape.literals[2]?.kind !== 'string' || [...escapeMarkOf(shape)].length !== 1)) {
    return problem('sql/like-escape', shape.span, { escape: escapeMarkOf(shape) });
  }
  if (pattern?.kind !== 'string') return null;
  const compiled = compileLike(pattern.value, escapeMarkOf(shape));
  return isRefusal(compiled)
    ? problem('sql/like-pattern', shape.span, { pattern: pattern.value, reason: compiled.reason, errorClass: compiled.errorClass })
    : null;
}

function likeKernel(shape: CallShape, ignoreCase: boolean): ColumnKernel {
  const mark = escapeMarkOf(shape);
  const cache = new Map<string, LikePattern | LikeRefusal>();
  const patternOf = (pattern: string) => {
    const folded = ignoreCase ? pattern.toLowerCase() : pattern;
    const known = cache.get(folded);
    if (known !== undefined) return known;
    if (cache.size >= 256) cache.clear();
    const compiled = compileLike(folded, mark);
    cache.set(folded, compiled);
    return compiled;
  };
  return ([text, pattern], frame) => {
    const column = ignoreCase ? foldedText(asText(text), frame) : asText(text);
    const patterns = asText(pattern);
    const literal = shape.literals[1]?.kind === 'string' ? patternOf(shape.literals[1].value) : null;
    const plain = literal === null || isRefusal(literal) ? null : plainLike(literal);
    if (plain !== null) return occurrences(column, plain.text, plain.where, frame);
    return buildBooleans(frame, (row) => {
      const compiled = literal ?? patternOf(textAt(patterns, row));
      if (!isRefusal(compiled)) return likeMatches(compiled, column, row);
      frame.fail(row, compiled.errorClass, { reason: compiled.reason });
      return false;
    });
  };
}

const toLower = lowered();

function foldedText(column: StringColumn, frame: Frame): StringColumn {
  return asText(toLower([column], frame));
}

function rlikeKernel(shape: CallShape): ColumnKernel {
  const cache = new Map<string, CompiledRegex>();
  return ([text, pattern], frame) => {
    const column = asText(text);
    const regexOf = regexSource(shape, 1, asText(pattern), frame, cache, BAD_PATTERN);
    return buildBooleans(frame, (row) => {
      const regex = regexOf(row);
      if (regex === null) return false;
      const value = textAt(column, row);
      return withinLimit(regex, value, row, frame) && regex.exec(value, 0) !== null;
    });
  };
}

/** Where the search starts, counted from 1; undefined when it is not a literal, null for NULL. */
function positionOf(shape: CallShape): number | null | undefined {
  if (shape.literals.length < 4) return 1;
  const literal = shape.literals[3];
  return literal?.kind === 'null' ? null : literal?.kind === 'number' ? literal.value : undefined;
}

function refuseReplace(shape: CallShape, spans: Parameters<NonNullable<FunctionDefinition['refuse']>>[1]): Problem | null {
  const position = positionOf(shape);
  if (position === undefined || (position !== null && position < 1)) {
    return problem('sql/literal-argument', spans[3] ?? shape.span, { name: 'regexp_replace', argument: 'position (1 or more)' });
  }
  // With a NULL written out the answer is NULL, whatever the pattern.
  return shape.literals.some((literal) => literal?.kind === 'null') ? null : refuseRegex(shape, 1, spans);
}

function replaceKernel(shape: CallShape): ColumnKernel {
  const cache = new Map<string, CompiledRegex>();
  const position = positionOf(shape) ?? 1;
  return ([text, pattern, replacement], frame) => {
    const column = asText(text);
    const replacements = asText(replacement);
    const regexOf = regexSource(shape, 1, asText(pattern), frame, cache, BAD_PATTERN);
    return buildText(frame, (row) => {
      const regex = regexOf(row);
      const value = textAt(column, row);
      if (regex === null || !withinLimit(regex, value, row, frame)) return null;
      const head = position === 1 ? '' : [...value].slice(0, position - 1).join('');
      if (position > 1 && head.length >= value.length) return value;
      return replaceAll(regex, head, value.slice(head.length), textAt(replacements, row), row, frame);
    });
  };
}

function replaceAll(regex: Regex, head: string, text: string, replacement: string, row: number, frame: Frame): string | null {
  let result = head;
  let from = 0;
  let pieces: ReturnType<typeof parseReplacement> | null = null;
  for (const match of matchesOf(regex, text)) {
    // A bad replacement fails only once there is something to replace.
    pieces ??= parseReplacement(replacement, regex);
    if (typeof pieces === 'string') {
      frame.fail(row, 'INVALID_REGEXP_REPLACE', { reason: pieces });
      return null;
    }
    result += text.slice(from, match.start) + fillReplacement(pieces, match);
    from = match.end;
  }
  return withoutHalves(result + text.slice(from));
}

function extractKernel(shape: CallShape): ColumnKernel {
  const cache = new Map<string, CompiledRegex>();
  return ([text, pattern, group], frame) => {
    const column = asText(text);
    const regexOf = regexSource(shape, 1, asText(pattern), frame, cache, BAD_PATTERN);
    return buildText(frame, (row) => {
      const regex = regexOf(row);
      const value = textAt(column, row);
      if (regex === null || !withinLimit(regex, value, row, frame)) return null;
      const index = groupIndex(group, row);
      const match = regex.exec(value, 0);
      // Spark looks at the number of the group only when there is a match.
      if (match === null) return '';
      if (index >= 0 && index <= regex.groupCount) return match.groups[index] ?? '';
      frame.fail(row, 'INVALID_PARAMETER_VALUE.REGEX_GROUP_INDEX', { reason: `there is no group ${index}` });
      return null;
    });
  };
}

function groupIndex(column: Column | undefined, row: number): number {
  return column?.kind === 'int' ? (column.values[row] as number) : 1;
}
