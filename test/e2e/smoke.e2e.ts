import {
  batchNow,
  dockTab,
  expect,
  expectStatus,
  openHome,
  ranking,
  recoveryStrip,
  startTemplate,
  test,
  WORD_COUNT,
  waitForBatch,
} from './studio.ts';

test('one click on a template shows moving counts, and a reload comes back to them', async ({ page }) => {
  await openHome(page);
  await startTemplate(page, WORD_COUNT);
  await expectStatus(page, 'Running');
  await expect.poll(async () => (await ranking(page)).length).toBeGreaterThan(5);
  const first = await ranking(page);
  await expect.poll(() => ranking(page)).not.toEqual(first);
  await waitForBatch(page, 4);
  const before = await ranking(page);
  const batch = await batchNow(page);
  await page.reload();
  await expect(recoveryStrip(page)).toContainText(/ran again and gave the committed rows|no batch had to run again/, { timeout: 15_000 });
  await waitForBatch(page, batch + 1);
  // The window has slid on by a few seconds of missed time; what was counted is still in it.
  const [word = '', count = 0] = before[0] ?? [];
  await expect.poll(async () => new Map(await ranking(page)).get(word) ?? 0).toBeGreaterThanOrEqual(count);
  await expectStatus(page, 'Running');
});

for (const name of ['Count what you type', 'Clicks per page', 'Sensors: average and maximum per minute', 'Two sources, one union']) {
  test(`the template "${name}" runs with one click`, async ({ page }) => {
    await openHome(page);
    await startTemplate(page, name);
    await waitForBatch(page, 3);
    await expectStatus(page, 'Running');
    await dockTab(page, 'Problems');
    await expect(page.getByRole('tabpanel', { name: 'Problems' })).toContainText(/[Nn]o problems|[Nn]othing/);
  });
}

test('closing the tab and opening the page again finds the pipeline running, from Home', async ({ page, context, trouble }) => {
  await openHome(page);
  await startTemplate(page, WORD_COUNT);
  await waitForBatch(page, 3);
  const batch = await batchNow(page);
  await page.close();
  const again = await context.newPage();
  trouble.watch(again);
  await openHome(again);
  await again.getByRole('link', { name: WORD_COUNT }).click();
  await waitForBatch(again, batch + 1);
  await expectStatus(again, 'Running');
});
