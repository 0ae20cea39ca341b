import type { StreamType } from '../../plan/stream-type.ts';
import { formatDuration } from '../text/numbers.ts';

/** What an edge carries, in a few words: "each row once", "closed windows, every 5 s". */
export function streamWords({ emits, slideMs, windowMs }: StreamType): string {
  switch (emits) {
    case 'rows':
      return 'each row once';
    case 'closed':
      return windowMs === null ? `counts of each batch, every ${formatDuration(slideMs)}` : `closed windows, every ${formatDuration(slideMs)}`;
    case 'changes':
      return 'changes by key';
    case 'all':
      return `the whole answer, every ${formatDuration(slideMs)}`;
  }
}
