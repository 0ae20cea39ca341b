// Axe over every screen in both themes, and the widths the studio must hold.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import {
  command,
  dockTab,
  expect,
  importFile,
  inspector,
  openHome,
  runGroup,
  selectBox,
  startTemplate,
  TYPED,
  test,
  typeLine,
  WORD_COUNT,
  waitForBatch,
} from './studio.ts';

const LEVELS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

async function expectAccessible(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(LEVELS).analyze();
  const found = violations.map(
    (violation) => `${where}: ${violation.id}, ${violation.help}: ${violation.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`,
  );
  expect.soft(found).toEqual([]);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('home, with and without pipelines, and a refused file', async ({ page }) => {
      await openHome(page);
      await expectAccessible(page, 'empty home');
      await importFile(page, { name: 'wrong.json', text: '[]' });
      await page.getByRole('dialog').waitFor();
      await expectAccessible(page, 'refused file');
      await page.keyboard.press('Escape');
      await startTemplate(page, WORD_COUNT);
      await waitForBatch(page, 2);
      await page.getByRole('button', { name: 'All pipelines' }).click();
      await page.getByRole('table', { name: 'Pipelines' }).waitFor();
      await expectAccessible(page, 'home with a pipeline');
      await page.getByRole('button', { name: /^More for/ }).click();
      await expectAccessible(page, 'menu of a pipeline');
    });

    test('the editor: every dock tab, every inspector, every overlay', async ({ page }) => {
      test.setTimeout(180_000);
      await openHome(page);
      await startTemplate(page, WORD_COUNT);
      await waitForBatch(page, 4);
      for (const tab of ['Results', 'Batches', 'Checkpoints', 'Problems', 'Log'] as const) {
        await dockTab(page, tab);
        await page.waitForTimeout(300);
        await expectAccessible(page, tab);
      }
      for (const box of ['Text stream', 'Split words', 'Long words', 'Words per 30 s', 'Live chart', 'All words']) {
        await selectBox(page, box);
        await inspector(page).getByRole('heading', { name: box }).waitFor();
        await page.waitForTimeout(200);
        await expectAccessible(page, `inspector of ${box}`);
      }
      await inspector(page).getByRole('tab', { name: 'About' }).click();
      await expectAccessible(page, 'about an operator');
      await page.keyboard.press('Control+K');
      await page.getByRole('combobox', { name: 'Search or run a command' }).waitFor();
      await expectAccessible(page, 'commands');
      await page.keyboard.press('Escape');
      await command(page, 'Find an operator to add');
      await page.getByRole('combobox', { name: 'Add an operator' }).waitFor();
      await expectAccessible(page, 'finder');
      await page.keyboard.press('Escape');
      await selectBox(page, 'Long words');
      await inspector(page).getByRole('textbox', { name: 'Condition' }).click();
      await page.keyboard.press('Control+A');
      await page.keyboard.type('length(word) > ');
      await page.waitForTimeout(500);
      await page.keyboard.press('Escape');
      await expectAccessible(page, 'an expression with an error');
      await page.keyboard.type('4');
      await inspector(page)
        .getByRole('button', { name: /^Review/ })
        .click();
      await page
        .getByRole('dialog', { name: 'Apply changes to the running pipeline' })
        .getByRole('button', { name: /^Apply at/ })
        .waitFor();
      await expectAccessible(page, 'review of changes');
      await page.keyboard.press('Escape');
      await page.reload();
      await page.getByRole('region', { name: 'Recovery' }).waitFor();
      await expectAccessible(page, 'recovery');
    });

    test('typed lines and a paused run', async ({ page }) => {
      await openHome(page);
      await startTemplate(page, TYPED);
      await waitForBatch(page, 1);
      await selectBox(page, 'Typed lines');
      await typeLine(page, 'call me ishmael');
      await waitForBatch(page, 3);
      await expectAccessible(page, 'typed lines');
      await runGroup(page, 'Pause').click();
      await expectAccessible(page, 'paused');
    });
  });
}

for (const [width, height] of [
  [1440, 900],
  [1280, 720],
  [820, 1180],
] as const) {
  test(`nothing is cut off sideways at ${width} by ${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await openHome(page);
    const overflow = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(await overflow()).toBe(0);
    await startTemplate(page, WORD_COUNT);
    await waitForBatch(page, 2);
    expect(await overflow()).toBe(0);
    for (const name of ['Run', 'Pause', 'Step', 'Stop'] as const) await expect(runGroup(page, name)).toBeInViewport({ ratio: 1 });
    await expect(page.getByRole('region', { name: 'Canvas' })).toBeInViewport();
    await expect(page.getByRole('tablist', { name: 'Dock' })).toBeInViewport({ ratio: 1 });
  });
}
