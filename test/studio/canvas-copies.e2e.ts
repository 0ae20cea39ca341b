// What the canvas gained with one's own data: copies by Alt+drag, dashes where rows flow, a line typed beside the results.
import { expect, openDocument, openHome, operatorBox, startTemplate, TYPED, test, WORD_COUNT, waitForBatch } from '../e2e/studio.ts';
import { boxPlace, canvasOf, expectBoxes, savedText } from './canvas-driver.ts';
import { wordCount } from './documents.ts';

test('a drag with Alt puts down a copy and leaves the box where it is', async ({ page }) => {
  await openHome(page);
  await openDocument(page, wordCount());
  const before = await boxPlace(page, 'clean');
  await page.keyboard.down('Alt');
  await page.mouse.move(before.x + 60, before.y + 20);
  await page.mouse.down();
  await page.mouse.move(before.x + 80, before.y + 120, { steps: 4 });
  await page.mouse.move(before.x + 60, before.y + 180, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up('Alt');
  await expectBoxes(page, 6);
  const places = JSON.parse(await savedText(page)) as { readonly ui: { readonly positions: { readonly [id: string]: readonly [number, number] } } };
  expect(places.ui.positions['clean-1']).toEqual([416, 160]);
  await page.keyboard.press('Control+z');
  await expectBoxes(page, 5);
  await expect(operatorBox(page, 'clean')).toBeVisible();
});

/** Whether anything is drawn on the layer of the dashes. */
const dashes = (page: import('@playwright/test').Page): Promise<boolean> =>
  canvasOf(page)
    .locator('canvas.flow-dashes')
    .evaluate((canvas: HTMLCanvasElement) => {
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, Math.max(1, canvas.width), Math.max(1, canvas.height)).data ?? [];
      return pixels.some((value) => value > 0);
    });

test('dashes move along the edges while rows flow, and not for those who want less motion', async ({ page, trouble }) => {
  // It is this test that reads the canvas back.
  trouble.expectMessage(/willReadFrequently/);
  await openHome(page);
  await startTemplate(page, WORD_COUNT);
  await waitForBatch(page, 3);
  await expect.poll(() => dashes(page)).toBe(true);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect.poll(() => dashes(page)).toBe(false);
});

test('a line is typed beside the results, and its batch is named', async ({ page }) => {
  await openHome(page);
  await startTemplate(page, TYPED);
  await waitForBatch(page, 1);
  const line = page.getByRole('textbox', { name: /^Line for/ });
  await line.fill('call me ishmael');
  await line.press('Enter');
  await expect(line).toHaveValue('');
  await expect(page.getByRole('tabpanel', { name: 'Results' }).getByRole('status')).toHaveText(/batch \d/);
  await expect(page.getByRole('tabpanel', { name: 'Results' })).toContainText('ishmael');
});

test('the box of a sink shows what its newest batch gave, also when batches come soon one after another', async ({ page }) => {
  await openHome(page);
  await startTemplate(page, WORD_COUNT);
  await waitForBatch(page, 4);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  const step = page.getByRole('button', { name: 'Step', exact: true });
  for (let i = 0; i < 3; i++) {
    await expect(step).toBeEnabled();
    await step.click();
  }
  const first = page.locator('.react-flow__node', { hasText: 'All words' }).locator('.mini-top li').first();
  const ranked = page.getByRole('tabpanel', { name: 'Results' });
  await expect(async () => {
    const [word = '', count = ''] = (await first.locator('> *').allTextContents()).filter((text) => text !== '');
    await expect(ranked).toContainText(new RegExp(`1\\s*${word}\\s*${count}\\s*\\+`), { timeout: 300 });
  }).toPass();
});
