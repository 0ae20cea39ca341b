// Brings in what one is about to need, once the pipeline shows and the page has nothing else to do: the checker at once, then
// the expression editor, the finder, the command list. So their first use does not wait, and the first view did not either.
import { firstPictureShown } from '../store/checker.ts';

const QUIET_MS = 5_000;
/** What the first click on a box needs. */
const SOON_MS = 1_500;

/** To be called when the canvas has its document. Returns how to call it off. */
export function loadAhead(): () => void {
  // Boxes are measured in one frame and placed in the next.
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(firstPictureShown)));
  const soon = setTimeout(() => void import('../inspector/OperatorInspector.tsx'), SOON_MS);
  const timer = setTimeout(() => {
    void import('../inspector/fields/ExpressionEditor.tsx');
    void import('../rows/PortRowsView.tsx');
    void import('../palette/OperatorFinder.tsx');
    void import('../canvas/ConnectList.tsx');
    void import('../commands/CommandPalette.tsx');
    void import('../ui/Toaster.tsx');
  }, QUIET_MS);
  return () => {
    clearTimeout(soon);
    clearTimeout(timer);
  };
}
