// How long a state of a given size takes to come back: from the opening of the run to the state being there, as the recovery
// itself measured it.
import { expectStatus, importFile, openHome, runButton, runGroup } from '../e2e/studio.ts';
import { ChromiumWithProfile } from './chromium-with-profile.ts';
import { readRestore, waitForKeys } from './recovery-words.ts';

const TIMES = 5;

/** Every made-up row has an id of its own, so keys grow with the rows until there are enough. */
export interface StateOfIds {
  readonly keys: number;
  readonly rowsPerSecond: number;
  readonly operator: { readonly type: string; readonly name: string; readonly params: object };
}

/** Three aggregates of 310,000 ids, 34 bytes each in the checkpoint: 10.5 MB. */
export const TEN_MEGABYTES: StateOfIds = {
  keys: 310_000,
  rowsPerSecond: 40_000,
  operator: {
    type: 'running-aggregate',
    name: 'Totals',
    params: { keys: ['id'], aggregates: { n: 'count(*)', sum: 'sum(id)', most: 'max(id)' }, emit: 'changes' },
  },
};

/** Three fields for 2,300,000 ids, 44 bytes each: 101 MB. No row leaves, or the ledger would hold as much. */
export const HUNDRED_MEGABYTES: StateOfIds = {
  keys: 2_300_000,
  rowsPerSecond: 150_000,
  operator: {
    type: 'map-with-state',
    name: 'Totals',
    params: {
      keys: ['id'],
      state: { n: 'BIGINT', sum: 'BIGINT', most: 'BIGINT' },
      update: { n: 'coalesce(state.n, 0L) + 1', sum: 'coalesce(state.sum, 0L) + id', most: 'id' },
      emit: { id: 'id', n: 'new.n' },
      where: 'new.n < 0',
      gives: 'changes',
    },
  },
};

function documentOf({ keys, rowsPerSecond, operator }: StateOfIds): object {
  return {
    format: 'millrace',
    formatVersion: 1,
    name: 'A state of many ids',
    settings: {
      batchInterval: '500 milliseconds',
      durability: 'relaxed',
      timeZone: 'UTC',
      watermarkPolicy: 'min',
      downtime: 'skip',
      checkpointInterval: '5 minutes',
    },
    operators: {
      rows: { type: 'generator', params: { recipe: 'zipf-words', seed: 1, rowsPerSecond } },
      first: { type: 'filter', params: { condition: `id < ${keys}` } },
      totals: operator,
      out: { type: 'log', params: {} },
    },
    edges: ['rows.out -> first.in', 'first.out -> totals.in', 'totals.out -> out.in'],
    ui: { positions: { rows: [40, 40], first: [240, 40], totals: [440, 40], out: [640, 40] }, notes: [] },
  };
}

export interface RestoreTime {
  readonly medianMs: number;
  readonly stateBytes: number;
  readonly keys: number;
}

export async function measureRestore(url: string, state: StateOfIds): Promise<RestoreTime> {
  const chromium = await ChromiumWithProfile.create();
  try {
    const page = await chromium.newPage();
    await openHome(page, url);
    await importFile(page, { name: 'state.json', text: JSON.stringify(documentOf(state)) });
    await runButton(page).click();
    await expectStatus(page, 'Running|Behind');
    await waitForKeys(page, 'Totals', state.keys, 180_000);
    await runGroup(page, 'Stop').click();
    await expectStatus(page, 'Stopped');
    await page.getByRole('button', { name: /^Checkpoint \d/ }).waitFor({ timeout: 60_000 });
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
