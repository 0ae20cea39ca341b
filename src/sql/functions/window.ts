// Windows of event time as functions that give a STRUCT: window(t, size) and session_window(t, gap). Windows are aligned to
// 1970-01-01 00:00:00 UTC in every zone, whatever the session zone is.
import type { Column } from '../../columns/column.ts';
import { BIGINT, type DataType, isIntegerType, STRING, TIMESTAMP } from '../../columns/data-type.ts';
import { type Problem, problem } from '../../problem/problem.ts';
import { addCalendarInterval, fixedLength, parseCalendarInterval } from '../datetime/calendar-interval.ts';
import {
  exactMicros,
  failUnheld,
  type Micros,
  microsOfSecond,
  ownLane,
  secondsOf,
  TimestampValues,
  timestampsOf,
} from '../datetime/timestamp-lane.ts';
import type { Literal, Span, Term } from '../expression.ts';
import type { Frame } from '../frame.ts';
import type { TermBuilder } from '../term-builder.ts';
import { zoneOf } from './datetime-columns.ts';
import type { CallShape, ColumnKernel, FunctionDefinition } from './function-definition.ts';
import { asText, textAt } from './text-bytes.ts';

export const WINDOW: DataType = {
  kind: 'STRUCT',
  fields: [
    { name: 'start', type: TIMESTAMP },
    { name: 'end', type: TIMESTAMP },
  ],
};

/** Lengths in microseconds; 0 <= |start| < slide <= size. */
export interface WindowShape {
  readonly size: number;
  readonly slide: number;
  readonly start: number;
}

export const windowFunctions: readonly FunctionDefinition[] = [
  {
    name: 'window',
    group: 'window',
    signatures: [
      'window(time TIMESTAMP, size STRING) -> STRUCT<start: TIMESTAMP, end: TIMESTAMP>',
      'window(time TIMESTAMP, size STRING, slide STRING) -> STRUCT<start: TIMESTAMP, end: TIMESTAMP>',
      'window(time TIMESTAMP, size STRING, slide STRING, start STRING) -> STRUCT<start: TIMESTAMP, end: TIMESTAMP>',
    ],
    written: "window(time, 'size') or window(time, 'size', 'slide', 'start')",
    help: "The window the time lies in: from `start`, which belongs to it, to `end`, which does not. Aligned to 1970-01-01 00:00 UTC, moved by the last argument: window(t, '1 day', '1 day', '22 hours').",
    example: { text: "string(window(TIMESTAMP'2024-02-29 12:34:56', '10 minutes').start)", expected: '2024-02-29 12:30:00' },
    difference: 'A window that slides is an operator of its own here.',
    typed: windowType,
    refuse: ({ literals, argTypes, span }, spans) => {
      if (argTypes[0]?.kind === 'STRUCT') return null;
      const shape = windowShape(literals.slice(1), spans.slice(1), span);
      if ('code' in shape) return shape;
      return shape.slide < shape.size ? problem('sql/sliding-window', span, {}) : null;
    },
    kernel: { kind: 'rewrite', rewrite: writtenOut },
  },
  {
    name: 'tumbling window',
    group: 'window',
    raises: true,
    signatures: ['tumbling window(time TIMESTAMP, size BIGINT, start BIGINT) -> STRUCT<start: TIMESTAMP, end: TIMESTAMP>'],
    help: 'What window is written out to.',
    example: { text: "string(window(TIMESTAMP'2024-02-29 12:34:56', '1 hour').end)", expected: '2024-02-29 13:00:00' },
    kernel: { kind: 'strict', make: tumbling },
  },
  {
    name: 'window_time',
    group: 'window',
    signatures: ['window_time(window STRUCT<start: TIMESTAMP, end: TIMESTAMP>) -> TIMESTAMP'],
    help: 'The last microsecond of a window, which lies in it: a time to put windows into longer windows by.',
    example: { text: "string(window_time(window(TIMESTAMP'2024-02-29 12:34:56', '1 hour')))", expected: '2024-02-29 12:59:59.999999' },
    typed: ([window]) => (window !== undefined && isWindow(window.type) ? { params: [window.type], result: TIMESTAMP } : null),
    kernel: { kind: 'strict', make: () => windowTime },
  },
  {
    name: 'session_window',
    group: 'window',
    signatures: ['session_window(time TIMESTAMP, gap STRING) -> STRUCT<start: TIMESTAMP, end: TIMESTAMP>'],
    help: "The session a single row makes: from its time until the gap after it, '5 minutes'. As a key of an aggregation, sessions that touch become one.",
    example: { text: "string(session_window(TIMESTAMP'2024-02-29 12:34:56', '5 minutes').end)", expected: '2024-02-29 12:39:56' },
    raises: true,
    typed: ([time, gap]) =>
      isTime(time) && (gap?.type.kind === 'STRING' || gap?.type.kind === 'VOID') ? { params: [TIMESTAMP, STRING], result: WINDOW } : null,
    refuse: ({ literals }, spans) => {
      const gap = literals[1];
      if (gap?.kind !== 'string' || parseCalendarInterval(gap.value) !== null) return null;
      return problem('sql/interval', spans[1] ?? { from: 0, to: 0 }, { got: gap.value, reason: 'expected numbers and units, as in 5 minutes' });
    },
    kernel: { kind: 'strict', make: () => session },
  },
];

