// The network as feeds use it, so that a test can stand in for it. The browser's own is below: nothing is sent along (no
// cookies, no referrer), nothing is taken from a cache, and no redirect is followed, because consent is for one host.

export interface SocketListener {
  opened(): void;
  /** Text frames as text, binary ones as bytes. */
  message(data: string | Uint8Array): void;
  /** Once, whatever the reason. `code` 1006: the connection broke, or was never made. */
  closed(code: number, reason: string): void;
}

export interface Socket {
  send(text: string): void;
  /** Nothing is heard of it any more. */
  close(): void;
}

export interface Answer {
  readonly status: number;
  /** The server pointed elsewhere; where to is not known. */
  readonly redirected: boolean;
  header(name: string): string | null;
  /** The body's bytes as they come; ends with the body. Rejects when the connection breaks. */
  body(): AsyncIterable<Uint8Array>;
}

export interface Transport {
  socket(url: string, listener: SocketListener): Socket;
  /** Rejects with NetworkError when there is no answer, or the browser keeps it from the page. */
  request(url: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Answer>;
}

export class NetworkError extends Error {}

export const browserTransport: Transport = {
  socket(url, listener) {
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    let live = true;
    socket.onopen = () => live && listener.opened();
    socket.onmessage = (event: MessageEvent<string | ArrayBuffer>) =>
      live && listener.message(typeof event.data === 'string' ? event.data : new Uint8Array(event.data));
    socket.onclose = (event) => {
      if (live) listener.closed(event.code, event.reason);
      live = false;
    };
    return {
      send: (text) => socket.send(text),
      close: () => {
        live = false;
        socket.close();
      },
    };
  },
  async request(url, headers, signal) {
    try {
      const response = await fetch(url, {
        headers,
        signal,
        mode: 'cors',
        credentials: 'omit',
        cache: 'no-store',
        redirect: 'manual',
        referrerPolicy: 'no-referrer',
      });
      return {
        status: response.status,
        redirected: response.type === 'opaqueredirect',
        header: (name) => response.headers.get(name),
        body: () => bodyOf(response),
      };
    } catch (error) {
      throw new NetworkError(error instanceof Error ? error.message : String(error));
    }
  },
};

async function* bodyOf(response: Response): AsyncGenerator<Uint8Array> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (error) {
    throw new NetworkError(error instanceof Error ? error.message : String(error));
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
