// "off" as the checkpoint interval: a stateless pipeline runs and is told what that means, one with keyed state does not.
import { describe, expect, it } from 'vitest';
import { applyText } from '../../src/operators/apply-document.ts';
import { lowerDocument } from '../../src/operators/lower-document.ts';
import { formatDocument } from '../../src/pipeline/format.ts';
import { describeProblem } from '../../src/problem/problem.ts';
import { pipelineOf, running, TABLE, TYPED, WORDS } from '../oracle/small-pipelines.ts';
import { mustBeOk } from '../pipeline/expect-result.ts';

const OFF = { checkpointInterval: 'off' };

describe('checkpoints off', () => {
  it('is said with what a reload costs, and holds', () => {
    const document = pipelineOf({ lines: TYPED, words: WORDS, table: TABLE }, OFF);
    const { plan, problems } = lowerDocument(document);
    expect(plan).not.toBeNull();
    expect(problems.map((p) => [p.severity, describeProblem(p).what])).toEqual([
      [
        'warning',
        'Checkpoints are off. The log of every batch is kept for good, and after a reload all of them run again from the first: 86,400 after a day. Operators with keyed state may not run so.',
      ],
    ]);
    expect(mustBeOk(applyText(formatDocument(document))).settings.checkpointIntervalMs).toBe(Number.POSITIVE_INFINITY);
  });

  it('keeps an operator with keyed state from running', () => {
    const { plan, problems } = lowerDocument(
      pipelineOf({ lines: TYPED, words: WORDS, total: running(['word'], { n: 'count(*)' }), table: TABLE }, OFF),
    );
    expect(plan).toBeNull();
    expect(problems.map((p) => p.code)).toContain('algebra/needs-checkpoints');
  });
});
