// Field cases b1 to b5 at the page: edits that must not disturb a run, two tabs, files that are no pipelines, diffs.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { readFacts } from '../../src/storage/journal.ts';
import { addFromPalette, boxPlace, clickCanvas, dragMouse, savedText } from '../studio/canvas-driver.ts';
import { readStoredTables } from './stored-tables.ts';
import {
  batchNow,
  dockTab,
  expect,
  expectStatus,
  importFile,
  inspector,
  newPipeline,
  openDocument,
  openHome,
  operatorBox,
  runButton,
  selectBox,
  shownRows,
  test,
  typeLine,
  waitForBatch,
} from './studio.ts';

/** lines -> words -> counts -> table, typed by hand, counted since the start. */
const TYPED_COUNT = {
  format: 'millrace',
  formatVersion: 1,
  name: 'Typed count',
  operators: {
    'lines-1': { type: 'typed-lines', name: 'lines', params: {} },
    'words-1': { type: 'explode', name: 'words', params: { expression: "split(value, ' ')", as: 'word' } },
    'counts-1': { type: 'running-aggregate', name: 'counts', params: { keys: ['word'], aggregates: { n: 'count(*)' }, emit: 'all' } },
    'out-1': { type: 'table', name: 'out', params: {} },
  },
  edges: ['lines-1.out -> words-1.in', 'words-1.out -> counts-1.in', 'counts-1.out -> out-1.in'],
  ui: { positions: { 'lines-1': [40, 160], 'words-1': [260, 160], 'counts-1': [560, 160], 'out-1': [780, 160] }, notes: [] },
};

async function startTyping(page: Page, lines: readonly string[]): Promise<void> {
  await openHome(page);
  await openDocument(page, TYPED_COUNT);
  await runButton(page).click();
  await waitForBatch(page, 1);
  await selectBox(page, 'lines');
  for (const line of lines) await typeLine(page, line);
}

async function expectCounts(page: Page, counts: { readonly [word: string]: string }): Promise<void> {
  await dockTab(page, 'Results');
  await expect.poll(async () => Object.fromEntries(await shownRows(page)), { timeout: 15_000 }).toEqual(counts);
}

