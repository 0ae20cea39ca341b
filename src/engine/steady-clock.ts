// Wall time that never goes back and does not stand still: if the wall clock is set back, or stood in the past when a run is
// opened, time goes on from where it was at the pace of the monotonic clock, so that batch times stay ascending and the
// stream does not wait for hours. If the machine slept, the wall clock is ahead and is followed.

export interface Clocks {
  /** Epoch milliseconds; may jump. */
  nowMs(): number;
  /** Milliseconds from any start; never goes back, may stand still while the machine sleeps. */
  monotonicMs(): number;
}

export class SteadyClock {
  private readonly clocks: Clocks;
  private lastMs: number;
  private lastMonotonicMs: number;

  /** @param notBeforeMs the greatest time already used. */
  constructor(clocks: Clocks, notBeforeMs: number) {
    this.clocks = clocks;
    this.lastMs = Math.max(clocks.nowMs(), notBeforeMs);
    this.lastMonotonicMs = clocks.monotonicMs();
  }

  nowMs(): number {
    const monotonic = this.clocks.monotonicMs();
    this.lastMs = Math.max(this.clocks.nowMs(), this.lastMs + Math.max(0, monotonic - this.lastMonotonicMs));
    this.lastMonotonicMs = monotonic;
    return this.lastMs;
  }
}
