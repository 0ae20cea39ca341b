// Times are shown, found and saved on the clocks of the pipeline's session time zone.
import { readFileSync } from 'node:fs';
import { expect, openDocument, openHome, runButton, selectBox, test, waitForBatch } from '../e2e/studio.ts';

const document = {
  format: 'millrace',
  formatVersion: 1,
  name: 'Zone',
  settings: { timeZone: 'Asia/Kolkata' },
  operators: {
    'lines-1': { type: 'text-stream', name: 'lines', params: { sample: 'moby-dick', rowsPerSecond: 10 } },
    'times-1': {
      type: 'map',
      name: 'times',
      params: { mode: 'replace', columns: { at: 'timestamp_micros(1719873000500000)', far: 'timestamp_micros(253402300799999999)', value: 'value' } },
    },
    'table-1': { type: 'table', name: 'rows', params: {} },
  },
  edges: ['lines-1.out -> times-1.in', 'times-1.out -> table-1.in'],
  ui: { positions: { 'lines-1': [40, 160], 'times-1': [228, 160], 'table-1': [416, 160] }, notes: [] },
};

test('the head of a column says the zone; cells, search and a saved file keep to it', async ({ page }) => {
  await openHome(page);
  await openDocument(page, document);
  await runButton(page).click();
  await waitForBatch(page, 2);
  await selectBox(page, 'rows');
  await page.getByRole('tab', { name: 'Results' }).click();
  const grid = page.getByRole('grid', { name: 'Rows of rows' });
  await expect(grid.getByRole('columnheader', { name: /at TIMESTAMP Asia\/Kolkata/ })).toBeVisible();
  await expect(grid.getByRole('gridcell', { name: '2024-07-02 04:00:00.5', exact: true }).first()).toBeVisible();
  await expect(grid.getByRole('gridcell', { name: '+10000-01-01 05:29:59.999999', exact: true }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Save these rows' }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: /Save as CSV/ }).click()]);
  const text = readFileSync(await download.path(), 'utf8');
  expect(text).toContain('2024-07-02T04:00:00.500+05:30,+10000-01-01T05:29:59.999999+05:30,');
  await page.getByRole('searchbox').first().fill('22:30');
  await expect(page.getByText(/No row contains/)).toBeVisible();
});
