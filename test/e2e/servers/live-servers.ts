// Live sources on this machine, for browser tests and kill campaigns: server-sent events, a WebSocket and a page to poll, each
// giving numbered rows at a pace. What a connection gives is said in its address. They answer this machine only, write every contact
// down, and stop by themselves.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { acceptWebSocket } from './websocket-server.ts';

/** However a test ends, nothing listens longer than this. */
const LONGEST_LIFE_MS = 10 * 60_000;

export interface Contact {
  readonly method: string;
  readonly path: string;
  readonly lastEventId: string | null;
  readonly ifNoneMatch: string | null;
}

export interface LiveServers {
  /** "127.0.0.1:45123": the host consent is given for. */
  readonly host: string;
  readonly contacts: readonly Contact[];
  /** /sse?count=&every=&ids=no&ignore=yes&cut=&text= : events 1 to `count`, one each `every` ms; behind the id it is told. */
  sse(options?: StreamOptions): string;
  /** /ws?... : messages "m1" to "m<count>"; `cut`: binary frames of so many bytes; `text`: what is sent in place of them. */
  websocket(options?: StreamOptions): string;
  /** /poll : what `answerPolls` said last. */
  poll(): string;
  answerPolls(body: string, etag: string | null): void;
  close(): Promise<void>;
}

export interface StreamOptions {
  readonly count?: number;
  readonly everyMs?: number;
  /** SSE without ids. */
  readonly noIds?: boolean;
  /** SSE that ignores Last-Event-ID and starts over. */
  readonly ignoreId?: boolean;
  /** Sends pieces of so many bytes. */
  readonly cut?: number;
  /** Sends the lines of this text in place of numbered rows. */
  readonly text?: string;
}

export async function startLiveServers(): Promise<LiveServers> {
  const contacts: Contact[] = [];
  const sockets = new Set<Socket>();
  let polled: { readonly body: string; readonly etag: string | null } = { body: '', etag: null };
  const note = (request: IncomingMessage): void => {
    const header = (name: string): string | null => {
      const value = request.headers[name];
      return typeof value === 'string' ? value : null;
    };
    const { method = '', url = '' } = request;
    contacts.push({ method, path: url.split('?')[0] ?? '', lastEventId: header('last-event-id'), ifNoneMatch: header('if-none-match') });
  };
  const server = createServer((request, response) => {
    note(request);
    answer(request, response, polled);
  });
  server.on('upgrade', (request: IncomingMessage, socket: Socket) => {
    note(request);
    const options = optionsOf(request);
    const connection = acceptWebSocket(request, socket);
    if (connection !== null) void sendMessages(options, connection.send, connection.isOpen);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const host = `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      clearTimeout(end);
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  const end = setTimeout(() => void close(), LONGEST_LIFE_MS);
  return {
    host,
    contacts,
    sse: (options = {}) => `http://${host}/sse?${query(options)}`,
    websocket: (options = {}) => `ws://${host}/ws?${query(options)}`,
    poll: () => `http://${host}/poll`,
    answerPolls: (body, etag) => {
      polled = { body, etag };
    },
    close,
  };
}

function query(options: StreamOptions): string {
  return new URLSearchParams(Object.entries(options).map(([name, value]) => [name, String(value)])).toString();
}

function optionsOf(request: IncomingMessage): Required<StreamOptions> {
  const given = new URL(`http://local${request.url ?? '/'}`).searchParams;
  const number = (name: string, otherwise: number): number => Number(given.get(name) ?? otherwise);
  return {
    count: number('count', 10),
    everyMs: number('everyMs', 20),
    noIds: given.get('noIds') === 'true',
    ignoreId: given.get('ignoreId') === 'true',
    cut: number('cut', 0),
    text: given.get('text') ?? '',
  };
}

function answer(request: IncomingMessage, response: ServerResponse, polled: { readonly body: string; readonly etag: string | null }): void {
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Allow-Headers', 'Last-Event-ID, If-None-Match');
  response.setHeader('Access-Control-Expose-Headers', 'ETag, Retry-After');
  const path = (request.url ?? '').split('?')[0];
  if (request.method === 'OPTIONS') {
    response.writeHead(204).end();
  } else if (path === '/sse') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.flushHeaders();
    void sendEvents(request, response);
  } else if (path === '/poll') {
    const same = polled.etag !== null && request.headers['if-none-match'] === polled.etag;
    response.writeHead(same ? 304 : 200, { 'Content-Type': 'text/plain; charset=utf-8', ...(polled.etag === null ? {} : { ETag: polled.etag }) });
    response.end(same ? undefined : polled.body);
  } else {
    response.writeHead(404).end();
  }
}

async function sendEvents(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const options = optionsOf(request);
  const told = Number(request.headers['last-event-id'] ?? 0);
  const lines = options.text === '' ? null : options.text.split('\n').filter((line) => line !== '');
  const count = lines === null ? options.count : lines.length;
  for (let n = (options.ignoreId ? 0 : told) + 1; n <= count && !response.destroyed; n++) {
    const event = `${options.noIds ? '' : `id: ${n}\n`}data: ${lines?.[n - 1] ?? `e${n}`}\n\n`;
    for (const piece of pieces(event, options.cut)) {
      response.write(piece);
      if (options.cut > 0) await turn();
    }
    if (options.everyMs > 0) await pause(options.everyMs);
  }
}

async function sendMessages(options: Required<StreamOptions>, send: (data: string | Uint8Array) => void, isOpen: () => boolean): Promise<void> {
  if (options.cut > 0) {
    for (const piece of pieces(options.text, options.cut)) {
      if (!isOpen()) return;
      send(piece);
      await turn();
    }
    return;
  }
  for (let n = 1; n <= options.count && isOpen(); n++) {
    send(`m${n}`);
    if (options.everyMs > 0) await pause(options.everyMs);
  }
}

function pieces(text: string, size: number): readonly Uint8Array[] {
  const bytes = new TextEncoder().encode(text);
  if (size <= 0) return [bytes];
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.slice(i * size, (i + 1) * size));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
