// Numbers as the studio writes them (mock/design.md, 6): short on the canvas, exact up to 99,999 in panels, units with a
// space, % without. "–" stands for what is not known.

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

export const UNKNOWN = '–';

/** "160", "1.7k", "24k", "1.0M": on the canvas. */
export function shortCount(value: number): string {
  if (!Number.isFinite(value)) return UNKNOWN;
  const size = Math.abs(value);
  if (size < 999.5) return size > 0 && size < 10 && !Number.isInteger(value) ? value.toFixed(1) : String(Math.round(value));
  if (size < 9_950) return `${(value / 1e3).toFixed(1)}k`;
  if (size < 999_500) return `${Math.round(value / 1e3)}k`;
  if (size < 9_950_000) return `${(value / 1e6).toFixed(1)}M`;
  if (size < 999_500_000) return `${Math.round(value / 1e6)}M`;
  return `${(value / 1e9).toFixed(1)}G`;
}

/** Of values that stand together: all below a thousand with a decimal when one has any. */
export function shortCounts(values: readonly number[]): readonly string[] {
  const isFine = values.every((value) => Math.abs(value) < 999.5) && values.some((value) => !Number.isInteger(value));
  return values.map((value) => (isFine ? value.toFixed(1) : shortCount(value)));
}

/** "10,432"; "1.24M" above 99,999. */
export function panelCount(value: number): string {
  if (!Number.isFinite(value)) return UNKNOWN;
  return Math.abs(value) <= 99_999 ? grouped.format(value) : shortCount(value);
}

/** "10,432,118", whatever the size. */
export function exactCount(value: number): string {
  return Number.isFinite(value) ? grouped.format(value) : UNKNOWN;
}

/** "64 B", "38 KB", "1.3 MB", "2.1 GB". */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return UNKNOWN;
  if (bytes < 1_000) return `${Math.round(bytes)} B`;
  if (bytes < 999_500) return `${bytes < 9_950 ? (bytes / 1e3).toFixed(1) : Math.round(bytes / 1e3)} KB`;
  if (bytes < 999_500_000) return `${bytes < 99_950_000 ? (bytes / 1e6).toFixed(1) : Math.round(bytes / 1e6)} MB`;
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

/** "0.4 ms", "38 ms", "1.88 s", "4 min 10 s", "2 h 5 min", "3 days". */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return UNKNOWN;
  if (ms < 0.95) return ms <= 0 ? '0 ms' : `${ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${ms < 9.95 && !Number.isInteger(ms) ? ms.toFixed(1) : Math.round(ms)} ms`;
  const seconds = ms / 1_000;
  if (seconds < 9.995) return `${trimZeros(seconds.toFixed(2))} s`;
  if (seconds < 59.95) return `${trimZeros(seconds.toFixed(1))} s`;
  return longDuration(Math.round(seconds));
}

function longDuration(seconds: number): string {
  const pair = (large: number, largeUnit: string, small: number, smallUnit: string): string =>
    small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
  if (seconds < 3_600) return pair(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  if (seconds < 172_800) return pair(Math.floor(seconds / 3_600), 'h', Math.floor((seconds % 3_600) / 60), 'min');
  return `${Math.floor(seconds / 86_400)} days`;
}

function trimZeros(text: string): string {
  return text.replace(/\.?0+$/, '');
}

/** "now", "2 s ago", "41 min ago", "5 h ago", "yesterday", "18 Nov". */
export function formatAgo(atMs: number, nowMs: number): string {
  const seconds = Math.floor((nowMs - atMs) / 1_000);
  if (seconds < 1) return 'now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ago`;
  if (seconds < 172_800) return 'yesterday';
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(atMs);
}

/** "14:31:52" in UTC, 24 h. */
export function formatClock(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 19);
}

/** "14:31:52 to 14:32:10"; from one day to another with the days. */
export function formatStretch(fromMs: number, toMs: number): string {
  const [from, to] = [fromMs, toMs].map((ms) => new Date(ms).toISOString().slice(0, 10));
  const day = (text: string | undefined): string => (from === to ? '' : `${text} `);
  return `${day(from)}${formatClock(fromMs)} to ${day(to)}${formatClock(toMs)}`;
}

/** "14:31:52.8". */
export function formatClockTenths(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 21);
}

/** "1 key", "10,432 keys". */
export function countOf(value: number, one: string, many = `${one}s`): string {
  return `${panelCount(value)} ${value === 1 ? one : many}`;
}
