// What single texts look like, by strict forms: a guess must not take "2024" for a date or "12 apples" for a number, as the lenient
// rules of CAST would.

export type ValueKind =
  | 'boolean'
  /** Digits with a sign, no leading zeros. */
  | 'whole'
  /** With a point or an exponent; NaN and infinities. */
  | 'decimal'
  /** 1.234,56: digits and a comma before the rest. */
  | 'comma'
  /** 007. */
  | 'zeros'
  | 'date'
  | 'timestamp'
  /** A word people write where there is no value. */
  | 'nothing'
  | 'other';

const NOTHING = new Set(['null', 'na', 'n/a', '#n/a', 'nil', 'none', '-', '--', '?', '\\n', 'missing', '.', 'nan']);

const whole = /^[+-]?(?:0|[1-9]\d*)$/;
const zeros = /^[+-]?0\d+$/;
const decimal = /^[+-]?(?:\d+\.\d*|\.\d+|\d+(?=[eE]))(?:[eE][+-]?\d+)?$|^(?:NaN|[+-]?Inf(?:inity)?)$/;
const comma = /^[+-]?(?:\d{1,3}(?:[. '\u00a0\u202f\u2019]\d{3})+|\d+),\d+$/;
const date = /^\d{4}-\d{1,2}-\d{1,2}$/;
const timestamp = /^\d{4}-\d{1,2}-\d{1,2}[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?(?: ?(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?)?$/;

export function kindOf(text: string): ValueKind {
  if (text.length > 64) return 'other';
  const first = text.charCodeAt(0);
  const digitLike = (first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e;
  if (digitLike) {
    if (whole.test(text)) return 'whole';
    if (decimal.test(text)) return 'decimal';
    if (comma.test(text)) return 'comma';
    if (zeros.test(text)) return 'zeros';
    if (date.test(text)) return 'date';
    if (timestamp.test(text)) return 'timestamp';
  } else if (text === 'NaN' || text === 'Infinity') return 'decimal';
  const lower = text.toLowerCase();
  if (lower === 'true' || lower === 'false') return 'boolean';
  return NOTHING.has(lower) ? 'nothing' : 'other';
}

/** Names that say that a column holds times: ts, time, created_at, eventTime.. */
export function isTimeName(name: string): boolean {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  return /(?:^|[^a-z])(?:ts|time|times|timestamp|timestamps|date|datetime|day|epoch|unixtime|created|updated|at|when|occurred|instant)(?:[^a-z]|$)|timestamp|datetime/.test(
    words,
  );
}
