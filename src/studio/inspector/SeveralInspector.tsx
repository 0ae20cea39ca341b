// Several things selected: what they are, and what can be done with all of them.
import { CommandButton } from '../commands/CommandButton.tsx';
import { deleteSelectionCommand } from '../commands/edit/delete-selection.ts';
import { duplicateCommand } from '../commands/edit/duplicate.ts';
import { toggleDisabledCommand } from '../commands/edit/toggle-disabled.ts';
import { findDefinition, operatorTitle } from '../store/document-model.ts';
import { selectOperator, useDocument } from '../store/document-store.ts';
import { countOf } from '../text/numbers.ts';
import { Icon } from '../ui/Icon.tsx';
import { Tile } from '../ui/Tile.tsx';
import { InspectorHead } from './InspectorHead.tsx';

export function SeveralInspector() {
  const { operators, edges } = useDocument((state) => state.selection);
  const document = useDocument((state) => state.document);
  const parts = [
    ...(operators.length > 0 ? [countOf(operators.length, 'operator')] : []),
    ...(edges.length > 0 ? [countOf(edges.length, 'edge')] : []),
  ];
  return (
    <>
      <InspectorHead
        lead={
          <span className="tile lg plain">
            <Icon name="select-all" />
          </span>
        }
        title={parts.join(', ')}
        subtitle="Selected"
      />
      <div className="insp-body">
        <section className="sec row-gap">
          <CommandButton command={duplicateCommand} text={true} dense={true} />
          <CommandButton command={toggleDisabledCommand} text={true} dense={true} />
          <CommandButton command={deleteSelectionCommand} text={true} dense={true} kind="danger" />
        </section>
        <section className="sec">
          <ul className="picked">
            {operators.map((id) => {
              const box = document?.operators[id];
              const definition = findDefinition(box?.type ?? '');
              return (
                <li key={id}>
                  <button type="button" onClick={() => selectOperator(id)}>
                    <Tile family={definition?.family ?? 'transform'} icon={definition?.icon ?? ''} size="sm" />
                    <span>{box === undefined ? id : operatorTitle(box)}</span>
                  </button>
                </li>
              );
            })}
          </ul>
        </section>
      </div>
    </>
  );
}
