// Dock and strip in a real browser over an engine made of arithmetic (harness/), so that every number on the page is known.
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { createServer, type ViteDevServer } from 'vite';

let server: ViteDevServer;
let address = '';

test.beforeAll(async () => {
  server = await createServer({
    configFile: fileURLToPath(new URL('./harness/vite.config.ts', import.meta.url)),
    logLevel: 'error',
    server: { port: 0, strictPort: false },
  });
  await server.listen();
  address = server.resolvedUrls?.local[0] ?? '';
});

test.afterAll(async () => {
  await server.close();
});

test.use({ viewport: { width: 1280, height: 720 }, permissions: ['clipboard-read', 'clipboard-write'] });

async function open(page: Page, query: string): Promise<void> {
  await page.goto(`${address}?${query}`);
  await expect(page.getByRole('tablist', { name: 'Dock' })).toBeVisible();
}

const held = (page: Page) => page.getByRole('button', { name: /^Held/ });
const rows = (page: Page) => page.getByRole('grid', { name: /^Rows of/ });
const copied = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

test('results are ranked, drawn and listed, largest first', async ({ page }) => {
  await open(page, 'tab=results');
  const first = page.getByRole('list', { name: 'Largest n' }).getByRole('listitem').first();
  await expect(first).toContainText('whale');
  await expect(page.getByRole('img', { name: /^n over time for whale/ })).toBeVisible();
  await expect(rows(page).getByRole('row').nth(1)).toContainText('whale');
  await expect(page.getByText(/^1–\d+ of 5,\d\d\d$/)).toBeVisible();
});

test('rows are sorted by a column, searched, and read to the end', async ({ page }) => {
  await open(page, 'tab=results');
  const word = rows(page).getByRole('columnheader', { name: /word/ });
  await word.getByRole('button').click();
  await expect(word).toHaveAttribute('aria-sort', 'ascending');
  await expect(rows(page).getByRole('row').nth(1)).toContainText('ahab');
  await page.getByLabel('Find rows that contain').fill('whaleless');
  await expect(rows(page)).toHaveAttribute('aria-rowcount', /^([2-9]|\d\d)$/);
  await expect(rows(page).getByRole('row').nth(1)).toContainText('whaleless');
  await page.getByLabel('Find rows that contain').press('Escape');
  await expect(rows(page)).toHaveAttribute('aria-rowcount', /^5\d\d\d$/);
  await rows(page).focus();
  await page.keyboard.press('Control+End');
  await expect(rows(page).getByRole('rowheader').last()).toHaveText(/^5,\d\d\d$/);
});

test('cells are selected and copied as in a spreadsheet', async ({ page }) => {
  await open(page, 'tab=results');
  await rows(page).getByRole('gridcell', { name: 'ship', exact: true }).click();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Control+c');
  await expect.poll(() => copied(page)).toMatch(/^ship\t\d+\nahab\t\d+$/);
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+c');
  await expect.poll(async () => (await copied(page)).split('\n').length).toBeGreaterThan(5_000);
});

test('a held view does not move, counts what it misses, steps through windows, and goes live again', async ({ page }) => {
  await page.clock.install();
  await open(page, 'tab=results');
  await expect(page.getByRole('list', { name: 'Largest n' })).toBeVisible();
  await page.getByRole('button', { name: 'Hold view' }).click();
  const when = page.locator('.when');
  const before = await when.textContent();
  const values = await page.getByRole('list', { name: 'Largest n' }).textContent();
  await page.clock.runFor(11_000);
  await expect(held(page)).toHaveText(/Held, [23] newer/);
  expect(await page.getByRole('list', { name: 'Largest n' }).textContent()).toBe(values);
  expect(await when.textContent()).toBe(before);
  await page.getByRole('button', { name: 'Earlier window' }).click();
  await expect(when).not.toHaveText(before ?? '');
  await page.getByRole('button', { name: 'Later window' }).click();
  await expect(when).toHaveText(before ?? '');
  await held(page).click();
  await expect(page.getByRole('button', { name: 'Hold view' })).toBeVisible();
  await expect(when).not.toHaveText(before ?? '');
});

test('an empty sink says when its first window closes', async ({ page }) => {
  await open(page, 'tab=results&scenario=fresh');
  await expect(page.getByText('No window has closed yet')).toBeVisible();
  await expect(page.getByText(/^The first one closes at \d\d:\d\d:\d\d, in \d s\.$/)).toBeVisible();
});

test('batches are chosen by keys on the timeline and in the list, and say where their time went', async ({ page }) => {
  await open(page, 'tab=batches&scenario=delay');
  const timeline = page.getByRole('slider', { name: /^Batch timeline/ });
  await timeline.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  await expect(timeline).toHaveAttribute('aria-valuetext', /^Batch \d+, \d\d:\d\d:\d\d, committed, \d+ rows, /);
  await expect(page.getByRole('region', { name: /^Batch \d+$/ })).toContainText('Window count took 63% of the time of all operators');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: /^Batch \d+$/ })).toHaveCount(0);
  await page.getByRole('grid', { name: 'Batches, newest first' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('region', { name: /^Batch \d+$/ })).toBeVisible();
});

test('the timeline is drawn and follows a click', async ({ page }) => {
  await open(page, 'tab=batches&scenario=delay');
  const canvas = page.locator('.timeline canvas');
  await expect
    .poll(() =>
      canvas.evaluate((element: HTMLCanvasElement) => {
        const { data } = element.getContext('2d')?.getImageData(0, 0, element.width, element.height) ?? { data: new Uint8ClampedArray() };
        return new Set(Array.from({ length: data.length / 4 }, (_, i) => data.slice(i * 4, i * 4 + 3).join())).size;
      }),
    )
    .toBeGreaterThan(8);
  await canvas.click({ position: { x: 120, y: 60 } });
  await expect(page.getByRole('region', { name: /^Batch \d+$/ })).toBeVisible();
});

