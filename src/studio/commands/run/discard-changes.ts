import { openText } from '../../store/document-model.ts';
import { edit } from '../../store/document-store.ts';
import type { Command } from '../command.ts';
import { whenEditable } from '../command-context.ts';
import { unappliedNow } from '../unapplied-now.ts';

export const discardChangesCommand: Command = {
  id: 'run.discard',
  section: 'Run',
  label: 'Discard changes that are not applied',
  icon: 'undo',
  enabledWhen: (context) => {
    const editable = whenEditable(context);
    if (editable !== true) return editable;
    return unappliedNow(context).count === 0 ? 'There are no changes to discard.' : true;
  },
  perform: ({ status }) => {
    const applied = status?.applied == null ? null : openText(status.applied).document;
    if (applied === null) return;
    // Names, places and notes of the draft stay where the operator is still there.
    edit((draft) => {
      const operators = Object.fromEntries(
        Object.entries(applied.operators).map(([id, box]) => {
          const name = draft.operators[id]?.name;
          return [id, draft.operators[id] === undefined || name === box.name ? box : { ...box, ...(name === undefined ? {} : { name }) }];
        }),
      );
      const positions = Object.fromEntries(
        Object.keys(applied.operators).map((id) => [id, draft.ui.positions[id] ?? applied.ui.positions[id] ?? ([0, 0] as const)]),
      );
      return {
        label: 'Discard changes',
        document: { ...draft, settings: applied.settings, operators, edges: applied.edges, ui: { ...draft.ui, positions } },
      };
    });
  },
};
