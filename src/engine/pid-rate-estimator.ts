// Back-pressure: Spark Streaming's PIDRateEstimator, same formula, same first-call rule, same defaults
// (proportional 1, integral 0.2, derived 0, minimum 100 rows a second). One estimator a source.

export interface PidParameters {
  readonly batchIntervalMs: number;
  readonly proportional: number;
  readonly integral: number;
  readonly derived: number;
  /** Rows a second; the estimate never falls below. */
  readonly minRate: number;
}

export function defaultPid(batchIntervalMs: number): PidParameters {
  return { batchIntervalMs, proportional: 1, integral: 0.2, derived: 0, minRate: 100 };
}

export class PidRateEstimator {
  private readonly parameters: PidParameters;
  private latestTimeMs = -1;
  private latestRate = -1;
  private latestError = -1;

  constructor(parameters: PidParameters) {
    this.parameters = parameters;
  }

  /**
   * To be called after each completed batch: `timeMs` when processing ended, `elements` rows it read, delays in ms.
   * Answers the new rate in rows a second, or null when there is no new estimate (first call, no rows, clock stood still).
   */
  compute(timeMs: number, elements: number, processingDelayMs: number, schedulingDelayMs: number): number | null {
    if (timeMs <= this.latestTimeMs || elements <= 0 || processingDelayMs <= 0) return null;
    const { batchIntervalMs, proportional, integral, derived, minRate } = this.parameters;
    const processingRate = (elements / processingDelayMs) * 1000;
    if (this.latestRate < 0) {
      this.latestTimeMs = timeMs;
      this.latestRate = processingRate;
      this.latestError = 0;
      return null;
    }
    const elapsedSeconds = (timeMs - this.latestTimeMs) / 1000;
    const error = this.latestRate - processingRate;
    const historicalError = (schedulingDelayMs * processingRate) / batchIntervalMs;
    const errorChange = (error - this.latestError) / elapsedSeconds;
    const rate = Math.max(this.latestRate - proportional * error - integral * historicalError - derived * errorChange, minRate);
    this.latestTimeMs = timeMs;
    this.latestRate = rate;
    this.latestError = error;
    return rate;
  }
}
