// A request now and then; the rows of each answer. An answer that equals the one before is told by its ETag or by its digest.
// Where a request stands is in the log with its rows: an answer that was logged in part when the engine died is asked for again
// and its rest taken, if it is still the same.
import { Sha256 } from '../../src/columns/sha256.ts';
import { RecordFramer } from '../../src/formats/framing/record-framer.ts';
import type { Feed } from '../../src/plan/feed.ts';
import { type ConnectionContext, type Ending, endingOfStatus, NO_ANSWER, REDIRECTED } from './connection.ts';
import { type Answer, NetworkError } from './transport.ts';

export type PollFeed = Feed & { readonly kind: 'http-poll' };

/** An answer is taken whole, or not at all. */
export const MAX_ANSWER_BYTES = 32 * 1024 * 1024;
/** Rows that go into one block at most. */
const ROWS_AT_ONCE = 10_000;

export async function pollOnce(feed: PollFeed, context: ConnectionContext): Promise<Ending> {
  if (!context.hasRoom()) return { kind: 'again', afterMs: feed.everyMs, answer: 'not asked, because rows still wait' };
  const before = context.cursor().answer;
  const partial = before !== null && before.taken !== null;
  const etag = feed.unchanged === 'skip' && before !== null && !partial && context.mayAskSpecially ? before.etag : null;
  let answer: Answer;
  let body: Uint8Array | null;
  try {
    answer = await context.transport.request(feed.url, etag === null ? {} : { 'If-None-Match': etag }, context.signal);
    context.opened(etag !== null);
    if (answer.redirected) return { kind: 'refused', words: `${context.host} does not answer itself. ${REDIRECTED}` };
    if (answer.status === 304) return { kind: 'again', afterMs: feed.everyMs, answer: 'unchanged (304)' };
    if (answer.status === 204) return { kind: 'again', afterMs: feed.everyMs, answer: 'nothing (204)' };
    if (answer.status !== 200) return endingOfStatus(context.host, answer.status, answer.header('Retry-After'));
    body = await wholeBody(answer);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return { kind: 'lost', answer: NO_ANSWER, askedSpecially: etag !== null };
  }
  if (body === null)
    return { kind: 'refused', words: `${context.host} answers with more than ${MAX_ANSWER_BYTES / 1024 / 1024} MB at once. Ask for less.` };
  const digest = new Sha256().update(body).hex();
  const same = before?.digest === digest;
  if (same && !partial && feed.unchanged === 'skip') return { kind: 'again', afterMs: feed.everyMs, answer: 'unchanged' };
  const rows = await takeBody(feed, context, body, { etag: answer.header('ETag'), digest }, same && partial ? (before.taken ?? 0) : 0);
  return { kind: 'again', afterMs: feed.everyMs, answer: rows === 1 ? '1 row' : `${rows} rows` };
}

async function takeBody(
  feed: PollFeed,
  context: ConnectionContext,
  body: Uint8Array,
  answer: { readonly etag: string | null; readonly digest: string },
  taken: number,
): Promise<number> {
  const { column } = new RecordFramer(feed.framing).all(body);
  for (let from = taken; from < column.length && !context.signal.aborted; from += ROWS_AT_ONCE) {
    const to = Math.min(column.length, from + ROWS_AT_ONCE);
    // There was room for the answer when it was asked for, so it is taken whole, whatever its size.
    context.take(column, { answer: { ...answer, taken: to < column.length ? to : null } }, from, to);
    await context.logged();
  }
  if (taken >= column.length) context.take(column, { answer: { ...answer, taken: null } }, 0, 0);
  return column.length - taken;
}

/** null: it is longer than is taken. */
async function wholeBody(answer: Answer): Promise<Uint8Array | null> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of answer.body()) {
    size += piece.length;
    if (size > MAX_ANSWER_BYTES) return null;
    pieces.push(piece);
  }
  const body = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    body.set(piece, at);
    at += piece.length;
  }
  return body;
}
