// One thing a user can do. The top bar, menus, the command palette, the keys and the help read the same value, so a command
// is named, drawn, refused and done in one way everywhere. One file a command; `all-commands.ts` lists them.
import type { RunStatus } from '../../protocol/engine-api.ts';
import type { DocumentState } from '../store/document-store.ts';
import type { IconName } from '../ui/icons.ts';

/**
 * A key press. `key` is KeyboardEvent.key with letters in upper case; `code` is used instead where Shift changes the key
 * ("Digit1"). Mod is Control, or Command on Apple machines.
 */
export interface Shortcut {
  readonly key: string;
  readonly code?: string;
  readonly mod?: boolean;
  readonly shift?: boolean;
  readonly alt?: boolean;
}

/**
 * Where its keys act. canvas: the focus is on the canvas, or on nothing. page: anywhere but in a field one types in, a menu
 * or a dialog. everywhere: also while typing.
 */
export type KeyScope = 'canvas' | 'page' | 'everywhere';

export type CommandSection = 'Run' | 'Edit' | 'View' | 'Pipeline';

export interface CommandContext {
  readonly document: DocumentState;
  readonly status: RunStatus | null;
}

export interface Command {
  /** Unique, for tests and stored preferences: "run.pause". */
  readonly id: string;
  readonly section: CommandSection;
  readonly label: string | ((context: CommandContext) => string);
  readonly icon: IconName;
  readonly shortcuts?: readonly Shortcut[];
  readonly scope?: KeyScope;
  /** true, or why it cannot be done now, in words for the user. */
  readonly enabledWhen: (context: CommandContext) => true | string;
  readonly perform: (context: CommandContext) => void;
  /** Keys only: arrows and the like would be noise in the palette. */
  readonly unlisted?: boolean;
}
