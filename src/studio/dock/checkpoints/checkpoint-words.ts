// Checkpoints in words. Pure.
import type { CheckpointInfo, RecoveryReport } from '../../../protocol/engine-api.ts';
import { countOf, formatBytes } from '../../text/numbers.ts';

/** How many the engine keeps, newest first. */
const KEPT = 8;

export function checkpointKind(checkpoint: CheckpointInfo): string {
  switch (checkpoint.kind) {
    case 'full':
      return 'Full';
    case 'delta':
      return 'Delta';
    case 'savepoint':
      return 'Savepoint';
  }
}

/** What the note column says; a restore that this page saw is told with how it came about. */
export function checkpointNote(checkpoint: CheckpointInfo, recovery: RecoveryReport | null): string {
  if (checkpoint.note === 'restored' || recovery?.checkpoint?.batchId === checkpoint.batchId) return RESTORED[recovery?.reason ?? 'reload'];
  switch (checkpoint.note) {
    case 'manual':
      return 'taken by hand';
    case 'before-edit':
      return 'before changes were applied';
    case 'stop':
      return 'taken when the run was stopped';
    case null:
      return '';
  }
}

const RESTORED: Readonly<Record<RecoveryReport['reason'], string>> = {
  reload: 'restored after the tab came back',
  'worker-restarted': 'restored after a restart of the worker',
  'took-over': 'restored when this tab took over',
  'storage-reopened': 'restored after the storage was reopened',
  'run-again': 'restored when the run went on',
};

/** What is kept and why, and how much it is. */
export function retentionText(checkpoints: readonly CheckpointInfo[]): string {
  const bytes = checkpoints.reduce((sum, checkpoint) => sum + checkpoint.bytes, 0);
  return `Kept: the last ${KEPT}, and what they build on. A delta is never kept without the full one it needs. ${countOf(checkpoints.length, 'checkpoint')}, ${formatBytes(bytes)}.`;
}
