// A state of a million keys in the built page: how long it takes to come back after a kill, to find one key in it and to come
// to its end in the State tab, and what a checkpoint costs while one key in a hundred changes. The rows are made up by their
// number, so what the state must be is recounted here from nothing but how many rows the log says were read.
import { expect, type Page } from '@playwright/test';
import { readFacts } from '../../src/storage/journal.ts';
import type { CheckpointMeta, LogMeta } from '../../src/storage/records.ts';
import { readStoredTables } from '../e2e/stored-tables.ts';
import { expectStatus, importFile, openHome, runButton, runGroup } from '../e2e/studio.ts';
import { ChromiumWithProfile } from './chromium-with-profile.ts';
import { readRestore, waitForKeys } from './recovery-words.ts';

const KEYS = 1_000_000;
/** One key in a hundred: these many, and so far apart. */
const CHANGING = 10_000;
const APART = KEYS / CHANGING;
const ROWS_PER_SECOND = 100_000;
const FILLED_WITHIN_MS = 150_000;
const KILLS = 3;

const BOX = 'Users';
const SOURCE = 'rows';

/** Which key a row has: each its own at first, then the same ten thousand over and over. */
function keyOf(row: number): number {
  return row < KEYS ? row : (row % CHANGING) * APART;
}

const DOCUMENT = {
  format: 'millrace',
  formatVersion: 1,
  name: 'A million keys',
  settings: { batchInterval: '1 second', durability: 'relaxed', timeZone: 'UTC', watermarkPolicy: 'min', downtime: 'skip' },
  operators: {
    [SOURCE]: { type: 'generator', params: { recipe: 'zipf-words', seed: 1, rowsPerSecond: ROWS_PER_SECOND } },
    users: {
      type: 'map',
      params: { mode: 'replace', columns: { user: `concat('user-', CAST(if(id < ${KEYS}, id, id % ${CHANGING} * ${APART}) AS STRING))`, id: 'id' } },
    },
    state: {
      type: 'map-with-state',
      name: BOX,
      params: {
        keys: ['user'],
        state: { n: 'BIGINT', last: 'BIGINT' },
        update: { n: 'coalesce(state.n, 0L) + 1', last: 'id' },
        emit: { user: 'user', n: 'new.n' },
        where: 'new.last < 10',
        gives: 'changes',
      },
    },
    out: { type: 'table', params: {} },
  },
  edges: [`${SOURCE}.out -> users.in`, 'users.out -> state.in', 'state.out -> out.in'],
  ui: { positions: {}, notes: [] },
};

export interface MillionKeys {
  readonly restoreMs: number;
  readonly stateBytes: number;
  readonly searchMs: number;
  readonly lastPageMs: number;
  readonly checkpointBytes: number;
  readonly checkpointMs: number;
  /** What was shown and is not what the rows give; empty when all is right. */
  readonly faults: readonly string[];
}

export async function measureMillionKeys(url: string): Promise<MillionKeys> {
  const chromium = await ChromiumWithProfile.create();
  try {
    let page = await chromium.newPage();
    await openHome(page, url);
    await importFile(page, { name: 'million.json', text: JSON.stringify(DOCUMENT) });
    await runButton(page).click();
    await expectStatus(page, 'Running|Behind');
    await waitForKeys(page, BOX, KEYS, FILLED_WITHIN_MS);
    const deltas = await changedCheckpoints(page);
    const address = page.url();
    const restores = [];
    for (let i = 0; i < KILLS; i++) {
      await killRenderer(chromium, page);
      page = await chromium.newPage();
      await page.goto(address);
      restores.push(await readRestore(page));
    }
    const restore = middle(restores, ({ ms }) => ms);
    await runGroup(page, 'Pause').click();
    await expectStatus(page, 'Paused');
    const faults = [...deltas.faults];
    if (restore.keys !== KEYS) faults.push(`${restore.keys} keys came back`);
    const looked = await lookAtState(page);
    return {
      restoreMs: restore.ms,
      stateBytes: restore.bytes,
      searchMs: looked.searchMs,
      lastPageMs: looked.lastPageMs,
      checkpointBytes: deltas.newest.bytes,
      checkpointMs: deltas.newest.writeMs,
      faults: [...faults, ...looked.faults],
    };
  } finally {
    await chromium.dispose();
  }
}

async function killRenderer(chromium: ChromiumWithProfile, page: Page): Promise<void> {
  const crashed = page.waitForEvent('crash');
  await chromium.killRenderers();
  await crashed;
  await page.close();
}

/** Waits for two checkpoints of changes alone, the newest of which begins and ends after the last new key. */
async function changedCheckpoints(page: Page): Promise<{ readonly newest: CheckpointMeta; readonly faults: readonly string[] }> {
  for (const until = Date.now() + 90_000; Date.now() < until; await page.waitForTimeout(1_000)) {
    const { metas, log } = await stored(page);
    const [newest, before] = metas;
    if (newest?.kind !== 'delta' || before === undefined || (before.positions[SOURCE] ?? 0) < KEYS) continue;
    const changed = new Set<number>();
    for (let row = before.positions[SOURCE] ?? 0; row < (newest.positions[SOURCE] ?? 0); row++) changed.add(keyOf(row));
    const faults: string[] = [];
    if (changed.size !== CHANGING) faults.push(`${changed.size} keys changed between two checkpoints, not ${CHANGING}`);
    if (newest.keys !== KEYS) faults.push(`the checkpoint says ${newest.keys} keys`);
    if (log === 0) faults.push('the log is empty');
    return { newest, faults };
  }
  throw new Error('No checkpoint of the changes alone came');
}

