// Durations as Spark writes them: "10 seconds", "1 minute 30 seconds"; also short, "10s", "100ms". Months and years have
// no fixed length and are refused.
import { fail, ok, problem, type Result } from '../problem/problem.ts';

export interface Interval {
  /** Length in microseconds; above 0 and a safe integer. */
  readonly micros: number;
  /** The one way it is written in a document: "1 minute 30 seconds". */
  readonly normalized: string;
}

interface Unit {
  readonly name: string;
  readonly micros: number;
}

const units: readonly Unit[] = [
  { name: 'week', micros: 604_800_000_000 },
  { name: 'day', micros: 86_400_000_000 },
  { name: 'hour', micros: 3_600_000_000 },
  { name: 'minute', micros: 60_000_000 },
  { name: 'second', micros: 1_000_000 },
  { name: 'millisecond', micros: 1_000 },
  { name: 'microsecond', micros: 1 },
];

const shortNames: ReadonlyMap<string, string> = new Map([
  ['w', 'week'],
  ['d', 'day'],
  ['h', 'hour'],
  ['hr', 'hour'],
  ['hrs', 'hour'],
  ['m', 'minute'],
  ['min', 'minute'],
  ['mins', 'minute'],
  ['s', 'second'],
  ['sec', 'second'],
  ['secs', 'second'],
  ['ms', 'millisecond'],
  ['msec', 'millisecond'],
  ['msecs', 'millisecond'],
  ['us', 'microsecond'],
  ['usec', 'microsecond'],
  ['usecs', 'microsecond'],
]);

const unitOf: ReadonlyMap<string, Unit> = new Map(
  units.flatMap((unit) => [
    [unit.name, unit] as const,
    [`${unit.name}s`, unit] as const,
    ...[...shortNames].filter(([, name]) => name === unit.name).map(([short]) => [short, unit] as const),
  ]),
);

const part = /\s*([+-]?)(\d+(?:\.\d*)?|\.\d+)\s*([A-Za-zµ]+)\s*,?/y;

/** The duration in `text`, which must be longer than nothing. Problems have code 'sql/interval'. */
export function parseInterval(text: string): Result<Interval> {
  const wrong = (reason: string, from = 0, to = text.length) => fail(problem('sql/interval', { from, to }, { got: text, reason }));
  const body = text.replace(/^\s*interval\b/i, (word) => ' '.repeat(word.length));
  if (body.trim() === '') return wrong('it is empty');
  let micros = 0;
  part.lastIndex = 0;
  for (let at = 0; body.slice(at).trim() !== ''; at = part.lastIndex) {
    part.lastIndex = at;
    const match = part.exec(body);
    if (match === null) return wrong(reasonAt(body, at), at);
    const name = (match[3] as string).toLowerCase();
    if (/^(?:months?|mons?|years?|yrs?|quarters?|y)$/.test(name)) return wrong('months and years have no fixed length', at, part.lastIndex);
    const unit = unitOf.get(name === 'µs' ? 'us' : name);
    if (unit === undefined) return wrong(`there is no unit ${match[3]}`, at, part.lastIndex);
    const amount = amountOf(match[2] as string, unit);
    if (amount === null) return wrong(`${match[2]} ${unit.name}s are not a whole number of microseconds`, at, part.lastIndex);
    micros += match[1] === '-' ? -amount : amount;
  }
  if (micros === 0) return wrong('it is zero, and must be longer');
  if (micros < 0) return wrong('it is negative, and must be longer than zero');
  if (!Number.isSafeInteger(micros)) return wrong('it is too long');
  return ok({ micros, normalized: intervalText(micros) });
}

function reasonAt(body: string, at: number): string {
  const rest = body.slice(at).trim();
  if (/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(rest)) return `the number ${rest} has no unit`;
  return `"${rest}" does not start with a number and a unit`;
}

/** Whole microseconds of a decimal amount, or null. Computed on the digits: 0.1 seconds are 100000. */
function amountOf(digits: string, unit: Unit): number | null {
  const [whole = '', fraction = ''] = digits.split('.');
  if (whole.length > 16 || fraction.length > 12) return whole.length > 16 ? Number.POSITIVE_INFINITY : null;
  const scale = 10n ** BigInt(fraction.length);
  const scaled = BigInt(`${whole}${fraction}` || '0') * BigInt(unit.micros);
  return scaled % scale === 0n ? Number(scaled / scale) : null;
}

/** Spark interval text of a length: "1 minute 30 seconds". Weeks are written as days. */
export function intervalText(micros: number): string {
  const words: string[] = [];
  let rest = micros;
  for (const unit of units.slice(1)) {
    const amount = Math.floor(rest / unit.micros);
    if (amount === 0) continue;
    rest -= amount * unit.micros;
    words.push(`${amount} ${unit.name}${amount === 1 ? '' : 's'}`);
  }
  return words.join(' ');
}
