// The operators, grouped by family, with search. A drag puts one where it is dropped (pointer events, so touch works too), a
// click or Enter adds it where there is room. Folded it is a rail of families.
import { useMemo, useRef, useState } from 'react';
import { CATALOGUE, FAMILY_TITLES } from '../../operators/catalogue.ts';
import type { OperatorDefinition } from '../../operators/operator-definition.ts';
import { addOperatorOf } from '../canvas/add-operator.ts';
import { openFinder } from '../canvas/open-finder.ts';
import { setView, useView } from '../store/view-store.ts';
import { isComposing } from '../ui/composing.ts';
import { Icon } from '../ui/Icon.tsx';
import { Tile } from '../ui/Tile.tsx';
import { matchesOperator, nothingCalled } from './match-operator.ts';
import { usePaletteDrag } from './palette-drag.ts';

interface Props {
  readonly editable: boolean;
  /** There is no room for it: the rail opens the finder instead. */
  readonly railed: boolean;
}

export function Palette({ editable, railed }: Props) {
  const folded = useView((view) => view.paletteFolded);
  const [query, setQuery] = useState('');
  const search = useRef<HTMLInputElement>(null);
  const found = useMemo(() => CATALOGUE.filter((definition) => matchesOperator(definition, query)), [query]);
  if (folded || railed) return <Rail railed={railed} />;
  return (
    <aside className="palette" aria-label="Operators" data-region="palette">
      <div className="palette-head">
        <label className="field-search">
          <Icon name="search" />
          <input
            ref={search}
            value={query}
            placeholder="Find an operator"
            aria-label="Find an operator"
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={(event) => {
              if (isComposing(event)) return;
              const [first] = found;
              if (event.key === 'Enter' && query !== '' && first !== undefined && editable) addOperatorOf(first.type, {});
              if (event.key === 'Escape' && query !== '') {
                setQuery('');
                event.stopPropagation();
              }
            }}
          />
          <kbd>N</kbd>
        </label>
      </div>
      <div className="palette-list">
        {FAMILY_TITLES.map(({ family, title }) => {
          const items = found.filter((definition) => definition.family === family);
          if (items.length === 0) return null;
          return (
            <section key={family} className={`pal-group fam-${family}`} aria-label={title}>
              <h3>{title}</h3>
              {items.map((definition) => (
                <PaletteItem key={definition.type} definition={definition} editable={editable} />
              ))}
            </section>
          );
        })}
        {found.length === 0 && (
          <p className="pal-none">
            <b>No operator is called “{query}”</b>
            {nothingCalled(query)}
          </p>
        )}
      </div>
      <button type="button" className="pal-fold" onClick={() => setView({ paletteFolded: true })}>
        <Icon name="chev-l" />
        Fold
      </button>
    </aside>
  );
}

function PaletteItem({ definition, editable }: { readonly definition: OperatorDefinition; readonly editable: boolean }) {
  const drag = usePaletteDrag(definition.type);
  return (
    <button
      type="button"
      className="pal-item"
      disabled={!editable}
      title={definition.help.split('. ')[0]}
      {...drag.handlers}
      onClick={(event) => {
        if (drag.wasDragged()) return;
        // A click with the mouse goes on with the keys of the canvas; Enter stays in the palette, to add more.
        addOperatorOf(definition.type, { focus: event.detail > 0 });
      }}
    >
      <Tile family={definition.family} icon={definition.icon} />
      <span className="pal-txt">
        <b>{definition.title}</b>
        <small>{definition.hint}</small>
      </span>
      <Icon name="grip" className="grip" />
    </button>
  );
}

function Rail({ railed }: { readonly railed: boolean }) {
  const open = (): void => (railed ? openFinder({}) : setView({ paletteFolded: false }));
  return (
    <aside className="rail" aria-label="Operators, folded" data-region="palette">
      <button type="button" className="rail-btn" title="Find an operator" aria-label="Find an operator" onClick={open}>
        <Icon name="search" />
      </button>
      {FAMILY_TITLES.map(({ family, title }) => {
        const first = CATALOGUE.find((definition) => definition.family === family);
        return (
          <button key={family} type="button" className="rail-fam" title={title} aria-label={title} onClick={open}>
            <Tile family={family} icon={first?.icon ?? ''} />
          </button>
        );
      })}
      <span className="grow" />
      {!railed && (
        <button type="button" className="rail-btn" title="Open the palette" aria-label="Open the palette" onClick={open}>
          <Icon name="chev-r" />
        </button>
      )}
    </aside>
  );
}
