// N, a double click on the canvas, or + on a port or an edge: finds an operator and adds it there.
import { useMemo, useState } from 'react';
import { FAMILY_TITLES } from '../../operators/catalogue.ts';
import type { OperatorDefinition } from '../../operators/operator-definition.ts';
import type { Edge, Endpoint } from '../../pipeline/document.ts';
import type { Point } from '../../pipeline/edits.ts';
import { addOperatorOf } from '../canvas/add-operator.ts';
import { Marked } from '../ui/Marked.tsx';
import { PickEmpty, PickGroup, PickItem, PickList } from '../ui/PickList.tsx';
import { Tile } from '../ui/Tile.tsx';
import { closeOverlay } from '../ui/ui-store.ts';
import { findOperators, nothingCalled } from './match-operator.ts';

interface Props {
  readonly at: Point | null;
  readonly from: Endpoint | null;
  readonly edge: Edge | null;
}

export function OperatorFinder({ at, from, edge }: Props) {
  const [query, setQuery] = useState('');
  const found = useMemo(() => findOperators(query).filter((definition) => fitsPlace(definition, from, edge)), [query, from, edge]);
  const add = (definition: OperatorDefinition): void => {
    closeOverlay();
    // After the dialog has given the focus back, so that the new box keeps it.
    requestAnimationFrame(() => requestAnimationFrame(() => addOperatorOf(definition.type, { at, from, edge, focus: true })));
  };
  const label = edge !== null ? 'Insert an operator' : from !== null ? 'Add the next operator' : 'Add an operator';
  const item = (definition: OperatorDefinition) => (
    <PickItem
      key={definition.type}
      value={definition.type}
      lead={<Tile family={definition.family} icon={definition.icon} size="sm" />}
      label={<Marked text={definition.title} query={query} />}
      note={<small>{definition.hint}</small>}
      onSelect={() => add(definition)}
    />
  );
  return (
    <PickList label={label} placeholder={label} query={query} onQuery={setQuery} onClose={closeOverlay}>
      <PickEmpty className="cmd-empty">
        No operator is called “{query}”.{nothingCalled(query)}
      </PickEmpty>
      {query.trim() === ''
        ? FAMILY_TITLES.map(({ family, title }) => {
            const members = found.filter((definition) => definition.family === family);
            return members.length === 0 ? null : (
              <PickGroup key={family} heading={title}>
                {members.map(item)}
              </PickGroup>
            );
          })
        : found.map(item)}
    </PickList>
  );
}

function fitsPlace(definition: OperatorDefinition, from: Endpoint | null, edge: Edge | null): boolean {
  if (edge !== null) return definition.inputs.length > 0 && definition.outputs.length > 0;
  return from === null || definition.inputs.length > 0;
}
