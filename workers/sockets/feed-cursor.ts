// Where a feed stands, as it is written into each block it logs: in the same transaction as the rows, so that what is asked of
// the server after a reload and what is in the log can never disagree. Text, because storage need not know what is in it.

export interface FeedCursor {
  /** Of the feed; a cursor of another address says nothing. */
  readonly url: string;
  /** Of the block: greater by one each time. Tells whether a block whose write was reported as failed is there. */
  readonly serial: number;
  /** Rows that came and were thrown away since the run began, because the buffer was full. */
  readonly dropped: number;
  /** Rows that came again and were recognised. */
  readonly replayed: number;
  /** SSE: what to send as Last-Event-ID. */
  readonly lastEventId: string | null;
  /** SSE: ids of the events in this block, to recognise them if they come again. */
  readonly ids: readonly string[];
  /** HTTP poll: of the answer the rows are from. `taken`: how many of its rows are logged, when not all are yet. */
  readonly answer: { readonly etag: string | null; readonly digest: string; readonly taken: number | null } | null;
}

export function firstCursor(url: string): FeedCursor {
  return { url, serial: 0, dropped: 0, replayed: 0, lastEventId: null, ids: [], answer: null };
}

export function encodeCursor(cursor: FeedCursor): string {
  return JSON.stringify(cursor);
}

/** null: not one that encodeCursor made. */
export function decodeCursor(text: string): FeedCursor | null {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof found !== 'object' || found === null) return null;
  const { url, serial, dropped, replayed, lastEventId, ids, answer } = found as { readonly [K in keyof FeedCursor]?: unknown };
  if (typeof url !== 'string' || typeof serial !== 'number' || typeof dropped !== 'number' || typeof replayed !== 'number') return null;
  if (!(lastEventId === null || typeof lastEventId === 'string') || !Array.isArray(ids)) return null;
  return {
    url,
    serial,
    dropped,
    replayed,
    lastEventId,
    ids: ids.filter((id): id is string => typeof id === 'string'),
    answer: answerOf(answer),
  };
}

function answerOf(value: unknown): FeedCursor['answer'] {
  if (typeof value !== 'object' || value === null || !('digest' in value) || typeof value.digest !== 'string') return null;
  const etag = 'etag' in value && typeof value.etag === 'string' ? value.etag : null;
  const taken = 'taken' in value && typeof value.taken === 'number' ? value.taken : null;
  return { etag, digest: value.digest, taken };
}
