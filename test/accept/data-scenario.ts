// What the second kill campaign runs: a file that is replayed, server-sent events that say where they stood, and a WebSocket that
// says nothing. Their rows are read here by hand, apart from the product's parsers.
import { createHash } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { PlainValue } from '../../src/columns/build.ts';
import type { LiveServers } from '../e2e/servers/live-servers.ts';
import { runButton } from '../e2e/studio.ts';
import { dropFile } from './drop-file.ts';
import type { Scenario } from './kill-campaign.ts';

const RECORDS = Array.from(
  { length: 60_000 },
  (_, i) => `${i},${['Ulm', 'Graz', 'Bern', 'Lyon', 'Gent'][(i * i + 3 * i) % 5]},${i % 11 === 4 ? '' : (i * 37) % 1_000}`,
);
const FILE = { name: 'orders.csv', text: `id,shop,amount\n${RECORDS.join('\n')}\n` };

export function dataScenario(servers: LiveServers): Scenario {
  const bytes = new TextEncoder().encode(FILE.text);
  const file = { name: FILE.name, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
  const dialect = { delimiter: ',', quote: '"', escape: '"', trim: false };
  const columns = [
    { name: 'id', type: 'BIGINT', from: 0 },
    { name: 'shop', type: 'STRING', from: 1 },
    { name: 'amount', type: 'INT', from: 2 },
  ];
  const running = (keys: readonly string[], aggregates: object): object => ({
    type: 'running-aggregate',
    params: { keys, aggregates, emit: 'changes' },
  });
  return {
    name: 'Data campaign',
    document: {
      format: 'millrace',
      formatVersion: 1,
      name: 'Data campaign',
      settings: { batchInterval: '200 milliseconds', checkpointInterval: '1 second' },
      operators: {
        orders: {
          type: 'file',
          params: {
            file,
            format: { kind: 'csv', encoding: 'utf-8', skip: 1, ...dialect, fields: 3, nullWords: [] },
            columns,
            pace: 'rate',
            rowsPerSecond: 150,
          },
        },
        events: { type: 'sse', params: { url: servers.sse({ count: 1_000_000, everyMs: 40 }) } },
        messages: { type: 'websocket', params: { url: servers.websocket({ count: 1_000_000, everyMs: 30 }) } },
        window: {
          type: 'sliding-window',
          params: {
            time: 'batch',
            size: '3 seconds',
            slide: '600 milliseconds',
            keys: ['shop'],
            aggregates: { n: 'count(*)', paid: 'count(amount)', sum: 'sum(amount)' },
          },
        },
        seen: running(['value'], { n: 'count(*)' }),
        total: running([], { n: 'count(*)' }),
        shops: { type: 'table', params: {} },
        each: { type: 'table', params: {} },
        all: { type: 'table', params: {} },
      },
      edges: [
        'orders.out -> window.in',
        'window.out -> shops.in',
        'events.out -> seen.in',
        'seen.out -> each.in',
        'messages.out -> total.in',
        'total.out -> all.in',
      ],
      ui: { positions: {}, notes: [] },
    },
    typed: null,
    own: {
      records: () => RECORDS,
      readRecord: (node, record): readonly PlainValue[] => {
        if (node.format.kind !== 'csv') return [record];
        const [id = '', shop = '', amount = ''] = record.split(',');
        return [Number(id), shop, amount === '' ? null : Number(amount)];
      },
    },
    begin: async (page: Page) => {
      await runButton(page).click();
      await page
        .getByText(FILE.name)
        .filter({ hasText: /not in this browser/ })
        .first()
        .waitFor();
      await dropFile(page, { name: FILE.name, bytes });
      await page
        .getByRole('button', { name: `Allow ${servers.host}` })
        .first()
        .click();
      await runButton(page).click();
    },
    alsoHolds: (judge) => {
      const events = judge.logged('events');
      const wrong = events.findIndex((event, i) => event !== `e${i + 1}`);
      return wrong < 0 ? [] : [`event ${wrong + 1} reads "${events[wrong]}": the stream did not go on where it stood`];
    },
  };
}
