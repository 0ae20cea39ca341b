// Sources that contact a host: asked for on the page before anything is sent, told in words while they run, taken back in one place.
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, expectStatus, inspector, openDocument, openHome, operatorBox, runButton, selectBox, test, waitForBatch } from '../e2e/studio.ts';

let server: Server;
let host = '';
let asked = 0;
const open = new Set<ServerResponse>();

test.beforeEach(async () => {
  asked = 0;
  server = createServer((_request, response) => {
    asked += 1;
    open.add(response);
    response.writeHead(200, { 'content-type': 'text/event-stream', 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' });
    response.write('id: 7\ndata: whale\n\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});

test.afterEach(async () => {
  for (const response of open) response.destroy();
  open.clear();
  await new Promise((resolve) => server.close(resolve));
});

function events(): object {
  return {
    format: 'millrace',
    formatVersion: 1,
    name: 'Events',
    operators: { 'sse-1': { type: 'sse', name: 'events', params: { url: `http://${host}/stream` } }, 'log-1': { type: 'log', params: {} } },
    edges: ['sse-1.out -> log-1.in'],
    ui: { positions: { 'sse-1': [0, 0], 'log-1': [192, 0] }, notes: [] },
  };
}

test('a host is contacted only after it was allowed, its connection is told in words, and the permission can be taken back', async ({ page }) => {
  await openHome(page);
  await openDocument(page, events());
  await runButton(page).click();
  const strip = page.getByRole('region', { name: 'The run waits' });
  await expect(strip).toContainText(`asks to contact ${host}`);
  await expect(operatorBox(page, 'events')).toHaveAccessibleName(new RegExp(`Asks to contact ${host}`));
  await page.waitForTimeout(2_000);
  expect(asked).toBe(0);
  await strip.getByRole('button', { name: 'Show it' }).click();
  await expect(inspector(page).getByText('Nothing has been sent.')).toBeVisible();
  await inspector(page)
    .getByRole('button', { name: `Allow ${host}` })
    .click();
  await expect(strip).toBeHidden();
  await expectStatus(page, 'Running');
  await waitForBatch(page, 1);
  await expect.poll(() => asked).toBeGreaterThan(0);
  await selectBox(page, 'events');
  const connection = inspector(page).getByRole('region', { name: 'Connection' });
  await expect(connection).toContainText('Connected');
  await expect(connection).toContainText('Last event id 7', { timeout: 20_000 });
  await expect(page.getByRole('tabpanel', { name: 'Results' })).toContainText('whale');
  await page.getByRole('button', { name: /^Storage/ }).click();
  const kept = page.getByRole('dialog', { name: 'Files and hosts' });
  await kept.getByRole('button', { name: `Take back the permission for ${host}` }).click();
  await expect(kept.getByText('A pipeline that wants to contact a host asks first')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(strip).toContainText(`asks to contact ${host}`);
});
