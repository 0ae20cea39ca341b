import { Button } from '../ui/Button.tsx';
import { toggleTheme, useTheme } from '../ui/theme.ts';

export function ThemeButton() {
  const theme = useTheme();
  return (
    <Button icon={theme === 'dark' ? 'sun' : 'moon'} kind="ghost" label={theme === 'dark' ? 'Light theme' : 'Dark theme'} onClick={toggleTheme} />
  );
}
