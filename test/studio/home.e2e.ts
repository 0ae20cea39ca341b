// Home and the life of a document: created, imported, refused, renamed, duplicated, exported, deleted and back, read-only.
import { expect, importFile, inspector, newPipeline, openDocument, openHome, operatorBox, selectBox, studioUrl, test } from '../e2e/studio.ts';
import { clickCanvas, expectBoxes, savedText } from './canvas-driver.ts';
import { wordCount } from './documents.ts';

test.beforeEach(async ({ page }) => {
  await openHome(page);
});

test('what is pasted or dropped and is no pipeline leaves the open one, its undo and its text as they are', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openDocument(page, wordCount());
  await selectBox(page, 'clean');
  await page.keyboard.press('d');
  const before = await savedText(page);
  await page.evaluate(() => navigator.clipboard.writeText('[{"nodes": []}]'));
  await clickCanvas(page);
  await page.keyboard.press('Control+V');
  await expectBoxes(page, 5);
  const transfer = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['{"nodes": []}'], 'other.json', { type: 'application/json' }));
    return data;
  });
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: transfer });
  await expect(page.getByText('Drop the file to open it')).toBeVisible();
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
  await expect(page.getByRole('dialog', { name: '“other.json” was not opened' })).toContainText('format');
  await page.keyboard.press('Escape');
  expect(await savedText(page)).toBe(before);
  await clickCanvas(page);
  await page.keyboard.press('Control+Z');
  await expect(operatorBox(page, 'clean')).not.toHaveAccessibleName(/Disabled/);
});

test('a pipeline is renamed, duplicated, saved as a file, deleted and brought back', async ({ page }) => {
  await openDocument(page, wordCount());
  const text = await savedText(page);
  await page.getByRole('button', { name: 'All pipelines' }).click();
  const table = page.getByRole('table', { name: 'Pipelines' });
  await table.getByRole('button', { name: 'More for Words' }).click();
  await page.getByRole('menuitem', { name: 'Rename' }).click();
  await page.getByRole('textbox', { name: 'New name of Words' }).fill('Whale watch');
  await page.keyboard.press('Enter');
  await expect(table.getByRole('link', { name: 'Whale watch' })).toBeVisible();
  await table.getByRole('button', { name: 'More for Whale watch' }).click();
  await page.getByRole('menuitem', { name: /^Duplicate/ }).click();
  await expect(table.getByRole('link')).toHaveCount(2);
  await table
    .getByRole('button', { name: /^More for/ })
    .first()
    .click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Save as file' }).click();
  expect((await download).suggestedFilename()).toMatch(/whale-watch.*\.millrace\.json$/);
  await table.getByRole('button', { name: 'More for Whale watch', exact: true }).first().click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(table.getByRole('link')).toHaveCount(1);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(table.getByRole('link')).toHaveCount(2);
  await table.getByRole('link', { name: 'Whale watch', exact: true }).first().click();
  await expectBoxes(page, 5);
  expect((await savedText(page)).replace('Whale watch', 'Words').replace(/Words( \(?copy\)?| 2)?"/, 'Words"')).toBe(text);
});

test('a saved file opens again as the same document', async ({ page }) => {
  await openDocument(page, wordCount());
  const text = await savedText(page);
  await page.goto(studioUrl());
  await importFile(page, { name: 'again.json', text });
  await expectBoxes(page, 5);
  expect(await savedText(page)).toBe(text);
});

test('edits are kept without a button: a reload right after shows them', async ({ page }) => {
  await newPipeline(page);
  await page
    .getByRole('complementary', { name: 'Operators' })
    .getByRole('button', { name: /^Union/ })
    .click();
  await expectBoxes(page, 1);
  await page.waitForTimeout(400);
  await page.reload();
  await expect(operatorBox(page, 'Union')).toBeVisible();
});

test('a newer version and an unknown operator open read-only, say what is unknown, and leave byte for byte', async ({ page }) => {
  const newer = `${JSON.stringify({ ...wordCount(), formatVersion: 7, novelty: [1, 2] })}\n\n`;
  await importFile(page, { name: 'newer.json', text: newer });
  await expect(page.getByRole('status').filter({ hasText: 'Read-only.' })).toContainText(/version 7|newer/);
  await expectBoxes(page, 5);
  await expect(page.getByRole('complementary', { name: 'Operators' }).getByRole('button', { name: /^Union/ })).toBeDisabled();
  await selectBox(page, 'clean');
  await page.keyboard.press('Delete');
  await expectBoxes(page, 5);
  expect(await savedText(page)).toBe(newer);
  await page.goto(studioUrl());
  const strange = JSON.stringify({
    ...wordCount(),
    operators: { ...wordCount().operators, 'clean-1': { type: 'time-machine', params: { to: 1851 } } },
  });
  await importFile(page, { name: 'strange.json', text: strange });
  await expect(page.getByRole('status').filter({ hasText: 'Read-only.' })).toContainText('time-machine');
  await page.getByRole('group', { name: /^time-machine/ }).click();
  await expect(inspector(page)).toContainText('1851');
  expect(await savedText(page)).toBe(strange);
});

test('an address of no pipeline says so and leads back', async ({ page }) => {
  await page.goto(`${studioUrl()}#/p/no-such`);
  await expect(page.getByRole('heading', { name: 'This pipeline is not in this browser' })).toBeVisible();
  await page.getByRole('button', { name: 'All pipelines' }).click();
  await expect(page.getByRole('heading', { name: 'Templates' })).toBeVisible();
});
