// A status as glyph and word; the glyph alone tells it, colour repeats it.
import type { ReactNode } from 'react';
import { Icon } from '../ui/Icon.tsx';

export type StatusName = 'idle' | 'running' | 'paused' | 'waiting' | 'replayed' | 'committed' | 'failed' | 'late' | 'checkpoint';

export function Status({ name, children }: { readonly name: StatusName; readonly children: ReactNode }) {
  return (
    <span className={`stat st-${name}`}>
      <Icon name={`st-${name}`} />
      {children}
    </span>
  );
}
