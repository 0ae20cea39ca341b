// Copy, cut, paste and duplicate of boxes. A copied part is JSON text like a pipeline file, so it can be pasted into a mail,
// into another tab, or from a file. Notes are copied within the page only.
import { KNOWN_OPERATORS } from '../../operators/catalogue.ts';
import { copyPart, duplicateOperators, formatPart, freePlace, type PipelinePart, parsePart, pastePart } from '../../pipeline/clipboard.ts';
import type { OperatorId, PipelineDocument } from '../../pipeline/document.ts';
import type { Point } from '../../pipeline/edits.ts';
import { newOperatorId } from '../../pipeline/ids.ts';
import { canvasControl } from '../canvas/canvas-control.ts';
import { canEdit, documentStore, edit } from '../store/document-store.ts';
import { NO_SELECTION } from '../store/selection.ts';
import { countOf } from '../text/numbers.ts';
import { announce } from '../ui/announce.ts';
import { showProblems, showToast } from '../ui/toast.ts';

const newId = (type: string, taken: PipelineDocument['operators']): OperatorId => newOperatorId(type, Math.random, taken);

/** The selected operators as text, or null when none is. */
export function selectionText(): string | null {
  const { document, selection } = documentStore.getState();
  if (document === null || selection.operators.length === 0) return null;
  announce(`${countOf(selection.operators.length, 'operator')} copied`);
  return formatPart(copyPart(document, selection.operators));
}

/** Pastes the text of a part or of a pipeline. Returns whether it was one. */
export function pasteText(text: string): boolean {
  const part = parsePart(text, KNOWN_OPERATORS);
  if (!part.ok) {
    const meantForUs = part.problems.every((problem) => problem.code !== 'pipeline/not-a-part');
    if (meantForUs || /^\s*[[{]/.test(text)) showProblems(part.problems);
    return false;
  }
  if (!canEdit()) return false;
  paste(part.value);
  return true;
}

function paste(part: PipelinePart): void {
  let ids: readonly OperatorId[] = [];
  edit(
    (document) => {
      const made = pastePart(document, part, { newId, at: freePlace(document, part, pastePlace(part)) });
      ids = made.ids;
      return made;
    },
    () => ({ ...NO_SELECTION, operators: ids }),
  );
  announce(`${countOf(ids.length, 'operator')} pasted`);
}

/** The part's middle at the pointer when it is over the canvas, else in the middle of what is visible. */
function pastePlace(part: PipelinePart): Point {
  const control = canvasControl();
  const [x, y] = control?.pointer() ?? control?.centre() ?? [0, 0];
  const places = Object.values(part.positions);
  const width = Math.max(...places.map(([px]) => px)) - Math.min(...places.map(([px]) => px)) + 144;
  const height = Math.max(...places.map(([, py]) => py)) - Math.min(...places.map(([, py]) => py)) + 96;
  return [Math.round((x - width / 2) / 8) * 8, Math.round((y - height / 2) / 8) * 8];
}

export function duplicateSelection(): void {
  let ids: readonly OperatorId[] = [];
  edit(
    (document) => {
      const made = duplicateOperators(document, documentStore.getState().selection.operators, newId);
      ids = made.ids;
      return made;
    },
    () => ({ ...NO_SELECTION, operators: ids }),
  );
}

/** Copies operators to these places, by the id of what is copied. */
export function duplicateTo(places: { readonly [id: OperatorId]: Point }): void {
  let ids: readonly OperatorId[] = [];
  edit(
    (document) => {
      const wanted = Object.keys(places);
      const part = copyPart(document, wanted);
      const made = pastePart(document, { ...part, positions: { ...part.positions, ...places } }, { newId, at: topLeftOf(Object.values(places)) });
      ids = made.ids;
      return { label: made.label.replace(/^Paste/, 'Copy'), document: made.document };
    },
    () => ({ ...NO_SELECTION, operators: ids }),
  );
  announce(`${countOf(ids.length, 'operator')} copied to a new place`);
}

function topLeftOf(places: readonly Point[]): Point {
  return [Math.min(...places.map(([x]) => x)), Math.min(...places.map(([, y]) => y))];
}

/** For menus, where the browser gives no clipboard event. Returns whether it was copied. */
export async function copySelection(): Promise<boolean> {
  const text = selectionText();
  if (text === null) return false;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    showToast({
      status: 'waiting',
      icon: 'copy',
      title: 'The browser did not allow copying from here',
      text: 'Press Ctrl+C (⌘C) with the focus on the canvas.',
    });
    return false;
  }
}

export async function pasteFromClipboard(): Promise<void> {
  try {
    const text = await navigator.clipboard.readText();
    if (!pasteText(text)) announce('The clipboard holds no operators');
  } catch {
    showToast({
      status: 'waiting',
      icon: 'paste',
      title: 'The browser did not allow pasting from here',
      text: 'Press Ctrl+V (⌘V) with the focus on the canvas.',
    });
  }
}
