// WCAG 2.2 AA of what came with one's own data, in both themes, by axe; and the way from a file to a running pipeline by keys alone.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, expectStatus, inspector, openDocument, openHome, runButton, selectBox, test, waitForBatch } from '../e2e/studio.ts';
import { wordCount } from './documents.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

async function expectAccessible(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  expect.soft(violations.map(({ id, nodes }) => `${where}: ${id} at ${nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual([]);
}

const csv = `at,sensor,celsius,Sensor\n${Array.from({ length: 400 }, (_, i) => `2024-01-01 00:${String(Math.floor(i / 60) % 60).padStart(2, '0')}:${String(i % 60).padStart(2, '0')},s${i % 4},${i === 9 ? '' : (15 + (i % 9)).toFixed(1)},x`).join('\n')}\nbroken\n`;

async function pick(page: Page): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open a file' }).press('Enter');
  await (await chooser).setFiles({ name: 'readings.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await page.getByRole('dialog', { name: 'readings.csv' }).getByRole('button', { name: 'Make a pipeline' }).waitFor();
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('the preview of a file, the books, rows, state, and kept files are accessible', async ({ page }) => {
      test.setTimeout(240_000);
      await openHome(page);
      await pick(page);
      await expectAccessible(page, 'preview');
      await page.getByRole('button', { name: 'Make a pipeline' }).click();
      await waitForBatch(page, 3);
      await selectBox(page, 'readings.csv');
      await inspector(page).getByRole('region', { name: 'Books' }).waitFor();
      await expectAccessible(page, 'a file source');
      await inspector(page).getByRole('tab', { name: 'Rows' }).click();
      await inspector(page).getByRole('list', { name: 'Columns' }).waitFor();
      await page.keyboard.press('Alt+2');
      await expectAccessible(page, 'rows');
      await page.getByRole('tab', { name: 'State' }).click();
      await page.waitForTimeout(1_200);
      await expectAccessible(page, 'state');
      await page.getByRole('button', { name: /^Storage/ }).click();
      await page.getByRole('dialog', { name: 'Files and hosts' }).waitFor();
      await expectAccessible(page, 'files and hosts');
    });

    test('the function reference and an expression with a mistake are accessible', async ({ page }) => {
      test.setTimeout(120_000);
      await openHome(page);
      await openDocument(page, wordCount());
      await runButton(page).click();
      await waitForBatch(page, 1);
      await selectBox(page, 'clean');
      await inspector(page).getByRole('textbox', { name: 'Condition' }).click();
      await page.keyboard.press('Control+a');
      await page.keyboard.type('lenght(word, ');
      await page.keyboard.press('Escape');
      await page.keyboard.press('F1');
      await page.getByRole('complementary', { name: 'Functions' }).waitFor();
      await page.getByRole('searchbox', { name: 'Search functions' }).fill('to_date');
      await page.keyboard.press('Enter');
      await expectAccessible(page, 'reference');
    });
  });
}

test('a file becomes a running pipeline by keys alone', async ({ page }) => {
  await openHome(page);
  // Asked for early: the browser takes a moment to let go of its own dialog.
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Search or run a command' })).toBeFocused();
  await page.keyboard.type('open a file');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles({ name: 'readings.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  const dialog = page.getByRole('dialog', { name: 'readings.csv' });
  await dialog.getByRole('button', { name: 'Make a pipeline' }).waitFor();
  await expect(dialog.getByRole('button', { name: 'Make a pipeline' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expectStatus(page, 'Running');
});
