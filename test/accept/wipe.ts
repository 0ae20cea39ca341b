// A browser that throws the origin's database away, as Chromium does with a damaged one after a kill: the page must say so.
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openHome, startTemplate, WORD_COUNT, waitForBatch } from '../e2e/studio.ts';
import { ChromiumWithProfile } from './chromium-with-profile.ts';

/** Whether the words about it were on the page, and the studio works again. */
export async function wipeIsSaid(url: string): Promise<boolean> {
  const chromium = await ChromiumWithProfile.create();
  try {
    const page = await chromium.newPage();
    await openHome(page, url);
    await startTemplate(page, WORD_COUNT);
    await waitForBatch(page, 3);
    // Deaf to the wipe, so that only a look at the origin can find it.
    await chromium.killBrowser();
    const folder = join(chromium.profile, 'Default', 'IndexedDB');
    const stored = await readdir(folder);
    if (stored.length === 0) throw new Error(`There is nothing to wipe in ${folder}`);
    await Promise.all(stored.map((name) => rm(join(folder, name), { recursive: true, force: true })));
    const again = await chromium.newPage();
    await openHome(again, url);
    const said = await again
      .getByText(/The browser threw away everything this studio had stored here/)
      .first()
      .waitFor({ timeout: 10_000 })
      .then(
        () => true,
        () => false,
      );
    await startTemplate(again, WORD_COUNT);
    await waitForBatch(again, 2);
    return said;
  } finally {
    await chromium.dispose();
  }
}
