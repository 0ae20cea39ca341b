// What is chosen in the preview beside the guess itself: how the file is replayed and what becomes of a row that cannot be read.
// The defaults are those of somebody who wants to see it counted now. Pure.
import type { FileReference, RecordPolicy } from '../../formats/record-format.ts';
import type { Sniffed } from '../../formats/sniffed.ts';
import { type FilePace, type FileUse, suggestedUse } from '../../operators/pipeline-of-file.ts';

export const AT_A_RATE: FilePace = { kind: 'rate', rowsPerSecond: 1_000 };
export const BY_ITS_TIME: FilePace = { kind: 'time', speed: 60 };

export const SPEEDS: readonly { readonly speed: number; readonly label: string }[] = [
  { speed: 1, label: 'as it happened' },
  { speed: 60, label: '60 ×, a minute a second' },
  { speed: 3_600, label: '3,600 ×, an hour a second' },
  { speed: 86_400, label: '86,400 ×, a day a second' },
];

export const BAD_ROW_WORDS: readonly { readonly policy: RecordPolicy; readonly label: string; readonly help: string }[] = [
  { policy: 'null', label: 'Keep what can be read', help: 'What cannot be read is NULL, as in Spark (PERMISSIVE). The row is counted in the books.' },
  { policy: 'drop', label: 'Drop and count', help: 'The row goes no further; the books count it and keep a sample.' },
  {
    policy: 'stop',
    label: 'Stop the run',
    help: 'The batch is not committed and the row is shown. After a fix the run goes on and nothing is lost.',
  },
  {
    policy: 'errors',
    label: 'Send to an errors port',
    help: 'The row leaves by a second port, with its reason, so that you can look at it or count it.',
  },
];

/** What holds under this guess: what was chosen where it still fits, else what suits the file. */
export function useOf(file: FileReference, guess: Sniffed, chosen: Partial<FileUse>): FileUse {
  const suggested = suggestedUse(file, guess);
  const times = timeColumns(guess);
  const wanted = chosen.timeColumn === undefined ? suggested.timeColumn : chosen.timeColumn;
  const timeColumn = wanted !== null && times.includes(wanted) ? wanted : null;
  const pace = chosen.pace ?? suggested.pace;
  const rate = suggested.pace.kind === 'rate' ? suggested.pace : AT_A_RATE;
  return { timeColumn, pace: pace.kind === 'time' && timeColumn === null ? rate : pace, onBadRow: chosen.onBadRow ?? suggested.onBadRow };
}

/** Columns that can say when a row happened. */
export function timeColumns({ columns }: Pick<Sniffed, 'columns'>): readonly string[] {
  return columns.filter(({ type }) => type.kind === 'TIMESTAMP' || type.kind === 'DATE').map(({ name }) => name);
}
