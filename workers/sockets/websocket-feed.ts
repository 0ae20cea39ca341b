// A WebSocket. Text and binary frames are the same thing to a feed: bytes of UTF-8. With a framing by message each frame is a
// record, with one by JSON its values are; with one by lines the frames are one stream of bytes, cut anywhere.
import type { StringColumn } from '../../src/columns/column.ts';
import { RecordFramer } from '../../src/formats/framing/record-framer.ts';
import type { Framing } from '../../src/formats/record-format.ts';
import type { Feed } from '../../src/plan/feed.ts';
import type { ConnectionContext, Ending } from './connection.ts';
import { messageRecords } from './message-records.ts';

const BROKEN = 1006;
/** "Policy violation" and "unsupported data": the server does not want this client, and will not the next time. */
const UNWELCOME = new Set([1002, 1003, 1007, 1008, 1010]);

export type WebSocketFeed = Feed & { readonly kind: 'websocket' };

export function websocketConnection(feed: WebSocketFeed, context: ConnectionContext): Promise<Ending> {
  return new Promise((resolve) => {
    const records = framerOf(feed.framing);
    const end = (ending: Ending): void => {
      socket.close();
      resolve(ending);
    };
    const socket = context.transport.socket(feed.url, {
      opened: () => {
        context.opened(false);
        if (feed.subscribe !== '') socket.send(feed.subscribe);
      },
      message: (data) => {
        const column = records(data);
        if (column.length > 0 && context.offer(column, {}) === 'full') end({ kind: 'full', resumes: false });
      },
      closed: (code, reason) => resolve(endingOfClose(context.host, code, reason)),
    });
    context.signal.addEventListener('abort', () => end({ kind: 'ended', words: '' }), { once: true });
  });
}

function endingOfClose(host: string, code: number, reason: string): Ending {
  const said = reason === '' ? '' : `, "${reason}"`;
  if (UNWELCOME.has(code))
    return { kind: 'refused', words: `${host} closed the connection for good (code ${code}${said}). Pause and run the pipeline to try again.` };
  return { kind: 'lost', answer: code === BROKEN ? 'the connection broke, or was never made' : `closed with code ${code}${said}` };
}

/** Rows from the bytes of a frame. What a line framer holds back waits for the next frame. */
function framerOf(framing: Framing): (message: string | Uint8Array) => StringColumn {
  if (framing.kind === 'message' || framing.kind === 'json-array') return (message) => messageRecords(framing, message);
  const framer = new RecordFramer(framing);
  const encoder = new TextEncoder();
  return (message) => framer.push(typeof message === 'string' ? encoder.encode(message) : message).column;
}
