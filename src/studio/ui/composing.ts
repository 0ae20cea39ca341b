// A key pressed while an input method composes belongs to the input method: the Enter that chooses a word must not save, and
// Escape must not close. Browsers say so with isComposing; some only with keyCode 229.
interface KeyLike {
  readonly keyCode: number;
  readonly isComposing?: boolean;
  readonly nativeEvent?: { readonly isComposing: boolean };
}

export function isComposing(event: KeyLike): boolean {
  return event.keyCode === 229 || event.isComposing === true || event.nativeEvent?.isComposing === true;
}

/** True for an element in which keys write text (or choose a value): global keys must leave it alone. */
export function isTextField(element: EventTarget | null): boolean {
  if (!(element instanceof HTMLElement)) return false;
  if (element.isContentEditable) return true;
  if (element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement) return true;
  return element instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit', 'range', 'file'].includes(element.type);
}
