import { canvasControl } from '../../canvas/canvas-control.ts';
import type { Command } from '../command.ts';
import { whenOpen } from '../command-context.ts';

export const zoomInCommand: Command = {
  id: 'view.zoom-in',
  section: 'View',
  label: 'Zoom in',
  icon: 'plus',
  shortcuts: [{ key: '+' }, { key: '=' }],
  enabledWhen: whenOpen,
  perform: () => canvasControl()?.zoomBy(1.25),
};
