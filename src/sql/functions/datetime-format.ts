// Times printed and read by patterns of Java's DateTimeFormatter, on the session zone's clocks.
import type { Column } from '../../columns/column.ts';
import { BIGINT, DATE, type DataType, isNumericType, STRING, TIMESTAMP } from '../../columns/data-type.ts';
import { type Problem, problem } from '../../problem/problem.ts';
import { fitOf } from '../coercion.ts';
import { parseByPattern } from '../datetime/parse-by-pattern.ts';
import { type PatternPart, readPattern } from '../datetime/pattern.ts';
import { PrintFailure, printTime } from '../datetime/print-pattern.ts';
import { buildTimestamps, heldMicros, type Micros, microsOfSecond, secondsOf, timestampsOf } from '../datetime/timestamp-lane.ts';
import type { Span, Term } from '../expression.ts';
import type { Frame } from '../frame.ts';
import type { TermBuilder } from '../term-builder.ts';
import { bigAt, zoneOf } from './datetime-columns.ts';
import type { CallShape, ColumnKernel, FunctionDefinition } from './function-definition.ts';
import { asText, buildText, textAt } from './text-bytes.ts';

const DEFAULT_PATTERN = 'yyyy-MM-dd HH:mm:ss';
const LETTERS =
  "yyyy year, MM or MMM month, dd day, DDD day of the year, EEE weekday, HH or hh hour, a AM/PM, mm minute, ss second, SSS fraction, xxx offset, VV zone, [..] optional, '..' text";

