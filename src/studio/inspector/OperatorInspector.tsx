// One operator: its form, what flows out, what it keeps; help and example on the second tab.
import { lazy, Suspense, useMemo, useState } from 'react';
import type { OperatorDefinition } from '../../operators/operator-definition.ts';
import type { OperatorBox, OperatorId } from '../../pipeline/document.ts';
import { describeProblem } from '../../problem/problem.ts';
import { CommandMenuItem } from '../commands/CommandMenuItem.tsx';
import { connectToCommand } from '../commands/edit/connect-to.ts';
import { deleteSelectionCommand } from '../commands/edit/delete-selection.ts';
import { duplicateCommand } from '../commands/edit/duplicate.ts';
import { renameCommand } from '../commands/edit/rename.ts';
import { toggleDisabledCommand } from '../commands/edit/toggle-disabled.ts';
import { portsOfOperator } from '../rows/shown-ports.ts';
import { useEditable } from '../store/document-hooks.ts';
import { findDefinition, operatorTitle } from '../store/document-model.ts';
import { useDocument } from '../store/document-store.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Menu, MenuRule } from '../ui/Menu.tsx';
import { Tile } from '../ui/Tile.tsx';
import { Books } from './Books.tsx';
import { FeedSection } from './FeedSection.tsx';
import { InspectorHead } from './InspectorHead.tsx';
import { NeedNotes } from './NeedNotes.tsx';
import { OperatorAbout } from './OperatorAbout.tsx';
import { OperatorForm } from './OperatorForm.tsx';
import { OperatorState } from './OperatorState.tsx';
import { OutputColumns } from './OutputColumns.tsx';
import { RefusedRows } from './RefusedRows.tsx';
import { StoppedRow } from './StoppedRow.tsx';
import { TypedLines } from './TypedLines.tsx';

const PortRowsView = lazy(() => import('../rows/PortRowsView.tsx'));

type InspectorTab = 'settings' | 'rows' | 'about';
const TAB_NAMES: Readonly<Record<InspectorTab, string>> = { settings: 'Settings', rows: 'Rows', about: 'About' };
/** Stays while one goes from operator to operator: a value that is followed upstream is looked at there, too. */
let lastTab: InspectorTab = 'settings';

export function OperatorInspector({ operatorId }: { readonly operatorId: OperatorId }) {
  const box = useDocument((state) => state.document?.operators[operatorId]);
  if (box === undefined) return null;
  const definition = findDefinition(box.type);
  return definition === null ? <UnknownOperator box={box} /> : <KnownOperator operatorId={operatorId} box={box} definition={definition} />;
}

interface Props {
  readonly operatorId: OperatorId;
  readonly box: OperatorBox;
  readonly definition: OperatorDefinition;
}

function KnownOperator({ operatorId, box, definition }: Props) {
  const [tab, setTab] = useState<InspectorTab>(lastTab === 'rows' ? 'rows' : 'settings');
  const choose = (next: InspectorTab): void => {
    lastTab = next;
    setTab(next);
  };
  const editable = useEditable();
  const title = operatorTitle(box);
  return (
    <>
      <InspectorHead
        lead={<Tile family={definition.family} icon={definition.icon} size="lg" />}
        title={title}
        subtitle={
          <>
            {definition.title} · <span className="mono">{operatorId}</span>
          </>
        }
        after={
          <Menu label="Operator" align="end" trigger={<Button icon="more" kind="ghost" label="More" />}>
            <CommandMenuItem command={renameCommand} />
            <CommandMenuItem command={connectToCommand} />
            <CommandMenuItem command={duplicateCommand} />
            <CommandMenuItem command={toggleDisabledCommand} />
            <MenuRule />
            <CommandMenuItem command={deleteSelectionCommand} danger={true} />
          </Menu>
        }
      />
      <div className="insp-tabs" role="tablist" aria-label="Inspector">
        {(['settings', 'rows', 'about'] as const).map((name) => (
          <Tab key={name} name={TAB_NAMES[name]} selected={tab === name} onSelect={() => choose(name)} />
        ))}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling panel must be reachable by keys */}
      <div className="insp-body" role="tabpanel" aria-label={TAB_NAMES[tab]} tabIndex={0}>
        {tab === 'about' ? (
          <OperatorAbout definition={definition} />
        ) : tab === 'rows' ? (
          <OperatorRows operatorId={operatorId} />
        ) : (
          <>
            {box.disabled === true && (
              <p className="insp-note st-disabled">
                <Icon name="st-disabled" />
                <span>
                  Disabled:{' '}
                  {definition.inputs.length === 1 && definition.outputs.length === 1 ? 'its rows pass through.' : 'nothing flows through it.'}
                </span>
              </p>
            )}
            <NeedNotes operatorId={operatorId} />
            <StoppedRow operatorId={operatorId} box={box} definition={definition} editable={editable} />
            <WholeProblems operatorId={operatorId} />
            {definition.type === 'typed-lines' && <TypedLines operatorId={operatorId} />}
            {definition.fields.length > 0 && <OperatorForm operatorId={operatorId} box={box} definition={definition} editable={editable} />}
            {definition.family === 'source' && <FeedSection operatorId={operatorId} />}
            <Books operatorId={operatorId} />
            <RefusedRows operatorId={operatorId} box={box} definition={definition} />
            <OutputColumns operatorId={operatorId} box={box} definition={definition} />
            <OperatorState operatorId={operatorId} definition={definition} />
          </>
        )}
      </div>
    </>
  );
}

function Tab({ name, selected, onSelect }: { readonly name: string; readonly selected: boolean; readonly onSelect: () => void }) {
  return (
    <button type="button" role="tab" className="tab" aria-selected={selected} onClick={onSelect}>
      {name}
    </button>
  );
}

function OperatorRows({ operatorId }: { readonly operatorId: OperatorId }) {
  const document = useDocument((state) => state.document);
  const ports = useMemo(() => (document === null ? [] : portsOfOperator(document, operatorId)), [document, operatorId]);
  return (
    <Suspense fallback={null}>
      <PortRowsView ports={ports} operatorId={operatorId} wide={false} />
    </Suspense>
  );
}

/** Problems of the operator as a whole; those of a field stand at the field. */
function WholeProblems({ operatorId }: { readonly operatorId: OperatorId }) {
  const problems = useDocument((state) => state.check.problems);
  const whole = problems.filter((problem) => problem.where.operator === operatorId && problem.where.param === undefined);
  return whole.map((problem) => {
    const { what, next } = describeProblem(problem);
    const status = problem.severity === 'error' ? 'failed' : problem.severity === 'warning' ? 'waiting' : 'idle';
    return (
      <p key={`${problem.code}${what}`} className={`insp-note st-${status}`}>
        <Icon name={problem.severity === 'error' ? 'st-failed' : problem.severity === 'warning' ? 'warn' : 'info'} />
        <span>
          {what} {next}
        </span>
      </p>
    );
  });
}

function UnknownOperator({ box }: { readonly box: OperatorBox }) {
  return (
    <>
      <InspectorHead
        lead={<Tile family="transform" icon="" size="lg" />}
        title={operatorTitle(box)}
        subtitle={<span className="mono">{box.type}</span>}
      />
      <div className="insp-body">
        <p className="insp-note st-checkpoint">
          <Icon name="lock" />
          <span>This version of Millrace does not know operators of type “{box.type}”. What it holds is kept as it is.</span>
        </p>
        <section className="sec">
          <h3 className="sec-h">What it holds</h3>
          <pre className="raw">{JSON.stringify(box.params, null, 2)}</pre>
        </section>
      </div>
    </>
  );
}
