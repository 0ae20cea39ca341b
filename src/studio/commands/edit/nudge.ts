import { moveOperators } from '../../../pipeline/edits.ts';
import { typeInto } from '../../store/document-store.ts';
import type { Command, Shortcut } from '../command.ts';
import { whenEditable } from '../command-context.ts';

const STEP = 8;

const directions = [
  { id: 'left', key: 'ArrowLeft', by: [-STEP, 0] },
  { id: 'right', key: 'ArrowRight', by: [STEP, 0] },
  { id: 'up', key: 'ArrowUp', by: [0, -STEP] },
  { id: 'down', key: 'ArrowDown', by: [0, STEP] },
] as const;

/** Presses one after another are one undo step. */
export const nudgeCommands: readonly Command[] = directions.map(({ id, key, by: [dx, dy] }) => ({
  id: `edit.nudge-${id}`,
  section: 'Edit',
  label: `Move ${id}`,
  icon: 'arrow-r',
  shortcuts: [{ key, alt: true } satisfies Shortcut],
  scope: 'canvas',
  unlisted: true,
  enabledWhen: (context) => {
    const editable = whenEditable(context);
    if (editable !== true) return editable;
    return context.document.selection.operators.length > 0 ? true : 'Select an operator first.';
  },
  perform: ({ document: { selection } }) => {
    typeInto(`nudge:${selection.operators.join()}`, (document) => {
      const places = selection.operators.map((operator) => {
        const [x, y] = document.ui.positions[operator] ?? [0, 0];
        return [operator, [x + dx, y + dy] as const] as const;
      });
      return moveOperators(document, Object.fromEntries(places));
    });
  },
}));
