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

/** An address as this build takes it: scheme, host in ASCII with an optional port, and what follows; nothing that programs read in two ways. */
const ADDRESS =
  /^(wss?|https?):\/\/((?:[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::(\d{1,5}))?(?:[/?#][^\s\\]*)?$/i;

const DEFAULT_PORTS: Readonly<Record<string, string>> = { ws: '80', http: '80', wss: '443', https: '443' };

export interface FeedAddress {
  readonly scheme: 'ws' | 'wss' | 'http' | 'https';
  /** As consent is given for it: lower case, with its port unless that is the scheme's own. */
  readonly host: string;
  /** On this very machine, where nothing goes over a wire, under a name that the page's policy allows. */
  readonly isLoopback: boolean;
}

/** null: not an address that this build takes. */
export function feedAddress(url: string): FeedAddress | null {
  const match = ADDRESS.exec(url);
  const scheme = match?.[1]?.toLowerCase();
  const name = match?.[2]?.toLowerCase();
  if (name === undefined || (scheme !== 'ws' && scheme !== 'wss' && scheme !== 'http' && scheme !== 'https')) return null;
  const port = match?.[3];
  const host = port === undefined || Number(port) === Number(DEFAULT_PORTS[scheme]) ? name : `${name}:${Number(port)}`;
  return { scheme, host, isLoopback: name === 'localhost' || name === '127.0.0.1' };
}

/** Host and port a feed contacts, as consent is given for; null: none. @throws TypeError for an address that lowering has ruled out. */
export function feedHost(feed: Feed): string | null {
  if (feed.kind === 'keystrokes' || feed.kind === 'pointer') return null;
  const address = feedAddress(feed.url);
  if (address === null) throw new TypeError(`Not an address: ${feed.url}`);
  return address.host;
}
