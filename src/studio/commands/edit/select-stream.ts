import type { OperatorId, PipelineDocument } from '../../../pipeline/document.ts';
import { select } from '../../store/document-store.ts';
import { NO_SELECTION } from '../../store/selection.ts';
import type { Command } from '../command.ts';
import { whenOpen } from '../command-context.ts';

const ways = [
  { id: 'upstream', key: 'ArrowLeft', words: 'all that feeds it' },
  { id: 'downstream', key: 'ArrowRight', words: 'all it feeds' },
] as const;

export const selectStreamCommands: readonly Command[] = ways.map(({ id, key, words }) => ({
  id: `edit.select-${id}`,
  section: 'Edit',
  label: `Select ${words}`,
  icon: 'select-all',
  shortcuts: [{ key, shift: true }],
  scope: 'canvas',
  enabledWhen: (context) => {
    const open = whenOpen(context);
    if (open !== true) return open;
    return context.document.selection.operators.length > 0 ? true : 'Select an operator first.';
  },
  perform: ({ document: { document, selection } }) => {
    if (document !== null) select({ ...NO_SELECTION, operators: connected(document, selection.operators, id) });
  },
}));

function connected(document: PipelineDocument, from: readonly OperatorId[], way: 'upstream' | 'downstream'): readonly OperatorId[] {
  const found = new Set(from);
  // A set grows while it is walked: what is found is followed too.
  for (const operator of found) {
    for (const edge of document.edges) {
      if (way === 'downstream' && edge.from.operator === operator) found.add(edge.to.operator);
      if (way === 'upstream' && edge.to.operator === operator) found.add(edge.from.operator);
    }
  }
  return [...found];
}
