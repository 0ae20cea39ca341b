// Legend and "Checkpoint now", in the dock's tab bar.
import { useLive, useRunStatus } from '../../store/live-store.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Keys } from '../../ui/Keys.tsx';
import { takeCheckpoint } from './take-checkpoint.ts';

export function CheckpointsTools() {
  const status = useRunStatus();
  const committed = useLive((live) => live.status?.lastBatch !== null && live.status !== null);
  const why = status === null || !committed ? 'No batch is committed yet' : status.role === 'viewer' ? 'Another tab runs this pipeline' : null;
  return (
    <>
      <ul className="legend" aria-label="Legend of checkpoints">
        <li className="stat st-checkpoint">
          <Icon name="ck-full" />
          Full or savepoint
        </li>
        <li className="stat st-checkpoint">
          <Icon name="ck-delta" />
          Delta
        </li>
      </ul>
      <i className="vsep" />
      <Button
        icon="st-checkpoint"
        kind="ghost"
        dense={true}
        disabled={why !== null}
        label={why ?? 'Write the state as it is after the last batch'}
        onClick={() => {
          if (status !== null) void takeCheckpoint(status.pipelineId);
        }}
      >
        Checkpoint now
      </Button>
      <span className="dock-key">
        <Keys keys={['K']} />
      </span>
    </>
  );
}
