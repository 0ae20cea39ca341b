// What one writes by hand for the same questions, with thought: Maps and objects, state changed in place, windows that take the
// oldest batch out of their totals instead of adding all up anew. Also the independent answers the engine is checked against.
import type { Click } from './state-inputs.ts';

/** State between batches; a batch gives out new row objects, fields in the order of the table's columns. */
export interface RowsProgram<R extends object = object> {
  batch(inputs: readonly (readonly Click[])[]): readonly R[];
  /** The sum of the numbers in the rows. */
  sum(rows: readonly R[]): number;
}

interface Counted {
  readonly user: string;
  readonly n: number;
}

/** Running count; the keys of the batch leave. */
export function runningCount(): RowsProgram<Counted> {
  const counts = new Map<string, number>();
  return {
    batch([clicks = []]) {
      const changed = new Set<string>();
      for (const { user } of clicks) {
        counts.set(user, (counts.get(user) ?? 0) + 1);
        changed.add(user);
      }
      const out: Counted[] = [];
      for (const user of changed) out.push({ user, n: counts.get(user) ?? 0 });
      return out;
    },
    sum(rows) {
      let sum = 0;
      for (const { n } of rows) sum += n;
      return sum;
    },
  };
}

interface Total {
  n: number;
  s: number;
}

interface Totalled {
  readonly user: string;
  readonly n: number;
  readonly s: number;
}

function sumOfTotals(rows: readonly Totalled[]): number {
  let sum = 0;
  for (const { n, s } of rows) sum += n + s;
  return sum;
}

/** Count and sum a key over the last `length` batches, all keys of the window each batch. */
export function slidingTotals(length: number): RowsProgram<Totalled> {
  const panes: Map<string, Total>[] = [];
  const window = new Map<string, Total>();
  return {
    batch([clicks = []]) {
      const pane = totals(clicks);
      panes.push(pane);
      for (const [user, { n, s }] of pane) {
        const total = window.get(user);
        if (total === undefined) window.set(user, { n, s });
        else {
          total.n += n;
          total.s += s;
        }
      }
      const gone = panes.length > length ? panes.shift() : undefined;
      for (const [user, { n, s }] of gone ?? []) {
        const total = window.get(user);
        if (total === undefined) continue;
        total.n -= n;
        total.s -= s;
        if (total.n === 0) window.delete(user);
      }
      return listOf(window);
    },
    sum: sumOfTotals,
  };
}

/** Totals of every key there ever was, all of them each batch. */
export function everyKeysTotals(): RowsProgram<Totalled> {
  const state = new Map<string, Total>();
  return {
    batch([clicks = []]) {
      const fresh = totals(clicks);
      for (const [user, total] of state) {
        const more = fresh.get(user);
        total.n += more?.n ?? 0;
        total.s += more?.s ?? 0;
      }
      for (const [user, total] of fresh) if (!state.has(user)) state.set(user, total);
      return listOf(state);
    },
    sum: sumOfTotals,
  };
}

/** Totals of the key so far beside each row. */
export function eachRowsTotals(): RowsProgram<Totalled> {
  const state = new Map<string, Total>();
  return {
    batch([clicks = []]) {
      const out: Totalled[] = [];
      for (const { user, ms } of clicks) {
        let total = state.get(user);
        if (total === undefined) {
          total = { n: 0, s: 0 };
          state.set(user, total);
        }
        total.n++;
        total.s += ms;
        out.push({ user, n: total.n, s: total.s });
      }
      return out;
    },
    sum: sumOfTotals,
  };
}

interface Paired {
  readonly user: string;
  readonly ms: number;
  readonly other: number;
}

/** Pairs of rows of the two sides with the same key. */
export function pairs(): RowsProgram<Paired> {
  return {
    batch([left = [], right = []]) {
      const byUser = new Map<string, Click[]>();
      for (const click of right) {
        const list = byUser.get(click.user);
        if (list === undefined) byUser.set(click.user, [click]);
        else list.push(click);
      }
      const out: Paired[] = [];
      for (const { user, ms } of left) for (const other of byUser.get(user) ?? []) out.push({ user, ms, other: other.ms });
      return out;
    },
    sum(rows) {
      let sum = 0;
      for (const { ms, other } of rows) sum += ms + other;
      return sum;
    },
  };
}

interface Named {
  readonly user: string;
  readonly name: string;
  readonly ms: number;
}

/** Each row with what the table has for its key. */
export function lookedUp(table: ReadonlyMap<string, string>): RowsProgram<Named> {
  return {
    batch([clicks = []]) {
      const out: Named[] = [];
      for (const { user, ms } of clicks) {
        const name = table.get(user);
        if (name !== undefined) out.push({ user, name, ms });
      }
      return out;
    },
    sum(rows) {
      let sum = 0;
      for (const { ms } of rows) sum += ms;
      return sum;
    },
  };
}

function totals(clicks: readonly Click[]): Map<string, Total> {
  const found = new Map<string, Total>();
  for (const { user, ms } of clicks) {
    const total = found.get(user);
    if (total === undefined) found.set(user, { n: 1, s: ms });
    else {
      total.n++;
      total.s += ms;
    }
  }
  return found;
}

function listOf(found: ReadonlyMap<string, Total>): Totalled[] {
  const out: Totalled[] = [];
  for (const [user, { n, s }] of found) out.push({ user, n, s });
  return out;
}
