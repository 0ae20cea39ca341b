// The three things that can happen to a state, with their glyph.
import type { IconName } from '../ui/icons.ts';

export type Outcome = 'kept' | 'dropped' | 'new';

export const OUTCOMES: Readonly<Record<Outcome, { readonly status: string; readonly icon: IconName; readonly word: string }>> = {
  kept: { status: 'committed', icon: 'st-committed', word: 'Kept' },
  new: { status: 'running', icon: 'plus', word: 'New' },
  dropped: { status: 'failed', icon: 'st-dropped', word: 'Dropped' },
};