/** The manifests, newest first, and where the source stands after the last committed batch. */
async function stored(page: Page): Promise<{ readonly metas: readonly CheckpointMeta[]; readonly log: number; readonly rows: number }> {
  const store = await readStoredTables(page, ['heads', 'plans', 'checkpoints', 'log', 'progress']);
  const facts = await readFacts(store, decodeURIComponent(/#\/p\/(.+)$/.exec(page.url())?.[1] ?? ''));
  const last = facts.head?.meta.lastBatchId ?? 0;
  const committed: LogMeta | undefined = facts.log.findLast(({ batchId }) => batchId <= last)?.meta;
  return {
    metas: facts.checkpoints.flatMap(({ meta }) => (meta === null ? [] : [meta])),
    log: facts.log.length,
    rows: committed?.inputs[SOURCE]?.to ?? 0,
  };
}

async function lookAtState(page: Page): Promise<{ readonly searchMs: number; readonly lastPageMs: number; readonly faults: readonly string[] }> {
  const { rows } = await stored(page);
  const faults: string[] = [];
  await page.getByRole('tab', { name: 'State', exact: true }).click();
  const state = page.getByRole('tabpanel', { name: 'State' });
  const grid = page.getByRole('grid', { name: `State of ${BOX}` });
  await expect(grid).toHaveAttribute('aria-rowcount', String(KEYS + 1), { timeout: 20_000 });
  await page.evaluate(watchGrid, `State of ${BOX}`);

  const lastPageMs = await timed(page, `user-${KEYS - 1}`, () =>
    grid.getByRole('rowgroup').evaluate((scroller) => {
      scroller.scrollTop = scroller.scrollHeight;
    }),
  );
  faults.push(...mustShow(await rowOf(page, BOX, `user-${KEYS - 1}`), KEYS - 1, rows));
  const inPage = await grid.getByRole('row').count();
  if (inPage > 500) faults.push(`${inPage} rows are in the page at once`);

  const search = state.getByRole('searchbox');
  const searches: number[] = [];
  for (const key of [123_400, 777_001, 999_900]) {
    searches.push(await timed(page, `user-${key}`, () => search.fill(`user-${key}`)));
    faults.push(...mustShow(await rowOf(page, BOX, `user-${key}`), key, rows));
    await search.fill('');
    await expect(grid).toHaveAttribute('aria-rowcount', String(KEYS + 1));
  }
  const found = Array.from({ length: KEYS }, (_, key) => `user-${key}`).filter((name) => name.includes('r-777')).length;
  await search.fill('r-777');
  await expect(grid).toHaveAttribute('aria-rowcount', String(found + 1));
  return { searchMs: middle(searches, (ms) => ms), lastPageMs, faults };
}

/** Runs in the page: notes when a key is first among those shown. */
function watchGrid(label: string): void {
  const seen = new Map<string, number>();
  Object.assign(globalThis, { seen });
  const look = (): void => {
    for (const cell of document.querySelectorAll(`[aria-label="${label}"] [role="gridcell"].is-key`)) {
      const text = cell.textContent ?? '';
      if (!seen.has(text)) seen.set(text, performance.now());
    }
    requestAnimationFrame(look);
  };
  look();
}

/** Milliseconds from the gesture to the key being on screen. */
async function timed(page: Page, key: string, gesture: () => Promise<unknown>): Promise<number> {
  const began = await page.evaluate((name) => {
    (globalThis as unknown as { seen: Map<string, number> }).seen.delete(name);
    return performance.now();
  }, key);
  await gesture();
  await page.waitForFunction((name) => (globalThis as unknown as { seen: Map<string, number> }).seen.has(name), key, { timeout: 20_000 });
  return (await page.evaluate((name) => (globalThis as unknown as { seen: Map<string, number> }).seen.get(name) ?? Number.NaN, key)) - began;
}

function rowOf(page: Page, box: string, key: string): Promise<readonly string[]> {
  const row = page
    .getByRole('grid', { name: `State of ${box}` })
    .getByRole('row')
    .filter({ has: page.getByRole('gridcell', { name: key, exact: true }) });
  return row.getByRole('gridcell').allTextContents();
}

/** The state of a key, recounted over every row that was read. */
function mustShow(cells: readonly string[], key: number, rows: number): readonly string[] {
  let n = 0;
  let last = 0;
  for (let row = 0; row < rows; row++) {
    if (keyOf(row) !== key) continue;
    n++;
    last = row;
  }
  const [shownN = '', shownLast = ''] = cells.slice(1).map((text) => text.replaceAll(',', '').trim());
  return shownN === String(n) && shownLast === String(last) ? [] : [`user-${key} shows ${shownN} and ${shownLast}, the rows give ${n} and ${last}`];
}

function middle<A>(readings: readonly A[], by: (reading: A) => number): A {
  const found = [...readings].sort((a, b) => by(a) - by(b))[Math.floor(readings.length / 2)];
  if (found === undefined) throw new Error('Nothing was measured');
  return found;
}
