// The page without a mouse, and in small windows. What axe finds is in test/e2e/accessibility.e2e.ts.
import { expect, inspector, openHome, startTemplate, test, WORD_COUNT, waitForBatch } from '../e2e/studio.ts';
import { clickCanvas } from './canvas-driver.ts';

test('F6 goes through the parts of the page, and a dialog gives the focus back', async ({ page }) => {
  await openHome(page);
  await startTemplate(page, WORD_COUNT);
  await waitForBatch(page, 1);
  const seen: string[] = [];
  for (let i = 0; i < 6; i++) {
    await page.keyboard.press('F6');
    seen.push(await page.evaluate(() => document.activeElement?.closest('[data-region], .dock')?.getAttribute('data-region') ?? 'dock'));
  }
  expect(new Set(seen)).toEqual(new Set(['topbar', 'palette', 'canvas', 'dock', 'inspector', 'statusbar']));
  await clickCanvas(page, { x: 30, y: 440 });
  await inspector(page).getByRole('textbox', { name: 'Name' }).focus();
  await page.keyboard.press('Control+K');
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(inspector(page).getByRole('textbox', { name: 'Name' })).toBeFocused();
});

for (const [width, height] of [
  [1280, 720],
  [820, 1180],
] as const) {
  test(`at ${width} x ${height} nothing is cut off and everything can be reached`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await openHome(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await startTemplate(page, WORD_COUNT);
    await waitForBatch(page, 1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    for (const name of ['Run', 'Pause', 'Step', 'Stop', 'Save as file', 'Search or run a command']) {
      const box = await page.getByRole('button', { name, exact: true }).boundingBox();
      expect(box !== null && box.x >= 0 && box.x + box.width <= width && box.width >= 24).toBe(true);
    }
  });
}

test('names can be read from afar, and give way to the tiles where they could not', async ({ page }) => {
  await openHome(page);
  await startTemplate(page, WORD_COUNT);
  await waitForBatch(page, 1);
  const name = page.locator('.react-flow__node .node-name', { hasText: 'Split words' });
  const shown = () => name.evaluate((element) => (element as HTMLElement).checkVisibility() && element.getBoundingClientRect().height >= 8);
  await clickCanvas(page, { x: 30, y: 440 });
  const zoom = page.getByRole('button', { name: 'Zoom out' });
  const seen: boolean[] = [];
  for (let i = 0; i < 8; i++) {
    seen.push(await shown());
    await zoom.click();
    await page.waitForTimeout(250);
  }
  expect(seen.slice(0, 5)).toEqual([true, true, true, true, true]);
  expect(await shown()).toBe(false);
});
