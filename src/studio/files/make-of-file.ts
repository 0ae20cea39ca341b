// From the preview to something that runs: a pipeline of the file, opened and running; its source on the open canvas; or the file
// and format of a source that is there.

import type { Sniffed } from '../../formats/sniffed.ts';
import { addOperator, setParams } from '../../pipeline/edits.ts';
import { newOperatorId } from '../../pipeline/ids.ts';
import type { ImportedFile } from '../../protocol/data-api.ts';
import { underPoint } from '../canvas/add-operator.ts';
import { createAndRun } from '../home/create-pipeline.ts';
import { edit } from '../store/document-store.ts';
import { NO_SELECTION } from '../store/selection.ts';
import type { ImportTarget } from '../ui/ui-store.ts';
import { countedDocument } from './counted-document.ts';
import type { FileChoice } from './file-choice.ts';
import { fileSourceParams } from './file-source-params.ts';

export interface MakeInput {
  readonly imported: ImportedFile;
  readonly guess: Sniffed;
  readonly choice: FileChoice;
  readonly timeZone: string;
  readonly target: ImportTarget;
}

/** Whether it was made; when not, why has been shown. */
export async function makeOfFile({ imported, guess, choice, timeZone, target }: MakeInput): Promise<boolean> {
  const params = fileSourceParams(imported.file, guess, choice);
  switch (target.kind) {
    case 'pipeline':
      await createAndRun(countedDocument(imported.file.name, guess, params, timeZone));
      return true;
    case 'canvas': {
      let made = '';
      return edit(
        (document) => {
          made = newOperatorId('file', Math.random, document.operators);
          return addOperator(document, { id: made, type: 'file', params, at: underPoint(target.at) });
        },
        () => ({ ...NO_SELECTION, operators: [made] }),
      );
    }
    case 'operator':
      edit((document) => setParams(document, target.operatorId, params));
      return true;
  }
}
