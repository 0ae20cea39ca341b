// Live sources in a browser, over real servers of this machine: consent, field cases d6 and c9, and what a second tab does.
import { readFileSync } from 'node:fs';
import type { BrowserContext, Page } from '@playwright/test';
import { dataOf } from './ledger-values.ts';
import { type LiveServers, startLiveServers } from './servers/live-servers.ts';
import { readStoredTables } from './stored-tables.ts';
import { expect, openDocument, openHome, runButton, statusChip, test } from './studio.ts';

const C9 = readFileSync(new URL('../field/data/c9-multibyte.jsonl', import.meta.url), 'utf8');

let servers: LiveServers;
test.beforeEach(async () => {
  servers = await startLiveServers();
});
test.afterEach(async () => {
  await servers.close();
});

/** One source into a log of all its rows, in batches of 200 ms. */
function pipeline(type: string, params: object): object {
  return {
    format: 'millrace',
    formatVersion: 1,
    name: `Rows of ${type}`,
    settings: { batchInterval: '200 milliseconds' },
    operators: { in: { type, params }, out: { type: 'log', params: {} } },
    edges: ['in.out -> out.in'],
    ui: { positions: { in: [40, 80], out: [300, 80] }, notes: [] },
  };
}

async function runAllowed(page: Page, document: object): Promise<void> {
  await openHome(page);
  await openDocument(page, document);
  await runButton(page).click();
  await page
    .getByRole('button', { name: `Allow ${servers.host}` })
    .first()
    .click();
}

/** The rows of the sink, in order, as its committed ledger has them. */
async function committed(page: Page): Promise<readonly string[]> {
  return dataOf(await readStoredTables(page), 'out');
}

/** The renderer dies as by kill -9; another page of the same browser opens. */
async function killTab(page: Page, context: BrowserContext): Promise<Page> {
  const debug = await context.newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  void debug.send('Page.crash').catch(() => undefined);
  await crashed;
  const next = await context.newPage();
  await openHome(next);
  return next;
}

const numbered = (letter: string, count: number): readonly string[] => Array.from({ length: count }, (_, i) => `${letter}${i + 1}`);

test('a pipeline with network sources contacts nothing before consent, under the policy of the built page', async ({ page, trouble }) => {
  trouble.expectMessage(/ERR_CONNECTION_REFUSED/);
  await openHome(page);
  await openDocument(page, pipeline('websocket', { url: servers.websocket() }));
  await runButton(page).click();
  await expect(page.getByRole('button', { name: `Allow ${servers.host}` }).first()).toBeVisible();
  await page.waitForTimeout(3_000);
  await page.reload();
  await page.waitForTimeout(2_000);
  expect(servers.contacts).toEqual([]);
  await page
    .getByRole('button', { name: `Allow ${servers.host}` })
    .first()
    .click();
  await expect.poll(() => committed(page), { timeout: 20_000 }).toEqual(numbered('m', 10));
});

test('d6: after a kill the stream goes on behind the last event id, and each event counts once', async ({ page, context }) => {
  await runAllowed(page, pipeline('sse', { url: servers.sse({ count: 30, everyMs: 250 }) }));
  await expect.poll(async () => (await committed(page)).length, { timeout: 20_000, intervals: [100] }).toBeGreaterThanOrEqual(6);
  const next = await killTab(page, context);
  await expect.poll(() => committed(next), { timeout: 40_000 }).toEqual(numbered('e', 30));
  const asked = (): readonly (string | null)[] =>
    servers.contacts.filter((contact) => contact.method === 'GET').map((contact) => contact.lastEventId);
  await expect.poll(() => asked().length).toBeGreaterThan(1);
  expect(asked()[0]).toBeNull();
  expect(Number(asked()[1])).toBeGreaterThanOrEqual(6);
  await next.waitForTimeout(1_000);
  expect(await committed(next)).toEqual(numbered('e', 30));
});

test('d6: what a server sends again that ignores the id is recognised', async ({ page, context }) => {
  await runAllowed(page, pipeline('sse', { url: servers.sse({ count: 30, everyMs: 250, ignoreId: true }) }));
  await expect.poll(async () => (await committed(page)).length, { timeout: 20_000, intervals: [100] }).toBeGreaterThanOrEqual(6);
  const next = await killTab(page, context);
  await expect.poll(() => committed(next), { timeout: 40_000 }).toEqual(numbered('e', 30));
  await next.waitForTimeout(1_000);
  expect(await committed(next)).toEqual(numbered('e', 30));
});

