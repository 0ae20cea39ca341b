// What takes a log line apart. A pattern has named parts; a part a line does not have, or has as "-", is NULL.
import { utf8Slice } from '../../columns/build.ts';
import { fail, ok, problem, type Result } from '../../problem/problem.ts';
import { compileRegex, type Regex } from '../../sql/regex/regex.ts';
import { matchAccessLine } from './access-line.ts';
import type { PartSlots } from './part-slots.ts';
import { matchSyslogLine } from './syslog-line.ts';

/** Finds the parts of the line in bytes[from, to). False: the line is not of the pattern. */
export type LineMatcher = (bytes: Uint8Array, from: number, to: number, slots: PartSlots) => boolean;

export type LogPattern =
  | { readonly kind: 'built-in'; readonly parts: readonly string[]; readonly match: LineMatcher }
  | { readonly kind: 'regex'; readonly parts: readonly string[]; readonly regex: Regex; readonly groups: readonly number[] };

export const ACCESS_PARTS = [
  'host',
  'ident',
  'user',
  'time',
  'request',
  'method',
  'path',
  'protocol',
  'status',
  'bytes',
  'referer',
  'agent',
] as const;
export const SYSLOG_PARTS = ['priority', 'time', 'host', 'program', 'pid', 'message'] as const;

/** Times of access logs by a pattern of date_format. */
export const ACCESS_TIME = 'dd/MMM/yyyy:HH:mm:ss Z';

/** A built-in pattern by its name, or a regular expression with named groups. Problems have offsets into the text. */
export function logPattern(text: string): Result<LogPattern> {
  switch (text) {
    case 'apache-common':
      return ok({ kind: 'built-in', parts: ACCESS_PARTS.slice(0, 10), match: matchAccessLine });
    case 'apache-combined':
      return ok({ kind: 'built-in', parts: ACCESS_PARTS, match: matchAccessLine });
    case 'syslog':
      return ok({ kind: 'built-in', parts: SYSLOG_PARTS, match: matchSyslogLine });
    default:
      return ownPattern(text);
  }
}

function ownPattern(text: string): Result<LogPattern> {
  const compiled = compileRegex(text);
  if (!compiled.ok) return fail(problem('format/log-pattern', {}, { pattern: text.slice(0, 80), reason: compiled.refusal.reason }));
  const { regex } = compiled;
  if (regex.groupNames.size === 0) return fail(problem('format/log-no-parts', {}, { pattern: text.slice(0, 80) }));
  return ok({ kind: 'regex', parts: [...regex.groupNames.keys()], groups: [...regex.groupNames.values()], regex });
}

/** The texts of the parts of one line; null: the line is not of the pattern. A group that took no part is NULL, and so is "-". */
export function matchOwn(
  pattern: LogPattern & { readonly kind: 'regex' },
  bytes: Uint8Array,
  from: number,
  to: number,
): readonly (string | null)[] | null {
  const text = utf8Slice(bytes, from, to);
  if (text.length > pattern.regex.maxTextLength) return null;
  const match = pattern.regex.exec(text, 0);
  if (match === null) return null;
  return pattern.groups.map((group) => {
    const part = match.groups[group] ?? '';
    return part === '' || part === '-' ? null : part;
  });
}
