// How long a state of about 10 MB takes to come back: from the opening of the pipeline to the state being there, as the
// recovery itself measured it.
import type { Page } from '@playwright/test';
import { expectStatus, importFile, openHome, recoveryStrip, runButton, runGroup } from '../e2e/studio.ts';
import { ChromiumWithProfile } from './chromium-with-profile.ts';

/** At 32 bytes a key in the checkpoint this is about 10 MB. */
const ENOUGH_KEYS = 310_000;
const TIMES = 3;

/** Every made-up row has an id of its own, so keys grow with the rows. */
const DOCUMENT = {
  format: 'millrace',
  formatVersion: 1,
  name: 'Ten megabytes of state',
  settings: {
    batchInterval: '500 milliseconds',
    durability: 'relaxed',
    timeZone: 'UTC',
    watermarkPolicy: 'min',
    downtime: 'skip',
    checkpointInterval: '1 minute',
  },
  operators: {
    rows: { type: 'generator', params: { recipe: 'zipf-words', seed: 1, rowsPerSecond: 40_000 } },
    totals: { type: 'running-aggregate', params: { keys: ['id'], aggregates: { n: 'count(*)', sum: 'sum(id)', most: 'max(id)' }, emit: 'changes' } },
    out: { type: 'log', params: {} },
  },
  edges: ['rows.out -> totals.in', 'totals.out -> out.in'],
  ui: { positions: { rows: [40, 40], totals: [240, 40], out: [440, 40] }, notes: [] },
};

export interface RestoreTime {
  readonly medianMs: number;
  readonly stateBytes: number;
  readonly keys: number;
}

export async function measureRestore(url: string): Promise<RestoreTime> {
  const chromium = await ChromiumWithProfile.create();
  try {
    const page = await chromium.newPage();
    await openHome(page, url);
    await importFile(page, { name: 'state.json', text: JSON.stringify(DOCUMENT) });
    await runButton(page).click();
    await expectStatus(page, 'Running|Behind');
    await keysOf(page, ENOUGH_KEYS);
    await runGroup(page, 'Stop').click();
    await expectStatus(page, 'Stopped');
    await page.getByRole('button', { name: /^Checkpoint \d/ }).waitFor();
    const readings: Reading[] = [];
    for (let i = 0; i < TIMES; i++) {
      await page.reload();
      readings.push(await readStrip(page));
    }
    readings.sort((a, b) => a.ms - b.ms);
    const middle = readings[Math.floor(TIMES / 2)];
    if (middle === undefined) throw new Error('Nothing was measured');
    return { medianMs: middle.ms, stateBytes: middle.bytes, keys: middle.keys };
  } finally {
    await chromium.dispose();
  }
}

/** Waits until the box with the state says it holds that many keys. */
async function keysOf(page: Page, keys: number): Promise<void> {
  const box = page.getByRole('region', { name: 'Canvas' }).getByRole('group', { name: /^Running aggregate/ });
  for (let i = 0; i < 900; i++) {
    const [, amount = '0', unit = ''] = /([\d.,]+)([kM]?) keys/.exec((await box.textContent()) ?? '') ?? [];
    if (Number(amount.replaceAll(',', '')) * (unit === 'M' ? 1e6 : unit === 'k' ? 1e3 : 1) >= keys) return;
    await page.waitForTimeout(100);
  }
  throw new Error('The state does not grow');
}

const UNITS = { B: 1, KB: 1e3, MB: 1e6, GB: 1e9 };

interface Reading {
  readonly ms: number;
  readonly bytes: number;
  readonly keys: number;
}

async function readStrip(page: Page): Promise<Reading> {
  const sentence = recoveryStrip(page).getByRole('paragraph');
  await sentence.filter({ hasText: /^\s*(?:Recovered|Resumed)/ }).waitFor({ timeout: 30_000 });
  const text = (await sentence.textContent()) ?? '';
  const match = /restored \(([\d.,kM]+) keys?, ([\d.]+) (B|KB|MB|GB), (< )?([\d.]+) (ms|s)\)/.exec(text);
  if (match === null) throw new Error(`The strip does not tell of a restore: ${text}`);
  const [, keys = '', amount = '', unit = 'B', , took = '', tookUnit = 'ms'] = match;
  const scale = keys.endsWith('k') ? 1e3 : keys.endsWith('M') ? 1e6 : 1;
  return {
    ms: Number(took) * (tookUnit === 's' ? 1_000 : 1),
    bytes: Number(amount) * UNITS[unit as keyof typeof UNITS],
    keys: Number(keys.replaceAll(/[,kM]/g, '')) * scale,
  };
}
