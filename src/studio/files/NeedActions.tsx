// What can be done about a need of the run: give the file, or allow the host. The same buttons in the strip and in the inspector.
import type { RunNeed } from '../../protocol/data-api.ts';
import { showBug } from '../commands/with-pipeline.ts';
import { engine } from '../store/engine-link.ts';
import { formatBytes } from '../text/numbers.ts';
import { Button } from '../ui/Button.tsx';
import { showProblems } from '../ui/toast.ts';
import { giveAccess } from './large-files.ts';
import { cancelSupply, chooseSupply, useSupply } from './supply-file.ts';

export function NeedActions({ need }: { readonly need: RunNeed }) {
  return need.kind === 'consent' ? (
    <Button kind="primary" dense={true} onClick={() => allowHost(need.host)}>
      {`Allow ${need.host}`}
    </Button>
  ) : (
    <GiveFile need={need} />
  );
}

function GiveFile({ need }: { readonly need: Extract<RunNeed, { readonly kind: 'file' }> }) {
  const supply = useSupply(need.file);
  if (supply === null && need.why === 'permission') {
    return (
      <Button icon="file" kind="primary" dense={true} onClick={() => void giveAccess(need.file).catch(showBug)}>
        {`Continue with ${need.file.name}`}
      </Button>
    );
  }
  if (supply === null) {
    return (
      <Button icon="file" kind="primary" dense={true} onClick={() => chooseSupply(need.file)}>
        Choose the file…
      </Button>
    );
  }
  const done = supply.progress?.doneBytes ?? 0;
  return (
    <span className="supplying">
      <progress max={need.file.bytes} value={done} aria-label={`Copying ${need.file.name}`} />
      <span role="status">{formatBytes(done)}</span>
      <Button kind="ghost" dense={true} onClick={cancelSupply}>
        Cancel
      </Button>
    </span>
  );
}

function allowHost(host: string): void {
  void engine
    .grantConsent(host)
    .then((answer) => (answer.ok ? undefined : showProblems(answer.problems)))
    .catch(showBug);
}
