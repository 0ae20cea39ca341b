// The Problems tab: glyph, sentence, how to go on, and the operator it is about, which a click selects and frames.
import { canvasControl } from '../../canvas/canvas-control.ts';
import { selectOperator, useDocument } from '../../store/document-store.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { IconName } from '../../ui/icons.ts';
import { Empty } from '../Empty.tsx';
import { OperatorTile, useOperatorFace } from '../operator-face.tsx';
import type { ListedProblem } from './problem-list.ts';
import { useProblems } from './use-problems.ts';

const LOOKS: Readonly<Record<ListedProblem['severity'], { readonly status: string; readonly icon: IconName; readonly word: string }>> = {
  error: { status: 'failed', icon: 'st-failed', word: 'Error' },
  warning: { status: 'waiting', icon: 'warn', word: 'Warning' },
  info: { status: 'idle', icon: 'info', word: 'Note' },
};

export default function Problems() {
  const problems = useProblems();
  if (problems.length === 0) return <Empty icon="check" title="No problems" text="The draft can run, and the run has nothing to say." />;
  return (
    <div className="dock-body probs-body">
      <ul className="probs">
        {problems.map((problem) => (
          <Item key={problem.id} problem={problem} />
        ))}
      </ul>
    </div>
  );
}

function Item({ problem }: { readonly problem: ListedProblem }) {
  const look = LOOKS[problem.severity];
  const known = useDocument(
    (state) => problem.operatorId !== null && state.document !== null && Object.hasOwn(state.document.operators, problem.operatorId),
  );
  const content = (
    <>
      <Icon name={look.icon} />
      <span className="visually-hidden">{look.word}:</span>
      <span className="prob-txt">
        <b>{problem.what}</b>
        <span className="prob-next">{problem.next}</span>
      </span>
      {problem.operatorId !== null && <Where operatorId={problem.operatorId} place={problem.place} />}
      {problem.operatorId === null && problem.place !== null && <span className="prob-where dim">{problem.place}</span>}
    </>
  );
  if (!known || problem.operatorId === null) return <li className={`prob st-${look.status}`}>{content}</li>;
  const { operatorId } = problem;
  return (
    <li>
      <button type="button" className={`prob st-${look.status}`} title="Select this operator" onClick={() => showOperator(operatorId)}>
        {content}
      </button>
    </li>
  );
}

function Where({ operatorId, place }: { readonly operatorId: string; readonly place: string | null }) {
  const face = useOperatorFace(operatorId);
  return (
    <span className="prob-where">
      <OperatorTile id={operatorId} />
      <span>
        {face.name}
        {place !== null && <span className="dim">, {place}</span>}
      </span>
    </span>
  );
}

function showOperator(operatorId: string): void {
  selectOperator(operatorId);
  canvasControl()?.reveal(operatorId, { focus: true, frame: true });
}
