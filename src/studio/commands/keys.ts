// The keys of the page. One listener looks where the focus is and finds the command; copy, cut and paste come as the
// browser's clipboard events, which leave text fields and marked text alone. A key that an input method uses is not ours.
import { routeNow } from '../app/route.ts';
import { importText } from '../home/import-file.ts';
import { viewStore } from '../store/view-store.ts';
import { isComposing, isTextField } from '../ui/composing.ts';
import { overlayStore } from '../ui/ui-store.ts';
import { ALL_COMMANDS } from './all-commands.ts';
import { pasteText, selectionText } from './clipboard.ts';
import type { Command, KeyScope } from './command.ts';
import { commandContext } from './command-context.ts';
import { deleteSelectionCommand } from './edit/delete-selection.ts';
import { isSingleKey, matchesShortcut } from './shortcut.ts';

/** To be called once, by the page's root. Returns how to stop. */
export function listenToKeys(): () => void {
  document.addEventListener('keydown', onKeyDown);
  document.addEventListener('copy', onCopy);
  document.addEventListener('cut', onCut);
  document.addEventListener('paste', onPaste);
  return () => {
    document.removeEventListener('keydown', onKeyDown);
    document.removeEventListener('copy', onCopy);
    document.removeEventListener('cut', onCut);
    document.removeEventListener('paste', onPaste);
  };
}

/** Where a key arrives: on the canvas (or on nothing at all), in a field one types in, in something modal, or elsewhere. */
type Place = 'canvas' | 'text' | 'modal' | 'page';

function placeOf(target: EventTarget | null): Place {
  if (!(target instanceof Element)) return 'canvas';
  if (target.closest('dialog, [role="dialog"], [role="menu"], [role="listbox"]') !== null || overlayStore.getState().overlay !== null) return 'modal';
  if (isTextField(target)) return 'text';
  if (target === document.body || target.closest('[data-region="canvas"]') !== null) return 'canvas';
  return 'page';
}

const ACTS: Readonly<Record<Place, readonly KeyScope[]>> = {
  canvas: ['canvas', 'page', 'everywhere'],
  page: ['page', 'everywhere'],
  text: ['everywhere'],
  modal: [],
};

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || isComposing(event)) return;
  const place = placeOf(event.target);
  const command = findCommand(event, place);
  if (command === null) return;
  event.preventDefault();
  command.perform(commandContext());
}

function findCommand(event: KeyboardEvent, place: Place): Command | null {
  const context = commandContext();
  const { singleKeys } = viewStore.getState();
  // A button under the focus takes Enter itself.
  const onButton = event.target instanceof Element && event.target.closest('button, a, [role="tab"], [role="separator"], summary') !== null;
  for (const command of ALL_COMMANDS) {
    const acts = ACTS[place].includes(command.scope ?? 'page') || (command.id === 'view.commands' && place === 'modal');
    if (!acts) continue;
    for (const shortcut of command.shortcuts ?? []) {
      if (!matchesShortcut(shortcut, event)) continue;
      if (isSingleKey(shortcut) && !singleKeys && shortcut.key !== '?') continue;
      if (onButton && (shortcut.key === 'Enter' || shortcut.key === ' ') && shortcut.mod !== true) continue;
      if (command.enabledWhen(context) === true) return command;
    }
  }
  return null;
}

/** Whether a clipboard event is about boxes: the focus is on the canvas or on nothing, and no text is marked. */
function isAboutBoxes(event: ClipboardEvent): boolean {
  const target = document.activeElement ?? event.target;
  if (placeOf(target) !== 'canvas') return false;
  const marked = getSelection();
  return marked === null || marked.isCollapsed || marked.toString() === '';
}

function onCopy(event: ClipboardEvent): void {
  if (!isAboutBoxes(event)) return;
  const text = selectionText();
  if (text === null) return;
  event.clipboardData?.setData('text/plain', text);
  event.preventDefault();
}

function onCut(event: ClipboardEvent): void {
  onCopy(event);
  const context = commandContext();
  if (event.defaultPrevented && deleteSelectionCommand.enabledWhen(context) === true) deleteSelectionCommand.perform(context);
}

function onPaste(event: ClipboardEvent): void {
  if (placeOf(document.activeElement ?? event.target) !== 'canvas') return;
  const text = event.clipboardData?.getData('text/plain') ?? '';
  if (text.trim() === '') return;
  if (routeNow().page === 'home') {
    event.preventDefault();
    void importText(text, 'what was pasted');
  } else if (pasteText(text)) event.preventDefault();
}
