// Drawing a pipeline: by mouse, by keyboard alone, and what can be done with what is drawn.
import {
  command,
  dockTab,
  expect,
  expectStatus,
  inspector,
  newPipeline,
  openDocument,
  openHome,
  operatorBox,
  runGroup,
  selectBox,
  statusChip,
  test,
  waitForBatch,
  wireNames,
} from '../e2e/studio.ts';
import { addFromPalette, boxPlace, canvasOf, clickCanvas, dragMouse, expectBoxes, portOf, savedText, wire } from './canvas-driver.ts';
import { wordCount } from './documents.ts';

const WORD_COUNT_WIRES = [
  'From Filter to Sliding window',
  'From Sliding window to Live chart',
  'From Split words to Filter',
  'From Text stream to Split words',
];

test.beforeEach(async ({ page }) => {
  await openHome(page);
});

async function fillSettings(page: import('@playwright/test').Page): Promise<void> {
  await selectBox(page, 'Filter');
  await inspector(page).getByRole('textbox', { name: 'Condition' }).fill("word <> ''");
  await selectBox(page, 'Sliding window');
  await inspector(page).getByRole('textbox', { name: 'Length' }).fill('10');
  await inspector(page).getByRole('textbox', { name: 'Slide' }).fill('1');
  await inspector(page).getByRole('combobox', { name: 'Group by' }).click();
  await inspector(page).getByRole('option', { name: /word/ }).click();
  await selectBox(page, 'Live chart');
  await inspector(page).getByRole('combobox', { name: 'Value' }).selectOption('n');
  await inspector(page).getByRole('combobox', { name: 'Series' }).selectOption('word');
}

test('a word count is drawn with the mouse and runs', async ({ page }) => {
  await newPipeline(page);
  const titles = ['Text stream', 'Split words', 'Filter', 'Sliding window', 'Live chart'];
  for (const [i, title] of titles.entries()) await addFromPalette(page, title, { x: 300 + i * 190, y: 240 + (i % 2) * 60 });
  await expectBoxes(page, 5);
  await page.mouse.move(700, 480);
  for (const [i, title] of titles.slice(0, -1).entries()) await wire(page, title, titles[i + 1] ?? '');
  expect(await wireNames(page)).toEqual(WORD_COUNT_WIRES);
  await fillSettings(page);
  await runGroup(page, 'Run').click();
  await expectStatus(page, 'Running');
  await waitForBatch(page, 2);
});

