// A button for a command: its icon, its name and keys in the tooltip, disabled with the reason when it cannot be done.
import { Button } from '../ui/Button.tsx';
import type { Command } from './command.ts';
import { commandLabel, performCommand, useCommandContext } from './command-context.ts';
import { shortcutText } from './shortcut.ts';

interface Props {
  readonly command: Command;
  /** Shows the label, not only the icon. */
  readonly text?: boolean;
  readonly dense?: boolean;
  readonly kind?: 'primary' | 'ghost' | 'quiet' | 'danger';
}

export function CommandButton({ command, text = false, dense, kind }: Props) {
  const context = useCommandContext();
  const label = commandLabel(command, context);
  const enabled = command.enabledWhen(context);
  const first = command.shortcuts?.[0];
  return (
    <Button
      icon={command.icon}
      label={enabled === true ? label : `${label}. ${enabled}`}
      {...(first === undefined ? {} : { keys: shortcutText(first) })}
      {...(kind === undefined ? {} : { kind })}
      {...(dense === undefined ? {} : { dense })}
      aria-label={label}
      disabled={enabled !== true}
      onClick={() => performCommand(command)}
    >
      {text ? label : undefined}
    </Button>
  );
}
