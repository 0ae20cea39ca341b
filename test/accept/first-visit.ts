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
    const firstCountsMs = await secondChange(page);
    const asked = new Set(await page.evaluate(askedBeforePicture));
    const needed = code.filter(({ path }) => asked.has(path) || path.includes('.worker-'));
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
  const seen = { clickedMs: 0, shownMs: 0, changesMs: [] as number[] };
  Object.assign(globalThis, { seen });
  addEventListener('click', () => (seen.clickedMs ||= performance.now()), { capture: true });
  let before = '';
  const look = (): void => {
    const box = seen.shownMs === 0 ? document.querySelector('[aria-roledescription="node"]') : null;
    if (box !== null && getComputedStyle(box).visibility === 'visible') seen.shownMs = performance.now();
    const text = document.querySelector('[aria-label^="Largest"]')?.textContent ?? '';
    if (text !== '' && text !== before) seen.changesMs.push(performance.now());
    before = text;
    requestAnimationFrame(look);
  };
  look();
}

/** Runs in the page: the paths of what was asked for before the first box stood on the canvas. */
function askedBeforePicture(): string[] {
  const { shownMs } = (globalThis as unknown as { seen: { readonly shownMs: number } }).seen;
  return performance
    .getEntriesByType('resource')
    .filter((entry) => entry.startTime < shownMs)
    .map((entry) => new URL(entry.name).pathname);
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
