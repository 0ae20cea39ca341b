// Numbers, sizes and times as dock and strip say them: thousands with commas, a space before the unit, "–" for what is not
// known, 24 h clock in UTC, the true minus sign. Pure; the locale of the browser plays no part.

const MINUS = '−';
const SHORT_UNITS = ['', 'k', 'M', 'G', 'T'];
const BYTE_UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const UNKNOWN = '–';

/** "10,432"; fractions keep at most `digits` places ("1,204.5"). */
export function formatNumber(value: number, digits = 2): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : `${MINUS}∞`;
  const size = Math.abs(value);
  if (size >= 1e15) return signed(value, size.toExponential(2).replace('e+', 'e'));
  const text = trimZeros(size.toFixed(Number.isInteger(value) ? 0 : digits));
  const [whole = '0', fraction] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return signed(Number(text) === 0 ? 0 : value, fraction === undefined ? grouped : `${grouped}.${fraction}`);
}

/** Short form for tight places: "832", "1.7k", "24k", "1.3M". Exact below 1,000. */
export function formatShort(value: number): string {
  if (!Number.isFinite(value)) return formatNumber(value);
  let size = Math.abs(value);
  let unit = 0;
  // 999.5 would round to 1000: the next unit says it shorter.
  while (unit < SHORT_UNITS.length - 1 && roundTo3(size) >= 1_000) {
    size /= 1_000;
    unit += 1;
  }
  return signed(value, `${shortDigits(size)}${SHORT_UNITS[unit] ?? ''}`);
}

/** "812 B", "14.1 KB", "1.3 MB" (powers of 1,000). */
export function formatBytes(bytes: number): string {
  let size = Math.max(0, bytes);
  let unit = 0;
  while (unit < BYTE_UNITS.length - 1 && roundTo3(size) >= 1_000) {
    size /= 1_000;
    unit += 1;
  }
  const text = unit === 0 ? String(Math.round(size)) : shortDigits(size);
  return `${text} ${BYTE_UNITS[unit] ?? 'B'}`;
}

/** "0.4 ms", "38 ms", "1.2 s", "2 min 5 s", "3 h 20 min", "2 days 4 h". */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return UNKNOWN;
  const size = Math.abs(ms);
  const text = durationText(size);
  return text.startsWith('0 ') || text.startsWith('<') ? text : signed(ms, text);
}

function durationText(ms: number): string {
  if (ms === 0) return '0 ms';
  if (ms < 0.05) return '< 0.1 ms';
  if (ms < 9.95) return `${trimZeros(ms.toFixed(1))} ms`;
  if (Math.round(ms) < SECOND) return `${Math.round(ms)} ms`;
  if (Math.round(ms / 100) < 600) return `${trimZeros((ms / SECOND).toFixed(1))} s`;
  if (Math.round(ms / SECOND) < HOUR / SECOND) return twoUnits(Math.round(ms / SECOND), 60, 'min', 's');
  if (Math.round(ms / MINUTE) < (2 * DAY) / MINUTE) return twoUnits(Math.round(ms / MINUTE), 60, 'h', 'min');
  return twoUnits(Math.round(ms / HOUR), 24, 'days', 'h');
}

function twoUnits(total: number, per: number, large: string, small: string): string {
  const rest = total % per;
  const head = `${formatNumber(Math.floor(total / per))} ${large}`;
  return rest === 0 ? head : `${head} ${rest} ${small}`;
}

/** The value and its unit apart, for tiles that set them differently: ["1.2", "s"]. Longer than a minute: all in the value. */
export function splitDuration(ms: number): readonly [string, string] {
  const text = formatDuration(ms);
  const parts = text.split(' ');
  if (parts.length === 2) return [parts[0] ?? '', parts[1] ?? ''];
  if (text.startsWith('< ')) return ['< 0.1', 'ms'];
  return [text, ''];
}

/** "14:31:52". */
export function formatClock(ms: number): string {
  return clockText(Math.floor(ms / SECOND));
}

/** "14:31:51.8": tenths cut, not rounded, so that it never names a time that has not come. */
export function formatClockTenths(ms: number): string {
  const tenths = Math.floor(ms / 100);
  return `${clockText(Math.floor(tenths / 10))}.${modulo(tenths, 10)}`;
}

/** "14:31:52", with tenths only when the time does not lie on a second (batch intervals below one). */
export function formatBatchTime(ms: number): string {
  return modulo(ms, SECOND) === 0 ? formatClock(ms) : formatClockTenths(ms);
}

/** "14:31:20 – 14:31:50"; the window is (start, end], so both ends are named as they are. */
export function formatWindow(window: { readonly startMs: number; readonly endMs: number }): string {
  const fine = modulo(window.startMs, SECOND) !== 0 || modulo(window.endMs, SECOND) !== 0;
  const clock = fine ? formatClockTenths : formatClock;
  return `${clock(window.startMs)} – ${clock(window.endMs)}`;
}

function clockText(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(modulo(Math.floor(seconds / 3_600), 24))}:${two(modulo(Math.floor(seconds / 60), 60))}:${two(modulo(seconds, 60))}`;
}

/** "today's" date is not said; another day is: "2026-11-22 14:31:52". */
export function formatMoment(ms: number, nowMs: number): string {
  const clock = formatClock(ms);
  if (Math.floor(ms / DAY) === Math.floor(nowMs / DAY)) return clock;
  return `${new Date(ms).toISOString().slice(0, 10)} ${clock}`;
}

/** "1 s ago", "2 min ago"; "now" below a second. */
export function formatAgo(ms: number): string {
  return ms < SECOND ? 'now' : `${formatDuration(ms < MINUTE ? Math.floor(ms / SECOND) * SECOND : Math.floor(ms / MINUTE) * MINUTE)} ago`;
}

/** "+12", "−3", "0". */
export function formatChange(change: number): string {
  const text = formatNumber(Math.abs(change));
  if (text === '0') return '0';
  return change > 0 ? `+${text}` : `${MINUS}${text}`;
}

/** "1 batch", "18 batches". */
export function countOf(count: number, one: string, many: string): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** "119", "119 and 120", "119–123". */
export function batchRange(from: number, to: number): string {
  if (to <= from) return String(from);
  return to === from + 1 ? `${from} and ${to}` : `${from}–${to}`;
}

function signed(value: number, text: string): string {
  return value < 0 ? `${MINUS}${text}` : text;
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** One decimal below 10 only where there is something to say; none above. */
function shortDigits(size: number): string {
  return trimZeros(size < 99.95 ? size.toFixed(size < 9.95 || size % 1 !== 0 ? 1 : 0) : size.toFixed(0));
}

function roundTo3(size: number): number {
  return Number(shortDigits(size));
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
