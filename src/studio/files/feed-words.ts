// The state of a feed as one word with its glyph. Pure.
import type { FeedState } from '../../protocol/data-api.ts';
import type { IconName } from '../ui/icons.ts';

export function feedWord(state: FeedState): string {
  switch (state) {
    case 'off':
      return 'Off';
    case 'needs-consent':
      return 'Asks first';
    case 'connecting':
      return 'Connecting';
    case 'open':
      return 'Connected';
    case 'waiting':
      return 'Will try again';
    case 'ended':
      return 'Ended';
    case 'refused':
      return 'Refused';
  }
}

export function feedGlyph(state: FeedState): { readonly status: string; readonly icon: IconName } {
  switch (state) {
    case 'open':
      return { status: 'running', icon: 'st-running' };
    case 'connecting':
    case 'waiting':
    case 'needs-consent':
      return { status: 'waiting', icon: 'st-waiting' };
    case 'refused':
      return { status: 'failed', icon: 'st-failed' };
    case 'ended':
      return { status: 'committed', icon: 'st-committed' };
    case 'off':
      return { status: 'idle', icon: 'st-idle' };
  }
}
