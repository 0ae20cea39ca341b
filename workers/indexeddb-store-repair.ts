// After a browser was killed, LevelDB may go on writing behind a torn record of its log and find, one start later, a checksum that does not
// hold: then it throws the whole origin away. Writing some megabytes makes it begin a new log, and the torn one is retired.
// Harmless with other back ends. Done once after an unclean start, in the background, in transactions so small that commits
// do not wait for them, in an object store that nothing else uses.
import { type MillraceDatabase, SCRATCH } from './indexeddb-store-schema.ts';
import { pause, type Timers } from './timers.ts';

/** Over 64 KB a value would go into a file of its own instead of the log. */
const VALUE_BYTES = 32 * 1024;
const VALUES = 256;
const VALUES_PER_TRANSACTION = 8;
/** Restoring comes first. */
const BEGIN_AFTER_MS = 1_000;
const BETWEEN_MS = 4;

/** Never rejects. False when it could not be finished; the next unclean start tries again. */
export async function retireTornLog(db: MillraceDatabase, timers: Timers): Promise<boolean> {
  await pause(timers, BEGIN_AFTER_MS);
  try {
    await clear(db);
    for (let first = 0; first < VALUES; first += VALUES_PER_TRANSACTION) {
      await writeValues(db, first);
      await pause(timers, BETWEEN_MS);
    }
    await clear(db);
    return true;
  } catch {
    await clear(db).catch(() => {});
    return false;
  }
}

async function writeValues(db: MillraceDatabase, first: number): Promise<void> {
  const tx = db.transaction(SCRATCH, 'readwrite', { durability: 'relaxed' });
  tx.done.catch(() => {});
  const puts = Array.from({ length: VALUES_PER_TRANSACTION }, (_, i) => tx.store.put(new Uint8Array(VALUE_BYTES), first + i));
  await Promise.all([...puts, tx.done]);
}

async function clear(db: MillraceDatabase): Promise<void> {
  const tx = db.transaction(SCRATCH, 'readwrite', { durability: 'relaxed' });
  tx.done.catch(() => {});
  await Promise.all([tx.store.clear(), tx.done]);
}
