import { canvasControl } from '../../canvas/canvas-control.ts';
import type { Command } from '../command.ts';
import { whenOpen } from '../command-context.ts';

export const zoomOutCommand: Command = {
  id: 'view.zoom-out',
  section: 'View',
  label: 'Zoom out',
  icon: 'minus',
  shortcuts: [{ key: '-' }],
  enabledWhen: whenOpen,
  perform: () => canvasControl()?.zoomBy(0.8),
};
