import { focusNextRegion } from '../../app/regions.ts';
import type { Command } from '../command.ts';

export const nextRegionCommand: Command = {
  id: 'view.next-region',
  section: 'View',
  label: 'Go to the next part of the page',
  icon: 'arrow-r',
  shortcuts: [{ key: 'F6' }],
  scope: 'everywhere',
  enabledWhen: () => true,
  perform: () => focusNextRegion(1),
};

export const previousRegionCommand: Command = {
  id: 'view.previous-region',
  section: 'View',
  label: 'Go to the part of the page before',
  icon: 'arrow-r',
  shortcuts: [{ key: 'F6', shift: true }],
  scope: 'everywhere',
  unlisted: true,
  enabledWhen: () => true,
  perform: () => focusNextRegion(-1),
};