async function runOf(page: Page): Promise<{ readonly runId: string; readonly batchIds: readonly number[]; readonly plans: number }> {
  const pipelineId = decodeURIComponent(/#\/p\/(.+)$/.exec(page.url())?.[1] ?? '');
  const facts = await readFacts(await readStoredTables(page), pipelineId);
  return { runId: facts.head?.meta.runId ?? '', batchIds: facts.progress.map((p) => p.batchId), plans: facts.plans.length };
}

test('b1: moving, renaming and notes leave the run alone', async ({ page }) => {
  await startTyping(page, ['a', 'a', 'a']);
  await expectCounts(page, { a: '3' });
  const before = await runOf(page);
  const text = await savedText(page);
  const place = await boxPlace(page, 'counts');
  await dragMouse(page, { x: place.x + 60, y: place.y + 12 }, { x: place.x + 60, y: place.y - 130 });
  await operatorBox(page, 'counts').focus();
  await page.keyboard.press('F2');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('per word');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Add a note' }).click();
  await page.keyboard.type('counts since the start');
  await clickCanvas(page, { x: 300, y: 330 });
  await expect(page.getByText('not applied')).toHaveCount(0);
  await selectBox(page, 'lines');
  await typeLine(page, 'a');
  await expectCounts(page, { a: '4' });
  const after = await runOf(page);
  expect({ runId: after.runId, plans: after.plans }).toEqual({ runId: before.runId, plans: 1 });
  expect(after.batchIds).toEqual(after.batchIds.map((_, i) => (after.batchIds[0] ?? 0) + i));
  const [old, now] = [JSON.parse(text) as typeof TYPED_COUNT, JSON.parse(await savedText(page)) as typeof TYPED_COUNT];
  expect(now.ui).not.toEqual(old.ui);
  expect(now.operators['counts-1']).toEqual({ ...old.operators['counts-1'], name: 'per word' });
  expect({ ...now, ui: null, operators: { ...now.operators, 'counts-1': null } }).toEqual({
    ...old,
    ui: null,
    operators: { ...old.operators, 'counts-1': null },
  });
});

test('b2: a step put in before the counts keeps the counts, and says so before it is applied', async ({ page }) => {
  await startTyping(page, ['a', 'a b']);
  await expectCounts(page, { a: '2', b: '1' });
  const [left, right] = [await boxPlace(page, 'words'), await boxPlace(page, 'counts')];
  await addFromPalette(page, 'Filter', { x: (left.x + left.width + right.x) / 2, y: left.y + 27 });
  await selectBox(page, 'Filter');
  await inspector(page).getByRole('textbox', { name: 'Condition' }).click();
  await page.keyboard.press('Control+A');
  await page.keyboard.type("word <> 'zzz'");
  await inspector(page)
    .getByRole('button', { name: /^Review/ })
    .click();
  const dialog = page.getByRole('dialog', { name: 'Apply changes to the running pipeline' });
  await expect(dialog.getByRole('row', { name: /counts/ })).toContainText(/[Kk]ept.*2 keys/);
  await dialog.getByRole('button', { name: /^Apply at batch/ }).click();
  await expect(dialog).toHaveCount(0);
  await selectBox(page, 'lines');
  await typeLine(page, 'a zzz');
  await expectCounts(page, { a: '3', b: '1' });
});

test('b3: a second tab watches from the start, says who edits, and sees every edit when it takes over', async ({ page, context, trouble }) => {
  await startTyping(page, ['a']);
  const second = await context.newPage();
  trouble.watch(second);
  await second.goto(page.url());
  await expect(second.getByText(/runs this pipeline/)).toBeVisible();
  await expect(operatorBox(second, 'counts')).toBeVisible();
  await operatorBox(second, 'counts').focus();
  await second.keyboard.press('F2');
  await second.keyboard.press('Delete');
  await expect(operatorBox(second, 'counts')).toHaveCount(1);
  await expect(second.getByRole('textbox', { name: 'Name of counts' })).toHaveCount(0);
  await page.bringToFront();
  await operatorBox(page, 'counts').focus();
  await page.keyboard.press('F2');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('per word');
  await page.keyboard.press('Enter');
  await expect(operatorBox(second, 'per word')).toBeVisible();
  await second.bringToFront();
  await second.getByRole('button', { name: 'Run it here' }).click();
  await expect(second.getByText(/runs this pipeline/)).toHaveCount(0);
  await expectStatus(second, 'Running');
  await expect(page.getByText(/runs this pipeline/)).toBeVisible();
  await expect(operatorBox(second, 'per word')).toBeVisible();
  const batch = await batchNow(second);
  await waitForBatch(second, batch + 2);
  // What the new owner commits is what the old one sees.
  await waitForBatch(page, batch + 1);
  await selectBox(second, 'lines');
  await typeLine(second, 'a');
  await expectCounts(second, { a: '2' });
  await expectCounts(page, { a: '2' });
});

const FIELD_DATA = new URL('../field/data/', import.meta.url);
const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1]);

const NO_PIPELINES: readonly { readonly name: string; readonly bytes: Uint8Array; readonly says: RegExp }[] = [
  { name: 'not-a-pipeline.json', bytes: readFileSync(new URL('b4-not-a-pipeline.json', FIELD_DATA)), says: /"format": "millrace" is missing/ },
  { name: 'array.json', bytes: readFileSync(new URL('b4-array.json', FIELD_DATA)), says: /This file holds a list/ },
  {
    name: 'truncated.json',
    bytes: readFileSync(new URL('b4-truncated.json', FIELD_DATA)),
    says: /ends inside a string, line 1, after 101 characters/,
  },
  { name: 'empty.json', bytes: new Uint8Array(), says: /This file is empty/ },
  { name: 'picture.json', bytes: PNG, says: /This file is not text.*PNG/ },
];

test('b4: files that are no pipelines are refused, each with its reason, by dialog, drop and paste', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openHome(page);
  for (const { name, bytes, says } of NO_PIPELINES) {
    await importFile(page, { name, bytes });
    await expectRefused(page, name, says);
    await dropFile(page, name, bytes);
    await expectRefused(page, name, says);
    if (bytes === PNG || bytes.length === 0) continue;
    await page.evaluate((text) => navigator.clipboard.writeText(text), new TextDecoder().decode(bytes));
    await page.getByRole('heading', { name: 'Templates' }).click();
    await page.keyboard.press('Control+V');
    await expect(page.getByRole('dialog')).toContainText(says);
    await page.keyboard.press('Escape');
  }
  await expect(page.getByRole('table', { name: 'Pipelines' })).toHaveCount(0);
});

