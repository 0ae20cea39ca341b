// A row's error as a Problem: the words for each of Spark's error classes.
import { type Problem, type ProblemWhere, problem } from '../problem/problem.ts';
import { UNKNOWN_ZONE_NAME } from './datetime/print-pattern.ts';
import { PATTERN_LIMIT, UNSUPPORTED_PATTERN } from './functions/regex-source.ts';
import type { RowError } from './row-errors.ts';

/** `text` is the expression's; `where` gives operator, param, batch and row. The place in the text is added. */
export function problemOfRow(error: RowError, text: string, where: ProblemWhere = {}): Problem {
  const place = { ...where, from: error.span.from, to: error.span.to };
  const marked = text.slice(error.span.from, error.span.to);
  const { params } = error;
  const textOf = (name: string) => String(params[name] ?? '');
  switch (error.errorClass) {
    case 'DIVIDE_BY_ZERO':
    case 'REMAINDER_BY_ZERO':
      return problem('sql/divide-by-zero', place, { text: marked });
    case 'ARITHMETIC_OVERFLOW':
    case 'BINARY_ARITHMETIC_OVERFLOW':
      return problem('sql/overflow', place, { text: marked, type: textOf('type') });
    case 'CAST_INVALID_INPUT':
    case 'CAST_OVERFLOW':
      return problem('sql/cast-value', place, { text: marked, type: textOf('type'), value: textOf('value') });
    case 'NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION':
    case 'NUMERIC_OUT_OF_SUPPORTED_RANGE':
      return problem('sql/decimal-range', place, { text: marked, type: textOf('type'), value: textOf('value') });
    case 'INVALID_ARRAY_INDEX':
    case 'INVALID_ARRAY_INDEX_IN_ELEMENT_AT':
      return problem('sql/index', place, { text: marked, index: Number(params['index'] ?? 0), size: Number(params['size'] ?? 0) });
    case 'INVALID_PARAMETER_VALUE.PATTERN':
    case UNSUPPORTED_PATTERN:
    case 'INVALID_FORMAT.ESC_AT_THE_END':
    case 'INVALID_FORMAT.ESC_IN_THE_MIDDLE':
      return problem('sql/row-pattern', place, { text: marked, reason: textOf('reason') });
    case 'INVALID_FORMAT.MISMATCH_INPUT':
      return problem('function/format-value', place, { text: marked, value: textOf('value') });
    case PATTERN_LIMIT:
      return problem('sql/pattern-limit', place, { text: marked, length: Number(params['length'] ?? 0) });
    default:
      return problemOfTime(error, marked, place) ?? problem('sql/value', place, { text: marked, errorClass: error.errorClass });
  }
}

/** The words for dates, times and intervals, or null. */
function problemOfTime({ errorClass, params }: RowError, text: string, place: ProblemWhere): Problem | null {
  const value = String(params['value'] ?? '');
  switch (errorClass) {
    case 'CANNOT_PARSE_TIMESTAMP':
      return problem('time/pattern', place, { text, value });
    case 'DATETIME_FIELD_OUT_OF_BOUNDS.WITHOUT_SUGGESTION':
    case 'INVALID_FRACTION_OF_SECOND':
      return problem('time/no-such', place, { text });
    case 'INVALID_TIMEZONE':
      return problem('time/zone', place, { text, value });
    case UNKNOWN_ZONE_NAME:
      return problem('time/zone-name', place, { text, reason: String(params['reason'] ?? '') });
    case 'ILLEGAL_DAY_OF_WEEK':
      return problem('time/weekday', place, { text, value });
    case 'DATETIME_OVERFLOW':
      return problem('time/range', place, { text, value });
    case 'INTERVAL_DIVIDED_BY_ZERO':
      return problem('sql/divide-by-zero', place, { text });
    default:
      return errorClass.startsWith('INTERVAL_ARITHMETIC_OVERFLOW') ? problem('time/interval-range', place, { text }) : null;
  }
}