function isTime(term: Term | undefined): boolean {
  return term !== undefined && ['TIMESTAMP', 'DATE', 'STRING', 'VOID'].includes(term.type.kind);
}

function isWindow(type: DataType): boolean {
  return type.kind === 'STRUCT' && type.fields.length === 2 && type.fields.every((field) => field.type.kind === 'TIMESTAMP');
}

function windowType(args: readonly Term[]): { readonly params: readonly DataType[]; readonly result: DataType } | null {
  const [time, ...lengths] = args;
  const ofWindow = time !== undefined && isWindow(time.type);
  if (lengths.length < 1 || lengths.length > 3 || !(isTime(time) || ofWindow)) return null;
  if (!lengths.every((length) => length.type.kind === 'STRING' || isIntegerType(length.type))) return null;
  return { params: [ofWindow ? time.type : TIMESTAMP, ...lengths.map((length) => length.type)], result: WINDOW };
}

/** Size, slide and start of literal arguments, a number being microseconds; or why they make no windows. */
export function windowShape(literals: readonly (Literal | null)[], spans: readonly Span[], span: Span): WindowShape | Problem {
  const lengths: number[] = [];
  for (const [i, literal] of literals.entries()) {
    const where = spans[i] ?? span;
    const length = lengthOf(literal);
    if (typeof length === 'string') return problem('sql/interval', where, { got: literal?.kind === 'string' ? literal.value : '', reason: length });
    lengths.push(length);
  }
  const [size = 0, slide = size, start = 0] = lengths;
  const wrong = (reason: string) => problem('sql/window-shape', span, { reason });
  if (size <= 0) return wrong('its size must be longer than nothing');
  if (slide <= 0) return wrong('its slide must be longer than nothing');
  if (slide > size) return wrong('its slide must not be longer than its size');
  if (Math.abs(start) >= slide) return wrong('its start must be shorter than its slide');
  return { size, slide, start };
}

/** Microseconds, or what is wrong with the literal. */
function lengthOf(literal: Literal | null): number | string {
  if (literal?.kind === 'number') return literal.value;
  if (literal?.kind !== 'string') return 'it must be a literal, the same for every row';
  const interval = parseCalendarInterval(literal.value);
  if (interval === null) return 'expected numbers and units, as in 10 minutes';
  return fixedLength(interval) ?? 'months and years have no fixed length';
}

