import { canvasControl } from '../../canvas/canvas-control.ts';
import { nearestOperator } from '../../canvas/nearest-operator.ts';
import { selectOperator } from '../../store/document-store.ts';
import type { Command } from '../command.ts';
import { whenOpen } from '../command-context.ts';

const directions = [
  { id: 'left', key: 'ArrowLeft', direction: [-1, 0] },
  { id: 'right', key: 'ArrowRight', direction: [1, 0] },
  { id: 'up', key: 'ArrowUp', direction: [0, -1] },
  { id: 'down', key: 'ArrowDown', direction: [0, 1] },
] as const;

export const selectNearestCommands: readonly Command[] = directions.map(({ id, key, direction }) => ({
  id: `edit.select-${id}`,
  section: 'Edit',
  label: `Select the operator to the ${id}`,
  icon: 'arrow-r',
  shortcuts: [{ key }],
  scope: 'canvas',
  unlisted: true,
  enabledWhen: whenOpen,
  perform: ({ document: { document, selection } }) => {
    if (document === null) return;
    const next = nearestOperator(document, selection.operators[0] ?? null, direction);
    if (next === null) return;
    selectOperator(next);
    canvasControl()?.reveal(next, { focus: true });
  },
}));