export const datetimeFormatFunctions: readonly FunctionDefinition[] = [
  {
    name: 'date_format',
    group: 'datetime',
    signatures: ['date_format(time TIMESTAMP, pattern STRING) -> STRING'],
    help: `The time as text, by a pattern of Java's DateTimeFormatter: ${LETTERS}.`,
    example: { text: "date_format(TIMESTAMP'2024-02-29 12:34:56', 'EEE d MMM yyyy')", expected: 'Thu 29 Feb 2024' },
    difference: 'The name of a zone (z) is printed for UTC, GMT and the best known zones; for others a row fails, and VV or xxx do.',
    raises: true,
    refuse: (shape) => refusedPattern(shape, 1, 'print'),
    kernel: { kind: 'strict', make: printed },
  },
  {
    name: 'from_unixtime',
    group: 'datetime',
    signatures: ['from_unixtime(seconds BIGINT) -> STRING', 'from_unixtime(seconds BIGINT, pattern STRING) -> STRING'],
    help: `The time that many seconds after 1970-01-01 00:00:00 UTC as text on the session zone's clocks, by the pattern '${DEFAULT_PATTERN}' or another (see date_format).`,
    example: { text: "from_unixtime(1709210096, 'yyyy')", expected: '2024' },
    difference: 'The name of a zone (z) is printed for UTC, GMT and the best known zones; for others a row fails, and VV or xxx do.',
    raises: true,
    refuse: (shape) => refusedPattern(shape, 1, 'print'),
    kernel: { kind: 'strict', make: printedSeconds },
  },
  {
    name: 'to_timestamp',
    aliases: ['to_timestamp_ltz'],
    group: 'datetime',
    signatures: [
      'to_timestamp(text STRING) -> TIMESTAMP',
      'to_timestamp(time TIMESTAMP) -> TIMESTAMP',
      'to_timestamp(text STRING, pattern STRING) -> TIMESTAMP',
      'to_timestamp(time TIMESTAMP, pattern STRING) -> TIMESTAMP',
    ],
    written: 'to_timestamp(text) or to_timestamp(text, pattern)',
    help: `The text as a TIMESTAMP: like CAST(text AS TIMESTAMP), or by a pattern (${LETTERS}). Fails for a text that is none; try_to_timestamp gives NULL.`,
    example: { text: "string(to_timestamp('29/02/2024 12:00', 'dd/MM/yyyy HH:mm'))", expected: '2024-02-29 12:00:00' },
    difference: 'Of the names of zones (z) regions, UTC, GMT, offsets and PST, PDT, MDT, CST, CDT, EDT are read.',
    raises: true,
    typed: (args) => typedText(args, TIMESTAMP, 'seconds'),
    refuse: refusedReading,
    kernel: { kind: 'rewrite', rewrite: (args, _, span, terms) => readAs(args, 'cast', 'time by pattern', TIMESTAMP, span, terms) },
  },
  {
    name: 'try_to_timestamp',
    group: 'datetime',
    signatures: [
      'try_to_timestamp(text STRING) -> TIMESTAMP',
      'try_to_timestamp(time TIMESTAMP) -> TIMESTAMP',
      'try_to_timestamp(text STRING, pattern STRING) -> TIMESTAMP',
      'try_to_timestamp(time TIMESTAMP, pattern STRING) -> TIMESTAMP',
    ],
    written: 'try_to_timestamp(text) or try_to_timestamp(text, pattern)',
    help: 'As to_timestamp, but NULL for a text that is no timestamp.',
    example: { text: "try_to_timestamp('noon')", expected: null },
    typed: (args) => typedText(args, TIMESTAMP, 'seconds'),
    refuse: refusedReading,
    kernel: { kind: 'rewrite', rewrite: (args, _, span, terms) => readAs(args, 'try_cast', 'time by pattern or null', TIMESTAMP, span, terms) },
  },
  {
    name: 'to_date',
    group: 'datetime',
    signatures: [
      'to_date(text STRING) -> DATE',
      'to_date(time TIMESTAMP) -> DATE',
      'to_date(text STRING, pattern STRING) -> DATE',
      'to_date(time TIMESTAMP, pattern STRING) -> DATE',
    ],
    written: 'to_date(text) or to_date(text, pattern)',
    help: `The text as a DATE: like CAST(text AS DATE), or by a pattern (${LETTERS}). Fails for a text that is none; try_to_date gives NULL.`,
    example: { text: "string(to_date('29.2.2024', 'd.M.yyyy'))", expected: '2024-02-29' },
    difference: 'Of the names of zones (z) regions, UTC, GMT, offsets and PST, PDT, MDT, CST, CDT, EDT are read.',
    raises: true,
    typed: (args) => typedText(args, DATE, 'text'),
    refuse: refusedReading,
    kernel: { kind: 'rewrite', rewrite: (args, _, span, terms) => readAs(args, 'cast', 'time by pattern', DATE, span, terms) },
  },
  {
    name: 'try_to_date',
    group: 'datetime',
    signatures: ['try_to_date(text STRING) -> DATE', 'try_to_date(time TIMESTAMP) -> DATE', 'try_to_date(text STRING, pattern STRING) -> DATE'],
    written: 'try_to_date(text) or try_to_date(text, pattern)',
    help: 'As to_date, but NULL for a text that is no date.',
    example: { text: "try_to_date('noon')", expected: null },
    typed: (args) => typedText(args, DATE, 'text'),
    refuse: refusedReading,
    kernel: { kind: 'rewrite', rewrite: (args, _, span, terms) => readAs(args, 'try_cast', 'time by pattern or null', DATE, span, terms) },
  },
  {
    name: 'unix_timestamp',
    aliases: ['to_unix_timestamp'],
    group: 'datetime',
    signatures: [
      'unix_timestamp() -> BIGINT',
      'unix_timestamp(text STRING) -> BIGINT',
      'unix_timestamp(time TIMESTAMP) -> BIGINT',
      'unix_timestamp(text STRING, pattern STRING) -> BIGINT',
      'unix_timestamp(time TIMESTAMP, pattern STRING) -> BIGINT',
    ],
    written: 'unix_timestamp(time) or unix_timestamp(text, pattern)',
    help: `The whole seconds since 1970-01-01 00:00:00 UTC; of a text by the pattern '${DEFAULT_PATTERN}' or another (see to_timestamp).`,
    example: { text: "unix_timestamp(TIMESTAMP'2024-02-29 12:34:56Z')", expected: 1_709_210_096 },
    difference: 'Of the names of zones (z) regions, UTC, GMT, offsets and PST, PDT, MDT, CST, CDT, EDT are read.',
    raises: true,
    typed: (args) => (args.length === 0 ? { params: [], result: BIGINT } : typedText(args, BIGINT, 'refused')),
    refuse: refusedReading,
    kernel: { kind: 'rewrite', rewrite: unixTimestamp },
  },
  {
    name: 'time by pattern',
    group: 'datetime',
    signatures: ['time by pattern(text STRING, pattern STRING) -> TIMESTAMP'],
    help: 'What to_timestamp, to_date and unix_timestamp are written out to.',
    example: { text: "year(to_timestamp('2024', 'yyyy'))", expected: 2024 },
    raises: true,
    kernel: { kind: 'strict', make: (shape) => parsed(shape, false) },
  },
  {
    name: 'time by pattern or null',
    group: 'datetime',
    signatures: ['time by pattern or null(text STRING, pattern STRING) -> TIMESTAMP'],
    help: 'What try_to_timestamp and try_to_date are written out to.',
    example: { text: "try_to_timestamp('20x4', 'yyyy')", expected: null },
    raises: true,
    kernel: { kind: 'strict', make: (shape) => parsed(shape, true) },
  },
];

