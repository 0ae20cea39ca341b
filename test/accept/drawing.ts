// Whether a person can draw the word count from an empty canvas, and whether what it then counts is right.
import type { Page } from '@playwright/test';
import { drawByKeyboard, drawByMouse } from '../e2e/draw-word-count.ts';
import { recountLastWindow } from '../e2e/recount.ts';
import { readStoredTables } from '../e2e/stored-tables.ts';
import { dockTab, expectStatus, openHome, rowsGrid, runGroup, shownRows, waitForBatch } from '../e2e/studio.ts';
import { ChromiumWithProfile } from './chromium-with-profile.ts';

const DRAWERS = { mouse: drawByMouse, keyboard: drawByKeyboard };

/** null when it was drawn and every count shown equals the recount of the same lines; else what was wrong. */
export async function drawAndRecount(url: string, by: keyof typeof DRAWERS): Promise<string | null> {
  const chromium = await ChromiumWithProfile.create();
  try {
    const page = await chromium.newPage();
    await openHome(page, url);
    await DRAWERS[by](page);
    await waitForBatch(page, 8);
    await runGroup(page, 'Pause').click();
    await expectStatus(page, 'Paused');
    await dockTab(page, 'Results');
    return await compare(page);
  } finally {
    await chromium.dispose();
  }
}

async function compare(page: Page): Promise<string | null> {
  const pipelineId = decodeURIComponent(/#\/p\/(.+)$/.exec(page.url())?.[1] ?? '');
  const { batchId, counts } = await recountLastWindow(await readStoredTables(page), pipelineId, 10_000);
  await page.waitForTimeout(500);
  const words = Number(await rowsGrid(page).getAttribute('aria-rowcount')) - 1;
  if (words !== counts.size) return `batch ${batchId} shows ${words} words, the recount has ${counts.size}`;
  const shown = await allRows(page, counts.size);
  for (const [word, count] of counts) if (shown.get(word) !== count) return `"${word}" is shown as ${shown.get(word)}, the recount has ${count}`;
  return shown.size === counts.size ? null : `${shown.size} words were shown, the recount has ${counts.size}`;
}

/** Scrolls through the whole table. */
async function allRows(page: Page, expected: number): Promise<ReadonlyMap<string, number>> {
  const shown = new Map<string, number>();
  const grid = rowsGrid(page);
  await grid.focus();
  await page.keyboard.press('Control+Home');
  let idle = 0;
  while (shown.size < expected && idle < 40) {
    const before = shown.size;
    for (const [word = '', count = ''] of await shownRows(page)) if (count !== '') shown.set(word, Number(count.replaceAll(',', '')));
    idle = shown.size === before ? idle + 1 : 0;
    await page.keyboard.press('PageDown');
    await page.waitForTimeout(idle > 2 ? 60 : 15);
  }
  return shown;
}
