// Where the rows of a live source come from, as plain data. What a feed does on the network is the engine thread's; a plan
// only names it.
import type { Framing } from '../formats/record-format.ts';

/** The browser gives a WebSocket no back-pressure: what happens when rows come faster than they are logged. */
export interface FeedBuffer {
  readonly maxRows: number;
  readonly maxBytes: number;
  /** Throw away the newest rows and count them, or disconnect and say so. */
  readonly whenFull: 'drop-newest' | 'disconnect';
}

/** `framing`: what of a message, an event's data or an answer's body is one row. */
export type Feed =
  /** `subscribe`: sent once each time it opens; empty: nothing is. */
  | { readonly kind: 'websocket'; readonly url: string; readonly framing: Framing; readonly subscribe: string; readonly buffer: FeedBuffer }
  /** `event`: only events of that type; empty: all. */
  | { readonly kind: 'sse'; readonly url: string; readonly framing: Framing; readonly event: string; readonly buffer: FeedBuffer }
  /** `unchanged`: what an answer that equals the one before gives. */
  | {
      readonly kind: 'http-poll';
      readonly url: string;
      readonly framing: Framing;
      readonly everyMs: number;
      readonly unchanged: 'skip' | 'rows';
      readonly buffer: FeedBuffer;
    }
  /** The page's own: keys and pointer, while the pipeline is open. */
  | { readonly kind: 'keystrokes' }
  | { readonly kind: 'pointer' };

/** Host and port a feed contacts, as consent is given for; null: none. @throws TypeError for a text that is no URL, which lowering has ruled out. */
export function feedHost(feed: Feed): string | null {
  if (feed.kind === 'keystrokes' || feed.kind === 'pointer') return null;
  const match = /^(?:wss?|https?):\/\/([^/?#@]+)(?:[/?#]|$)/i.exec(feed.url);
  if (match?.[1] === undefined) throw new TypeError(`Not a URL: ${feed.url}`);
  return match[1].toLowerCase();
}
