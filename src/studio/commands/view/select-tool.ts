import { canvasStore } from '../../canvas/canvas-store.ts';
import type { Command } from '../command.ts';
import { whenOpen } from '../command-context.ts';

export const selectToolCommand: Command = {
  id: 'view.select-tool',
  section: 'View',
  label: 'Select by dragging',
  icon: 'cursor',
  shortcuts: [{ key: 'V' }],
  enabledWhen: whenOpen,
  perform: () => canvasStore.setState({ tool: 'select' }),
};
