// Reads what the studio has stored in a page's browser, without the studio's help: opens its database read-only and copies
// every table out. Comes back as a store, so that the project's own parsers read it.
import type { Page } from '@playwright/test';
import { createMemoryStore } from '../../src/storage/memory-store.ts';
import { type Key, type Store, TABLES, type Table, type Write } from '../../src/storage/store.ts';

interface DumpedEntry {
  readonly key: Key;
  readonly version: number;
  readonly meta: { readonly [key: string]: never };
  /** As Latin-1 text: one character a byte. */
  readonly bytes: string | null;
}

/** The tables of one moment, in one transaction; all unless said. The page must be one of the studio's origin. */
export async function readStoredTables(page: Page, tables: readonly Table[] = TABLES): Promise<Store> {
  const dumped = await page.evaluate(dumpTables, [...tables]);
  const store = createMemoryStore();
  const writes = Object.entries(dumped).flatMap(([table, entries]) =>
    entries.map(
      (entry): Write => ({
        op: 'put',
        table: TABLES.find((name) => name === table) ?? 'meta',
        key: entry.key,
        record: {
          version: entry.version,
          meta: entry.meta,
          bytes: entry.bytes === null ? null : Uint8Array.from(entry.bytes, (c) => c.charCodeAt(0)),
        },
      }),
    ),
  );
  await store.transact(writes, { durability: 'relaxed' });
  return store;
}

/** Runs in the page. */
function dumpTables(tables: readonly string[]): Promise<{ readonly [table: string]: readonly DumpedEntry[] }> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('millrace');
    request.onerror = () => reject(request.error);
    request.onupgradeneeded = () => {
      request.transaction?.abort();
      reject(new Error('There is no database'));
    };
    request.onsuccess = () => {
      const db = request.result;
      const transaction = db.transaction([...tables], 'readonly');
      const dumped: { [table: string]: DumpedEntry[] } = {};
      for (const table of tables) {
        const entries: DumpedEntry[] = [];
        dumped[table] = entries;
        const cursor = transaction.objectStore(table).openCursor();
        cursor.onsuccess = () => {
          const at = cursor.result;
          if (at === null) return;
          const value = at.value as { v: number; m: DumpedEntry['meta']; b: Uint8Array | null };
          let bytes: string | null = null;
          if (value.b !== null) {
            bytes = '';
            for (let i = 0; i < value.b.length; i += 8192) bytes += String.fromCharCode(...value.b.subarray(i, i + 8192));
          }
          entries.push({ key: at.key as unknown as Key, version: value.v, meta: value.m, bytes });
          at.continue();
        };
      }
      transaction.oncomplete = () => {
        db.close();
        resolve(dumped);
      };
      transaction.onerror = () => reject(transaction.error);
    };
  });
}