test('d6: a source without event ids says what a reload may do', async ({ page }) => {
  await runAllowed(page, pipeline('sse', { url: servers.sse({ everyMs: 500, noIds: true }) }));
  await page.getByRole('group', { name: /^Server-sent events/ }).click();
  await expect(page.getByText(/sends no event ids, so a reload or a reconnect may lose or repeat events/).first()).toBeVisible();
});

for (const size of [1, 3, 8]) {
  test(`c9: letters cut in two come out whole from a WebSocket, ${size} bytes a binary frame`, async ({ page }) => {
    await runAllowed(page, pipeline('websocket', { url: servers.websocket({ text: C9, cut: size }), records: 'lines' }));
    await expect.poll(() => committed(page), { timeout: 30_000 }).toEqual(C9.split('\n').filter((line) => line !== ''));
  });

  test(`c9: letters cut in two come out whole from server-sent events, ${size} bytes a piece`, async ({ page }) => {
    await runAllowed(page, pipeline('sse', { url: servers.sse({ text: C9, cut: size, everyMs: 0 }) }));
    await expect.poll(() => committed(page), { timeout: 30_000 }).toEqual(C9.split('\n').filter((line) => line !== ''));
  });
}

test('a poll sends the ETag it has, takes what changed, and nothing twice', async ({ page }) => {
  servers.answerPolls('a\nb\n', '"v1"');
  await runAllowed(page, pipeline('http-poll', { url: servers.poll(), every: '1 second' }));
  await expect.poll(() => committed(page), { timeout: 20_000 }).toEqual(['a', 'b']);
  await expect.poll(() => servers.contacts.some((contact) => contact.ifNoneMatch === '"v1"'), { timeout: 10_000 }).toBe(true);
  servers.answerPolls('c\n', '"v2"');
  await expect.poll(() => committed(page), { timeout: 20_000 }).toEqual(['a', 'b', 'c']);
  await page.reload();
  await page.waitForTimeout(2_500);
  expect(await committed(page)).toEqual(['a', 'b', 'c']);
  expect(servers.contacts.filter((contact) => contact.method === 'GET').at(-1)?.ifNoneMatch).toBe('"v2"');
});

test('a second tab watches and contacts nothing; a paused run keeps no connection', async ({ page, context, trouble }) => {
  await runAllowed(page, pipeline('websocket', { url: servers.websocket({ count: 1_000, everyMs: 100 }) }));
  await expect.poll(async () => (await committed(page)).length, { timeout: 20_000 }).toBeGreaterThan(3);
  expect(servers.contacts).toHaveLength(1);
  const viewer = await context.newPage();
  trouble.watch(viewer);
  await viewer.goto(page.url());
  await expect(statusChip(viewer)).toBeVisible();
  await viewer.waitForTimeout(2_000);
  expect(servers.contacts).toHaveLength(1);
  await page.getByRole('group', { name: 'Run' }).getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(statusChip(page)).toHaveAccessibleName(/^Paused/);
  const paused = await committed(page);
  await page.waitForTimeout(1_000);
  expect(await committed(page)).toEqual(paused);
  await runButton(page).click();
  await expect.poll(() => servers.contacts.length, { timeout: 10_000 }).toBe(2);
});

test('a tab that takes over goes on behind the last event, and the other tab contacts nothing any more', async ({ page, context, trouble }) => {
  await runAllowed(page, pipeline('sse', { url: servers.sse({ count: 60, everyMs: 250 }) }));
  await expect.poll(async () => (await committed(page)).length, { timeout: 20_000, intervals: [100] }).toBeGreaterThanOrEqual(5);
  const other = await context.newPage();
  trouble.watch(other);
  await other.goto(page.url());
  await other.getByRole('button', { name: 'Run it here' }).first().click();
  await expect.poll(() => servers.contacts.filter((contact) => contact.method === 'GET').length, { timeout: 20_000 }).toBe(2);
  await expect.poll(() => committed(other), { timeout: 40_000 }).toEqual(numbered('e', 60));
  expect(servers.contacts.filter((contact) => contact.method === 'GET')).toHaveLength(2);
  expect(Number(servers.contacts.findLast((contact) => contact.method === 'GET')?.lastEventId)).toBeGreaterThanOrEqual(5);
});
