import { performCommand } from '../commands/command-context.ts';
import { commandsCommand } from '../commands/view/commands.ts';
import { Icon } from '../ui/Icon.tsx';
import { showKey } from '../ui/Keys.tsx';

/** Looks like the field it opens. */
export function CommandsButton() {
  return (
    <button type="button" className="cmdk" aria-label="Search or run a command" onClick={() => performCommand(commandsCommand)}>
      <Icon name="search" />
      <span>Search or run a command</span>
      <kbd>{showKey('Mod')} K</kbd>
    </button>
  );
}
