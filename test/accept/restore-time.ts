// How long a state of about 10 MB takes to come back: from the opening of the run to the state being there, as the recovery
// itself measured it.
import { expectStatus, importFile, openHome, runButton, runGroup } from '../e2e/studio.ts';
import { ChromiumWithProfile } from './chromium-with-profile.ts';
import { readRestore, waitForKeys } from './recovery-words.ts';

/** At 34 bytes a key in the checkpoint this is 10.5 MB. */
const KEYS = 310_000;
const TIMES = 5;

/** Every made-up row has an id of its own, so keys grow with the rows until there are enough. */
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
    first: { type: 'filter', params: { condition: `id < ${KEYS}` } },
    totals: { type: 'running-aggregate', params: { keys: ['id'], aggregates: { n: 'count(*)', sum: 'sum(id)', most: 'max(id)' }, emit: 'changes' } },
    out: { type: 'log', params: {} },
  },
  edges: ['rows.out -> first.in', 'first.out -> totals.in', 'totals.out -> out.in'],
  ui: { positions: { rows: [40, 40], first: [240, 40], totals: [440, 40], out: [640, 40] }, notes: [] },
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
    await waitForKeys(page, 'Running aggregate', KEYS, 90_000);
    await runGroup(page, 'Stop').click();
    await expectStatus(page, 'Stopped');
    await page.getByRole('button', { name: /^Checkpoint \d/ }).waitFor();
    const readings = [];
    for (let i = 0; i < TIMES; i++) {
      await page.reload();
      readings.push(await readRestore(page));
    }
    readings.sort((a, b) => a.ms - b.ms);
    const middle = readings[Math.floor(TIMES / 2)];
    if (middle === undefined) throw new Error('Nothing was measured');
    return { medianMs: middle.ms, stateBytes: middle.bytes, keys: middle.keys };
  } finally {
    await chromium.dispose();
  }
}
