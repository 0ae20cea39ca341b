// Run, Pause, Step, Stop. Exactly one is filled: what one would most likely press next.

import type { Command } from '../commands/command.ts';
import { performCommand, useCommandContext } from '../commands/command-context.ts';
import { pauseCommand } from '../commands/run/pause.ts';
import { runCommand } from '../commands/run/run.ts';
import { stepCommand } from '../commands/run/step.ts';
import { stopCommand } from '../commands/run/stop.ts';
import { shortcutText } from '../commands/shortcut.ts';
import { Icon } from '../ui/Icon.tsx';

const BUTTONS: readonly { readonly command: Command; readonly name: string }[] = [
  { command: runCommand, name: 'Run' },
  { command: pauseCommand, name: 'Pause' },
  { command: stepCommand, name: 'Step' },
  { command: stopCommand, name: 'Stop' },
];

export function RunGroup() {
  const context = useCommandContext();
  const state = context.status?.state;
  const filled = state === 'running' || state === 'recovering' || state === 'starting' ? pauseCommand : runCommand;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own box
    <div className="run" role="group" aria-label="Run">
      {BUTTONS.map(({ command, name }) => {
        const enabled = command.enabledWhen(context);
        const first = command.shortcuts?.[0];
        const keys = first === undefined ? '' : ` (${shortcutText(first)})`;
        return (
          <button
            key={name}
            type="button"
            className={command === filled ? 'btn is-primary' : 'btn'}
            disabled={enabled !== true}
            title={enabled === true ? `${typeof command.label === 'string' ? command.label : name}${keys}` : enabled}
            onClick={() => performCommand(command)}
          >
            <Icon name={command.icon} />
            <span>{name}</span>
          </button>
        );
      })}
    </div>
  );
}
