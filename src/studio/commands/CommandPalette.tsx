// Mod+K: every command that can be done now, and the operators of the pipeline.
import { useMemo, useState } from 'react';
import { canvasControl } from '../canvas/canvas-control.ts';
import { findDefinition, operatorTitle } from '../store/document-model.ts';
import { selectOperator, useDocument } from '../store/document-store.ts';
import { Icon } from '../ui/Icon.tsx';
import { Keys } from '../ui/Keys.tsx';
import { Marked } from '../ui/Marked.tsx';
import { PickEmpty, PickGroup, PickItem, PickList } from '../ui/PickList.tsx';
import { Tile } from '../ui/Tile.tsx';
import { closeOverlay } from '../ui/ui-store.ts';
import { ALL_COMMANDS } from './all-commands.ts';
import { commandLabel, performCommand, useCommandContext } from './command-context.ts';
import { shortcutKeys } from './shortcut.ts';

const MOST_OPERATORS = 12;

export function CommandPalette() {
  const [query, setQuery] = useState('');
  const context = useCommandContext();
  const document = useDocument((state) => state.document);
  const wanted = query.toLowerCase().trim();
  const commands = useMemo(
    () =>
      ALL_COMMANDS.filter((command) => command.unlisted !== true && command.enabledWhen(context) === true)
        .map((command) => ({ command, label: commandLabel(command, context) }))
        .filter(({ label }) => label.toLowerCase().includes(wanted)),
    [context, wanted],
  );
  const operators = useMemo(
    () =>
      Object.entries(document?.operators ?? {})
        .map(([id, box]) => ({ id, box, title: operatorTitle(box) }))
        .filter(({ title, box }) => title.toLowerCase().includes(wanted) || (findDefinition(box.type)?.title ?? '').toLowerCase().includes(wanted))
        .slice(0, MOST_OPERATORS),
    [document, wanted],
  );
  return (
    <PickList label="Search or run a command" placeholder="Search or run a command" query={query} onQuery={setQuery} onClose={closeOverlay}>
      <PickEmpty className="cmd-empty">Nothing is called “{query}”.</PickEmpty>
      {commands.length > 0 && (
        <PickGroup heading="Commands">
          {commands.map(({ command, label }) => {
            const first = command.shortcuts?.[0];
            return (
              <PickItem
                key={command.id}
                value={command.id}
                lead={<Icon name={command.icon} />}
                label={<Marked text={label} query={query} />}
                note={first === undefined ? undefined : <Keys keys={shortcutKeys(first)} />}
                onSelect={() => {
                  closeOverlay();
                  performCommand(command);
                }}
              />
            );
          })}
        </PickGroup>
      )}
      {operators.length > 0 && (
        <PickGroup heading="In this pipeline">
          {operators.map(({ id, box, title }) => {
            const definition = findDefinition(box.type);
            return (
              <PickItem
                key={id}
                value={id}
                lead={<Tile family={definition?.family ?? 'transform'} icon={definition?.icon ?? ''} size="sm" />}
                label={<Marked text={title} query={query} />}
                note={<small>{definition?.title ?? box.type}</small>}
                onSelect={() => {
                  closeOverlay();
                  selectOperator(id);
                  requestAnimationFrame(() => canvasControl()?.reveal(id, { focus: true, frame: true }));
                }}
              />
            );
          })}
        </PickGroup>
      )}
    </PickList>
  );
}
