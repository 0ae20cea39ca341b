// Serves the built page to this machine and to nobody else: files of one folder, with the headers a static host should send.
// Reads only; names are resolved inside the folder, and whatever is not a plain file there is not found.
import { readFile, realpath, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { PAGE_HEADER_POLICY, WORKER_HEADER_POLICY } from './content-security-policy.ts';

export interface PageServer {
  /** Ends with a slash. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';

const MEDIA_TYPES: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/**
 * Starts serving `folder`. `port` 0: any free one. `tries`: how many ports, one after another, are tried when one is taken.
 * @throws Error when none of them can be had.
 */
export async function servePage(folder: string, options: { readonly port: number; readonly tries?: number }): Promise<PageServer> {
  const root = await realpath(folder);
  const server = createServer((request, response) => {
    answer(root, request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  const port = await listen(server, options.port, options.tries ?? 1);
  return {
    url: `http://${LOOPBACK}:${port}/`,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function listen(server: ReturnType<typeof createServer>, first: number, tries: number): Promise<number> {
  for (let port = first; ; port++) {
    try {
      return await listenOn(server, port);
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES');
      if (!taken || first === 0 || port + 1 >= first + tries) throw error;
    }
  }
}

function listenOn(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

async function answer(root: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'Only GET and HEAD are answered here.');
  const file = await fileOf(root, request.url ?? '/');
  if (file === null) return refuse(response, 404, 'There is no such file.');
  const body = await readFile(file);
  response.writeHead(200, { 'Content-Length': body.length, ...headersOf(file.slice(root.length + 1).split(sep)) });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** The file a request means, or null. */
async function fileOf(root: string, url: string): Promise<string | null> {
  const path = decoded(new URL(`http://local${url.startsWith('/') ? url : '/'}`).pathname);
  if (path === null || path.includes('\0')) return null;
  const named = join(root, normalize(path.endsWith('/') ? `${path}index.html` : path));
  try {
    const real = await realpath(named);
    return real.startsWith(root + sep) && (await stat(real)).isFile() ? real : null;
  } catch {
    return null;
  }
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

function headersOf(path: readonly string[]): { readonly [header: string]: string } {
  const name = path[path.length - 1] ?? '';
  const extension = extname(name);
  const hashed = path[0] === 'assets';
  const headers: { [header: string]: string } = {
    'Content-Type': MEDIA_TYPES[extension] ?? 'application/octet-stream',
    'Cache-Control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
  };
  if (extension === '.html') headers['Content-Security-Policy'] = PAGE_HEADER_POLICY;
  if (extension === '.js') headers['Content-Security-Policy'] = WORKER_HEADER_POLICY;
  return headers;
}

function refuse(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'",
  });
  response.end(`${words}\n`);
}
