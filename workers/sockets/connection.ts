// What one connection of a feed is given, and how it ends. A kind of feed is one function that lives as long as its connection:
// it takes rows, and when it is over says what should come next. It never waits on its own and never connects twice; the
// runner does both.
import type { StringColumn } from '../../src/columns/column.ts';
import type { FeedCursor } from './feed-cursor.ts';
import type { CursorChange } from './feed-log.ts';
import type { Transport } from './transport.ts';

/** What the rows of one message met. full: there was no room, and the rule of the user says what that means. */
export type Offered = 'taken' | 'full';

export interface ConnectionContext {
  readonly transport: Transport;
  /** Aborted when the feed is to end. The connection then ends soon; what it answers is not looked at. */
  readonly signal: AbortSignal;
  readonly host: string;
  cursor(): FeedCursor;
  /** The connection stands. `askedSpecially`: after a request with a header of its own. */
  opened(askedSpecially: boolean): void;
  /** A sentence to add to the status of the connection. */
  note(words: string): void;
  /** Takes the rows of one message whole, or counts them as dropped, or says that the connection must end. */
  offer(records: StringColumn, change: CursorChange): Offered;
  /** Takes rows whatever room there is. */
  take(records: StringColumn, change: CursorChange, from: number, to: number): void;
  hasRoom(): boolean;
  /** Rows that were seen before. */
  recognised(rows: number): void;
  /** Resolves when all that was offered is in the log. */
  logged(): Promise<void>;
  /** Ids of events that are in the log, newest last. */
  readonly seenIds: readonly string[];
  /** The server may be sent headers of its own; false after it refused them. */
  readonly mayAskSpecially: boolean;
}

export type Ending =
  /** Try again, with growing waits. `answer`: what the server said last, in words. */
  | { readonly kind: 'lost'; readonly answer: string; readonly atLeastMs?: number; readonly askedSpecially?: boolean }
  /** All is well; again after that long. */
  | { readonly kind: 'again'; readonly afterMs: number; readonly answer: string }
  /** The server says that nothing more comes. */
  | { readonly kind: 'ended'; readonly words: string }
  /** Trying again would give the same. */
  | { readonly kind: 'refused'; readonly words: string }
  /** The buffer was full and the user's rule is to disconnect. `resumes`: nothing is lost by it, so it connects again when there is room. */
  | { readonly kind: 'full'; readonly resumes: boolean };

/** What an answer that is no success means: again later, or never. */
export function endingOfStatus(host: string, status: number, retryAfter: string | null): Ending {
  const passing = status === 408 || status === 425 || status === 429 || status >= 500;
  if (!passing)
    return { kind: 'refused', words: `${host} answered ${status}, so it is not asked again. Check the address, then pause and run the pipeline.` };
  const seconds = retryAfter !== null && /^\d{1,5}$/.test(retryAfter) ? Number(retryAfter) : 0;
  return { kind: 'lost', answer: String(status), atLeastMs: seconds * 1000 };
}

export const REDIRECTED =
  'It points to another address, which is not followed because your consent is for this host only. Use the other address itself.';

/** What the browser tells of a request that got no answer is the same for all causes. */
export const NO_ANSWER = 'no answer (not reachable, or it does not allow this page to read it)';
