// The server's side of a WebSocket, as much of RFC 6455 as a test needs: the handshake, whole text and binary frames out, and
// the end in. What the client says is not read.
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

const ACCEPT = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT = 0x81;
const BINARY = 0x82;
const CLOSE = 0x8;

export interface WebSocketConnection {
  send(data: string | Uint8Array): void;
  isOpen(): boolean;
}

export function acceptWebSocket(request: IncomingMessage, socket: Socket): WebSocketConnection | null {
  const key = request.headers['sec-websocket-key'];
  if (key === undefined) {
    socket.destroy();
    return null;
  }
  const accept = createHash('sha1')
    .update(key + ACCEPT)
    .digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  socket.on('data', (bytes: Buffer) => {
    if (((bytes[0] ?? 0) & 0x0f) === CLOSE) socket.end();
  });
  socket.on('error', () => socket.destroy());
  return {
    send: (data) => {
      const payload = typeof data === 'string' ? Buffer.from(data) : Buffer.from(data);
      socket.write(Buffer.concat([header(typeof data === 'string' ? TEXT : BINARY, payload.length), payload]));
    },
    isOpen: () => !socket.destroyed && socket.writable,
  };
}

function header(kind: number, length: number): Buffer {
  if (length < 126) return Buffer.from([kind, length]);
  if (length < 65_536) return Buffer.from([kind, 126, length >> 8, length & 0xff]);
  const long = Buffer.alloc(10);
  long[0] = kind;
  long[1] = 127;
  long.writeBigUInt64BE(BigInt(length), 2);
  return long;
}
