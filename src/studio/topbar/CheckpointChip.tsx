// The newest checkpoint and its age; opens the Checkpoints tab.
import { useNow, useRunStatus } from '../store/live-store.ts';
import { showDockTab } from '../store/view-store.ts';
import { exactCount, formatAgo } from '../text/numbers.ts';
import { Icon } from '../ui/Icon.tsx';

export function CheckpointChip() {
  const checkpoint = useRunStatus()?.lastCheckpoint ?? null;
  const now = useNow();
  if (checkpoint === null) return null;
  const age = checkpoint.note === 'restored' ? 'restored' : formatAgo(checkpoint.takenMs, now);
  return (
    <button
      type="button"
      className="chip chip-ck"
      aria-label={`Checkpoint ${checkpoint.batchId}, ${age}. Open Checkpoints`}
      onClick={() => showDockTab('checkpoints')}
    >
      <Icon name="st-checkpoint" />
      <span>
        ckpt {exactCount(checkpoint.batchId)} · {age}
      </span>
    </button>
  );
}
