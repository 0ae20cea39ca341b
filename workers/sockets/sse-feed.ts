// Server-Sent Events over fetch. The last event id that is in the log is sent with each new request, after a reload too. A
// server that ignores it sends old events again: their ids are recognised until the newest one that was seen has come by, and
// they are counted and dropped. A server that may not be sent the header (CORS) is asked without it.
import type { Feed } from '../../src/plan/feed.ts';
import { type ConnectionContext, type Ending, endingOfStatus, NO_ANSWER, REDIRECTED } from './connection.ts';
import { messageRecords } from './message-records.ts';
import { SeenEvents } from './seen-events.ts';
import { type ServerEvent, SseParser, TooLongEvent } from './sse-parser.ts';
import { type Answer, NetworkError } from './transport.ts';

export type SseFeed = Feed & { readonly kind: 'sse' };

export const NO_IDS = 'It sends no event ids, so a reload or a reconnect may lose or repeat events.';
const REPLAYS = 'It starts over with each connection; events that were seen are recognised by their ids and dropped.';

export interface SseHooks {
  /** The server asks for that wait before a new connection. */
  retry(ms: number): void;
}

export async function sseConnection(feed: SseFeed, context: ConnectionContext, hooks: SseHooks): Promise<Ending> {
  const { lastEventId } = context.cursor();
  const asksSpecially = lastEventId !== null && lastEventId !== '' && context.mayAskSpecially;
  let answer: Answer;
  try {
    const headers = { Accept: 'text/event-stream', ...(asksSpecially ? { 'Last-Event-ID': headerText(lastEventId) } : {}) };
    answer = await context.transport.request(feed.url, headers, context.signal);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return { kind: 'lost', answer: NO_ANSWER, askedSpecially: asksSpecially };
  }
  const refused = refusalOf(answer, context.host);
  if (refused !== null) return refused;
  context.opened(asksSpecially);
  return readEvents(feed, context, hooks, answer);
}

function refusalOf(answer: Answer, host: string): Ending | null {
  if (answer.redirected) return { kind: 'refused', words: `${host} does not answer itself. ${REDIRECTED}` };
  if (answer.status === 204) return { kind: 'ended', words: `${host} says that no more events come (204).` };
  if (answer.status !== 200) return endingOfStatus(host, answer.status, answer.header('Retry-After'));
  const type = answer.header('Content-Type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  return type === 'text/event-stream'
    ? null
    : { kind: 'refused', words: `${host} does not send events: its answer is ${type === '' ? 'of no type' : `"${type}"`}, not "text/event-stream".` };
}

async function readEvents(feed: SseFeed, context: ConnectionContext, hooks: SseHooks, answer: Answer): Promise<Ending> {
  const { lastEventId } = context.cursor();
  const parser = new SseParser(lastEventId ?? '');
  let seen: SeenEvents | null = new SeenEvents(context.seenIds);
  const take = (event: ServerEvent): Ending | null => {
    const { id } = event;
    if (id === null || id === '') context.note(NO_IDS);
    else if (seen?.isOld(id) === true) {
      if (id === seen.newest) seen = null;
      context.note(REPLAYS);
      if (isWanted(feed, event)) context.recognised(messageRecords(feed.framing, event.data).length);
      return null;
    }
    if (!isWanted(feed, event)) return null;
    const records = messageRecords(feed.framing, event.data);
    if (records.length === 0) return null;
    const offered = context.offer(records, { lastEventId: parser.lastEventId, id: id === '' ? null : id });
    return offered === 'full' ? { kind: 'full', resumes: id !== null && id !== '' } : null;
  };
  try {
    for await (const bytes of answer.body()) {
      if (context.signal.aborted) return { kind: 'ended', words: '' };
      const before = parser.retryMs;
      for (const event of parser.push(bytes)) {
        const ending = take(event);
        if (ending !== null) return ending;
      }
      if (parser.retryMs !== null && parser.retryMs !== before) hooks.retry(parser.retryMs);
    }
    return { kind: 'lost', answer: 'the stream ended' };
  } catch (error) {
    if (error instanceof TooLongEvent) return { kind: 'refused', words: `${context.host} sends an event of more than 16 million letters.` };
    if (!(error instanceof NetworkError)) throw error;
    return { kind: 'lost', answer: 'the connection broke' };
  }
}

/** A header carries bytes: the UTF-8 of the id, as the standard has EventSource send it. */
function headerText(id: string): string {
  return Array.from(new TextEncoder().encode(id), (byte) => String.fromCharCode(byte)).join('');
}

function isWanted(feed: SseFeed, event: ServerEvent): boolean {
  return feed.event === '' || event.event === feed.event;
}
