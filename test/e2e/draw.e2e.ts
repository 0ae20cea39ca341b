import type { Page } from '@playwright/test';
import { drawByKeyboard, drawByMouse } from './draw-word-count.ts';
import { recountLastWindow } from './recount.ts';
import { readStoredTables } from './stored-tables.ts';
import { dockTab, expect, expectStatus, openHome, ranking, rowsGrid, shownRows, test, waitForBatch, wireNames } from './studio.ts';

test('the word count, drawn with the mouse from an empty canvas, counts what a recount counts', async ({ page }) => {
  await openHome(page);
  await drawByMouse(page);
  await expectCountsRight(page);
});

test('the word count, drawn with keys alone, counts what a recount counts', async ({ page }) => {
  await openHome(page);
  await drawByKeyboard(page);
  await expectCountsRight(page);
});

async function expectCountsRight(page: Page): Promise<void> {
  await waitForBatch(page, 6);
  expect(await wireNames(page)).toEqual([
    'From Filter to Sliding window',
    'From Sliding window to Table',
    'From Split words to Filter',
    'From Text stream to Split words',
  ]);
  await page.keyboard.press('Control+Enter');
  await expectStatus(page, 'Paused');
  await dockTab(page, 'Results');
  const pipelineId = /#\/p\/(.+)$/.exec(page.url())?.[1] ?? '';
  const { batchId, counts } = await recountLastWindow(await readStoredTables(page), pipelineId, 10_000);
  expect(batchId).toBeGreaterThanOrEqual(6);
  expect(counts.size).toBeGreaterThan(500);
  await expect(rowsGrid(page)).toHaveAttribute('aria-rowcount', String(counts.size + 1));
  const shown = await shownRows(page);
  expect(shown.length).toBeGreaterThan(2);
  for (const [word = '', count = ''] of shown) expect([word, Number(count.replaceAll(',', ''))]).toEqual([word, counts.get(word)]);
  const most = [...counts.values()].sort((a, b) => b - a);
  expect((await ranking(page)).map(([, count]) => count)).toEqual(most.slice(0, (await ranking(page)).length));
  for (const [word, count] of await ranking(page)) expect([word, count]).toEqual([word, counts.get(word)]);
}
