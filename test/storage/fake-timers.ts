import type { Timers } from '../../workers/timers.ts';

/** A clock that stands still until it is told to go on. */
export class FakeTimers implements Timers {
  readonly #turns: number;
  #nowMs = 1_700_000_000_000;
  #next = 0;
  readonly #waiting = new Map<number, { readonly atMs: number; readonly work: () => void }>();

  /** `turns`: of the event loop, after each step. Code without tasks of its own needs one: promises settle within it. */
  constructor(turns = 12) {
    this.#turns = turns;
  }

  now(): number {
    return this.#nowMs;
  }

  after(ms: number, work: () => void): () => void {
    const id = this.#next++;
    this.#waiting.set(id, { atMs: this.#nowMs + ms, work });
    return () => this.#waiting.delete(id);
  }

  /** Lets time pass; what falls due runs in order, and what it sets off in microtasks and database tasks gets its turn. */
  async pass(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    for (;;) {
      await settle(this.#turns);
      const due = [...this.#waiting.entries()].filter(([, timer]) => timer.atMs <= endMs).sort(([a, x], [b, y]) => x.atMs - y.atMs || a - b)[0];
      if (due === undefined) break;
      this.#waiting.delete(due[0]);
      this.#nowMs = due[1].atMs;
      due[1].work();
    }
    this.#nowMs = endMs;
    await settle(this.#turns);
  }

  pending(): number {
    return this.#waiting.size;
  }
}

/** Turns of the real event loop, for what fake-indexeddb does between them. */
export async function settle(turns = 12): Promise<void> {
  for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve));
}
