// The two clocks of a simulated machine. Wall time may jump, monotonic time may stand still while the machine sleeps, and
// reading a clock may cost time, so that work takes time without any real time passing.
import type { Clocks } from '../../src/engine/steady-clock.ts';

export class VirtualClock implements Clocks {
  private wall: number;
  private monotonic: number;
  private readonly costMs: number;

  /** @param costMs both clocks move on by this much each time the monotonic one is read. */
  constructor(wallMs: number, costMs = 0) {
    this.wall = wallMs;
    this.monotonic = 5_000.25;
    this.costMs = costMs;
  }

  nowMs(): number {
    return this.wall;
  }

  monotonicMs(): number {
    this.wall += this.costMs;
    this.monotonic += this.costMs;
    return this.monotonic;
  }

  /** Time passes for both. */
  pass(ms: number): void {
    this.wall += ms;
    this.monotonic += ms;
  }

  /** The wall clock jumps, back if negative; somebody set it, or the machine slept with its monotonic clock stopped. */
  jump(ms: number): void {
    this.wall += ms;
  }
}
