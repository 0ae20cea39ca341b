// Mod+F: finds an operator of the pipeline by what it is called, its kind, or what its line says; the arrows go through, Enter goes
// there.
import { useMemo, useState } from 'react';
import { findDefinition, operatorTitle, summarizeOperator } from '../store/document-model.ts';
import { selectOperator, useDocument } from '../store/document-store.ts';
import { Marked } from '../ui/Marked.tsx';
import { PickEmpty, PickItem, PickList } from '../ui/PickList.tsx';
import { Tile } from '../ui/Tile.tsx';
import { closeOverlay } from '../ui/ui-store.ts';
import { canvasControl } from './canvas-control.ts';

const MOST = 60;

export function GraphFinder() {
  const [query, setQuery] = useState('');
  const document = useDocument((state) => state.document);
  const wanted = query.toLowerCase().trim();
  const found = useMemo(() => {
    const all = Object.entries(document?.operators ?? {}).map(([id, box]) => {
      const definition = findDefinition(box.type);
      return { id, definition, title: operatorTitle(box), summary: summarizeOperator(box).text };
    });
    const rank = ({ title, definition, summary, id }: (typeof all)[number]): number => {
      const name = title.toLowerCase();
      if (name.startsWith(wanted)) return 0;
      if (name.includes(wanted)) return 1;
      if ((definition?.title ?? '').toLowerCase().includes(wanted)) return 2;
      return summary.toLowerCase().includes(wanted) || id === wanted ? 3 : 4;
    };
    return all
      .map((operator) => ({ ...operator, rank: rank(operator) }))
      .filter((operator) => operator.rank < 4)
      .sort((a, b) => a.rank - b.rank || a.title.localeCompare(b.title, 'en'))
      .slice(0, MOST);
  }, [document, wanted]);
  return (
    <PickList
      label="Find an operator in this pipeline"
      placeholder="Find an operator in this pipeline"
      query={query}
      onQuery={setQuery}
      onClose={closeOverlay}
    >
      <PickEmpty className="cmd-empty">No operator is called “{query}”, and no line says it.</PickEmpty>
      {found.map(({ id, definition, title, summary }) => (
        <PickItem
          key={id}
          value={id}
          lead={<Tile family={definition?.family ?? 'transform'} icon={definition?.icon ?? ''} size="sm" />}
          label={<Marked text={title} query={query} />}
          note={<small className="find-note">{summary}</small>}
          onSelect={() => {
            closeOverlay();
            selectOperator(id);
            requestAnimationFrame(() => canvasControl()?.reveal(id, { focus: true, frame: true }));
          }}
        />
      ))}
    </PickList>
  );
}