/** What is neither text nor time: `seconds`, one number is that many; `text`, it becomes text first; `refused`. */
type Others = 'seconds' | 'text' | 'refused';

/** A STRING stays one, a DATE or TIMESTAMP becomes a TIMESTAMP. */
function typedText(args: readonly Term[], result: DataType, others: Others): { params: readonly DataType[]; result: DataType } | null {
  const [value, pattern] = args;
  if (value === undefined || args.length > 2) return null;
  const { kind } = value.type;
  const isNumber = others === 'seconds' && isNumericType(value.type);
  if (isNumber && args.length > 1) return null;
  const first: DataType | null =
    kind === 'STRING' || kind === 'VOID'
      ? { kind: 'STRING' }
      : kind === 'TIMESTAMP' || isNumber
        ? value.type
        : kind === 'DATE'
          ? args.length === 1 && result.kind === 'DATE'
            ? DATE
            : TIMESTAMP
          : others !== 'refused' && fitOf(value.type, STRING) !== 'none'
            ? STRING
            : null;
  if (first === null || (others === 'refused' && pattern !== undefined && pattern.type.kind !== 'STRING' && pattern.type.kind !== 'VOID'))
    return null;
  if (pattern === undefined) return { params: [first], result };
  return fitOf(pattern.type, STRING) === 'none' ? null : { params: [first, STRING], result };
}

function readAs(args: readonly Term[], cast: string, byPattern: string, type: DataType, span: Span, terms: TermBuilder): Term | null {
  const [value, pattern] = args;
  if (value === undefined) return null;
  if (pattern === undefined) return terms.call(cast, [value], type, span);
  const time = value.type.kind === 'STRING' ? terms.call(byPattern, [value, pattern], TIMESTAMP, span) : value;
  return terms.cast(time, type);
}

function unixTimestamp(args: readonly Term[], _: DataType, span: Span, terms: TermBuilder): Term | null {
  const [value, pattern] = args;
  if (value === undefined) return terms.call('unix_seconds', [terms.call('current_timestamp', [], TIMESTAMP, span)], BIGINT, span);
  const used: Term = pattern ?? { kind: 'literal', type: { kind: 'STRING' }, literal: { kind: 'string', value: DEFAULT_PATTERN }, span };
  const time = value.type.kind === 'STRING' ? terms.call('time by pattern', [value, used], TIMESTAMP, span) : value;
  // Towards zero, unlike unix_seconds: half a second before 1970 is second 0.
  const second: Term = { kind: 'literal', type: BIGINT, literal: { kind: 'number', value: 1_000_000 }, span };
  return terms.call('div', [terms.call('unix_micros', [time], BIGINT, span), second], BIGINT, span);
}

