// The bar under the top bar when this tab only watches, or may only read. One at a time; a recovery is told by the strip.

import { describeProblem } from '../../problem/problem.ts';
import { performCommand } from '../commands/command-context.ts';
import { takeOverCommand } from '../commands/pipeline/take-over.ts';
import { useDocument } from '../store/document-store.ts';
import { useRunStatus } from '../store/live-store.ts';
import { showDockTab } from '../store/view-store.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';

export function OwnerBanner() {
  const status = useRunStatus();
  const unreadable = useDocument((state) => state.unreadable);
  const parsed = useDocument((state) => state.document !== null);
  if (unreadable.length > 0) {
    const first = unreadable[0];
    return (
      <div className="strip st-checkpoint" role="status">
        <span className="strip-ic">
          <Icon name="lock" />
        </span>
        <p>
          <b>{parsed ? 'Read-only.' : 'This text is not a pipeline.'}</b> {first === undefined ? '' : describeProblem(first).what}
          {unreadable.length > 1 && ` And ${unreadable.length - 1} more.`} It is kept as it is.
        </p>
        <span className="grow" />
        {unreadable.length > 1 && (
          <Button dense={true} onClick={() => showDockTab('problems')}>
            Show all
          </Button>
        )}
      </div>
    );
  }
  if (status?.role !== 'viewer') return null;
  return (
    <div className="strip st-replayed" role="status">
      <span className="strip-ic">
        <Icon name="layers" />
      </span>
      <p>
        {status.ownerTab === null ? (
          <>
            <b>No tab runs this pipeline now.</b> The one that did was closed. What it committed is kept.
          </>
        ) : (
          <>
            <b>The {status.ownerTab} runs this pipeline.</b> This one only watches, so nothing runs twice.
          </>
        )}
      </p>
      <span className="grow" />
      <Button kind="primary" dense={true} onClick={() => performCommand(takeOverCommand)}>
        Run it here
      </Button>
    </div>
  );
}
