// The files a run replays, as the engine sees them: opened and indexed by the thread before the run, read by record. Which
// bytes a record is never changes: a file is named by the hash of its content.
import type { Rows } from '../../columns/column.ts';
import type { SourceSpec } from '../../plan/plan.ts';

export type FileSpec = SourceSpec & { readonly kind: 'file' };

export interface RecordFile {
  /** How many records the file has. */
  readonly records: number;
  /** Blank lines in it; they are no records. */
  readonly blank: number;
  /**
   * Records `from` to `to` - 1 as rows with one STRING column `value`. @throws ProblemError when the bytes are not there any
   * more or are others ("engine/file-..."); then nothing of them was given.
   */
  read(from: number, to: number): Promise<Rows>;
  /** For a pace by time: the first record after `from` whose time, or that of a record before it, is later than `timeMs`; `records` when there is none. */
  firstAfter(timeMs: number, from: number): number;
  /** For a pace by time: the latest time of the records before `record`, epoch milliseconds; that of the first record for 0; null when no record has a time. */
  timeBefore(record: number): number | null;
  /** Line of the file on which a record begins, from 1. */
  lineOf(record: number): number;
}

export interface RecordFiles {
  /** undefined: not opened, because it is not there. */
  open(spec: FileSpec): RecordFile | undefined;
}
