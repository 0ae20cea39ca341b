// What browser tests say to the studio, in the words a person sees: roles, names and labels, never classes. A test fails when
// the page wrote an error to the console, broke its policy, or threw, unless the test says what it expects.
import { test as base, expect, type Locator, type Page } from '@playwright/test';

export interface Trouble {
  /** Messages that match are part of the test. */
  expectMessage(pattern: RegExp): void;
  /** Watches another page of the test, too. */
  watch(page: Page): void;
}

export const test = base.extend<{ readonly trouble: Trouble }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern
  baseURL: async ({}, use) => {
    await use(studioUrl());
  },
  trouble: [
    async ({ page }, use) => {
      const messages: string[] = [];
      const expected: RegExp[] = [];
      const watch = (watched: Page): void => {
        watched.on('console', (message) => {
          if (message.type() === 'error' || message.type() === 'warning') messages.push(`${message.type()}: ${message.text()}`);
        });
        watched.on('pageerror', (error) => messages.push(`thrown: ${error.message}`));
      };
      watch(page);
      await use({ expectMessage: (pattern) => expected.push(pattern), watch });
      expect(messages.filter((message) => !expected.some((pattern) => pattern.test(message)))).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

export function studioUrl(): string {
  const url = process.env['MILLRACE_URL'];
  if (url === undefined) throw new Error('The page is not served: run through npm run e2e or npm test');
  return url;
}

// ---- home

export async function openHome(page: Page, url = studioUrl()): Promise<void> {
  await page.goto(url);
  await page.getByRole('heading', { name: 'Templates' }).waitFor();
}

export const WORD_COUNT = 'Word count that survives reload';
export const TYPED = 'Count what you type';

/** One click on Home; resolves when the editor is there. */
export async function startTemplate(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^${name}\\.`) }).click();
  await runButton(page).waitFor();
}

export async function newPipeline(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New pipeline' }).first().click();
  await page.getByRole('region', { name: 'Canvas' }).waitFor();
  await expect(statusChip(page)).toHaveAccessibleName(/^Idle/);
}

/** Gives a file to the browser's dialog. */
export async function importFile(page: Page, file: { readonly name: string; readonly text?: string; readonly bytes?: Uint8Array }): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open a file' }).click();
  const buffer = Buffer.from(file.bytes ?? new TextEncoder().encode(file.text ?? ''));
  await (await chooser).setFiles({ name: file.name, mimeType: 'application/json', buffer });
}

/** Imports a document and waits for its editor. */
export async function openDocument(page: Page, document: object): Promise<void> {
  await importFile(page, { name: 'pipeline.json', text: JSON.stringify(document) });
  await runButton(page).waitFor();
}

// ---- the editor

export function runButton(page: Page): Locator {
  return page.getByRole('group', { name: 'Run' }).getByRole('button', { name: 'Run', exact: true });
}

export function runGroup(page: Page, name: 'Run' | 'Pause' | 'Step' | 'Stop'): Locator {
  return page.getByRole('group', { name: 'Run' }).getByRole('button', { name, exact: true });
}

/** The chip that says how the run stands; its name begins with the word. */
export function statusChip(page: Page): Locator {
  return page.getByRole('banner').getByRole('button', { name: /^(?:Starting|Idle|Recovering|Running|Behind|Paused|Stopped|Failed)\b/ });
}

export async function expectStatus(page: Page, word: string): Promise<void> {
  await expect(statusChip(page)).toHaveAccessibleName(new RegExp(`^(?:${word})\\.`), { timeout: 20_000 });
}

/** The batch the status chip names, 0 before the first. */
export async function batchNow(page: Page): Promise<number> {
  const name = (await statusChip(page).getAttribute('aria-label')) ?? '';
  return Number((/batch ([\d,]+)/.exec(name)?.[1] ?? '0').replaceAll(',', ''));
}

export async function waitForBatch(page: Page, batchId: number): Promise<void> {
  await expect.poll(() => batchNow(page), { timeout: 30_000 }).toBeGreaterThanOrEqual(batchId);
}

/** A box of the canvas, by how its name begins. */
export function operatorBox(page: Page, name: string): Locator {
  return page.getByRole('region', { name: 'Canvas' }).getByRole('group', { name: new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\b`) });
}

/** Every box with its whole name ("Filter, length(word) > 3"). */
export async function boxNames(page: Page): Promise<readonly string[]> {
  const boxes = page.getByRole('region', { name: 'Canvas' }).getByRole('group').and(page.locator('[aria-roledescription="node"]'));
  return Promise.all((await boxes.all()).map(async (box) => (await box.getAttribute('aria-label')) ?? ''));
}

/** Every wire, "From A to B". */
export async function wireNames(page: Page): Promise<readonly string[]> {
  const wires = await page
    .getByRole('region', { name: 'Canvas' })
    .getByRole('img', { name: /^From / })
    .all();
  return (await Promise.all(wires.map(async (wire) => (await wire.getAttribute('aria-label')) ?? ''))).sort();
}

export function inspector(page: Page): Locator {
  return page.getByRole('complementary', { name: 'Inspector' });
}

export async function dockTab(page: Page, name: 'Results' | 'Batches' | 'Checkpoints' | 'Problems' | 'Log'): Promise<void> {
  await page
    .getByRole('tablist', { name: 'Dock' })
    .getByRole('tab', { name: new RegExp(`^${name}`) })
    .click();
}

/** Runs a command from the command list. */
export async function command(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Search or run a command' }).click();
  await page.getByRole('combobox').fill(name);
  await page
    .getByRole('option', { name: new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`) })
    .first()
    .click();
}

export function rowsGrid(page: Page): Locator {
  return page.getByRole('grid', { name: /^Rows of / });
}

/** The ranked bars of the Results tab: key and value, largest first. */
export async function ranking(page: Page): Promise<readonly (readonly [string, number])[]> {
  const items = await page
    .getByRole('list', { name: /^Largest / })
    .getByRole('listitem')
    .allInnerTexts();
  return items.map((text) => {
    const [key = '', value = ''] = text
      .split('\n')
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .slice(-3);
    return [key, Number(value.replaceAll(',', ''))];
  });
}

/** The rows of the Results table that are in the page, as texts. */
export function shownRows(page: Page): Promise<readonly (readonly string[])[]> {
  return rowsGrid(page).evaluate((grid) => {
    const rows = [...grid.querySelectorAll('[role="row"]')].map((row) =>
      [...row.querySelectorAll('[role="gridcell"]')].map((cell) => cell.textContent ?? ''),
    );
    return rows.filter((row) => row.length > 0);
  });
}

export function recoveryStrip(page: Page): Locator {
  return page.getByRole('region', { name: 'Recovery' });
}

/** Types a line into the typed-lines source that is selected, and waits until it shows as accepted or counted. */
export async function typeLine(page: Page, line: string): Promise<void> {
  const field = inspector(page).getByRole('textbox', { name: 'Type a line' });
  await field.fill(line);
  await field.press('Enter');
  const list = inspector(page).getByRole('list', { name: 'Recent lines' });
  await expect(list.getByRole('listitem').filter({ hasText: line }).last()).toContainText(/accepted|batch \d/);
}

/** Selects a box by a click on it. */
export async function selectBox(page: Page, name: string): Promise<void> {
  await operatorBox(page, name).click({ position: { x: 60, y: 24 } });
}
