// The two templates this studio has from Spark's own examples, as they stand on Home but with a checkpoint each second: killed
// like the others, and in the end a key's state as the page shows it must be what the naive evaluator makes of the log.
import { expect, type Page } from '@playwright/test';
import type { PlainValue } from '../../src/columns/build.ts';
import { STATE_TEMPLATES } from '../../src/operators/state-templates.ts';
import { readStoredTables } from '../e2e/stored-tables.ts';
import { expectStatus, runButton, runGroup } from '../e2e/studio.ts';
import type { Scenario } from './kill-campaign.ts';
import type { LedgerJudge } from './ledger-judge.ts';

interface ShownState {
  /** The operator that keeps it, by its name on the canvas. */
  readonly operator: string;
  /** The table its changes go to: keys first, then the number. */
  readonly sink: string;
  readonly keys: number;
  /** What is looked for among the keys. */
  readonly search: string;
}

function templateScenario(id: string, typed: Scenario['typed'], shown: ShownState): Scenario {
  const template = STATE_TEMPLATES.find((one) => one.id === id);
  if (template === undefined) throw new Error(`No template ${id}`);
  const { document } = template;
  const edges = document.edges.map(({ from, to }) => `${from.operator}.${from.port} -> ${to.operator}.${to.port}`);
  return {
    name: document.name,
    document: { format: 'millrace', formatVersion: 1, ...document, settings: { ...document.settings, checkpointInterval: '1 second' }, edges },
    typed,
    own: {},
    begin: (page) => runButton(page).click(),
    alsoHolds: () => [],
    atEnd: (page, judge) => stateFault(page, judge, shown),
  };
}

async function stateFault(page: Page, judge: LedgerJudge, { operator, sink, keys, search }: ShownState): Promise<string | null> {
  await runGroup(page, 'Pause').click();
  await expectStatus(page, 'Paused');
  await judge.look(await readStoredTables(page), []);
  await page.getByRole('tab', { name: 'State', exact: true }).click();
  const state = page.getByRole('tabpanel', { name: 'State' });
  const grid = page.getByRole('grid', { name: `State of ${operator}` });
  if (!(await grid.isVisible())) {
    await state.getByTitle('Choose an operator').click();
    await page.getByRole('menuitemradio', { name: operator }).click();
  }
  const expected = judge.newestByKey(sink, keys);
  await expect.poll(async () => await grid.getByRole('row').count(), { timeout: 10_000 }).toBeGreaterThan(1);
  await state.getByRole('searchbox').or(state.getByRole('textbox')).fill(search);
  await page.waitForTimeout(1_000);
  const cells = await grid.getByRole('row').nth(1).getByRole('gridcell').allTextContents();
  const shownKeys = cells.slice(0, keys).map((text) => text.trim());
  const row = expected.find((values) => values.slice(0, keys).every((value, k) => sameText(shownKeys[k] ?? '', value)));
  if (row === undefined) return `the state shows the key ${shownKeys.join(', ')}, which the log does not give`;
  const number = String(row[keys]);
  const read = (cells[keys] ?? '').replaceAll(',', '').trim();
  return read === number ? null : `the state of ${shownKeys.join(', ')} reads ${read}, the log gives ${number}`;
}

/** A cell shows a time without its zone. */
function sameText(shown: string, value: PlainValue): boolean {
  const text = String(value);
  return shown === text || shown === text.replace('T', ' ').replace(/(?:\.0+)?Z$/, '');
}

export const SEED_SCENARIOS: readonly Scenario[] = [
  templateScenario(
    'recoverable-word-count',
    { operatorId: 'typed-2d8f', box: 'Typed lines' },
    { operator: 'Words in total', sink: 'table-1e5d', keys: 1, search: 'whales' },
  ),
  templateScenario('hourly-words', null, { operator: 'Count of the hour', sink: 'table-70de', keys: 2, search: 'the' }),
];
