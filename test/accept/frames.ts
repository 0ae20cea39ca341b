// How smooth the page stays while the engine works flat out.
import { inspector, openHome, selectBox, startTemplate, WORD_COUNT, waitForBatch } from '../e2e/studio.ts';
import { ChromiumWithProfile } from './chromium-with-profile.ts';

const WARM_UP_MS = 4_000;
const MEASURED_MS = 10_000;

export interface Frames {
  /** Share of frames that came within 20 ms of the one before. */
  readonly smooth: number;
  readonly framesPerSecond: number;
  /** What the engine took in, as the batches tell, in rows a second. */
  readonly rowsPerSecond: number;
}

/** The word count with its dial at a million rows a second, more than this machine can do. */
export async function measureFrames(url: string): Promise<Frames> {
  const chromium = await ChromiumWithProfile.create();
  try {
    const page = await chromium.newPage();
    await openHome(page, url);
    await startTemplate(page, WORD_COUNT);
    await waitForBatch(page, 2);
    await selectBox(page, 'Text stream');
    const rate = inspector(page).getByRole('textbox', { name: 'Rate', exact: true });
    await rate.fill('1000000');
    await rate.press('Enter');
    await page.waitForTimeout(WARM_UP_MS);
    const gaps = await page.evaluate(recordFrames, MEASURED_MS);
    const box = page.getByRole('region', { name: 'Canvas' }).getByRole('group', { name: /^Text stream/ });
    // Its setting comes first, what flows now comes last.
    const [, amount = '0', unit = ''] = [...((await box.textContent()) ?? '').matchAll(/([\d.]+)([kM]?)\/s/g)].at(-1) ?? [];
    const total = gaps.reduce((sum, gap) => sum + gap, 0);
    return {
      smooth: gaps.filter((gap) => gap < 20).length / gaps.length,
      framesPerSecond: (gaps.length / total) * 1_000,
      rowsPerSecond: Number(amount) * (unit === 'M' ? 1e6 : unit === 'k' ? 1e3 : 1),
    };
  } finally {
    await chromium.dispose();
  }
}

/** Runs in the page: milliseconds between frames. */
function recordFrames(forMs: number): Promise<readonly number[]> {
  return new Promise((resolve) => {
    const gaps: number[] = [];
    const began = performance.now();
    let before = began;
    const frame = (now: number): void => {
      if (now > before) gaps.push(now - before);
      before = now;
      if (now - began < forMs) requestAnimationFrame(frame);
      else resolve(gaps.slice(1));
    };
    requestAnimationFrame(frame);
  });
}
