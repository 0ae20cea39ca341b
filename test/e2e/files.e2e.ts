// Files as the world has them: hostile, damaged, of a later version. Nothing breaks the page, and nothing is changed in silence.
import { readFileSync } from 'node:fs';
import { TEMPLATES } from '../../src/operators/templates.ts';
import { formatDocument } from '../../src/pipeline/format.ts';
import { savedText } from '../studio/canvas-driver.ts';
import { boxNames, dockTab, expect, expectStatus, importFile, openHome, runButton, test } from './studio.ts';

const WORDS = TEMPLATES.find((template) => template.id === 'word-count');
const GOOD = WORDS === undefined ? '' : formatDocument(WORDS.document);

const HOSTILE: readonly { readonly name: string; readonly text: string; readonly says: RegExp }[] = [
  { name: 'deep.json', text: `${'['.repeat(200_000)}${']'.repeat(200_000)}`, says: /nested more than/ },
  {
    name: 'proto.json',
    text: GOOD.replace('"operators": {', '"operators": {\n    "__proto__": { "type": "filter", "params": {} },'),
    says: /__proto__/,
  },
  { name: 'twice.json', text: GOOD.replace('"name":', '"name": "first",\n  "name":'), says: /given twice/ },
  { name: 'infinite.json', text: GOOD.replace('"rowsPerSecond": 160', '"rowsPerSecond": 1e999'), says: /1e999/ },
  { name: 'unknown.json', text: GOOD.replace('"settings":', '"extra": true,\n  "settings":'), says: /"extra".*not known/ },
  { name: 'loop.json', text: GOOD.replace('"counts-51e8.out -> chart-aa07.in"', '"counts-51e8.out -> words-02bc.in"'), says: /already has|loop/ },
  { name: 'line.json', text: `{"format":"millrace","name":"${'x'.repeat(10_000_000)}"}`, says: /at most/ },
  { name: 'script.json', text: '<script>alert(1)</script>', says: /not JSON/ },
];

for (const { name, text, says } of HOSTILE) {
  test(`a hostile file is refused with its reason: ${name}`, async ({ page }) => {
    await openHome(page);
    await importFile(page, { name, text });
    const dialog = page.getByRole('dialog', { name: `“${name}” was not opened` });
    await expect(dialog).toContainText(says, { timeout: 20_000 });
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await expect(page.getByRole('table', { name: 'Pipelines' })).toHaveCount(0);
  });
}

test('a file damaged at random is either refused in words or opens; the page does not break (seed 11)', async ({ page }) => {
  test.setTimeout(180_000);
  let seed = 11;
  const random = (n: number): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * n);
  };
  const damages: readonly ((text: string) => string)[] = [
    (text) => text.slice(0, random(text.length)),
    (text) => text.slice(0, random(text.length)) + text.slice(random(text.length)),
    (text) => text.replace(/"[a-z0-9-]+"/g, (found) => (random(12) === 0 ? '"\\u0000"' : found)),
    (text) => text.replace(/\d+/g, (found) => (random(6) === 0 ? '-0.5e308' : found)),
    (text) => text.replace(/: \{/g, (found) => (random(5) === 0 ? ': [' : found)),
    (text) => text.replace(/"(\w+)":/g, (found, key: string) => (random(15) === 0 ? `"${key}${key}":` : found)),
  ];
  await openHome(page);
  for (let i = 0; i < 20; i++) {
    const damage = damages[i % damages.length] ?? ((text: string) => text);
    await importFile(page, { name: `damaged-${i}.json`, text: damage(GOOD) });
    const refused = page.getByRole('dialog', { name: `“damaged-${i}.json” was not opened` });
    await refused.or(runButton(page)).first().waitFor();
    if (await refused.isVisible()) await refused.getByRole('button', { name: 'Close' }).last().click();
    else await page.getByRole('button', { name: 'All pipelines' }).click();
    await page.getByRole('heading', { name: 'Templates' }).waitFor();
  }
});

test('a pipeline of a later version opens to be read, shows what is not known, and is kept byte for byte', async ({ page }) => {
  const later = GOOD.replace('"formatVersion": 1', '"formatVersion": 7').replace('"type": "filter"', '"type": "teleport"');
  await openHome(page);
  await importFile(page, { name: 'later.json', text: later });
  await expect(page.getByRole('status').filter({ hasText: 'Read-only' })).toBeVisible();
  expect((await boxNames(page)).some((name) => name.includes('teleport'))).toBe(true);
  await runButton(page).click();
  await expect(page.getByText('It does not run yet')).toBeVisible();
  await expectStatus(page, 'Idle');
  await dockTab(page, 'Problems');
  await expect(page.getByRole('tabpanel', { name: 'Problems' })).toContainText(/version 7/);
  expect(await savedText(page)).toBe(later);
  await page.keyboard.press('Delete');
  await page.reload();
  await expect(page.getByRole('status').filter({ hasText: 'Read-only' })).toBeVisible();
  expect(await savedText(page)).toBe(later);
});

test('the schema that is published is the one the studio validates with', async ({ page }) => {
  await openHome(page);
  const published: unknown = await page.evaluate(() => fetch('millrace.schema.json').then((response) => response.json()));
  expect(published).toEqual(JSON.parse(readFileSync(new URL('../../public/millrace.schema.json', import.meta.url), 'utf8')));
});

test('deleting a pipeline can be undone, with its state', async ({ page }) => {
  await openHome(page);
  await importFile(page, { name: 'words.json', text: GOOD });
  await runButton(page).waitFor();
  await page.getByRole('button', { name: 'All pipelines' }).click();
  const name = WORDS?.document.name ?? '';
  await page.getByRole('button', { name: `More for ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(page.getByRole('link', { name })).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('link', { name })).toHaveCount(1);
});
