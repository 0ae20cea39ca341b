// Which answers of an absence a sink may leave untold: those in its middle that say what the one before said, where a sink shows the
// newest answer alone. Of a log all are told.
import type { PlainValue } from '../../src/columns/build.ts';
import type { SinkNode } from '../../src/plan/plan.ts';
import { rowsDiffer } from './same-rows.ts';

type PlainRows = readonly (readonly PlainValue[])[];

/** `answers`: of the sink, in one absence, in order. One entry each. */
export function untoldAllowed({ output, view }: SinkNode, answers: readonly PlainRows[], tolerance: number): readonly boolean[] {
  // Each closed window is one of its own, whatever it says.
  const showsNewest = output.emits === 'all' && view.kind !== 'log';
  return answers.map((rows, i) => {
    const before = answers[i - 1];
    if (before === undefined || (rows.length > 0 && i === answers.length - 1)) return false;
    return (showsNewest || rows.length === 0) && rowsDiffer(output.columns, before, rows, tolerance) === null;
  });
}
