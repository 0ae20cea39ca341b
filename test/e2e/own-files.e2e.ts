// Files of one's own in the built page: field case d7, and a replay that survives a kill.
import { createHash } from 'node:crypto';
import type { Page } from '@playwright/test';
import { dataOf } from './ledger-values.ts';
import { readStoredTables } from './stored-tables.ts';
import { expect, openDocument, openHome, runButton, test } from './studio.ts';

const LINES = Array.from({ length: 1_000 }, (_, i) => `{"click": ${i + 1}, "page": "Zürich"}`);
const CONTENT = `${LINES.join('\n')}\n`;
const NAME = 'clicks.jsonl';

/** 100 lines a batch into a log of all rows. */
function pipeline(rowsPerSecond = 200): object {
  const bytes = Buffer.from(CONTENT);
  const file = { name: NAME, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
  const format = { kind: 'text', encoding: 'utf-8', skip: 0 };
  const columns = [{ name: 'value', type: 'STRING', from: 0 }];
  return {
    format: 'millrace',
    formatVersion: 1,
    name: 'Clicks',
    settings: { batchInterval: '500 milliseconds' },
    operators: { in: { type: 'file', params: { file, format, columns, pace: 'rate', rowsPerSecond } }, out: { type: 'log', params: {} } },
    edges: ['in.out -> out.in'],
    ui: { positions: { in: [40, 80], out: [300, 80] }, notes: [] },
  };
}

async function give(page: Page, name: string, content: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose the file…' }).first().click();
  await (await chooser).setFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });
}

/** A file that a first run asked for is here: now it runs. */
async function runOnceGiven(page: Page): Promise<void> {
  await expect(page.getByRole('region', { name: 'The run waits' })).toHaveCount(0, { timeout: 20_000 });
  await runButton(page).click();
}

async function committed(page: Page): Promise<readonly string[]> {
  return dataOf(await readStoredTables(page), 'out');
}

/** What the studio kept of files is taken away, as "clear" in another tab or the browser would. */
function loseFiles(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    await root.removeEntry('files', { recursive: true });
  });
}

test.beforeEach(({ trouble }) => {
  trouble.expectMessage(/not in this browser|another file/);
});

test('a file that is not here is asked for, told apart from others, and then replayed once over a kill', async ({ page, context }) => {
  await openHome(page);
  await openDocument(page, pipeline());
  await runButton(page).click();
  await expect(page.getByRole('button', { name: 'Choose the file…' }).first()).toBeVisible();
  await give(page, NAME, CONTENT.replace('"click": 5,', '"click": 6,'));
  await expect(page.getByText(/is another file/).first()).toBeVisible();
  await give(page, 'downloaded.jsonl', CONTENT);
  await runOnceGiven(page);
  await expect.poll(async () => (await committed(page)).length, { timeout: 20_000, intervals: [100] }).toBeGreaterThanOrEqual(300);
  const debug = await context.newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  void debug.send('Page.crash').catch(() => undefined);
  await crashed;
  const next = await context.newPage();
  await openHome(next);
  await expect.poll(() => committed(next), { timeout: 30_000 }).toEqual(LINES);
});

test('d7: a run whose file is gone after the reload waits, shows what it has, and goes on with the same rows when it is given again', async ({
  page,
}) => {
  await openHome(page);
  await openDocument(page, pipeline());
  await runButton(page).click();
  await give(page, NAME, CONTENT);
  await runOnceGiven(page);
  await expect.poll(async () => (await committed(page)).length, { timeout: 20_000, intervals: [100] }).toBeGreaterThanOrEqual(300);
  await loseFiles(page);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Choose the file…' }).first()).toBeVisible({ timeout: 20_000 });
  const before = await committed(page);
  expect(before).toEqual(LINES.slice(0, before.length));
  await page.waitForTimeout(2_000);
  // It waits: nothing runs as empty.
  expect(await committed(page)).toEqual(before);
  await give(page, NAME, CONTENT);
  await expect.poll(() => committed(page), { timeout: 30_000 }).toEqual(LINES);
});

test('d7: a file that goes while it is replayed stops nothing but the next batch', async ({ page }) => {
  await openHome(page);
  await openDocument(page, pipeline(100));
  await runButton(page).click();
  await give(page, NAME, CONTENT);
  await runOnceGiven(page);
  await expect.poll(async () => (await committed(page)).length, { timeout: 20_000, intervals: [100] }).toBeGreaterThanOrEqual(100);
  await loseFiles(page);
  await expect(page.getByRole('button', { name: 'Choose the file…' }).first()).toBeVisible({ timeout: 20_000 });
  const before = await committed(page);
  expect(before).toEqual(LINES.slice(0, before.length));
  await give(page, NAME, CONTENT);
  await expect.poll(() => committed(page), { timeout: 40_000 }).toEqual(LINES);
});
