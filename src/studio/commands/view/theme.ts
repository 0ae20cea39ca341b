import { themeNow, toggleTheme } from '../../ui/theme.ts';
import type { Command } from '../command.ts';

export const themeCommand: Command = {
  id: 'view.theme',
  section: 'View',
  label: () => (themeNow() === 'dark' ? 'Light theme' : 'Dark theme'),
  icon: 'moon',
  enabledWhen: () => true,
  perform: toggleTheme,
};
