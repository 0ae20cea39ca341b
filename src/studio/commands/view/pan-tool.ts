import { canvasStore } from '../../canvas/canvas-store.ts';
import type { Command } from '../command.ts';
import { whenOpen } from '../command-context.ts';

export const panToolCommand: Command = {
  id: 'view.pan-tool',
  section: 'View',
  label: 'Pan by dragging',
  icon: 'hand',
  shortcuts: [{ key: 'H' }],
  enabledWhen: whenOpen,
  perform: () => canvasStore.setState({ tool: 'pan' }),
};
