import { canvasControl } from '../../canvas/canvas-control.ts';
import type { Command } from '../command.ts';
import { whenOpen } from '../command-context.ts';

export const zoomActualCommand: Command = {
  id: 'view.zoom-actual',
  section: 'View',
  label: 'Zoom to 100%',
  icon: 'search',
  shortcuts: [{ key: '0' }],
  enabledWhen: whenOpen,
  perform: () => canvasControl()?.zoomTo(1),
};
