import { expect, expectStatus, openHome, startTemplate, studioUrl, test, WORD_COUNT, waitForBatch } from './studio.ts';

test('a reload waits for the thread of the page before, and does not take it for another tab', async ({ page, context, trouble }) => {
  // A picture that is opened by itself makes the browser ask for an icon of the site.
  trouble.expectMessage(/404 \(Not Found\)/);
  await openHome(page);
  await startTemplate(page, WORD_COUNT);
  await waitForBatch(page, 2);
  const address = page.url();
  const pipelineId = decodeURIComponent(/#\/p\/(.+)$/.exec(address)?.[1] ?? '');
  await page.goto(`${studioUrl()}icon.svg`);
  // In the place of a thread that is slow to end: holds the lock a moment longer.
  const slow = await context.newPage();
  await slow.goto(`${studioUrl()}icon.svg`);
  await slow.evaluate(
    (name) =>
      new Promise<void>((held) => {
        void navigator.locks.request(name, () => {
          held();
          return new Promise((release) => setTimeout(release, 700));
        });
      }),
    `millrace:pipeline:${pipelineId}`,
  );
  await page.goto(address);
  await expectStatus(page, 'Running');
  await waitForBatch(page, 4);
  await expect(page.getByText(/runs this pipeline/)).toHaveCount(0);
});
