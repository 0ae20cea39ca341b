import { PidRateEstimator } from '../../src/engine/pid-rate-estimator.ts';
import type { PidCase } from './case-file.ts';
import { failed, type Outcome, PASSED } from './outcome.ts';

/** Spark's rate estimator, call by call, to 1e-9. */
export function runPidCase(pidCase: PidCase): Outcome {
  const estimator = new PidRateEstimator(pidCase.params);
  for (const [i, call] of pidCase.calls.entries()) {
    const rate = estimator.compute(call.time, call.elements, call.processingDelay, call.schedulingDelay);
    const same =
      rate === null || call.result === null ? rate === call.result : Math.abs(rate - call.result) <= 1e-9 * Math.max(1, Math.abs(call.result));
    if (!same) return failed(`call ${i} gave ${rate}, not ${call.result}`);
  }
  return PASSED;
}