/** A time or a NULL is read by no pattern, whatever it says. */
function refusedReading(shape: CallShape): Problem | null {
  return shape.argTypes[0]?.kind === 'STRING' && shape.literals[0]?.kind !== 'null' ? refusedPattern(shape, 1, 'parse') : null;
}

/** A literal pattern that no row could use is refused before any row. */
function refusedPattern(shape: CallShape, index: number, use: 'print' | 'parse'): Problem | null {
  const literal = shape.literals[index];
  if (literal?.kind !== 'string') return null;
  const read = readPattern(literal.value, use);
  if (read.ok) return null;
  const { errorClass, reason } = read;
  if (errorClass === null) return problem('sql/unsupported-datetime-pattern', shape.span, { pattern: literal.value, reason });
  return problem('sql/datetime-pattern', shape.span, { pattern: literal.value, reason, errorClass });
}

/** The parts of each row's pattern, null after the row failed. A literal pattern is read once. */
function partsOf(
  { literals }: CallShape,
  use: 'print' | 'parse',
): (pattern: Column | undefined, frame: Frame) => (row: number) => readonly PatternPart[] | null {
  const literal = literals.length === 1 ? DEFAULT_PATTERN : literals[1]?.kind === 'string' ? literals[1].value : null;
  const fixed = literal === null ? null : readPattern(literal, use);
  return (pattern, frame) => {
    if (fixed?.ok === true) return () => fixed.parts;
    const patterns = asText(pattern);
    return (row) => {
      const read = readPattern(textAt(patterns, row), use);
      if (read.ok) return read.parts;
      frame.fail(row, read.errorClass ?? 'UNSUPPORTED_DATETIME_PATTERN', { reason: read.reason });
      return null;
    };
  };
}

function printedRow(frame: Frame, row: number, parts: readonly PatternPart[] | null, seconds: number, micros: number): string | null {
  if (parts === null) return null;
  try {
    return printTime(parts, seconds, micros, zoneOf(frame));
  } catch (error) {
    if (!(error instanceof PrintFailure)) throw error;
    frame.fail(row, error.errorClass, { reason: error.message });
    return null;
  }
}

function printed(shape: CallShape): ColumnKernel {
  const parts = partsOf(shape, 'print');
  return ([time, pattern], frame) => {
    const micros = timestampsOf(time);
    const partsAt = parts(pattern, frame);
    return buildText(frame, (row) => {
      const seconds = secondsOf(micros[row] as Micros);
      return printedRow(frame, row, partsAt(row), seconds, microsOfSecond(micros[row] as Micros, seconds));
    });
  };
}

function printedSeconds(shape: CallShape): ColumnKernel {
  const parts = partsOf(shape, 'print');
  return ([amount, pattern], frame) => {
    const partsAt = parts(pattern, frame);
    return buildText(frame, (row) => {
      // Spark multiplies into 64 bits and lets them wrap.
      const micros = BigInt.asIntN(64, bigAt(amount, row) * 1_000_000n);
      const rest = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
      return printedRow(frame, row, partsAt(row), Number((micros - rest) / 1_000_000n), Number(rest));
    });
  };
}

function parsed(shape: CallShape, orNullInstead: boolean): ColumnKernel {
  const parts = partsOf(shape, 'parse');
  return ([text, pattern], frame) => {
    const texts = asText(text);
    const partsAt = parts(pattern, frame);
    const zone = zoneOf(frame);
    return buildTimestamps(frame, (row) => {
      const wanted = partsAt(row);
      if (wanted === null) return null;
      const value = textAt(texts, row);
      const time = parseByPattern(wanted, value, zone);
      if (time !== null) return heldMicros(frame, row, time.seconds, time.micros);
      if (!orNullInstead) frame.fail(row, 'CANNOT_PARSE_TIMESTAMP', { value });
      return null;
    });
  };
}
