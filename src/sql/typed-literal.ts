// DATE'..', TIMESTAMP'..' and X'..': constants whose text is read when the expression is checked.
import { BINARY, DATE, type DataType, TIMESTAMP } from '../columns/data-type.ts';
import { fail, ok, problem, type Result } from '../problem/problem.ts';
import type { Micros } from './datetime/timestamp-lane.ts';
import { parseDateText, parseTimestampText, trimForCast } from './datetime-text.ts';
import type { Literal, Span } from './expression.ts';

export function readTypedLiteral(type: string, text: string, span: Span): Result<{ readonly type: DataType; readonly literal: Literal }> {
  const wrong = (wants: string) => fail(problem('sql/typed-literal', span, { type, text, wants }));
  switch (type) {
    case 'DATE': {
      const days = isEpoch(text) ? 0 : parseDateText(text);
      return days === null ? wrong("a date such as '2024-02-29'") : ok({ type: DATE, literal: { kind: 'number', value: days } });
    }
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ': {
      const micros = isEpoch(text) ? 0 : withoutClock(text);
      if (micros === null) return wrong("a timestamp such as '2024-02-29 12:00:00'");
      const literal: Literal = typeof micros === 'number' ? { kind: 'number', value: micros } : { kind: 'bigint', value: micros.toString() };
      return ok({ type: TIMESTAMP, literal });
    }
    case 'TIMESTAMP_NTZ':
      return fail(problem('sql/unsupported-type', span, { type, instead: 'TIMESTAMP' }));
    case 'X': {
      if (!/^[0-9a-f]*$/i.test(text)) return wrong('pairs of hexadecimal digits');
      const value = (text.length % 2 === 0 ? text : `0${text}`).toLowerCase();
      return ok({ type: BINARY, literal: { kind: 'binary', value } });
    }
    case 'TIME':
      return fail(problem('sql/unsupported-type', span, { type, instead: 'TIMESTAMP' }));
    default:
      return wrong('DATE, TIMESTAMP or X before the quoted text');
  }
}

export function isEpoch(text: string): boolean {
  return trimForCast(text).toLowerCase() === 'epoch';
}

/** A constant never reads the clock, so a time of day alone is not a timestamp here. */
function withoutClock(text: string): Micros | null {
  const here = parseTimestampText(text, 0);
  return here === parseTimestampText(text, 86_400_000) ? here : null;
}
