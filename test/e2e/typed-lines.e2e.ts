// A line that showed as accepted is counted once, whatever dies after it.
import { ChromiumWithProfile } from '../accept/chromium-with-profile.ts';
import {
  dockTab,
  expect,
  expectStatus,
  openHome,
  selectBox,
  shownRows,
  startTemplate,
  studioUrl,
  TYPED,
  test,
  typeLine,
  waitForBatch,
} from './studio.ts';

test('accepted lines survive the death of the engine, of the renderer and of the browser, each counted once', async () => {
  test.setTimeout(120_000);
  const chromium = await ChromiumWithProfile.create();
  try {
    let page = await chromium.newPage();
    await openHome(page, studioUrl());
    await startTemplate(page, TYPED);
    await waitForBatch(page, 1);
    const address = page.url();
    await selectBox(page, 'Typed lines');
    await typeLine(page, 'one engine');
    await page.getByRole('region', { name: 'Canvas' }).click({ position: { x: 500, y: 40 } });
    await page.getByRole('button', { name: 'Crash now' }).click();
    await expect(page.getByRole('region', { name: 'Recovery' })).toContainText('restart of the worker', { timeout: 20_000 });
    await selectBox(page, 'Typed lines');
    await typeLine(page, 'two renderer');
    const crashed = page.waitForEvent('crash');
    await chromium.killRenderers();
    await crashed;
    await page.close();
    page = await chromium.newPage();
    await page.goto(address);
    await expectStatus(page, 'Running');
    await selectBox(page, 'Typed lines');
    await typeLine(page, 'three browser');
    await chromium.killBrowser();
    page = await chromium.newPage();
    await page.goto(address);
    await expectStatus(page, 'Running');
    await dockTab(page, 'Results');
    await expect
      .poll(async () => Object.fromEntries(await shownRows(page)), { timeout: 20_000 })
      .toEqual({ one: '1', two: '1', three: '1', engine: '1', renderer: '1', browser: '1' });
    await selectBox(page, 'Typed lines');
    await expect(page.getByRole('list', { name: 'Recent lines' }).getByRole('listitem')).toHaveText([
      /^one engine\s*batch \d+$/,
      /^two renderer\s*batch \d+$/,
      /^three browser\s*batch \d+$/,
    ]);
  } finally {
    await chromium.dispose();
  }
});
