// A stranger with a file: how long from dropping 100,000 rows of CSV on Home until counts of it move, with nothing changed in
// the preview.
import type { Page } from '@playwright/test';
import { openHome } from '../e2e/studio.ts';
import { ChromiumWithProfile } from './chromium-with-profile.ts';

const ROWS = 100_000;

/** From the drop to the second changed reading of the results, in a profile that has never seen the page. */
export async function fileToCounts(url: string): Promise<number> {
  const chromium = await ChromiumWithProfile.create();
  try {
    const page = await chromium.newPage();
    await openHome(page, url);
    await page.evaluate(watchResults);
    await page.evaluate(dropOrders, ROWS);
    const make = page.getByRole('button', { name: 'Make a pipeline' });
    await make.click({ timeout: 60_000 });
    return await secondReading(page);
  } finally {
    await chromium.dispose();
  }
}

/** Runs in the page: a file of made-up orders, one a second or so, is dropped on it. */
function dropOrders(rows: number): void {
  const shops = ['Ulm', 'Graz', 'Bern', 'Lyon', 'Gent', 'Porto', 'Turku'];
  const lines = ['at,shop,amount,note'];
  let at = Date.UTC(2024, 0, 1);
  for (let i = 0; i < rows; i++) {
    at += 200 + ((i * 7919) % 1_700);
    lines.push(`${new Date(at).toISOString()},${shops[(i * i) % shops.length]},${((i * 37) % 10_000) / 100},"order ${i}, paid"`);
  }
  const transfer = new DataTransfer();
  transfer.items.add(new File([lines.join('\n')], 'orders.csv', { type: 'text/csv' }));
  Object.assign(globalThis, { droppedMs: performance.now() });
  for (const type of ['dragenter', 'dragover', 'drop']) {
    document.body.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }
}

/** Runs in the page: notes the moments at which the ranking or the table of results reads differently. */
function watchResults(): void {
  const readings: number[] = [];
  Object.assign(globalThis, { readings });
  let before = '';
  const look = (): void => {
    const text =
      (document.querySelector('[aria-label^="Largest"]') ?? document.querySelector('[role="grid"][aria-label^="Rows of"]'))?.textContent ?? '';
    if (text !== '' && text !== before) readings.push(performance.now());
    before = text;
    requestAnimationFrame(look);
  };
  look();
}

async function secondReading(page: Page): Promise<number> {
  await page.waitForFunction(() => (globalThis as unknown as { readings: readonly number[] }).readings.length >= 2, undefined, { timeout: 60_000 });
  return page.evaluate(() => {
    const { readings, droppedMs } = globalThis as unknown as { readings: readonly number[]; droppedMs: number };
    return (readings[1] ?? Number.NaN) - droppedMs;
  });
}
