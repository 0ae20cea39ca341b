import { formatDocument } from '../../../pipeline/format.ts';
import { downloadText, fileNameOf } from '../../app/download.ts';
import { documentStore } from '../../store/document-store.ts';
import type { Command } from '../command.ts';
import { whenOpen } from '../command-context.ts';

export const saveAsFileCommand: Command = {
  id: 'pipeline.save-as-file',
  section: 'Pipeline',
  label: 'Save as file',
  icon: 'export',
  shortcuts: [{ key: 'S', mod: true }],
  scope: 'everywhere',
  enabledWhen: whenOpen,
  perform: () => {
    const { document, text, unreadable } = documentStore.getState();
    // What this build does not fully know leaves as it came, byte for byte.
    if (document === null || unreadable.length > 0) downloadText(fileNameOf(document?.name ?? 'pipeline'), text);
    else downloadText(fileNameOf(document.name), formatDocument(document));
  },
};
