// Legend and "Checkpoint now", in the dock's tab bar.
import { CommandButton } from '../../commands/CommandButton.tsx';
import { checkpointNowCommand } from '../../commands/run/checkpoint-now.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Keys } from '../../ui/Keys.tsx';

export function CheckpointsTools() {
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
      <CommandButton command={checkpointNowCommand} text={true} dense={true} kind="ghost" />
      <span className="dock-key">
        <Keys keys={['K']} />
      </span>
    </>
  );
}
