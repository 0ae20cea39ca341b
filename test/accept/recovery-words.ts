// What the recovery strip says of a restore, as numbers.
import type { Page } from '@playwright/test';
import { recoveryStrip } from '../e2e/studio.ts';

const UNITS = { B: 1, KB: 1e3, MB: 1e6, GB: 1e9 };

export interface RestoreReading {
  readonly ms: number;
  readonly bytes: number;
  readonly keys: number;
}

/** Waits until the strip says that it is over. @throws Error when no state was restored. */
export async function readRestore(page: Page): Promise<RestoreReading> {
  const sentence = recoveryStrip(page).getByRole('paragraph');
  await sentence.filter({ hasText: /^\s*(?:Recovered|Resumed)/ }).waitFor({ timeout: 60_000 });
  const text = (await sentence.textContent()) ?? '';
  const match = /restored \(([\d.,kM]+) keys?, ([\d.]+) (B|KB|MB|GB), (?:< )?([\d.]+) (ms|s)\)/.exec(text);
  if (match === null) throw new Error(`The strip does not tell of a restore: ${text}`);
  const [, keys = '', amount = '', unit = 'B', took = '', tookUnit = 'ms'] = match;
  return {
    ms: Number(took) * (tookUnit === 's' ? 1_000 : 1),
    bytes: Number(amount) * UNITS[unit as keyof typeof UNITS],
    keys: amountOf(keys),
  };
}

/** Waits until a box of the canvas says it holds that many keys. */
export async function waitForKeys(page: Page, box: string, keys: number, withinMs: number): Promise<void> {
  const shown = page.getByRole('region', { name: 'Canvas' }).getByRole('group', { name: new RegExp(`^${box}`) });
  for (const until = Date.now() + withinMs; Date.now() < until; ) {
    const [, amount = '0'] = /([\d.,]+[kM]?) keys/.exec((await shown.textContent()) ?? '') ?? [];
    if (amountOf(amount) >= keys) return;
    await page.waitForTimeout(100);
  }
  throw new Error(`"${box}" does not come to ${keys} keys: ${(await shown.textContent()) ?? 'it is not there'}`);
}

/** "1.2k", "3,400", "1M". */
function amountOf(text: string): number {
  return Number(text.replaceAll(/[,kM]/g, '')) * (text.endsWith('M') ? 1e6 : text.endsWith('k') ? 1e3 : 1);
}
