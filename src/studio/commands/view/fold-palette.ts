import { viewStore } from '../../store/view-store.ts';
import type { Command } from '../command.ts';
import { whenOpen } from '../command-context.ts';

export const foldPaletteCommand: Command = {
  id: 'view.fold-palette',
  section: 'View',
  label: 'Fold or unfold the palette',
  icon: 'chev-l',
  enabledWhen: whenOpen,
  perform: () => viewStore.setState(({ paletteFolded }) => ({ paletteFolded: !paletteFolded })),
};
