// The words of the one line on a box. Nothing here throws, whatever the params.
import { feedAddress } from '../plan/feed.ts';
import { formatDuration } from '../plan/format-duration.ts';
import type { Json } from '../problem/json.ts';
import { parseInterval } from '../sql/interval.ts';
import { keyName } from './group-keys.ts';
import { listOf, textOf } from './param-values.ts';

type Params = { readonly [name: string]: Json };

/** "30 s" of "30 seconds"; text that is no duration as it stands. */
export function shortDuration(params: Params, name: string): string {
  const text = textOf(params, name);
  const parsed = parseInterval(text);
  return parsed.ok && Number.isFinite(parsed.value.micros) ? formatDuration(parsed.value.micros / 1000) : text || '…';
}

/** ", by word, page", or nothing. */
export function byKeys(params: Params): string {
  const keys = listOf(params, 'keys').map(keyName);
  return keys.length === 0 ? '' : `, by ${keys.join(', ')}`;
}

/** "160/s", "1.7k/s", "1M/s". */
export function shortRate(rowsPerSecond: number): string {
  const unit = rowsPerSecond >= 1e6 ? ([1e6, 'M'] as const) : rowsPerSecond >= 1000 ? ([1000, 'k'] as const) : ([1, ''] as const);
  return `${Math.round((rowsPerSecond / unit[0]) * 10) / 10}${unit[1]}/s`;
}

/** The host of an address, as far as there is one yet. */
export function hostWords(url: string): string {
  return feedAddress(url.trim())?.host ?? (url.trim() || 'no address yet');
}
