import { openText } from '../store/document-model.ts';
import { NO_CHANGES, takesApply, type UnappliedChanges, unappliedChanges } from '../store/unapplied-changes.ts';
import type { CommandContext } from './command.ts';

/** What of the draft a live run does not use yet. */
export function unappliedNow({ document, status }: CommandContext): UnappliedChanges {
  if (document.document === null || status === null || status.applied === null || !takesApply(status.state)) return NO_CHANGES;
  const applied = openText(status.applied).document;
  return applied === null ? NO_CHANGES : unappliedChanges(applied, document.document);
}
