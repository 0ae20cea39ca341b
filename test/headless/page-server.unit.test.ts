import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { servePage } from '../../src/headless/page-server.ts';
import { scratchFolder } from './command-line.ts';

/** Asks for exactly this path; fetch would tidy it first. */
function ask(
  port: number,
  path: string,
  method = 'GET',
): Promise<{ readonly status: number; readonly headers: Record<string, unknown>; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method }, (response) => {
      let body = '';
      response.on('data', (chunk) => (body += String(chunk)));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

async function served(): Promise<number> {
  const folder = scratchFolder();
  mkdirSync(`${folder}/page/assets`, { recursive: true });
  writeFileSync(`${folder}/page/index.html`, '<!doctype html>');
  writeFileSync(`${folder}/page/assets/engine.js`, 'export {};');
  writeFileSync(`${folder}/page/a b.txt`, 'text');
  writeFileSync(`${folder}/secret.txt`, 'secret');
  symlinkSync(`${folder}/secret.txt`, `${folder}/page/link.txt`);
  const server = await servePage(`${folder}/page`, { port: 0 });
  onTestFinished(() => server.close());
  return server.port;
}

describe('the page server', () => {
  it('serves the page with a policy that lets no text become code, and the worker with its own', async () => {
    const port = await served();
    const page = await ask(port, '/');
    expect(page).toMatchObject({ status: 200, body: '<!doctype html>' });
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    const policy = String(page.headers['content-security-policy']);
    for (const directive of [
      "default-src 'none'",
      "script-src 'self';",
      "connect-src 'self'",
      "worker-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ]) {
      expect(policy).toContain(directive);
    }
    expect(policy).not.toContain('unsafe-eval');
    expect(policy.replace("style-src 'self' 'unsafe-inline'", '')).not.toContain('unsafe-inline');
    const worker = await ask(port, '/assets/engine.js');
    expect(worker.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(worker.headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; connect-src 'self' https: wss: http://localhost:* ws://localhost:* http://127.0.0.1:* ws://127.0.0.1:*; frame-ancestors 'none'",
    );
    expect(worker.headers['cache-control']).toContain('immutable');
    expect(page.headers['cache-control']).toBe('no-cache');
  });

  it('serves files of its folder and nothing beside it', async () => {
    const port = await served();
    expect((await ask(port, '/a%20b.txt')).body).toBe('text');
    for (const path of [
      '/../secret.txt',
      '/..%2fsecret.txt',
      '/%2e%2e/secret.txt',
      '/link.txt',
      '/assets',
      '/none',
      '/%00',
      '/%zz',
      '/assets/..%5c..%5csecret.txt',
      '//secret.txt',
    ]) {
      const answer = await ask(port, path);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(answer.body).not.toContain('secret');
    }
    expect((await ask(port, '/', 'POST')).status).toBe(405);
    expect(await ask(port, '/', 'HEAD')).toMatchObject({ status: 200, body: '' });
  });

  it('takes the next port when one is taken, and says so when none is free', async () => {
    const folder = scratchFolder();
    const first = await servePage(folder, { port: 0 });
    const second = await servePage(folder, { port: first.port, tries: 20 });
    expect(second.port).toBeGreaterThan(first.port);
    await expect(servePage(folder, { port: first.port })).rejects.toThrow('EADDRINUSE');
    await Promise.all([first.close(), second.close()]);
  });
});
