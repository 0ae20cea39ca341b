import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findCaseFiles, type PlanCase, readCaseFile } from '../golden/case-file.ts';
import { OUTPUT_OPERATOR, planOfCase } from '../golden/plan-of-case.ts';
import { NaiveEvaluator } from './naive-evaluator.ts';
import { rowsDiffer } from './same-rows.ts';
import { toPlainRows } from './values.ts';

const CASES = fileURLToPath(new URL('../golden/cases/dstream', import.meta.url));

describe('the naive evaluator, which judges the engine, is judged by Spark', () => {
  let compared = 0;
  for (const path of findCaseFiles([CASES])) {
    const file = readCaseFile(path);
    if (file.kind !== 'plans') continue;
    for (const goldenCase of file.cases as readonly PlanCase[]) {
      const built = planOfCase(goldenCase, null);
      if (built.kind !== 'plan' || goldenCase.expectedError !== undefined) continue;
      compared++;
      it(`${file.file}: ${goldenCase.name}`, () => {
        const evaluator = new NaiveEvaluator(built.plan, 0);
        const columns = built.plan.nodes.find((node) => node.id === built.sink)?.output.columns ?? [];
        for (const [step, rows] of goldenCase.steps.entries()) {
          const [answer] = evaluator.batch({ batchId: step + 1, timeMs: (step + 1) * built.plan.batchIntervalMs, count: 1, rows });
          const expected = goldenCase.expected?.find((batch) => batch.step === step);
          if (expected === undefined) continue;
          expect(answer?.operatorId).toBe(OUTPUT_OPERATOR);
          expect(answer?.rows === null, `step ${step} fires`).toBe(expected.fires === false);
          expect(rowsDiffer(columns, expected.rows ?? [], toPlainRows(columns, answer?.rows ?? []), goldenCase.tolerance), `step ${step}`).toBeNull();
        }
      });
    }
  }

  it('in at least forty cases', () => {
    expect(compared).toBeGreaterThanOrEqual(40);
  });
});
