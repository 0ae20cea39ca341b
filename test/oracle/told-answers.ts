// Which answers of an absence a sink may leave untold: those in its middle that say what the one before said, where a sink shows the
// newest answer alone (of a log all are told), and those that the ones told behind them push out of the ledger at once.
import type { PlainValue } from '../../src/columns/build.ts';
import { RETENTION } from '../../src/engine/retention.ts';
import type { SinkNode } from '../../src/plan/plan.ts';
import { rowsDiffer } from './same-rows.ts';

type PlainRows = readonly (readonly PlainValue[])[];

/** `answers`: of the sink, in one absence, in order. One entry each. */
export function untoldAllowed({ output, view }: SinkNode, answers: readonly PlainRows[], tolerance: number, kept = RETENTION): readonly boolean[] {
  // Each closed window is one of its own, whatever it says.
  const showsNewest = (output.emits === 'all' || output.emits === 'changes') && view.kind !== 'log';
  const repeats = answers.map((rows, i) => {
    const before = answers[i - 1];
    if (before === undefined || (rows.length > 0 && i === answers.length - 1)) return false;
    return (showsNewest || rows.length === 0) && rowsDiffer(output.columns, before, rows, tolerance) === null;
  });
  if (output.emits === 'changes') return repeats;
  const told = answers.flatMap((rows, i) => (repeats[i] === true ? [] : [{ i, rows: rows.length }]));
  const isPushedOut = (at: number): boolean => {
    const from = told.findIndex(({ i }) => i >= at);
    const behind = told.slice(from);
    return from >= 0 && behind.length > 1 && (behind.length > kept.batches || behind.reduce((sum, { rows }) => sum + rows, 0) > kept.rows);
  };
  return repeats.map((isRepeat, i) => isRepeat || isPushedOut(i));
}
