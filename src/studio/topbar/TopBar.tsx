// The bar over the editor: where one is, how the run stands, and the way to everything else.
import { goHome } from '../app/route.ts';
import { CommandButton } from '../commands/CommandButton.tsx';
import { saveAsFileCommand } from '../commands/pipeline/save-as-file.ts';
import { Logo } from '../ui/Logo.tsx';
import { CheckpointChip } from './CheckpointChip.tsx';
import { CommandsButton } from './CommandsButton.tsx';
import { IntervalPicker } from './IntervalPicker.tsx';
import { ProjectName } from './ProjectName.tsx';
import { RunGroup } from './RunGroup.tsx';
import { StatusChip } from './StatusChip.tsx';
import { ThemeButton } from './ThemeButton.tsx';

export function TopBar() {
  return (
    <header className="topbar" data-region="topbar">
      <button type="button" className="home" title="All pipelines" aria-label="All pipelines" onClick={goHome}>
        <Logo />
      </button>
      <ProjectName />
      <span className="sep" />
      <RunGroup />
      <IntervalPicker />
      <div className="chips">
        <StatusChip />
        <CheckpointChip />
      </div>
      <span className="grow" />
      <CommandsButton />
      <CommandButton command={saveAsFileCommand} text={true} />
      <ThemeButton />
    </header>
  );
}
