// Field cases d1 and d2 at the page: a newer version in another tab, and a browser that gives no storage.
import type { Page } from '@playwright/test';
import { savedText } from '../studio/canvas-driver.ts';
import { batchNow, expect, expectStatus, openHome, startTemplate, studioUrl, test, WORD_COUNT, waitForBatch } from './studio.ts';

/** In a page of the same origin that is not the studio: asks for the database in a newer layout. Answers how long it took. */
function openNewerLayout(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const began = performance.now();
        const request = indexedDB.open('millrace', 1_000);
        request.onsuccess = () => {
          request.result.close();
          resolve(performance.now() - began);
        };
        request.onerror = () => reject(request.error);
      }),
  );
}

test('d1: a tab makes way for a newer version at once, says so, and loses nothing', async ({ page, context }) => {
  await openHome(page);
  await startTemplate(page, WORD_COUNT);
  await waitForBatch(page, 3);
  const batch = await batchNow(page);
  const newer = await context.newPage();
  await newer.goto(`${studioUrl()}icon.svg`);
  expect(await openNewerLayout(newer)).toBeLessThan(2_000);
  await expect(page.getByRole('alert').filter({ hasText: /newer version/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Reload', exact: true })).toBeVisible();
  const committed = await newer.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const request = indexedDB.open('millrace');
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          const all = request.result.transaction('heads').objectStore('heads').getAll();
          all.onsuccess = () => resolve((all.result[0] as { m: { lastBatchId: number } }).m.lastBatchId);
        };
      }),
  );
  expect(committed).toBeGreaterThanOrEqual(batch);
});

test('d1: what a newer version laid out is left alone, in words', async ({ page, context }) => {
  await openHome(page);
  await page.close();
  const newer = await context.newPage();
  await newer.goto(`${studioUrl()}icon.svg`);
  await openNewerLayout(newer);
  const old = await context.newPage();
  await old.goto(studioUrl());
  await expect(old.getByText(/newer version/i).first()).toBeVisible();
});

const NO_STORAGE: readonly { readonly name: string; readonly script: string }[] = [
  {
    name: 'open() fails with InvalidStateError',
    script:
      "indexedDB.open = () => { throw new DOMException('A mutation operation was attempted on a database that did not allow mutations.', 'InvalidStateError'); };",
  },
  {
    name: 'open() fails with SecurityError',
    script: "indexedDB.open = () => { throw new DOMException('The operation is insecure.', 'SecurityError'); };",
  },
  { name: 'there is no IndexedDB', script: "Object.defineProperty(self, 'indexedDB', { value: undefined });" },
  {
    name: 'there is neither IndexedDB nor a private file system',
    script:
      "Object.defineProperty(self, 'indexedDB', { value: undefined }); navigator.storage.getDirectory = () => Promise.reject(new DOMException('no', 'SecurityError'));",
  },
];

for (const { name, script } of NO_STORAGE) {
  test(`d2: where ${name}, everything runs in memory, and the page says that nothing is kept`, async ({ page }) => {
    await page.route(/\.worker-[^/]*\.js$/, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: `${script}\n${await response.text()}` });
    });
    await openHome(page);
    await startTemplate(page, WORD_COUNT);
    await waitForBatch(page, 3);
    await expectStatus(page, 'Running');
    await expect(page.getByRole('contentinfo').getByText('Nothing is kept after this tab closes')).toBeVisible();
    expect(JSON.parse(await savedText(page))).toMatchObject({ format: 'millrace', name: WORD_COUNT });
    const asked = new Promise<string>((resolve) => {
      page.once('dialog', (dialog) => {
        resolve(dialog.type());
        void dialog.dismiss();
      });
    });
    await page.close({ runBeforeUnload: true });
    expect(await asked).toBe('beforeunload');
    expect(page.isClosed()).toBe(false);
    await expectStatus(page, 'Running');
  });
}
