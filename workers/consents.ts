// Which hosts the user allowed this browser to contact. Asked before anything is contacted, for every connection anew; a
// document that came from a file or a link brings none. Kept in the table of what belongs to no run.
import type { Key, Store } from '../src/storage/store.ts';

const PREFIX = 'consent';

/** A host as a URL has it, lower case, with its port when that is not the scheme's own; null for a text that is none. */
export function hostNamed(text: string): string | null {
  const trimmed = text.trim().toLowerCase();
  if (!/^(?:\[[0-9a-f:.]+\]|[^\s/?#@:[\]\\]+)(?::\d{1,5})?$/u.test(trimmed)) return null;
  return trimmed;
}

function keyOf(host: string): Key {
  return [PREFIX, host];
}

export async function listConsents(store: Store): Promise<readonly string[]> {
  const entries = await store.range('meta', { prefix: [PREFIX] });
  return entries.map((entry) => String(entry.key[1]));
}

/** @throws StorageError */
export async function hasConsent(store: Store, host: string): Promise<boolean> {
  return (await store.get('meta', keyOf(host))) !== undefined;
}

/** @throws StorageError */
export async function grantConsent(store: Store, host: string, nowMs: number): Promise<void> {
  const record = { version: 0, meta: { host, grantedMs: nowMs }, bytes: null };
  await store.transact([{ op: 'put', table: 'meta', key: keyOf(host), record }], { durability: 'strict' });
}

/** @throws StorageError */
export async function revokeConsent(store: Store, host: string): Promise<void> {
  await store.transact([{ op: 'delete', table: 'meta', key: keyOf(host) }], { durability: 'strict' });
}
