// From the preview to something that runs: a pipeline of the file, opened and running; its source on the open canvas; or the file
// and format of a source that is there.
import type { Sniffed } from '../../formats/sniffed.ts';
import { type FileUse, fileBox, pipelineOfFile } from '../../operators/pipeline-of-file.ts';
import { addOperator, setParams } from '../../pipeline/edits.ts';
import { newOperatorId } from '../../pipeline/ids.ts';
import type { ImportedFile } from '../../protocol/data-api.ts';
import { underPoint } from '../canvas/add-operator.ts';
import { createAndRun } from '../home/create-pipeline.ts';
import { edit } from '../store/document-store.ts';
import { NO_SELECTION } from '../store/selection.ts';
import type { ImportTarget } from '../ui/ui-store.ts';

export interface MakeInput {
  readonly imported: ImportedFile;
  readonly guess: Sniffed;
  readonly use: FileUse;
  readonly timeZone: string;
  readonly target: ImportTarget;
}

/** Whether it was made; when not, why has been shown. */
export async function makeOfFile({ imported, guess, use, timeZone, target }: MakeInput): Promise<boolean> {
  if (target.kind === 'pipeline') {
    const document = pipelineOfFile(imported.file, guess, use);
    await createAndRun({ ...document, settings: { ...document.settings, timeZone } });
    return true;
  }
  const box = fileBox(imported.file, guess, use);
  if (target.kind === 'operator') {
    edit((document) => setParams(document, target.operatorId, box.params));
    return true;
  }
  let made = '';
  return edit(
    (document) => {
      made = newOperatorId(box.type, Math.random, document.operators);
      return addOperator(document, {
        id: made,
        type: box.type,
        ...(box.name === undefined ? {} : { name: box.name }),
        params: box.params,
        at: underPoint(target.at),
      });
    },
    () => ({ ...NO_SELECTION, operators: [made] }),
  );
}
