// Ranges of keys as positions. The keys of a range lie side by side in the order of the contract, so a sorted list is cut
// by two binary searches and a browser's database by one pair of bounds. Pure; shared by every store.
import { compareKeys, type Key, type KeyRange, StorageError } from './store.ts';

/** Negative: the key sorts before all keys of the range; 0: it lies in it; positive: after all of them. */
export function positionIn(key: Key, range: KeyRange): number {
  const { prefix, from, before } = range;
  for (let i = 0; i < prefix.length; i++) {
    const wanted = prefix[i];
    const got = key[i];
    if (got === wanted) continue;
    // A key that ends inside the prefix sorts before everything that continues the prefix.
    if (got === undefined) return -1;
    if (wanted === undefined) break;
    if (typeof got !== typeof wanted) return typeof got === 'number' ? -1 : 1;
    return got < wanted ? -1 : 1;
  }
  if (from !== undefined && compareKeys(key, from) < 0) return -1;
  return before !== undefined && compareKeys(key, before) >= 0 ? 1 : 0;
}

/** `lower` is inclusive. `upper` is exclusive, or null: everything that begins with `prefix` and is not below `lower`. */
export interface KeyBounds {
  readonly prefix: Key | readonly [];
  readonly lower: Key | readonly [];
  readonly upper: Key | null;
}

/** The tightest bounds of a range, or null when no key can lie in it. */
export function boundsOf(range: KeyRange): KeyBounds | null {
  const { prefix, from, before } = range;
  const lower = from !== undefined && compareKeys(from, prefix) > 0 ? from : prefix;
  if (!beginsWith(lower, prefix)) return null;
  if (before === undefined) return { prefix, lower, upper: null };
  if (compareKeys(before, lower) <= 0) return null;
  return { prefix, lower, upper: beginsWith(before, prefix) ? before : null };
}

function beginsWith(key: Key | readonly [], prefix: Key | readonly []): boolean {
  return key.length >= prefix.length && prefix.every((element, i) => key[i] === element);
}

/** Throws StorageError "unknown" for what no store can order: an empty key, or a number that is not finite. A bug of the caller. */
export function mustBeKey(key: Key): void {
  if (key.length === 0) throw new StorageError('unknown', 'a key must not be empty');
  mustBeElements(key);
}

/** Throws like `mustBeKey` for a range whose ends no store can order. */
export function mustBeRange(range: KeyRange): void {
  mustBeElements(range.prefix);
  if (range.from !== undefined) mustBeKey(range.from);
  if (range.before !== undefined) mustBeKey(range.before);
}

function mustBeElements(elements: readonly (string | number)[]): void {
  for (const element of elements) {
    if (typeof element === 'string' || Number.isFinite(element)) continue;
    throw new StorageError('unknown', `a key holds strings and finite numbers, but this one holds ${String(element)}`);
  }
}