test('a word count is drawn with the keyboard alone and runs', async ({ page }) => {
  await newPipeline(page);
  await clickCanvas(page, { x: 20, y: 300 });
  for (const title of ['Text stream', 'Split words', 'Filter', 'Sliding window', 'Live chart']) {
    await page.keyboard.press('n');
    await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
    await page.keyboard.type(title);
    await page.keyboard.press('Enter');
    await expect(operatorBox(page, title)).toBeFocused();
  }
  for (const [from, to] of [
    ['Text stream', 'Split words'],
    ['Split words', 'Filter'],
    ['Filter', 'Sliding window'],
    ['Sliding window', 'Live chart'],
  ] as const) {
    await operatorBox(page, from).focus();
    await page.keyboard.press('c');
    await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
    await page.keyboard.type(to);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  expect(await wireNames(page)).toEqual(WORD_COUNT_WIRES);
  await operatorBox(page, 'Filter').focus();
  await page.keyboard.press('Enter');
  await expect(inspector(page).getByRole('textbox', { name: 'Condition' })).toBeFocused();
  await page.keyboard.type("word <> ''");
  await operatorBox(page, 'Sliding window').focus();
  await page.keyboard.press('Enter');
  await inspector(page).getByRole('combobox', { name: 'Group by' }).focus();
  await page.keyboard.type('wor');
  await page.keyboard.press('Enter');
  await operatorBox(page, 'Live chart').focus();
  await page.keyboard.press('Enter');
  await expect(inspector(page).getByRole('combobox', { name: 'Value' })).toBeFocused();
  await page.keyboard.type('n');
  await page.keyboard.press('Tab');
  await page.keyboard.type('word');
  await operatorBox(page, 'Live chart').focus();
  await page.keyboard.press('Control+Enter');
  await expectStatus(page, 'Running');
  await page.keyboard.press('Control+Enter');
  await expectStatus(page, 'Paused');
});

test('the connect list names the ports that fit, and why the others do not', async ({ page }) => {
  await openDocument(page, wordCount());
  await page
    .getByRole('complementary', { name: 'Operators' })
    .getByRole('button', { name: /^Table/ })
    .click();
  await operatorBox(page, 'words').focus();
  await page.keyboard.press('c');
  const list = page.getByRole('dialog');
  await expect(list.getByRole('option', { name: /^Table/ })).toBeEnabled();
  await expect(list.getByRole('option', { name: /^counts/ })).toContainText('takes one stream');
  await expect(list.getByRole('option', { name: /^counts/ })).toBeDisabled();
  await page.keyboard.press('Escape');
  await expect(operatorBox(page, 'words')).toBeFocused();
});

test('a pipeline with errors does not run, says why, and its problem selects the operator', async ({ page }) => {
  await openDocument(page, {
    ...wordCount(),
    operators: { ...wordCount().operators, 'clean-1': { type: 'filter', name: 'clean', params: { condition: 'lenght(word) > 3' } } },
  });
  await expect(statusChip(page)).toContainText('1 problem');
  await runGroup(page, 'Run').click();
  await expect(page.getByRole('alert').filter({ hasText: 'does not run yet' })).toContainText('lenght');
  await expect(page.getByRole('tabpanel', { name: 'Problems' })).toContainText('lenght');
  await expect(operatorBox(page, 'clean')).toHaveAccessibleName(/Error: No function lenght/);
  await page
    .getByRole('tabpanel', { name: 'Problems' })
    .getByText(/lenght/)
    .first()
    .click();
  await expect(inspector(page).getByRole('heading', { name: 'clean' })).toBeVisible();
  await expect(inspector(page)).toContainText('No function lenght');
  await inspector(page).getByRole('textbox', { name: 'Condition' }).fill('length(word) > 3');
  await expect(statusChip(page)).toContainText('nothing runs');
});

test('box select, move, nudge, arrows, duplicate, disable, tidy: each is one undo step', async ({ page }) => {
  await openDocument(page, wordCount());
  const text = await savedText(page);
  const words = await boxPlace(page, 'words');
  const clean = await boxPlace(page, 'clean');
  await dragMouse(page, { x: words.x - 20, y: words.y - 60 }, { x: clean.x + clean.width - 20, y: clean.y + 40 });
  await expect(inspector(page)).toContainText('2 operators');
  await dragMouse(page, { x: words.x + 80, y: words.y + 75 }, { x: words.x + 80, y: words.y + 155 });
  const moved = await boxPlace(page, 'clean');
  expect(Math.abs(moved.y - clean.y - 80)).toBeLessThan(12);
  await page.keyboard.press('Control+Z');
  expect(await savedText(page)).toBe(text);
  await clickCanvas(page, { x: 40, y: 440 });
  await operatorBox(page, 'words').focus();
  await page.keyboard.press('ArrowRight');
  await expect(operatorBox(page, 'clean')).toBeFocused();
  await page.keyboard.press('Alt+ArrowDown');
  await page.keyboard.press('Alt+ArrowDown');
  await page.keyboard.press('Control+Z');
  expect(await savedText(page)).toBe(text);
  await operatorBox(page, 'clean').focus();
  await page.keyboard.press('d');
  await expect(operatorBox(page, 'clean')).toHaveAccessibleName(/Disabled/);
  await page.keyboard.press('Control+D');
  await expectBoxes(page, 6);
  await page.keyboard.press('Control+Z');
  await page.keyboard.press('Control+Z');
  expect(await savedText(page)).toBe(text);
  await operatorBox(page, 'clean').focus();
  await page.keyboard.press('Shift+ArrowRight');
  await expect(inspector(page)).toContainText('3 operators');
  await command(page, 'Tidy the layout');
  await expect.poll(() => savedText(page)).not.toBe(text);
  await page.keyboard.press('Control+Z');
  expect(await savedText(page)).toBe(text);
});

test('notes are written, moved and deleted, and no run looks at them', async ({ page }) => {
  await openDocument(page, wordCount());
  await clickCanvas(page, { x: 300, y: 380 });
  await page.keyboard.press('Shift+S');
  await expect(page.getByRole('textbox', { name: 'Note' })).toBeFocused();
  await page.keyboard.type('Ask first');
  await page.keyboard.press('Control+Enter');
  const note = canvasOf(page).getByRole('group', { name: 'Note: Ask first' });
  await expect(note).toBeVisible();
  expect(JSON.parse(await savedText(page))).toMatchObject({ ui: { notes: [{ text: 'Ask first' }] } });
  await note.click();
  await page.keyboard.press('Delete');
  await expect(note).toHaveCount(0);
  await page.keyboard.press('Control+Z');
  await expect(note).toBeVisible();
});

test('a wire is inserted into, cut, and moved to another port', async ({ page }) => {
  await openDocument(page, wordCount());
  const from = await portOf(page, 'words', 'out');
  const to = await portOf(page, 'clean', 'in');
  await page.mouse.click((from.x + to.x) / 2, from.y);
  await page.getByRole('button', { name: 'Insert an operator here' }).click();
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
  await page.keyboard.type('map');
  await page.keyboard.press('Enter');
  await expect.poll(() => wireNames(page)).toEqual(expect.arrayContaining(['From words to Map', 'From Map to clean']));
  await page.keyboard.press('Control+Z');
  await page.mouse.click((from.x + to.x) / 2, from.y);
  await page.keyboard.press('Delete');
  expect(await wireNames(page)).toHaveLength(3);
});

test('settings of an operator say what they want at the field', async ({ page }) => {
  await openDocument(page, wordCount());
  await selectBox(page, 'counts');
  const slide = inspector(page).getByRole('textbox', { name: 'Slide' });
  await slide.fill('1500 ms');
  await expect(inspector(page)).toContainText(/must be a multiple of/);
  await expect(slide).toHaveAttribute('aria-invalid', 'true');
  await slide.fill('2 s');
  await slide.press('Tab');
  await expect(inspector(page)).not.toContainText(/must be a multiple of/);
  await inspector(page).getByRole('button', { name: 'Add an aggregate' }).click();
  const name = inspector(page).getByRole('textbox', { name: 'Name of the new column' }).last();
  await name.fill('longest');
  await inspector(page)
    .getByRole('textbox', { name: /^Expression of longest/ })
    .fill('max(length(word))');
  await expect(inspector(page).getByRole('listitem').filter({ hasText: 'longest' })).toContainText('INT');
  await inspector(page).getByRole('tab', { name: 'About' }).click();
  await expect(inspector(page)).toContainText('Example');
  await dockTab(page, 'Problems');
});

test('the expression editor completes columns and functions', async ({ page }) => {
  await openDocument(page, wordCount());
  await selectBox(page, 'clean');
  const condition = inspector(page).getByRole('textbox', { name: 'Condition' });
  await expect(condition).toHaveAttribute('contenteditable', 'true');
  await condition.click();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('leng');
  await expect(page.getByRole('option', { name: /length/ }).first()).toBeVisible();
  await page.waitForTimeout(150);
  await page.keyboard.press('Enter');
  await page.keyboard.type('wo');
  await expect(page.getByRole('option', { name: /word/ }).first()).toBeVisible();
  await page.waitForTimeout(150);
  await page.keyboard.press('Tab');
  await expect(condition).toHaveText('length(word)');
  await page.keyboard.press('Escape');
});

test('the expression editor may come in the middle of typing', async ({ page }) => {
  let arrive = (): void => {};
  const arrival = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await page.route('**/ExpressionEditor*.js', async (route) => {
    await arrival;
    await route.continue();
  });
  await openDocument(page, wordCount());
  await selectBox(page, 'clean');
  const condition = inspector(page).getByRole('textbox', { name: 'Condition' });
  await condition.click();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('word <> ');
  await expect(condition).not.toHaveAttribute('contenteditable');
  arrive();
  const rest = 'abcdefghijklmnopqrstuvwxyz1234567890';
  for (const letter of rest) await page.keyboard.type(letter, { delay: 15 });
  await expect(condition).toHaveAttribute('contenteditable', 'true');
  await expect(condition).toHaveText(`word <> ${rest}`);
});

test('while a pipeline runs, a change waits until it is applied, and the dialog says what is kept', async ({ page }) => {
  await openDocument(page, wordCount());
  await runGroup(page, 'Run').click();
  await waitForBatch(page, 2);
  await selectBox(page, 'clean');
  await inspector(page).getByRole('textbox', { name: 'Condition' }).fill('length(word) > 4');
  await expect(inspector(page)).toContainText('1 change, not applied');
  await inspector(page).getByRole('button', { name: 'Review…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Apply changes to the running pipeline' });
  await expect(dialog.getByRole('row', { name: /counts/ })).toContainText(/Kept.*keys/);
  await dialog.getByRole('button', { name: /^Apply/ }).click();
  await expect(inspector(page)).not.toContainText('not applied');
  await expectStatus(page, 'Running');
  await inspector(page).getByRole('textbox', { name: 'Condition' }).fill('length(word) > 9');
  await inspector(page).getByRole('button', { name: 'Discard' }).click();
  await expect(inspector(page).getByRole('textbox', { name: 'Condition' })).toHaveText('length(word) > 4');
});

test('b1: moving, renaming and noting never ask for an apply', async ({ page }) => {
  await openDocument(page, wordCount());
  await runGroup(page, 'Run').click();
  await waitForBatch(page, 2);
  const place = await boxPlace(page, 'counts');
  await dragMouse(page, { x: place.x + 80, y: place.y + 50 }, { x: place.x + 40, y: place.y + 200 });
  await operatorBox(page, 'counts').focus();
  await page.keyboard.press('F2');
  await page.keyboard.type('per word');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Shift+S');
  await page.keyboard.type('moved');
  await page.keyboard.press('Escape');
  await clickCanvas(page, { x: 20, y: 440 });
  await expect(operatorBox(page, 'per word')).toBeVisible();
  await page.waitForTimeout(1_500);
  await expect(inspector(page)).not.toContainText('not applied');
  await expectStatus(page, 'Running');
});
