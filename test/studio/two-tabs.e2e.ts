// The second tab on a run: it watches, and takes over. Field case b3 is in test/e2e/field-b.e2e.ts.
import { expect, expectStatus, newPipeline, openHome, startTemplate, test, WORD_COUNT, waitForBatch } from '../e2e/studio.ts';

test('a second tab shows the run live and takes it over without a batch lost', async ({ page, context, trouble }) => {
  await openHome(page);
  await startTemplate(page, WORD_COUNT);
  await waitForBatch(page, 2);
  const second = await context.newPage();
  trouble.watch(second);
  await second.goto(page.url());
  await expectStatus(second, 'Running');
  await waitForBatch(second, 4);
  await second.getByRole('button', { name: 'Run it here' }).click();
  await waitForBatch(second, 6);
  await expectStatus(second, 'Running');
  await waitForBatch(page, 7);
  await expect(page.getByRole('button', { name: 'Run it here' })).toBeVisible();
});

test('a pipeline of this tab is not offered for deletion in another', async ({ page, context }) => {
  await openHome(page);
  await newPipeline(page);
  const second = await context.newPage();
  await openHome(second);
  await second.getByRole('button', { name: 'More for New pipeline' }).click();
  await expect(second.getByRole('menuitem', { name: /Delete/ })).toBeDisabled();
});
