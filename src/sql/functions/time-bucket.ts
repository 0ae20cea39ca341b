// time_bucket: the start of the stretch of equal steps from an origin that a time lies in. Steps are taken as a time + interval is:
// whole days and months on the clocks of the session zone, the rest as it passes.
import type { Column } from '../../columns/column.ts';
import { DAY_TIME, type DataType, TIMESTAMP } from '../../columns/data-type.ts';
import { type Problem, problem } from '../../problem/problem.ts';
import { isConstant } from '../constant-term.ts';
import { addDayTime, addMonths } from '../datetime/add-interval.ts';
import { buildTimestamps, failUnheld, type Micros, timestampsOf } from '../datetime/timestamp-lane.ts';
import type { ZoneRules } from '../datetime/zone-rules.ts';
import type { Span, Term } from '../expression.ts';
import { bigAt, zoneOf } from './datetime-columns.ts';
import type { CallShape, ColumnKernel, FunctionDefinition } from './function-definition.ts';

const NAME = 'time_bucket';

export const timeBucketFunctions: readonly FunctionDefinition[] = [
  {
    name: NAME,
    group: 'datetime',
    signatures: [
      'time_bucket(size INTERVAL DAY TO SECOND, time TIMESTAMP) -> TIMESTAMP',
      'time_bucket(size INTERVAL DAY TO SECOND, time TIMESTAMP, origin TIMESTAMP) -> TIMESTAMP',
      'time_bucket(size INTERVAL YEAR TO MONTH, time TIMESTAMP) -> TIMESTAMP',
      'time_bucket(size INTERVAL YEAR TO MONTH, time TIMESTAMP, origin TIMESTAMP) -> TIMESTAMP',
    ],
    written: 'time_bucket(size, time) or time_bucket(size, time, origin)',
    help: 'The start of the bucket of that size the time lies in, counted from the origin, or from 1970-01-01 00:00:00. Days and months are those of the session zone.',
    example: { text: "string(time_bucket(INTERVAL '15' MINUTE, TIMESTAMP'2024-01-01 11:27:00'))", expected: '2024-01-01 11:15:00' },
    raises: true,
    refuseTerms: refusedBucket,
    typed: typed,
    refuse: refusedSize,
    kernel: { kind: 'strict', make: bucketStarts },
  },
];

function refusedBucket([size, , origin]: readonly Term[]): Problem | null {
  if (size !== undefined && !isConstant(size))
    return problem('function/literal', size.span, { name: NAME, argument: 'size', takes: "INTERVAL '15' MINUTE" });
  if (origin !== undefined && !isConstant(origin))
    return problem('function/literal', origin.span, { name: NAME, argument: 'origin', takes: "TIMESTAMP'2024-01-01 00:00:00'" });
  return null;
}

function typed([size, time, origin, ...others]: readonly Term[]): { readonly params: readonly DataType[]; readonly result: DataType } | null {
  const length = size?.type.kind === 'VOID' ? DAY_TIME : size?.type;
  const isTime = (term: Term): boolean => ['TIMESTAMP', 'VOID'].includes(term.type.kind);
  if ((length?.kind !== 'DAY_TIME' && length?.kind !== 'YEAR_MONTH') || time === undefined || !isTime(time) || others.length > 0) return null;
  if (origin === undefined) return { params: [length, TIMESTAMP], result: TIMESTAMP };
  return isTime(origin) ? { params: [length, TIMESTAMP, TIMESTAMP], result: TIMESTAMP } : null;
}

function refusedSize({ literals, span }: CallShape, spans: readonly Span[]): Problem | null {
  const [size] = literals;
  if (size?.kind !== 'number' || size.value > 0) return null;
  return problem('function/argument', spans[0] ?? span, { name: NAME, argument: 'size', got: 'not longer than nothing', takes: 'a length above 0' });
}

function bucketStarts({ argTypes }: CallShape): ColumnKernel {
  const step = argTypes[0]?.kind === 'YEAR_MONTH' ? addMonths : addDayTime;
  const about = argTypes[0]?.kind === 'YEAR_MONTH' ? 2_629_746_000_000n : 1n;
  return ([size, time, origin], frame) => {
    const times = timestampsOf(time);
    const origins = origin === undefined ? null : timestampsOf(origin);
    const zone = zoneOf(frame);
    const midnight = zone.startOfDay(0) * 1e6;
    return buildTimestamps(frame, (row) => {
      const start = origins === null ? midnight : (origins[row] as Micros);
      const found = bucketStart(times[row] as Micros, start, bigAt(size as Column, row), about, step, zone);
      if (found === null) failUnheld(frame, row, 'the start of a bucket');
      return found;
    });
  };
}

type Step = (time: Micros, length: bigint, zone: ZoneRules) => Micros | null;

/** The last of origin, origin ± size, .. that is not after the time; null when it is beyond the times of Spark. */
function bucketStart(time: Micros, origin: Micros, size: bigint, about: bigint, step: Step, zone: ZoneRules): Micros | null {
  if (size <= 0n) return null;
  const at = (count: bigint): Micros | null => step(origin, count * size, zone);
  // Changes of the clocks, and months of other lengths, make it one or two more or less.
  let count = (BigInt(time) - BigInt(origin)) / (size * about);
  let found = at(count);
  while (found !== null && found > time) found = at(--count);
  for (let next = at(count + 1n); found !== null && next !== null && next <= time; next = at(count + 1n)) {
    found = next;
    count++;
  }
  return found;
}