test('the strip tells a recovery with its numbers, folds away, and the log keeps it', async ({ page }) => {
  await page.clock.install();
  await open(page, 'tab=log&scenario=recovery');
  const strip = page.getByRole('region', { name: 'Recovery' });
  await expect(strip).toContainText('Recovered. Checkpoint 118 restored (10,432 keys, 1.3 MB, 38 ms)', { timeout: 15_000 });
  await expect(strip).toContainText('119 and 120 ran again and gave the committed rows');
  await expect(strip).toContainText('121 ran now');
  await expect(strip).toContainText('18 missed batches caught up in 4.2 ms');
  await expect(strip.getByRole('list', { name: 'Steps of the recovery' }).getByRole('listitem')).toHaveText([
    /118/,
    /119/,
    /120/,
    /121/,
    /18 missed/,
    /Live/,
  ]);
  await expect(page.getByRole('status').filter({ hasText: 'Recovered. Checkpoint 118 restored' })).toHaveCount(1);
  await page.clock.runFor(9_000);
  await expect(strip).toHaveCount(0);
  await expect(page.getByRole('list', { name: 'Log, newest first' })).toContainText('Recovered. Checkpoint 118 restored');
});

test('the strip stays when a checkpoint was passed over, until it is dismissed', async ({ page }) => {
  await page.clock.install();
  await open(page, 'tab=checkpoints&scenario=skipped');
  const strip = page.getByRole('region', { name: 'Recovery' });
  await expect(strip).toContainText('damaged and passed over: its checksum does not fit', { timeout: 15_000 });
  await expect(strip.getByText('Live')).toBeVisible();
  await page.clock.runFor(20_000);
  await expect(strip).toBeVisible();
  await strip.getByRole('button', { name: 'Dismiss' }).click();
  await expect(strip).toHaveCount(0);
});

test('the gap, the re-run and the folded catch-up stand in the list as in the timeline', async ({ page }) => {
  await open(page, 'tab=batches&scenario=recovery');
  const list = page.getByRole('grid', { name: 'Batches, newest first' });
  await expect(list.getByText('18 empty batches caught up in 4.2 ms (122 to 139)')).toBeVisible({ timeout: 15_000 });
  await expect(list.getByText('119 and 120 ran again and gave the committed rows')).toBeVisible();
  await expect(list.getByText(/^tab closed \d\d:\d\d:\d\d to \d\d:\d\d:\d\d \(\d+ s\)$/)).toBeVisible();
  await expect(list.getByText('Cut off')).toBeVisible();
});

test('checkpoints are listed, and the one that was restored says so', async ({ page }) => {
  await open(page, 'tab=checkpoints&scenario=recovery');
  const table = page.getByRole('table', { name: 'Checkpoints, newest first' });
  await expect(table.getByRole('row', { name: /118/ })).toContainText('restored after the tab came back');
  await expect(table.getByRole('row', { name: /113/ })).toContainText('Delta');
});

test('a problem says what is wrong and how to go on, and selects its operator', async ({ page }) => {
  await open(page, 'tab=problems&scenario=failed&problems');
  await expect(page.getByRole('tab', { name: 'Problems 3 problems' })).toBeVisible();
  await page.getByRole('button', { name: /lenght/ }).click();
  await expect(page.getByLabel('Selected operators')).toHaveText('clean-9d10');
});

test('the dock has tabs for the arrows, a height for the keys, and folds', async ({ page }) => {
  await open(page, 'tab=results');
  await page.getByRole('tab', { name: 'Results' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Rows' })).toBeFocused();
  await expect(page.getByRole('tab', { name: 'Rows' })).toHaveAttribute('aria-selected', 'true');
  const splitter = page.getByRole('separator', { name: 'Height of the dock' });
  await splitter.focus();
  for (let i = 0; i < 20; i++) await page.keyboard.press('ArrowDown');
  await expect(splitter).toHaveAttribute('aria-valuenow', '160');
  for (let i = 0; i < 60; i++) await page.keyboard.press('ArrowUp');
  expect(Number(await splitter.getAttribute('aria-valuenow'))).toBe(Number(await splitter.getAttribute('aria-valuemax')));
  await page.getByRole('button', { name: 'Fold the dock' }).click();
  await expect(page.getByRole('tabpanel')).toHaveCount(0);
  await page.getByRole('tab', { name: 'Log' }).click();
  await expect(page.getByRole('tabpanel')).toBeVisible();
});

for (const theme of ['light', 'dark']) {
  test(`nothing is inaccessible in the ${theme} theme`, async ({ page }) => {
    test.slow();
    for (const query of [
      'tab=results',
      'tab=batches&scenario=delay&batch=150',
      'tab=checkpoints&scenario=skipped',
      'tab=problems&scenario=failed&problems',
      'tab=log&scenario=recovery',
    ]) {
      await open(page, `${query}&theme=${theme}`);
      await expect(page.getByRole('tabpanel')).not.toBeEmpty();
      // The harness is no whole page: headings and landmarks are the editor's.
      const { violations } = await new AxeBuilder({ page }).disableRules(['landmark-one-main', 'page-has-heading-one', 'region']).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual([]);
    }
  });
}
