// A network that a test scripts: sockets it opens, closes and speaks through, and servers that answer requests. Every contact
// is written down.
import type { Answer, Socket, SocketListener, Transport } from '../../workers/sockets/transport.ts';
import { NetworkError } from '../../workers/sockets/transport.ts';

export interface FakeSocket {
  readonly url: string;
  readonly listener: SocketListener;
  readonly sent: string[];
  isClosed: boolean;
}

export interface ScriptedAnswer {
  readonly status?: number;
  readonly redirected?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  /** Pieces of the body; `hang`: it stays open after them; `broken`: the connection breaks after them. */
  readonly body?: readonly (string | Uint8Array)[];
  readonly after?: 'hang' | 'broken' | 'end';
}

export type Server = (request: { readonly url: string; readonly headers: Readonly<Record<string, string>> }) => ScriptedAnswer | 'unreachable';

export class FakeNetwork implements Transport {
  readonly sockets: FakeSocket[] = [];
  readonly requests: { readonly url: string; readonly headers: Readonly<Record<string, string>> }[] = [];
  server: Server = () => 'unreachable';

  get contacts(): number {
    return this.sockets.length + this.requests.length;
  }

  socket(url: string, listener: SocketListener): Socket {
    const socket: FakeSocket = { url, listener, sent: [], isClosed: false };
    this.sockets.push(socket);
    return {
      send: (text) => socket.sent.push(text),
      close: () => {
        socket.isClosed = true;
      },
    };
  }

  async request(url: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Answer> {
    this.requests.push({ url, headers });
    const scripted = this.server({ url, headers });
    if (scripted === 'unreachable') throw new NetworkError('Failed to fetch');
    const given = new Map(Object.entries(scripted.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
    return {
      status: scripted.status ?? 200,
      redirected: scripted.redirected ?? false,
      header: (name) => given.get(name.toLowerCase()) ?? null,
      body: () => bodyOf(scripted, signal),
    };
  }
}

async function* bodyOf(scripted: ScriptedAnswer, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for (const piece of scripted.body ?? []) yield typeof piece === 'string' ? new TextEncoder().encode(piece) : piece;
  if (scripted.after === 'broken') throw new NetworkError('connection reset');
  if (scripted.after === 'hang')
    await new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(new NetworkError('aborted')), { once: true }));
}

/** The pieces of a text's bytes, each `size` long. */
export function cut(text: string | Uint8Array, size: number): readonly Uint8Array[] {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.slice(i * size, (i + 1) * size));
}
