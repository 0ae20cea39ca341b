// The rows at any port: of an operator and of an edge, during the run and while paused, and who made a column.
import type { Page } from '@playwright/test';
import {
  expect,
  expectStatus,
  inspector,
  openDocument,
  openHome,
  operatorBox,
  runButton,
  runGroup,
  selectBox,
  startTemplate,
  test,
  WORD_COUNT,
  waitForBatch,
} from '../e2e/studio.ts';
import { clickCanvas } from './canvas-driver.ts';
import { wordCount } from './documents.ts';

async function startWords(page: Page): Promise<void> {
  await openHome(page);
  await startTemplate(page, WORD_COUNT);
  await waitForBatch(page, 3);
}

test('an operator shows its last rows with types, NULLs and count, and a column leads to the operator that made it', async ({ page }) => {
  await startWords(page);
  await selectBox(page, 'Long words');
  await inspector(page).getByRole('tab', { name: 'Rows' }).click();
  const panel = inspector(page).getByRole('tabpanel', { name: 'Rows' });
  await expect(panel.getByText(/rows? in batch/)).toBeVisible();
  await expect(panel.getByRole('list', { name: 'Columns' })).toContainText('STRING');
  await expect(panel.getByRole('list', { name: 'Columns' })).toContainText('no NULL');
  await expect(panel.getByRole('region', { name: 'Last rows' }).getByRole('row').nth(2)).toBeVisible();
  await panel.getByRole('button', { name: 'word is made by Split words. Go there' }).click();
  await expect(inspector(page).getByRole('heading', { name: 'Split words' })).toBeVisible();
  await expect(inspector(page).getByRole('list', { name: 'Columns' })).toContainText('made here');
  await inspector(page).getByRole('combobox', { name: 'Port' }).selectOption({ label: 'In, from Text stream' });
  await expect(inspector(page).getByRole('list', { name: 'Columns' })).not.toContainText('word');
});

test('P opens the rows of what is selected in the dock; they can be held, and stay while paused', async ({ page }) => {
  await startWords(page);
  await selectBox(page, 'Split words');
  await page.keyboard.press('p');
  const dock = page.getByRole('tabpanel', { name: 'Rows' }).last();
  await expect(dock.getByRole('columnheader', { name: /word STRING/ })).toBeVisible();
  await dock.getByRole('button', { name: 'Hold' }).click();
  const held = await dock.getByText(/in batch \d+/).textContent();
  await page.waitForTimeout(2_500);
  await expect(dock.getByText(/in batch \d+/)).toHaveText(held ?? '');
  await dock.getByRole('button', { name: 'Held' }).click();
  await expect(dock.getByText(/in batch \d+/)).not.toHaveText(held ?? '');
  await runGroup(page, 'Pause').click();
  await expectStatus(page, 'Paused');
  await expect(dock.getByRole('region', { name: 'Last rows' }).getByRole('row').nth(1)).toBeVisible();
});

test('an edge shows what flows on it', async ({ page }) => {
  await startWords(page);
  await page.getByRole('img', { name: 'From Split words to Long words' }).locator('.edge-hit').click({ force: true });
  await expect(inspector(page).getByRole('heading', { name: 'Split words to Long words' })).toBeVisible();
  await expect(inspector(page).getByText(/rows? in batch/)).toBeVisible();
});

test('Mod+F finds an operator by name and goes there', async ({ page }) => {
  await startWords(page);
  await clickCanvas(page);
  await page.keyboard.press('Control+f');
  await page.getByRole('combobox', { name: 'Find an operator in this pipeline' }).fill('all w');
  await page.keyboard.press('Enter');
  await expect(inspector(page).getByRole('heading', { name: 'All words' })).toBeVisible();
  await expect(operatorBox(page, 'All words')).toBeFocused();
});

test('the State tab shows what is kept for a key, and finds one', async ({ page }) => {
  const words = wordCount();
  await openHome(page);
  await openDocument(page, {
    ...words,
    operators: {
      ...words.operators,
      'counts-1': { type: 'running-aggregate', name: 'counts', params: { keys: ['word'], aggregates: { n: 'count(*)' }, emit: 'changes' } },
    },
  });
  await runButton(page).click();
  await waitForBatch(page, 3);
  await selectBox(page, 'counts');
  await inspector(page).getByRole('button', { name: 'Browse keys' }).click();
  const state = page.getByRole('grid', { name: 'State of counts' });
  await expect(state.getByRole('row').nth(2)).toBeVisible();
  await page.getByRole('searchbox', { name: /Find/ }).fill('whale');
  await expect(state.getByRole('gridcell').first()).toContainText('whale');
  await expect(page.getByText(/ found$/)).toBeVisible();
});
