import { canvasControl } from '../../canvas/canvas-control.ts';
import type { Command } from '../command.ts';
import { whenOpen } from '../command-context.ts';

export const fitCommand: Command = {
  id: 'view.fit',
  section: 'View',
  label: 'Show the whole pipeline',
  icon: 'fit',
  shortcuts: [{ key: '1' }, { key: '1', code: 'Digit1', shift: true }],
  enabledWhen: whenOpen,
  perform: () => canvasControl()?.fit(),
};
