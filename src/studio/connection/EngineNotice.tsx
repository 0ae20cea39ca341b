// What stands in the way of everything: the engine refused to start, waits for the storage, or a newer build has taken it.
import { useStore } from 'zustand';
import { describeProblem } from '../../problem/problem.ts';
import { linkStore, retryEngine } from '../store/engine-link.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';

export function EngineNotice() {
  const state = useStore(linkStore, (link) => link.state);
  const problems = useStore(linkStore, (link) => link.problems);
  const storage = useStore(linkStore, (link) => link.storage);
  if (state === 'superseded') {
    return (
      <div className="notice st-waiting" role="alert">
        <Icon name="layers" />
        <div>
          <b>Another tab runs a newer version of Millrace and needs the storage.</b>
          <p>What was committed is kept. This tab has stopped; reload it to go on with the newer version.</p>
        </div>
        <Button kind="primary" onClick={() => location.reload()}>
          Reload
        </Button>
      </div>
    );
  }
  if (state === 'starting' && storage?.problem != null) {
    const { what, next } = describeProblem(storage.problem);
    return (
      <div className="notice st-waiting" role="alert">
        <Icon name="st-waiting" />
        <div>
          <b>{what}</b>
          <p>{next}</p>
        </div>
      </div>
    );
  }
  if (state !== 'refused') return null;
  return (
    <div className="notice st-failed" role="alert">
      <Icon name="st-failed" />
      <div>
        {problems.map((problem) => {
          const { what, next } = describeProblem(problem);
          return (
            <div key={what}>
              <b>{what}</b>
              <p>{next}</p>
            </div>
          );
        })}
      </div>
      <Button kind="primary" onClick={retryEngine}>
        Try again
      </Button>
    </div>
  );
}
