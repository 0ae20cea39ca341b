// What of the drawing a live run does not use yet, and the way to use it.
import { performCommand } from '../commands/command-context.ts';
import { applyChangesCommand } from '../commands/run/apply-changes.ts';
import { discardChangesCommand } from '../commands/run/discard-changes.ts';
import { useEditable, useUnappliedChanges } from '../store/document-hooks.ts';
import { countOf } from '../text/numbers.ts';
import { Button } from '../ui/Button.tsx';

export function ApplyFooter() {
  const { count } = useUnappliedChanges();
  const editable = useEditable();
  if (count === 0 || !editable) return null;
  return (
    <div className="insp-foot" role="status">
      <span className="grow">{countOf(count, 'change')}, not applied</span>
      <Button kind="ghost" dense={true} onClick={() => performCommand(discardChangesCommand)}>
        Discard
      </Button>
      <Button kind="primary" dense={true} onClick={() => performCommand(applyChangesCommand)}>
        Review…
      </Button>
    </div>
  );
}
