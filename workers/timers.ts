// Waiting, as a thing that can be handed in: the thread's own clock, or a test's.

export interface Timers {
  /** Epoch milliseconds. */
  now(): number;
  /** Runs the work once after that long, unless the function it returns is called first. */
  after(ms: number, work: () => void): () => void;
}

export const threadTimers: Timers = {
  now: () => Date.now(),
  after(ms, work) {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};

export function pause(timers: Timers, ms: number): Promise<void> {
  return new Promise((resolve) => timers.after(ms, resolve));
}

/** The work's outcome, or what `late` gives if it takes longer than that. The work goes on; its later failure is nobody's. */
export function within<T>(timers: Timers, ms: number, work: Promise<T>, late: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = timers.after(ms, () => resolve(late()));
    void work.then(resolve, reject).finally(cancel);
  });
}
