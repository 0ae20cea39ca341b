// Files in a real Chromium: its private file system, its gzip, its references to files, its quota; two tabs, and a killed one.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { createServer, type ViteDevServer } from 'vite';
import type { FileReference } from '../../src/formats/record-format.ts';
import type { Command } from './real/page.ts';

let server: ViteDevServer;
let address = '';

test.beforeAll(async () => {
  const repository = fileURLToPath(new URL('../..', import.meta.url));
  server = await createServer({
    root: fileURLToPath(new URL('./real', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    cacheDir: join(repository, 'node_modules/.cache/vite-file-tests'),
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null, fs: { allow: [repository] } },
    optimizeDeps: { include: ['idb', '@lezer/lr', '@lezer/common', 'zod/mini'] },
  });
  await server.listen();
  address = server.resolvedUrls?.local[0] ?? '';
});

test.afterAll(async () => {
  await server.close();
});

async function open(page: Page): Promise<Page> {
  await page.goto(address);
  await page.waitForFunction(() => 'askFiles' in window);
  return page;
}

interface Kept {
  readonly file: FileReference;
  readonly truncated: boolean;
  readonly place: string;
  readonly ms: number;
  readonly told: number;
}

/** What the worker answers, in the shape the command has. */
function ask<T>(page: Page, command: Command): Promise<T> {
  return page.evaluate((asked) => window.askFiles(asked), command) as Promise<T>;
}

const lines = (from: number, to: number): readonly string[] => Array.from({ length: to - from }, (_, i) => `line ${from + i} `);

test('a copy is there after a reload, and two tabs read it side by side while a third file comes', async ({ page, context }) => {
  await open(page);
  const { file, ms, told } = await ask<Kept>(page, { do: 'keep', lines: 2_000_000, pack: 'none' });
  test.info().annotations.push({ type: 'copy', description: `${Math.round(file.bytes / 1024 / 1024)} MB in ${Math.round(ms)} ms` });
  expect(told).toBeGreaterThan(10);
  await open(page);
  const other = await open(await context.newPage());
  const reads = await Promise.all([
    ask(page, { do: 'read', file, from: 0, to: 100 }),
    ask(other, { do: 'read', file, from: 1_999_900, to: 2_000_000 }),
    ask<Kept>(other, { do: 'keep', lines: 10, pack: 'none', seed: 'third' }),
    ask(page, { do: 'read', file, from: 777_777, to: 777_780 }),
  ]);
  expect(reads[0]).toEqual({ records: 2_000_000, rows: lines(0, 100) });
  expect(reads[1]).toEqual({ records: 2_000_000, rows: lines(1_999_900, 2_000_000) });
  expect(reads[3]).toEqual({ records: 2_000_000, rows: lines(777_777, 777_780) });
  expect(await ask<FileReference[]>(page, { do: 'list' })).toHaveLength(2);
});

test('gzip is unpacked; broken off it keeps its whole rows; damaged or as a bomb it is refused and leaves nothing', async ({ page }) => {
  await open(page);
  const whole = await ask<Kept>(page, { do: 'keep', lines: 50_000, pack: 'gzip' });
  expect(await ask(page, { do: 'read', file: whole.file, from: 49_998, to: 50_000 })).toEqual({ records: 50_000, rows: lines(49_998, 50_000) });
  const cut = await ask<Kept>(page, { do: 'keep', lines: 50_000, pack: 'cut' });
  expect(cut.truncated).toBe(true);
  const { records } = await ask<{ records: number }>(page, { do: 'read', file: cut.file, from: 0, to: 1 });
  expect(records).toBeGreaterThan(10_000);
  expect(await ask(page, { do: 'read', file: cut.file, from: records - 2, to: records })).toEqual({ records, rows: lines(records - 2, records) });
  const before = await ask<string[]>(page, { do: 'names' });
  expect(await ask(page, { do: 'keep', lines: 50_000, pack: 'damaged' })).toEqual({ problems: ['file/gzip-damaged'] });
  expect(await ask(page, { do: 'keep', lines: 0, pack: 'bomb' })).toEqual({ problems: ['file/gzip-bomb'] });
  expect((await ask<string[]>(page, { do: 'names' })).sort()).toEqual(before.sort());
});

test('gzip of several parts one after another is unpacked whole', async ({ page }) => {
  await open(page);
  const kept = await ask<Kept>(page, { do: 'keep', lines: 50_000, pack: 'two' });
  expect(kept.truncated).toBe(false);
  expect(await ask(page, { do: 'read', file: kept.file, from: 99_999, to: 100_000 })).toEqual({ records: 100_000, rows: lines(49_999, 50_000) });
});

test('a worker that is killed while it copies leaves nothing that stays', async ({ page }) => {
  await open(page);
  const keeping = ask(page, { do: 'keep', lines: 2_000_000, pack: 'none' }).catch(() => null);
  await page.waitForTimeout(1_500);
  await page.evaluate(() => window.endWorker());
  await open(page);
  await keeping;
  await ask(page, { do: 'sweep' });
  const names = await ask<string[]>(page, { do: 'names' });
  const kept = await ask<FileReference[]>(page, { do: 'list' });
  expect(names.filter((name) => name.endsWith('.content'))).toHaveLength(kept.length);
});

test('d7: a file kept by reference is read where it lies; changed or gone it is told, and nothing is read under another meaning', async ({
  page,
}) => {
  await open(page);
  const { file, place } = await ask<Kept>(page, { do: 'keep', lines: 2_700_000, pack: 'none', byReference: true });
  expect(place).toBe('reference');
  await open(page);
  expect(await ask(page, { do: 'read', file, from: 2_000_000, to: 2_000_002 })).toEqual({ records: 2_700_000, rows: lines(2_000_000, 2_000_002) });
  // As long as before, with other words in it.
  await ask(page, { do: 'edit', lines: 2_700_000, seed: '' });
  expect(await ask(page, { do: 'needs', file })).toEqual([]);
  await ask(page, { do: 'edit', lines: 2_699_999, seed: 'x' });
  expect(await ask(page, { do: 'needs', file })).toMatchObject([{ kind: 'file', why: 'changed' }]);
  await ask(page, { do: 'delete' });
  expect(await ask(page, { do: 'needs', file })).toMatchObject([{ kind: 'file', why: 'absent' }]);
});

test('a browser without room says so, and nothing of the file stays', async ({ page, context }) => {
  await open(page);
  const session = await context.newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(address).origin, quotaSize: 3_000_000 });
  expect(await ask(page, { do: 'keep', lines: 1_000_000, pack: 'none' })).toEqual({ problems: ['file/no-room'] });
  await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(address).origin });
  expect(await ask(page, { do: 'names' })).toEqual([]);
});
