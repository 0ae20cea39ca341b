// extract(FIELD FROM source) and date_part: one field of a date, a time or an interval, written out as the function that reads it.
import { DATE, type DataType, INT, TIMESTAMP, TINYINT } from '../../columns/data-type.ts';
import { problem } from '../../problem/problem.ts';
import type { Term } from '../expression.ts';
import { SECOND_TYPE } from './datetime-parts.ts';
import type { FunctionDefinition } from './function-definition.ts';

export const datetimeExtractFunctions: readonly FunctionDefinition[] = [
  {
    name: 'date_part',
    aliases: ['datepart', 'extract'],
    group: 'datetime',
    signatures: ['date_part(field STRING, source A) -> INT'],
    written: "date_part('field', source) or extract(field FROM source)",
    help: 'One field of a date, time or interval: YEAR, QUARTER, MONTH, WEEK, DAY, DAYOFWEEK, DOY, HOUR, MINUTE, SECOND (with its fraction), YEAROFWEEK, DAYOFWEEK_ISO. Intervals have only those of their type.',
    example: { text: "date_part('YEAR', DATE'2024-02-29')", expected: 2024 },
    typed: ([field, source]) => {
      const found = field === undefined || source === undefined ? null : reading(field, source.type);
      return found === null || field === undefined ? null : { params: [{ kind: 'STRING' }, found.from], result: found.result };
    },
    refuse: ({ literals, span }) => {
      const [field] = literals;
      if (field?.kind !== 'string') return problem('sql/literal-argument', span, { name: 'date_part', argument: 'field' });
      return null;
    },
    kernel: {
      kind: 'rewrite',
      rewrite: ([field, source], _, span, terms) => {
        const found = field === undefined || source === undefined ? null : reading(field, source.type);
        if (found === null || source === undefined) return null;
        const part = terms.call(found.name, [terms.cast(source, found.from)], found.nameType, span);
        if (found.plus === 0) return part;
        const one: Term = { kind: 'literal', type: INT, literal: { kind: 'number', value: found.plus }, span };
        return terms.call('+', [part, one], INT, span);
      },
    },
  },
];

interface Reading {
  /** The function that reads the field, of a source cast to `from`. */
  readonly name: string;
  readonly from: DataType;
  readonly nameType: DataType;
  readonly result: DataType;
  readonly plus: number;
}

const dateFields: Readonly<Record<string, string>> = {
  YEAR: 'year',
  Y: 'year',
  YEARS: 'year',
  YR: 'year',
  YRS: 'year',
  YEAROFWEEK: 'extract yearofweek',
  QUARTER: 'quarter',
  QTR: 'quarter',
  MONTH: 'month',
  MON: 'month',
  MONS: 'month',
  MONTHS: 'month',
  WEEK: 'weekofyear',
  W: 'weekofyear',
  WEEKS: 'weekofyear',
  DAY: 'day',
  D: 'day',
  DAYS: 'day',
  DAYOFWEEK: 'dayofweek',
  DOW: 'dayofweek',
  DAYOFWEEK_ISO: 'weekday',
  DOW_ISO: 'weekday',
  DOY: 'dayofyear',
};

const clockFields: Readonly<Record<string, string>> = {
  HOUR: 'hour',
  H: 'hour',
  HOURS: 'hour',
  HR: 'hour',
  HRS: 'hour',
  MINUTE: 'minute',
  M: 'minute',
  MIN: 'minute',
  MINS: 'minute',
  MINUTES: 'minute',
  SECOND: 'extract second',
  S: 'extract second',
  SEC: 'extract second',
  SECONDS: 'extract second',
  SECS: 'extract second',
};

function reading(field: Term, source: DataType): Reading | null {
  if (field.kind !== 'literal' || field.literal.kind !== 'string') return null;
  const wanted = field.literal.value.toUpperCase();
  const ofDate = dateFields[wanted];
  const ofClock = clockFields[wanted];
  if (source.kind === 'DAY_TIME' || source.kind === 'YEAR_MONTH') return intervalReading(ofDate ?? ofClock, source);
  if (!['DATE', 'TIMESTAMP', 'STRING', 'VOID'].includes(source.kind)) return null;
  if (ofDate !== undefined) return { name: ofDate, from: DATE, nameType: INT, result: INT, plus: ofDate === 'weekday' ? 1 : 0 };
  if (ofClock === undefined) return null;
  const type: DataType = ofClock === 'extract second' ? SECOND_TYPE : INT;
  return { name: ofClock, from: TIMESTAMP, nameType: type, result: type, plus: 0 };
}

const unitsOf = { year: 'YEAR', month: 'MONTH', day: 'DAY', hour: 'HOUR', minute: 'MINUTE', 'extract second': 'SECOND' } as const;
const order = ['YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND'];

/** An interval has the fields from its first to its last unit. */
function intervalReading(field: string | undefined, source: DataType & { kind: 'DAY_TIME' | 'YEAR_MONTH' }): Reading | null {
  const unit = unitsOf[field as keyof typeof unitsOf] as string | undefined;
  if (unit === undefined || order.indexOf(unit) < order.indexOf(source.from) || order.indexOf(unit) > order.indexOf(source.to)) return null;
  const type = unit === 'SECOND' ? SECOND_TYPE : ['MONTH', 'HOUR', 'MINUTE'].includes(unit) ? TINYINT : INT;
  return { name: `interval ${unit.toLowerCase()}`, from: source, nameType: type, result: type, plus: 0 };
}
