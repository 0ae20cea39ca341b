// A file of one's own: dropped or picked, looked at with its guess, changed, running; its books; given again where it is missing.
import type { Page } from '@playwright/test';
import { expect, expectStatus, inspector, openDocument, openHome, operatorBox, runGroup, selectBox, test, waitForBatch } from '../e2e/studio.ts';
import { canvasOf } from './canvas-driver.ts';
import { wordCount } from './documents.ts';

/** A sensor's readings, a minute apart; record 40 is short, and one value in a hundred is no number. */
function readings(rows: number): string {
  const lines = ['at,sensor,celsius,Sensor'];
  for (let i = 0; i < rows; i++) {
    const at = new Date(Date.UTC(2024, 0, 1) + i * 60_000).toISOString().replace('T', ' ').slice(0, 19);
    lines.push(i === 40 ? `${at},s1` : `${at},s${i % 4},${(15 + (i % 100) / 10).toFixed(1)},x`);
  }
  return `${lines.join('\n')}\n`;
}

async function pick(page: Page, name: string, text: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open a file' }).click();
  await (await chooser).setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
}

const preview = (page: Page, name: string) => page.getByRole('dialog', { name });

test('a CSV that is picked shows its guess with reasons, and one click runs it', async ({ page }) => {
  await openHome(page);
  await pick(page, 'readings.csv', readings(3_000));
  const dialog = preview(page, 'readings.csv');
  await expect(dialog.getByRole('list', { name: 'Why' }).getByRole('listitem').first()).toBeVisible();
  await expect(dialog.getByRole('combobox', { name: 'Delimiter' })).toHaveValue(',');
  await expect(dialog.getByRole('combobox', { name: 'Type of celsius' })).toHaveValue(/DOUBLE|DECIMAL/);
  await expect(dialog.getByRole('combobox', { name: 'Time column' })).toHaveValue('at');
  await expect(dialog.getByText(/^was “/).first()).toBeVisible();
  await expect(dialog.getByRole('region', { name: 'Rows under this guess' }).getByRole('row').nth(1)).toContainText('s0');
  await dialog.getByRole('button', { name: 'Make a pipeline' }).click();
  await expectStatus(page, 'Running');
  await waitForBatch(page, 3);
  await selectBox(page, 'readings.csv');
  const books = inspector(page).getByRole('region', { name: 'Books' });
  await expect(books.getByRole('row', { name: /^Read/ })).toContainText(/[1-9]/);
  await expect(books.getByRole('row', { name: /^Short/ })).toContainText('1', { timeout: 20_000 });
  await expect(books.getByRole('list', { name: 'Refused rows, newest first' })).toContainText('line 42');
  await expect(operatorBox(page, 'readings.csv')).toHaveAccessibleName(/Some rows were refused/);
});

test('every part of the guess can be changed, and the rows follow', async ({ page }) => {
  await openHome(page);
  await pick(page, 'plain.csv', 'a;b\n1;x\n2;NA\n');
  const dialog = preview(page, 'plain.csv');
  const rows = dialog.getByRole('region', { name: 'Rows under this guess' });
  await expect(rows.getByRole('columnheader', { name: /^a / })).toBeVisible();
  await dialog.getByRole('combobox', { name: 'Type of a' }).selectOption('STRING');
  await expect(rows.getByRole('columnheader', { name: /^a STRING/ })).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Words that mean NULL' }).fill('NA');
  await dialog.getByRole('textbox', { name: 'Words that mean NULL' }).press('Enter');
  await expect(rows.getByRole('row').nth(2)).toContainText('NULL');
  await dialog.getByRole('textbox', { name: 'Name of column b' }).fill('letter');
  await dialog.getByRole('textbox', { name: 'Name of column b' }).press('Enter');
  await expect(rows.getByRole('columnheader', { name: /^letter/ })).toBeVisible();
  await dialog.getByRole('switch', { name: 'First line has the names' }).click();
  await expect(rows.getByRole('row')).toHaveCount(4);
  await dialog.getByRole('combobox', { name: 'Shape' }).selectOption('text');
  await expect(rows.getByRole('row').nth(1)).toContainText('a;b');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('table', { name: 'Pipelines' })).toHaveCount(0);
});

test('a file dropped on the canvas becomes a source there, and its preview opens again from the inspector', async ({ page }) => {
  await openHome(page);
  await openDocument(page, wordCount());
  const canvas = await canvasOf(page).boundingBox();
  if (canvas === null) throw new Error('There is no canvas');
  const transfer = await page.evaluateHandle((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], 'words.csv', { type: 'text/csv' }));
    return data;
  }, 'word,n\nwhale,3\nahab,2\n');
  const at = { clientX: canvas.x + 300, clientY: canvas.y + 380 };
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: transfer });
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer, ...at });
  await preview(page, 'words.csv').getByRole('button', { name: 'Add as a source' }).click();
  await expect(operatorBox(page, 'words.csv')).toBeVisible();
  await selectBox(page, 'words.csv');
  await expect(inspector(page).getByText('CSV with commas, names in the first line')).toBeVisible();
  await inspector(page).getByRole('button', { name: 'Preview and change…' }).click();
  const dialog = preview(page, 'words.csv');
  await dialog.getByRole('combobox', { name: 'Type of n' }).selectOption('DOUBLE');
  await dialog.getByRole('button', { name: 'Use this file' }).click();
  await expect(inspector(page).getByRole('combobox', { name: 'Type of column n' })).toHaveValue('DOUBLE');
});

test('a pipeline file still opens as one, and what is neither can be read as data', async ({ page }) => {
  await openHome(page);
  await pick(page, 'odd.json', '{"nodes": [1, 2]}');
  const refused = page.getByRole('dialog', { name: '“odd.json” was not opened' });
  await expect(refused).toContainText('format');
  await refused.getByRole('button', { name: 'Read it as data…' }).click();
  await expect(preview(page, 'odd.json').getByRole('combobox', { name: 'Shape' })).toHaveValue(/json/);
});

test('kept files are listed with their sizes; one that was removed is asked for, and goes on when it is given', async ({ page }) => {
  const text = readings(20_000);
  await openHome(page);
  await pick(page, 'again.csv', text);
  await preview(page, 'again.csv').getByRole('button', { name: 'Make a pipeline' }).click();
  await waitForBatch(page, 2);
  await runGroup(page, 'Stop').click();
  await expectStatus(page, 'Stopped');
  await page.getByRole('button', { name: /^Storage/ }).click();
  const kept = page.getByRole('dialog', { name: 'Files and hosts' });
  await expect(kept.getByRole('list', { name: /^Files/ })).toContainText('again.csv');
  await kept.getByRole('button', { name: 'Remove again.csv' }).click();
  await expect(kept.getByText('No file is kept')).toBeVisible();
  await page.keyboard.press('Escape');
  await runGroup(page, 'Run').click();
  const strip = page.getByRole('region', { name: 'The run waits' });
  await expect(strip).toContainText('again.csv');
  await expect(operatorBox(page, 'again.csv')).toHaveAccessibleName(/Needs setup: again.csv is not here/);
  const chooser = page.waitForEvent('filechooser');
  await strip.getByRole('button', { name: 'Choose the file…' }).click();
  await (await chooser).setFiles({ name: 'again.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await expect(strip).toBeHidden({ timeout: 20_000 });
  await expect(page.getByText('again.csv is here again')).toBeVisible();
});
