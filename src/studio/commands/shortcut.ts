// Keys and commands: which press means which shortcut, and how a shortcut is written.
import type { Shortcut } from './command.ts';

const apple = /Mac|iPhone|iPad/.test(navigator.platform);

interface Press {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

export function matchesShortcut(shortcut: Shortcut, press: Press): boolean {
  const mod = apple ? press.metaKey : press.ctrlKey;
  const other = apple ? press.ctrlKey : press.metaKey;
  if (other || mod !== (shortcut.mod ?? false) || press.altKey !== (shortcut.alt ?? false)) return false;
  // A sign like "?" or "+" needs Shift on some keyboards and not on others: the key itself decides.
  const isSign = shortcut.code === undefined && shortcut.key.length === 1 && !/[A-Z0-9]/.test(shortcut.key);
  if (!isSign && press.shiftKey !== (shortcut.shift ?? false)) return false;
  if (shortcut.code !== undefined) return press.code === shortcut.code;
  const key = press.key.length === 1 ? press.key.toUpperCase() : press.key;
  // With Alt or Mod some layouts give another letter: the place of the key decides then.
  if (key === shortcut.key) return true;
  return (shortcut.mod === true || shortcut.alt === true) && press.code === `Key${shortcut.key}`;
}

/** A press without a modifier that people may turn off. */
export function isSingleKey(shortcut: Shortcut): boolean {
  return shortcut.mod !== true && shortcut.alt !== true && shortcut.key.length === 1;
}

/** For key caps: ["Mod", "Shift", "Z"]. */
export function shortcutKeys({ key, mod, shift, alt }: Shortcut): readonly string[] {
  return [...(mod ? ['Mod'] : []), ...(shift ? ['Shift'] : []), ...(alt ? ['Alt'] : []), key === ' ' ? 'Space' : key];
}

/** For tooltips: "Ctrl+Shift+Z". */
export function shortcutText(shortcut: Shortcut): string {
  return shortcutKeys(shortcut)
    .map((key) => (key === 'Mod' ? (apple ? '⌘' : 'Ctrl') : key))
    .join('+');
}
