// All keys, made from the commands themselves.
import { useView } from '../store/view-store.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Keys } from '../ui/Keys.tsx';
import { closeOverlay } from '../ui/ui-store.ts';
import { ALL_COMMANDS } from './all-commands.ts';
import type { Command, CommandSection } from './command.ts';
import { commandLabel, useCommandContext } from './command-context.ts';
import { shortcutKeys } from './shortcut.ts';
import { singleKeysCommand } from './view/single-keys.ts';

const SECTIONS: readonly CommandSection[] = ['Run', 'Edit', 'View', 'Pipeline'];

interface Line {
  readonly label: string;
  readonly keys: readonly (readonly string[])[];
}

/** Keys that are not commands of ours: the browser's clipboard, and what the canvas does with a pointer. */
const MORE: Readonly<Record<CommandSection, readonly Line[]>> = {
  Run: [],
  Edit: [
    {
      label: 'Cut, copy, paste',
      keys: [
        ['Mod', 'X'],
        ['Mod', 'C'],
        ['Mod', 'V'],
      ],
    },
    { label: 'Select the nearest operator', keys: [['←'], ['↑'], ['→'], ['↓']] },
    { label: 'Move the selection', keys: [['Alt', 'arrows']] },
  ],
  View: [
    { label: 'Pan', keys: [['Space', 'drag']] },
    { label: 'Zoom', keys: [['Mod', 'wheel']] },
  ],
  Pipeline: [],
};

export function ShortcutHelp() {
  const context = useCommandContext();
  const singleKeys = useView((view) => view.singleKeys);
  const lineOf = (command: Command): Line => ({
    label: commandLabel(command, context).replace(/: .*$/, ''),
    keys: (command.shortcuts ?? []).map(shortcutKeys),
  });
  return (
    <Dialog
      title="Keys"
      subtitle="None acts while you type, and none deletes without an undo."
      width={720}
      onClose={closeOverlay}
      footer={
        <>
          <span className="grow dim">{singleKeys ? 'Single letters act on the page.' : 'Single letters are off.'}</span>
          <Button onClick={() => singleKeysCommand.perform(context)}>{singleKeys ? 'Turn off single letters' : 'Turn on single letters'}</Button>
        </>
      }
    >
      <div className="keys-help">
        {SECTIONS.map((section) => {
          const commands = ALL_COMMANDS.filter(
            (command) => command.section === section && command.unlisted !== true && command.shortcuts !== undefined,
          );
          return (
            <section key={section} aria-label={section}>
              <h3>{section}</h3>
              <dl>
                {[...commands.map(lineOf), ...MORE[section]].map(({ label, keys }) => (
                  <div key={label}>
                    <dt>{label}</dt>
                    <dd>
                      {keys.map((key) => (
                        <Keys key={key.join()} keys={key} />
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Dialog>
  );
}
