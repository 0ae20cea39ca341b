// The first visit: how long until counts move after the one click, and how much code came over the wire for it.
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { openHome, startTemplate, WORD_COUNT } from '../e2e/studio.ts';
import { ChromiumWithProfile } from './chromium-with-profile.ts';

export interface FirstVisit {
  /** From the click on the template to the second changed count. */
  readonly firstCountsMs: number;
  /** The page's scripts and styles asked for until the first pipeline shows on the canvas, compressed by gzip. */
  readonly pageKb: number;
  /** The script of the engine's worker, which is none of the page's. */
  readonly workerKb: number;
}

/** In a profile that has never seen the page. */
export async function firstVisit(url: string): Promise<FirstVisit> {
  const chromium = await ChromiumWithProfile.create();
  try {
    const page = await chromium.newPage();
    const code: { readonly path: string; readonly bytes: Promise<number> }[] = [];
    page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (/\.(?:js|css)$/.test(pathname)) code.push({ path: pathname, bytes: response.body().then((body) => gzipSync(body, { level: 9 }).length) });
    });
    await openHome(page, url);
    await page.evaluate(watchCounts);
    await startTemplate(page, WORD_COUNT);
    await page.getByRole('region', { name: 'Canvas' }).getByRole('group').first().waitFor();
    const needed = [...code];
    const firstCountsMs = await secondChange(page);
    const sizes = await Promise.all(needed.map(async ({ path, bytes }) => ({ path, bytes: await bytes })));
    const sum = (of: typeof sizes): number => of.reduce((total, { bytes }) => total + bytes, 0) / 1024;
    const worker = sizes.filter(({ path }) => path.includes('.worker-'));
    if (worker.length === 0) throw new Error('The script of the engine was not seen among the responses');
    return { firstCountsMs, pageKb: sum(sizes) - sum(worker), workerKb: sum(worker) };
  } finally {
    await chromium.dispose();
  }
}

/** Runs in the page: notes the click and every moment at which the ranked counts read differently. */
function watchCounts(): void {
  const seen = { clickedMs: 0, changesMs: [] as number[] };
  Object.assign(globalThis, { seen });
  addEventListener('click', () => (seen.clickedMs ||= performance.now()), { capture: true });
  let before = '';
  const look = (): void => {
    const text = document.querySelector('[aria-label^="Largest"]')?.textContent ?? '';
    if (text !== '' && text !== before) seen.changesMs.push(performance.now());
    before = text;
    requestAnimationFrame(look);
  };
  look();
}

async function secondChange(page: Page): Promise<number> {
  await page.waitForFunction(() => (globalThis as unknown as { seen: { changesMs: readonly number[] } }).seen.changesMs.length >= 2, undefined, {
    timeout: 30_000,
  });
  return page.evaluate(() => {
    const { seen } = globalThis as unknown as { seen: { clickedMs: number; changesMs: readonly number[] } };
    return (seen.changesMs[1] ?? Number.NaN) - seen.clickedMs;
  });
}
