// The IndexedDB store and the sentinel in a real Chromium, on both of its back ends: the contract suite, commit latency, kills
// of the browser, a wiped origin, two versions at once, and cleared site data.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium, expect, type Page, test } from '@playwright/test';
import { createServer, type ViteDevServer } from 'vite';
import type { Answer, Command } from './real/page.ts';

const BACK_ENDS = [
  { name: 'LevelDB', args: ['--disable-features=IdbSqliteBackingStore,IdbSqliteOnDiskRollout'], folder: /\.indexeddb\.leveldb$/ },
  { name: 'SQLite', args: ['--enable-features=IdbSqliteBackingStore,IdbSqliteOnDiskRollout'], folder: /^http_127\.0\.0\.1_\d+$/ },
] as const;

let server: ViteDevServer;
let address = '';

test.beforeAll(async () => {
  const repository = fileURLToPath(new URL('../..', import.meta.url));
  server = await createServer({
    root: fileURLToPath(new URL('./real', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    cacheDir: join(repository, 'node_modules/.cache/vite-store-tests'),
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null, fs: { allow: [repository] } },
    optimizeDeps: { include: ['idb'] },
  });
  await server.listen();
  address = server.resolvedUrls?.local[0] ?? '';
});

test.afterAll(async () => {
  await server.close();
});

/** A browser with a profile of its own that outlives its processes. */
class Browser {
  readonly profile: string;
  readonly #args: readonly string[];
  #context: BrowserContext | null = null;

  constructor(profile: string, args: readonly string[]) {
    this.profile = profile;
    this.#args = args;
  }

  async page(): Promise<Page> {
    const { launchOptions } = test.info().project.use;
    const base = (launchOptions?.args ?? []).filter((arg) => !arg.startsWith('--enable-features') && !arg.startsWith('--disable-features'));
    this.#context ??= await chromium.launchPersistentContext(this.profile, { ...launchOptions, args: [...base, ...this.#args] });
    const page = await this.#context.newPage();
    await page.goto(address);
    await page.waitForFunction(() => 'ask' in window);
    return page;
  }

  async close(): Promise<void> {
    await this.#context?.close();
    this.#context = null;
  }

  /** SIGKILL of the browser process. */
  async kill(page: Page): Promise<void> {
    const session = await page.context().newCDPSession(page);
    const { processInfo } = (await (
      await page.context().browser()?.newBrowserCDPSession()
    )
      ?.send('SystemInfo.getProcessInfo')
      .catch(() => ({ processInfo: [] }))) ?? { processInfo: [] };
    await session.detach();
    const browserProcess = processInfo.find((info) => info.type === 'browser');
    if (browserProcess === undefined) throw new Error('the browser does not tell its process');
    const gone = this.#context?.waitForEvent('close');
    process.kill(browserProcess.id, 'SIGKILL');
    await gone;
    this.#context = null;
  }
}

async function ask(page: Page, command: Command): Promise<unknown> {
  const answer: Answer = await page.evaluate((given) => window.ask(given), command);
  if (answer.ok) return answer.value;
  throw new Error(`${command.do}: ${answer.error}`);
}

interface Opened {
  readonly wiped: { readonly lastSeenMs: number | null; readonly reason: string } | null;
  readonly unclean: boolean;
  readonly repaired: boolean;
  readonly openMs: number;
  readonly repairMs: number;
}

async function openStudio(page: Page, schemaVersion = 1): Promise<Opened> {
  return (await ask(page, { do: 'open', schemaVersion })) as Opened;
}

for (const backEnd of BACK_ENDS) {
  test.describe(`in Chromium on ${backEnd.name}`, () => {
    let browser: Browser;

    test.beforeEach(async () => {
      browser = new Browser(await mkdtemp(join(tmpdir(), 'millrace-store-')), backEnd.args);
    });

    test.afterEach(async () => {
      await browser.close();
      await rm(browser.profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    });

    test('the store keeps the contract of a store', async () => {
      const page = await browser.page();
      const titles = (await ask(page, { do: 'titles' })) as readonly string[];
      expect(titles.length).toBeGreaterThan(35);
      for (const title of titles) await test.step(title, () => ask(page, { do: 'contract', title }));
      expect(await ask(page, { do: 'told' })).toEqual([]);
      expect((await readdir(join(browser.profile, 'Default/IndexedDB'))).some((name) => backEnd.folder.test(name))).toBe(true);
    });

    test('commits of 1 KB, 100 KB and 1 MB take as long as the platform was measured to', async () => {
      const page = await browser.page();
      await openStudio(page);
      const figures: string[] = [];
      for (const [bytes, commits, boundMs] of [
        [1024, 200, 50],
        [100 * 1024, 100, 100],
        [1024 * 1024, 40, 400],
      ] as const) {
        for (const durability of ['relaxed', 'strict'] as const) {
          const times = (await ask(page, { do: 'measure', bytes, durability, commits })) as readonly number[];
          const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? Number.NaN;
          figures.push(`${bytes / 1024} KB ${durability}: p50 ${at(0.5).toFixed(1)} p99 ${at(0.99).toFixed(1)} ms`);
          expect(at(0.5)).toBeLessThan(boundMs);
        }
      }
      test.info().annotations.push({ type: `commit latency on ${backEnd.name}`, description: figures.join('; ') });
      if (process.env['MILLRACE_FIGURES'] !== undefined) console.log(`${backEnd.name}: ${figures.join('; ')}`);
    });

    test('an ordinary end leaves a clean start; a killed browser an unclean one, repaired in the background, with every commit', async () => {
      let page = await browser.page();
      expect(await openStudio(page)).toMatchObject({ wiped: null, unclean: false, repaired: false });
      await ask(page, { do: 'write', version: 1, durability: 'strict' });
      await ask(page, { do: 'end' });
      await browser.close();
      page = await browser.page();
      expect(await openStudio(page)).toMatchObject({ wiped: null, unclean: false, repaired: false });
      await ask(page, { do: 'write', version: 2, durability: 'relaxed' });
      await browser.kill(page);
      page = await browser.page();
      const opened = await openStudio(page);
      expect(opened).toMatchObject({ wiped: null, unclean: true, repaired: true });
      expect(await ask(page, { do: 'read' })).toBe(2);
      test
        .info()
        .annotations.push({ type: 'repair', description: `${Math.round(opened.repairMs)} ms after an opening of ${Math.round(opened.openMs)} ms` });
      if (process.env['MILLRACE_FIGURES'] !== undefined)
        console.log(`${backEnd.name}: opened in ${opened.openMs.toFixed(0)} ms, repaired ${opened.repairMs.toFixed(0)} ms later`);
    });

    test('a wiped IndexedDB is found by the sentinel, once; cleared site data is not reported', async () => {
      let page = await browser.page();
      await openStudio(page);
      await ask(page, { do: 'write', version: 1, durability: 'strict' });
      await ask(page, { do: 'end' });
      await browser.close();
      await rm(join(browser.profile, 'Default/IndexedDB'), { recursive: true });
      page = await browser.page();
      const { wiped } = await openStudio(page);
      expect(wiped?.lastSeenMs).toBeGreaterThan(Date.now() - 120_000);
      await browser.close();
      page = await browser.page();
      expect((await openStudio(page)).wiped).toBeNull();
      await ask(page, { do: 'write', version: 1, durability: 'strict' });
      const session = await page.context().newCDPSession(page);
      await session.send('Storage.clearDataForOrigin', { origin: new URL(address).origin, storageTypes: 'all' });
      await expect.poll(() => ask(page, { do: 'told' })).toEqual([expect.stringContaining('closed:')]);
      await page.reload();
      await page.waitForFunction(() => 'ask' in window);
      expect(await openStudio(page)).toMatchObject({ wiped: null });
      expect(await ask(page, { do: 'read' })).toBeNull();
    });

    test('a newer version in a second tab takes over with everything, and the first tab is told', async () => {
      const old = await browser.page();
      await openStudio(old);
      await ask(old, { do: 'write', version: 7, durability: 'relaxed' });
      const young = await browser.page();
      const opened = await openStudio(young, 2);
      expect(opened.openMs).toBeLessThan(2_000);
      expect(await ask(young, { do: 'read' })).toBe(7);
      expect(await ask(old, { do: 'told' })).toEqual(['superseded']);
      await expect(ask(old, { do: 'write', version: 8, durability: 'relaxed' })).rejects.toThrow('closed');
      expect(await ask(young, { do: 'read' })).toBe(7);
    });

    for (const stuck of ['hold', 'spin'] as const) {
      const title = stuck === 'hold' ? 'that does not listen' : 'whose thread is busy for good';
      test(`an old tab ${title} is named within three seconds, and opening goes on by itself once it is closed`, async () => {
        const old = await browser.page();
        await openStudio(old);
        await ask(old, { do: 'write', version: 7, durability: 'relaxed' });
        const holding = ask(old, { do: stuck }).catch(() => null);
        if (stuck === 'hold') await holding;
        const young = await browser.page();
        const startedMs = Date.now();
        const opening = openStudio(young, 2);
        await expect.poll(() => ask(young, { do: 'told' }), { timeout: 5_000, intervals: [50] }).toEqual(['storage/blocked']);
        expect(Date.now() - startedMs).toBeLessThan(3_500);
        await old.close();
        await opening;
        expect(await ask(young, { do: 'read' })).toBe(7);
      });
    }

    test('a quota that is used up is "full"; what was stored stays, small commits go on, and there is room again after it is lifted', async () => {
      const page = await browser.page();
      const session = await page.context().newCDPSession(page);
      const { origin } = new URL(address);
      await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1024 * 1024 });
      await openStudio(page);
      await ask(page, { do: 'write', version: 1, durability: 'strict' });
      expect(await ask(page, { do: 'fill', bytes: 4 * 1024 * 1024 })).toBe('full');
      expect(await ask(page, { do: 'read' })).toBe(1);
      await ask(page, { do: 'write', version: 2, durability: 'strict' });
      await session.send('Storage.overrideQuotaForOrigin', { origin });
      // The browser remembers for a while how much room it believed there was.
      await expect.poll(() => ask(page, { do: 'fill', bytes: 4 * 1024 * 1024 }), { timeout: 60_000, intervals: [1_000] }).toBeNull();
      expect(await ask(page, { do: 'read' })).toBe(99);
      expect(await ask(page, { do: 'used' })).toBeGreaterThan(0);
      expect(await ask(page, { do: 'told' })).toEqual([]);
    });

    test('a second tab lives beside the first: neither is unclean, and a killed one is not held against the other', async () => {
      const first = await browser.page();
      await openStudio(first);
      const second = await browser.page();
      expect(await openStudio(second)).toMatchObject({ wiped: null, unclean: false });
      await second.close();
      const third = await browser.page();
      expect(await openStudio(third)).toMatchObject({ wiped: null, unclean: false });
      await ask(third, { do: 'write', version: 3, durability: 'relaxed' });
      expect(await ask(first, { do: 'read' })).toBe(3);
    });
  });
}
