// How long to wait before the next try: twice as long each time, up to a minute, and between half of it and all of it by chance,
// so that many pages do not come back to a server in one moment ("equal jitter", M. Brooker, AWS Architecture Blog, 2015).

export const FIRST_WAIT_MS = 1_000;
export const LONGEST_WAIT_MS = 60_000;

export class Backoff {
  /** Tries that failed since it last went well. */
  failures = 0;
  private baseMs = FIRST_WAIT_MS;
  private readonly random: () => number;

  constructor(random: () => number) {
    this.random = random;
  }

  /** A server may ask for another first wait. */
  startFrom(ms: number): void {
    this.baseMs = Math.min(LONGEST_WAIT_MS, Math.max(100, ms));
  }

  succeeded(): void {
    this.failures = 0;
  }

  /** `atLeastMs`: what the server asked for this time. */
  failed(atLeastMs = 0): number {
    const whole = Math.min(LONGEST_WAIT_MS, this.baseMs * 2 ** Math.min(this.failures, 16));
    this.failures++;
    return Math.max(atLeastMs, Math.round(whole / 2 + (whole / 2) * this.random()));
  }
}
