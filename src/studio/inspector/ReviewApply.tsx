// Before an edit of a live run is applied: what changes, and what happens to every state, in keys and bytes.
import { useEffect, useState } from 'react';
import { describeProblem, type Problem } from '../../problem/problem.ts';
import type { ApplyReview } from '../../protocol/engine-api.ts';
import { showBug } from '../commands/with-pipeline.ts';
import { useAppliedDocument } from '../store/document-hooks.ts';
import { EMPTY_DOCUMENT, findDefinition, operatorTitle } from '../store/document-model.ts';
import { saveNow, useDocument } from '../store/document-store.ts';
import { engine } from '../store/engine-link.ts';
import { countOf, exactCount, formatBytes } from '../text/numbers.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Tile } from '../ui/Tile.tsx';
import { showProblems, showToast } from '../ui/toast.ts';
import { closeOverlay } from '../ui/ui-store.ts';
import { OUTCOMES } from './outcomes.ts';
import { ReviewGraph } from './ReviewGraph.tsx';

type Loaded = { readonly review: ApplyReview } | { readonly problems: readonly Problem[] } | null;

export function ReviewApply() {
  const pipelineId = useDocument((state) => state.pipelineId);
  const draft = useDocument((state) => state.document) ?? EMPTY_DOCUMENT;
  const applied = useAppliedDocument() ?? EMPTY_DOCUMENT;
  const [loaded, setLoaded] = useState<Loaded>(null);
  const [applying, setApplying] = useState(false);
  useEffect(() => {
    if (pipelineId === null) return;
    let left = false;
    void saveNow()
      .then(() => engine.reviewApply(pipelineId))
      .then((answer) => {
        if (!left) setLoaded(answer.ok ? { review: answer.value } : { problems: answer.problems });
      })
      .catch((error: unknown) => {
        showBug(error);
        closeOverlay();
      });
    return () => {
      left = true;
    };
  }, [pipelineId]);
  const apply = async (): Promise<void> => {
    if (pipelineId === null) return;
    setApplying(true);
    const answer = await engine.applyDraft(pipelineId).catch(showBug);
    closeOverlay();
    if (answer === undefined) return;
    if (!answer.ok) {
      showProblems(answer.problems);
      return;
    }
    const states = loaded !== null && 'review' in loaded ? loaded.review.states : [];
    const count = (outcome: string): number => states.filter((state) => state.outcome === outcome).length;
    showToast({
      status: 'committed',
      icon: 'st-committed',
      title: `Changes applied with batch ${exactCount(answer.value.fromBatchId)}`,
      text: `${count('kept')} kept, ${count('new')} new, ${count('dropped')} dropped.`,
    });
  };
  const review = loaded !== null && 'review' in loaded ? loaded.review : null;
  const from = review === null ? null : (review.afterBatchId ?? 0) + 1;
  return (
    <Dialog
      title="Apply changes to the running pipeline"
      subtitle={
        review === null || from === null
          ? loaded === null
            ? 'Asking the engine what happens to each state.'
            : 'It cannot be applied yet. The run goes on as it is.'
          : `${countOf(review.changes.length, 'change')}, from batch ${exactCount(from)} on, after an automatic savepoint. The run does not stop.`
      }
      width={872}
      onClose={closeOverlay}
      footer={
        <>
          <div className="dsum">{review !== null && <Summary review={review} />}</div>
          <Button kind="ghost" onClick={closeOverlay}>
            Keep editing
          </Button>
          <Button kind="primary" disabled={review === null || applying} onClick={() => void apply()}>
            {from === null ? 'Apply' : `Apply at batch ${exactCount(from)}`}
          </Button>
        </>
      }
    >
      {loaded !== null && 'problems' in loaded && (
        <ul className="probs">
          {loaded.problems.map((problem) => {
            const { what, next } = describeProblem(problem);
            return (
              <li key={`${problem.code}${what}`} className="prob st-failed">
                <Icon name="st-failed" />
                <div>
                  <b>{what}</b>
                  <p>{next}</p>
                </div>
              </li>
            );
          })}
        </ul>
      )}
      {review !== null && (
        <>
          <ReviewGraph draft={draft} applied={applied} states={review.states} />
          {review.changes.length > 0 && (
            <ul className="changes">
              {review.changes.map((change) => (
                <li key={change}>{change}</li>
              ))}
            </ul>
          )}
          <States review={review} draft={draft} applied={applied} />
        </>
      )}
    </Dialog>
  );
}

function States({
  review,
  draft,
  applied,
}: {
  readonly review: ApplyReview;
  readonly draft: typeof EMPTY_DOCUMENT;
  readonly applied: typeof EMPTY_DOCUMENT;
}) {
  if (review.states.length === 0) {
    return (
      <p className="dnote">
        <Icon name="info" />
        <span>No operator of this pipeline keeps state.</span>
      </p>
    );
  }
  return (
    <table className="tbl diff">
      <thead>
        <tr>
          <th className="c-out">State</th>
          <th className="c-op">Operator</th>
          <th className="c-keys num">Holds</th>
          <th className="c-size num">Size</th>
          <th>Why</th>
        </tr>
      </thead>
      <tbody>
        {review.states.map((state) => {
          const box = draft.operators[state.operatorId] ?? applied.operators[state.operatorId];
          const definition = findDefinition(box?.type ?? '');
          const outcome = OUTCOMES[state.outcome];
          return (
            <tr key={state.operatorId} className={`st-${outcome.status}`}>
              <td>
                <span className="stat">
                  <Icon name={outcome.icon} />
                  {outcome.word}
                </span>
              </td>
              <td>
                <span className="cell">
                  <Tile family={definition?.family ?? 'transform'} icon={definition?.icon ?? ''} size="sm" />
                  {box === undefined ? state.operatorId : operatorTitle(box)}
                </span>
              </td>
              <td className="num">{countOf(state.keys, 'key')}</td>
              <td className="num">{formatBytes(state.bytes)}</td>
              <td className="why">{state.why}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Summary({ review }: { readonly review: ApplyReview }) {
  const groups = (['kept', 'new', 'dropped'] as const).map((outcome) => {
    const states = review.states.filter((state) => state.outcome === outcome);
    return { outcome, count: states.length, bytes: states.reduce((sum, state) => sum + state.bytes, 0) };
  });
  const shown = groups.filter(({ count }) => count > 0);
  return (
    <>
      <span className="dbar" aria-hidden="true">
        {shown.map(({ outcome, bytes }) => (
          <i key={outcome} style={{ flexGrow: Math.max(1, bytes), minWidth: 8, background: `var(--st-${OUTCOMES[outcome].status})` }} />
        ))}
      </span>
      <small>
        {shown.map(({ outcome, count, bytes }) => `${count} ${OUTCOMES[outcome].word.toLowerCase()} ${formatBytes(bytes)}`).join(' · ')}
        {shown.length > 0 && '. '}
        Undo edits the drawing; the savepoint keeps the state of now.
      </small>
    </>
  );
}
