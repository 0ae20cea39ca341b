// What regular expressions find in a text: how often, where, and all of it.
import { StringBuilder } from '../../columns/build.ts';
import type { Column } from '../../columns/column.ts';
import { arrayOf, BOOLEAN, INT, STRING } from '../../columns/data-type.ts';
import type { Term } from '../expression.ts';
import { type CompiledRegex, matchesOf, withoutHalves } from '../regex/regex.ts';
import type { CallShape, ColumnKernel, FunctionDefinition } from './function-definition.ts';
import { refuseRegex, regexSource, withinLimit } from './regex-source.ts';
import { asText, buildInts, textAt } from './text-bytes.ts';

const BAD_PATTERN = 'INVALID_PARAMETER_VALUE.PATTERN';

export const regexpSearchFunctions: readonly FunctionDefinition[] = [
  {
    name: 'regexp_count',
    group: 'pattern',
    signatures: ['regexp_count(text STRING, pattern STRING) -> INT'],
    help: 'How often the regular expression matches in the text.',
    example: { text: "regexp_count('Steven Jones and Stephen Smith', 'Ste(v|ph)en')", expected: 2 },
    raises: true,
    refuse: (shape, spans) => refuseRegex(shape, 1, spans),
    kernel: { kind: 'strict', make: counted },
  },
  {
    name: 'regexp_instr',
    group: 'pattern',
    signatures: ['regexp_instr(text STRING, pattern STRING) -> INT', 'regexp_instr(text STRING, pattern STRING, group INT) -> INT'],
    help: 'Where the regular expression first matches, counted in characters from 1; 0 when it does not.',
    example: { text: "regexp_instr('user@example.org', '@[^.]*')", expected: 5 },
    raises: true,
    refuse: (shape, spans) => refuseRegex(shape, 1, spans),
    kernel: { kind: 'strict', make: located },
  },
  {
    name: 'regexp_substr',
    group: 'pattern',
    signatures: ['regexp_substr(text STRING, pattern STRING) -> STRING'],
    help: 'The first match of the regular expression; NULL when nothing matches.',
    example: { text: "regexp_substr('Steven Jones and Stephen Smith', 'Ste(v|ph)en')", expected: 'Steven' },
    raises: true,
    refuse: (shape, spans) => refuseRegex(shape, 1, spans),
    kernel: {
      kind: 'rewrite',
      rewrite: (args, _, span, terms) => {
        const zero: Term = { kind: 'literal', type: INT, literal: { kind: 'number', value: 0 }, span };
        const empty: Term = { kind: 'literal', type: STRING, literal: { kind: 'string', value: '' }, span };
        const found = terms.call('regexp_extract', [...args, zero], STRING, span);
        return terms.when(terms.call('=', [found, empty], BOOLEAN, span), terms.nullLiteral(STRING, span), found, STRING, span);
      },
    },
  },
  {
    name: 'regexp_extract_all',
    group: 'pattern',
    signatures: [
      'regexp_extract_all(text STRING, pattern STRING) -> ARRAY<STRING>',
      'regexp_extract_all(text STRING, pattern STRING, group INT) -> ARRAY<STRING>',
    ],
    help: 'The given group (the first, if none is given; 0 is the whole match) of every match of the regular expression.',
    example: { text: "regexp_extract_all('100-200, 300-400', r'(\\d+)-(\\d+)', 1)", expected: ['100', '300'] },
    raises: true,
    refuse: (shape, spans) => refuseRegex(shape, 1, spans),
    kernel: { kind: 'strict', make: extractedAll },
  },
];

function counted(shape: CallShape): ColumnKernel {
  const cache = new Map<string, CompiledRegex>();
  return ([text, pattern], frame) => {
    const column = asText(text);
    const regexOf = regexSource(shape, 1, asText(pattern), frame, cache, BAD_PATTERN);
    return buildInts(frame, (row) => {
      const regex = regexOf(row);
      const value = textAt(column, row);
      if (regex === null || !withinLimit(regex, value, row, frame)) return 0;
      let count = 0;
      for (const _ of matchesOf(regex, value)) count++;
      return count;
    });
  };
}

function located(shape: CallShape): ColumnKernel {
  const cache = new Map<string, CompiledRegex>();
  return ([text, pattern], frame) => {
    const column = asText(text);
    const regexOf = regexSource(shape, 1, asText(pattern), frame, cache, BAD_PATTERN);
    return buildInts(frame, (row) => {
      const regex = regexOf(row);
      const value = textAt(column, row);
      const match = regex === null || !withinLimit(regex, value, row, frame) ? null : regex.exec(value, 0);
      return match === null ? 0 : [...value.slice(0, match.start)].length + 1;
    });
  };
}

function extractedAll(shape: CallShape): ColumnKernel {
  const cache = new Map<string, CompiledRegex>();
  return ([text, pattern, group], frame) => {
    const column = asText(text);
    const regexOf = regexSource(shape, 1, asText(pattern), frame, cache, BAD_PATTERN);
    const starts = new Int32Array(frame.length);
    const ends = new Int32Array(frame.length);
    const found: string[] = [];
    for (let k = 0; k < frame.count; k++) {
      const row = frame.rowAt(k);
      starts[row] = found.length;
      ends[row] = found.length;
      if (frame.isNull(row)) continue;
      const regex = regexOf(row);
      const value = textAt(column, row);
      if (regex === null || !withinLimit(regex, value, row, frame)) continue;
      const index = group?.kind === 'int' ? (group.values[row] as number) : 1;
      for (const match of matchesOf(regex, value)) {
        // Spark looks at the number of the group only when there is a match.
        if (index < 0 || index > regex.groupCount) {
          frame.fail(row, 'INVALID_PARAMETER_VALUE.REGEX_GROUP_INDEX', { reason: `there is no group ${index}` });
          break;
        }
        found.push(withoutHalves(match.groups[index] ?? ''));
      }
      ends[row] = found.length;
    }
    const builder = new StringBuilder(found.length);
    for (const [i, part] of found.entries()) builder.set(i, part);
    const result: Column = {
      kind: 'array',
      type: arrayOf(STRING),
      length: frame.length,
      nulls: frame.nulls,
      starts,
      ends,
      elements: builder.finish(null),
    };
    return result;
  };
}
