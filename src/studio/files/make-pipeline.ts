// From the preview to something that runs: a new pipeline of the file, opened and running; or its source on the open canvas.
import type { Sniffed } from '../../formats/sniffed.ts';
import { problem } from '../../problem/problem.ts';
import type { ImportedFile } from '../../protocol/data-api.ts';
import { showProblems } from '../ui/toast.ts';
import type { FileChoice } from './file-choice.ts';

export interface MakeInput {
  readonly imported: ImportedFile;
  readonly guess: Sniffed;
  readonly choice: FileChoice;
  /** null: UTC. */
  readonly timeZone: string | null;
  /** Where on the open canvas; null: a pipeline of its own. */
  readonly at: readonly [number, number] | null;
}

/** Whether it was made; when not, why has been shown. */
export async function makePipeline(_input: MakeInput): Promise<boolean> {
  showProblems([problem('engine/protocol', {}, { page: 1, worker: 1 })]);
  return false;
}
