import { moveOperators } from '../../../pipeline/edits.ts';
import { canvasControl } from '../../canvas/canvas-control.ts';
import { documentStore, edit } from '../../store/document-store.ts';
import type { Command } from '../command.ts';
import { whenEditable } from '../command-context.ts';

export const tidyCommand: Command = {
  id: 'edit.tidy',
  section: 'Edit',
  label: 'Tidy the layout',
  icon: 'tidy',
  shortcuts: [{ key: 'T', shift: true, alt: true }],
  enabledWhen: (context) => {
    const editable = whenEditable(context);
    if (editable !== true) return editable;
    return Object.keys(context.document.document?.operators ?? {}).length > 1 ? true : 'There is nothing to tidy.';
  },
  perform: () => void tidy(),
};

/** Layout code is loaded when first asked for. One undo step. */
async function tidy(): Promise<void> {
  const { tidyPlaces } = await import('../../canvas/tidy-places.ts');
  const { document } = documentStore.getState();
  if (document === null) return;
  edit((before) => moveOperators(before, tidyPlaces(before), 'Tidy the layout'));
  requestAnimationFrame(() => canvasControl()?.fit());
}
