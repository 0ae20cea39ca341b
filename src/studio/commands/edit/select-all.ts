import { formatEdge } from '../../../pipeline/graph.ts';
import { select } from '../../store/document-store.ts';
import type { Command } from '../command.ts';
import { whenOpen } from '../command-context.ts';

export const selectAllCommand: Command = {
  id: 'edit.select-all',
  section: 'Edit',
  label: 'Select all',
  icon: 'select-all',
  shortcuts: [{ key: 'A', mod: true }],
  scope: 'canvas',
  enabledWhen: whenOpen,
  perform: ({ document: { document } }) => {
    if (document === null) return;
    select({
      operators: Object.keys(document.operators),
      edges: document.edges.map(formatEdge),
      notes: document.ui.notes.map((_note, index) => index),
    });
  },
};
