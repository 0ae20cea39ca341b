// A memory store that writes down what is written to it, for an observer who must not miss what retention deletes. What a
// power loss or a refused transaction takes back is taken off the tape too.
import type { MemoryStore } from '../../src/storage/memory-store.ts';
import type { Table, Write } from '../../src/storage/store.ts';

export type Put = Extract<Write, { readonly op: 'put' }>;

const WATCHED: ReadonlySet<Table> = new Set(['heads', 'plans', 'log', 'blocks', 'progress']);

export class Tape {
  private puts: { readonly serial: number; readonly put: Put }[] = [];
  private serial = 0;
  /** The next serial number when each copy of the contents was made. */
  private readonly copies = new WeakMap<MemoryStore, number>();
  /** How often something was taken back; after that, what was read before may be no more. */
  takenBack = 0;

  /** Puts from the given position on. */
  from(position: number): readonly Put[] {
    return this.puts.slice(position).map(({ put }) => put);
  }

  get length(): number {
    return this.puts.length;
  }

  watch(store: MemoryStore): MemoryStore {
    return {
      ...store,
      transact: async (writes, options) => {
        const done = store.transact(writes, options);
        // Taken down in the order of the calls, which is the order of the transactions; a conflict wrote nothing.
        const puts = writes
          .filter((write): write is Put => write.op === 'put' && WATCHED.has(write.table))
          .map((put) => ({ serial: this.serial++, put: copyOf(put) }));
        this.puts.push(...puts);
        try {
          await done;
        } catch (error) {
          this.puts = this.puts.filter((known) => !puts.includes(known));
          throw error;
        }
      },
      reopen: () => this.watch(store.reopen()),
      clone: () => {
        const copy = store.clone();
        this.copies.set(copy, this.serial);
        return copy;
      },
      restore: (from) => {
        store.restore(from);
        const before = this.copies.get(from) ?? 0;
        this.puts = this.puts.filter(({ serial }) => serial < before);
        this.takenBack++;
      },
    };
  }
}

function copyOf(write: Put): Put {
  return { ...write, record: { ...write.record, bytes: write.record.bytes?.slice() ?? null } };
}
