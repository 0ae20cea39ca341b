// How a pipeline of the list stands, in words with its glyph.
import type { PipelineSummary } from '../../protocol/engine-api.ts';
import type { IconName } from '../ui/icons.ts';

export interface StateWords {
  readonly status: string;
  readonly icon: IconName;
  readonly words: string;
}

interface DraftFacts {
  readonly operators: number;
  readonly errors: number;
  readonly unreadable: boolean;
}

export function stateWords(summary: PipelineSummary, { operators, errors, unreadable }: DraftFacts): StateWords {
  const where = summary.role === 'viewer' ? 'in another tab' : 'in this tab';
  switch (summary.state) {
    case 'running':
      return summary.role === 'none'
        ? { status: 'paused', icon: 'st-paused', words: 'Goes on when opened' }
        : { status: 'running', icon: 'st-running', words: `Running ${where}` };
    case 'starting':
    case 'recovering':
      return { status: 'replayed', icon: 'st-replayed', words: `Recovering ${where}` };
    case 'paused':
      return { status: 'paused', icon: 'st-paused', words: 'Paused' };
    case 'failed':
      return { status: 'failed', icon: 'st-failed', words: 'Failed' };
    case 'stopped':
      return { status: 'committed', icon: 'st-committed', words: 'Stopped, all kept' };
    case 'idle':
      if (unreadable) return { status: 'checkpoint', icon: 'lock', words: 'Read-only here' };
      if (operators === 0) return { status: 'idle', icon: 'st-idle', words: 'Empty' };
      if (errors > 0) return { status: 'waiting', icon: 'warn', words: `Needs setup: ${errors} ${errors === 1 ? 'problem' : 'problems'}` };
      return { status: 'idle', icon: 'st-idle', words: 'Ready to run' };
  }
}