function writtenOut(args: readonly Term[], _: DataType, span: Span, terms: TermBuilder): Term | null {
  const [time, ...lengths] = args;
  if (time === undefined) return null;
  const literals = lengths.map((length) => (length.kind === 'literal' ? length.literal : null));
  const shape = windowShape(literals, [], span);
  if ('code' in shape) return null;
  const number = (value: number): Term => ({ kind: 'literal', type: BIGINT, literal: { kind: 'number', value }, span });
  const at = time.type.kind === 'STRUCT' ? terms.call('window_time', [time], TIMESTAMP, span) : time;
  return terms.call('tumbling window', [at, number(shape.size), number(shape.start)], WINDOW, span);
}

/** The start of the last window that begins at or before the time. */
export function lastWindowStart(time: number, { slide, start }: Pick<WindowShape, 'slide' | 'start'>): number {
  const rest = (time - start) % slide;
  return time - (rest < 0 ? rest + slide : rest);
}

/** Start and end of the tumbling window a time lies in; null when it reaches beyond the times of Spark. Exact beyond the times that doubles are exact for too. */
function windowAround(time: Micros, size: number, start: number): readonly [Micros, Micros] | null {
  if (typeof time === 'number' && Math.abs(time) < Number.MAX_SAFE_INTEGER - 2 * size) {
    const from = lastWindowStart(time, { slide: size, start });
    return [from, from + size];
  }
  const at = BigInt(time);
  const length = BigInt(size);
  const rest = (at - BigInt(start)) % length;
  const from = at - (rest < 0n ? rest + length : rest);
  const [first, end] = [ownLane(from), ownLane(from + length)];
  return first === null || end === null ? null : [first, end];
}

/** The starts of all windows a time lies in, ascending: none, one or several. */
export function windowStarts(time: number, shape: WindowShape): readonly number[] {
  const starts: number[] = [];
  for (let at = lastWindowStart(time, shape); time < at + shape.size; at -= shape.slide) starts.unshift(at);
  return starts;
}

function tumbling({ literals }: CallShape): ColumnKernel {
  const [, size, start] = literals.map((literal) => (literal?.kind === 'number' ? literal.value : 0)) as [number, number, number];
  return ([time], frame) => {
    const times = timestampsOf(time);
    return buildWindows(frame, (row) => {
      const window = windowAround(times[row] as Micros, size, start);
      if (window === null) frame.fail(row, 'ARITHMETIC_OVERFLOW', { type: 'TIMESTAMP' });
      return window;
    });
  };
}

/** A window for every row that is not NULL; null makes it NULL. */
function buildWindows(frame: Frame, make: (row: number) => readonly [Micros, Micros] | null): Column {
  const { length } = frame;
  const starts = new TimestampValues(length);
  const ends = new TimestampValues(length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const window = make(row);
    if (window === null) {
      if (!frame.isNull(row)) frame.setNull(row);
    } else {
      starts.set(row, window[0]);
      ends.set(row, window[1]);
    }
  }
  const { nulls } = frame;
  return { kind: 'struct', type: WINDOW, length, nulls, fields: [starts.finish(nulls), ends.finish(nulls)] };
}

const windowTime: ColumnKernel = ([window], frame) => {
  const ends = timestampsOf(window?.kind === 'struct' ? window.fields[1] : undefined);
  const values = new TimestampValues(frame.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const seconds = secondsOf(ends[row] as Micros);
    values.set(row, exactMicros(seconds, microsOfSecond(ends[row] as Micros, seconds) - 1) ?? 0);
  }
  return values.finish(frame.nulls);
};

/** A gap that is no interval, or not longer than nothing, makes no session: NULL. */
const session: ColumnKernel = ([time, gap], frame) => {
  const times = timestampsOf(time);
  const gaps = asText(gap);
  const zone = zoneOf(frame);
  return buildWindows(frame, (row) => {
    const start = times[row] as Micros;
    const interval = parseCalendarInterval(textAt(gaps, row));
    if (interval === null) return null;
    const end = addCalendarInterval(start, interval, zone);
    if (end === null) failUnheld(frame, row, textAt(gaps, row));
    return end === null || end <= start ? null : [start, end];
  });
};