test('b4: a refused file leaves the open pipeline, its undo and its run untouched', async ({ page }) => {
  await startTyping(page, ['a']);
  await operatorBox(page, 'counts').focus();
  await page.keyboard.press('Alt+ArrowDown');
  const text = await savedText(page);
  const { runId } = await runOf(page);
  for (const { name, bytes, says } of NO_PIPELINES) {
    await dropFile(page, name, bytes);
    await expectRefused(page, name, says);
  }
  expect(await savedText(page)).toBe(text);
  expect((await runOf(page)).runId).toBe(runId);
  await expectStatus(page, 'Running');
  await operatorBox(page, 'counts').focus();
  await page.keyboard.press('Control+Z');
  expect(await savedText(page)).not.toBe(text);
});

async function expectRefused(page: Page, name: string, says: RegExp): Promise<void> {
  const dialog = page.getByRole('dialog', { name: `“${name}” was not opened` });
  await expect(dialog).toContainText(says);
  await expect(dialog).toContainText('Nothing was changed');
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(dialog).toHaveCount(0);
}

async function dropFile(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(content)], fileName, { type: 'application/json' }));
      return data;
    },
    [name, [...bytes]] as const,
  );
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: transfer });
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer });
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

test('b5: a change of one thing is a diff of one line, and two branches merge', async ({ page }) => {
  await openHome(page);
  await openDocument(page, TYPED_COUNT);
  const base = await savedText(page);
  await page.getByRole('button', { name: 'All pipelines' }).click();
  await importFile(page, { name: 'again.json', text: base });
  await runButton(page).waitFor();
  expect(await savedText(page)).toBe(base);

  await operatorBox(page, 'counts').focus();
  await page.keyboard.press('Alt+ArrowDown');
  const moved = await savedText(page);
  expect(changedLines(base, moved)).toEqual({ removed: 1, added: 1 });
  expect(JSON.parse(moved)).toEqual({ ...JSON.parse(base), ui: JSON.parse(moved).ui });
  await page.keyboard.press('Control+Z');

  await selectBox(page, 'words');
  const list = inspector(page).getByRole('textbox', { name: 'List' });
  await list.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.type(',');
  await clickCanvas(page, { x: 300, y: 330 });
  const edited = await savedText(page);
  expect(changedLines(base, edited)).toEqual({ removed: 1, added: 1 });
  expect(merge(base, moved, edited)).toContain(JSON.stringify(JSON.parse(edited).operators['words-1'].params.expression));

  await operatorBox(page, 'words').focus();
  await page.keyboard.press('Control+Z');
  expect(await savedText(page)).toBe(base);
  await page
    .getByRole('complementary', { name: 'Operators' })
    .getByRole('button', { name: /^Log\b/ })
    .click();
  await operatorBox(page, 'Log').focus();
  await page.keyboard.press('c');
  await page.getByRole('combobox', { name: /^Connect/ }).fill('counts');
  await page.keyboard.press('Enter');
  const added = await savedText(page);
  const { removed } = changedLines(base, added);
  expect(removed).toBeLessThanOrEqual(3);
  expect(changedLines(base.replaceAll(/,$/gm, ''), added.replaceAll(/,$/gm, '')).removed).toBe(0);
});

/** Lines that plain git would show as removed and added. */
function changedLines(before: string, after: string): { readonly removed: number; readonly added: number } {
  return inFolder((folder) => {
    writeFileSync(join(folder, 'before'), before);
    writeFileSync(join(folder, 'after'), after);
    const diff = run('git', ['diff', '--no-index', '--unified=0', 'before', 'after'], folder).split('\n');
    return { removed: diff.filter((line) => /^-(?!--)/.test(line)).length, added: diff.filter((line) => /^\+(?!\+\+)/.test(line)).length };
  });
}

/** What git makes of both changes. @throws Error when they conflict. */
function merge(base: string, ours: string, theirs: string): string {
  return inFolder((folder) => {
    for (const [name, text] of Object.entries({ base, ours, theirs })) writeFileSync(join(folder, name), text);
    return execFileSync('git', ['merge-file', '-p', 'ours', 'base', 'theirs'], { cwd: folder, encoding: 'utf8' });
  });
}

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-diff-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Output of a command that may exit with 1. */
function run(command: string, args: readonly string[], cwd: string): string {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8' });
  } catch (error) {
    return error instanceof Error && 'stdout' in error ? String(error.stdout) : '';
  }
}

test('a new pipeline that nobody has touched has an undo that does nothing', async ({ page }) => {
  await openHome(page);
  await newPipeline(page);
  await expect(page.getByRole('button', { name: /^Undo/ })).toBeDisabled();
});
