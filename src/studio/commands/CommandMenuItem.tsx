// A command as a line of a menu: icon, name, keys; the reason under it when it cannot be done.
import { MenuItem } from '../ui/Menu.tsx';
import type { Command } from './command.ts';
import { commandLabel, performCommand, useCommandContext } from './command-context.ts';
import { shortcutKeys } from './shortcut.ts';

interface Props {
  readonly command: Command;
  readonly danger?: boolean;
  readonly hint?: string;
  /** When its keys are not the command's own (clipboard). */
  readonly keys?: readonly string[];
}

export function CommandMenuItem({ command, danger = false, hint, keys }: Props) {
  const context = useCommandContext();
  const enabled = command.enabledWhen(context);
  const first = command.shortcuts?.[0];
  return (
    <MenuItem
      icon={command.icon}
      label={commandLabel(command, context)}
      hint={enabled === true ? hint : enabled}
      keys={keys ?? (first === undefined ? undefined : shortcutKeys(first))}
      danger={danger}
      disabled={enabled !== true}
      onSelect={() => performCommand(command)}
    />
  );
}
