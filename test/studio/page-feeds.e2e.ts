// Your own keys and pointer as streams: what is pressed and moved on the page becomes rows, each once, also over a reload; what is
// typed into a field never does.
import type { Page } from '@playwright/test';
import { dockTab, expect, expectStatus, openDocument, openHome, runButton, shownRows, test } from '../e2e/studio.ts';
import { clickCanvas } from './canvas-driver.ts';

/** Keys by name, presses and moves of the pointer, in one count since the start. */
const FEEDS = {
  format: 'millrace',
  formatVersion: 1,
  name: 'Keys and pointer',
  operators: {
    'keys-1': { type: 'keystrokes', params: {} },
    'pointer-1': { type: 'pointer', params: {} },
    'pressed-1': { type: 'map', name: 'pressed', params: { mode: 'replace', columns: { what: 'key' } } },
    'moved-1': { type: 'map', name: 'moved', params: { mode: 'replace', columns: { what: "if(buttons = 1, 'press', 'move')" } } },
    'both-1': { type: 'union', name: 'both', params: {} },
    'counts-1': { type: 'running-aggregate', name: 'counts', params: { keys: ['what'], aggregates: { n: 'count(*)' }, emit: 'all' } },
    'out-1': { type: 'table', name: 'out', params: {} },
  },
  edges: [
    'keys-1.out -> pressed-1.in',
    'pointer-1.out -> moved-1.in',
    'pressed-1.out -> both-1.in',
    'moved-1.out -> both-1.in',
    'both-1.out -> counts-1.in',
    'counts-1.out -> out-1.in',
  ],
  ui: {
    positions: {
      'keys-1': [40, 40],
      'pointer-1': [40, 200],
      'pressed-1': [260, 40],
      'moved-1': [260, 200],
      'both-1': [480, 120],
      'counts-1': [700, 120],
      'out-1': [920, 120],
    },
    notes: [],
  },
};

async function countsOf(page: Page): Promise<{ readonly [what: string]: number }> {
  return Object.fromEntries((await shownRows(page)).map(([what = '', n = '']) => [what, Number(n.replaceAll(',', ''))]));
}

/** Waits until the counts of keys are these; what the pointer did on the way there is not asked. */
async function expectKeys(page: Page, keys: { readonly [key: string]: number }): Promise<void> {
  const pressed = async () => Object.fromEntries(Object.entries(await countsOf(page)).filter(([what]) => what !== 'press' && what !== 'move'));
  await expect.poll(pressed, { timeout: 15_000 }).toEqual(keys);
}

/** Until two looks, a second apart, are alike: nothing is on its way any more. */
async function settledCounts(page: Page): Promise<{ readonly [what: string]: number }> {
  let last = await countsOf(page);
  await expect
    .poll(
      async () => {
        const before = JSON.stringify(last);
        last = await countsOf(page);
        return JSON.stringify(last) === before;
      },
      { intervals: [1_500], timeout: 15_000 },
    )
    .toBe(true);
  return last;
}

test('keys and pointer are counted, each once, also after a reload; typing into a field is not', async ({ page }) => {
  await openHome(page);
  await openDocument(page, FEEDS);
  await runButton(page).click();
  await expectStatus(page, 'Running');
  await dockTab(page, 'Results');
  await clickCanvas(page, { x: 500, y: 60 });
  for (const key of ['q', 'w', 'q']) await page.keyboard.press(key);
  await expectKeys(page, { q: 2, w: 1 });

  // Into a field: text, and no rows.
  await page.getByRole('textbox', { name: 'Find an operator' }).fill('');
  await page.getByRole('textbox', { name: 'Find an operator' }).pressSequentially('qqq');
  const before = await settledCounts(page);
  expect(before).toMatchObject({ q: 2, w: 1 });

  // Forty places and a press, by the pointer alone.
  const canvas = await page.getByRole('region', { name: 'Canvas' }).boundingBox();
  const at = { x: (canvas?.x ?? 0) + 300, y: (canvas?.y ?? 0) + 40 };
  for (let i = 0; i < 40; i++) {
    await page.mouse.move(at.x + i * 5, at.y);
    await page.waitForTimeout(20);
  }
  await page.mouse.down();
  await page.mouse.up();
  await expect.poll(async () => (await countsOf(page))['press'] ?? 0, { timeout: 15_000 }).toBe((before['press'] ?? 0) + 1);
  const counted = await settledCounts(page);
  // At most 60 a second are taken; a slow machine gives fewer.
  expect((counted['move'] ?? 0) - (before['move'] ?? 0)).toBeGreaterThan(10);

  await page.reload();
  await expectStatus(page, 'Running');
  await expectKeys(page, { q: 2, w: 1 });
  const after = await settledCounts(page);
  expect(after['press']).toBe(counted['press']);
  expect(after['move'] ?? 0).toBeGreaterThanOrEqual(counted['move'] ?? 0);
  await page.getByRole('region', { name: 'Canvas' }).focus();
  await page.keyboard.press('q');
  await expectKeys(page, { q: 3, w: 1 });
});
