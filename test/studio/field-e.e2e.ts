// Field cases e1 to e7: what people reported of node editors, as a person would try it here.
import { boxNames, expect, inspector, newPipeline, openDocument, openHome, operatorBox, selectBox, test, wireNames } from '../e2e/studio.ts';
import { addFromPalette, boxPlace, canvasOf, clickCanvas, dragMouse, expectBoxes, portOf, savedText, wire } from './canvas-driver.ts';
import { manyBoxes, wordCount } from './documents.ts';

test.beforeEach(async ({ page }) => {
  await openHome(page);
});

test('e1: Backspace and Delete in a field change text only, and delete the selection when the focus is on the canvas', async ({ page }) => {
  await openDocument(page, wordCount());
  await selectBox(page, 'counts');
  const length = inspector(page).getByRole('textbox', { name: 'Length' });
  const group = inspector(page).getByRole('combobox', { name: 'Group by' });
  const expression = inspector(page).getByRole('textbox', { name: /^Expression of n/ });
  for (const field of [length, group, expression]) {
    await field.click();
    await page.keyboard.press('Control+A');
    for (let i = 0; i < 3; i++) await page.keyboard.press('Backspace');
    for (let i = 0; i < 3; i++) await page.keyboard.press('Delete');
  }
  await page.getByRole('textbox', { name: 'Find an operator' }).click();
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Control+K');
  await page.getByRole('dialog').getByRole('combobox').press('Backspace');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Escape');
  await inspector(page).getByRole('button', { name: 'More' }).click();
  await page.keyboard.press('Delete');
  await page.keyboard.press('Escape');
  await expectBoxes(page, 5);
  await operatorBox(page, 'counts').focus();
  await page.keyboard.press('F2');
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Escape');
  await expectBoxes(page, 5);
  await selectBox(page, 'counts');
  await page.keyboard.press('Delete');
  await expectBoxes(page, 4);
  await page.keyboard.press('Control+Z');
  await expectBoxes(page, 5);
});

test('e2: copy and paste in a field are about text, on the canvas about boxes', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openDocument(page, wordCount());
  await selectBox(page, 'clean');
  const condition = inspector(page).getByRole('textbox', { name: 'Condition' });
  await condition.click();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Control+C');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("word <> ''");
  await page.keyboard.press('End');
  await page.keyboard.press('Control+V');
  await expectBoxes(page, 5);
  await expect(condition).toHaveText("word <> ''word <> ''");
  // After a search was opened and closed, boxes are copied without another click.
  await selectBox(page, 'clean');
  await page.keyboard.press('Control+K');
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Control+C');
  await page.keyboard.press('Control+V');
  await expectBoxes(page, 6);
  expect((await boxNames(page)).filter((name) => name.startsWith('clean'))).toHaveLength(2);
  const part = JSON.stringify({ ...wordCount(), name: 'part' });
  await page.evaluate((text) => navigator.clipboard.writeText(text), part);
  await clickCanvas(page);
  await page.keyboard.press('Control+V');
  await expectBoxes(page, 11);
  expect(await wireNames(page)).toHaveLength(8);
  await clickCanvas(page, { x: 500, y: 40 });
  await inspector(page).getByRole('textbox', { name: 'Name' }).click();
  await page.keyboard.press('Control+V');
  await expectBoxes(page, 11);
  await expect(inspector(page).getByRole('textbox', { name: 'Name' })).toHaveValue(/millrace/);
});

test('e3: undo in a field undoes typing; on the canvas it undoes whole edits, in their order', async ({ page }) => {
  await openDocument(page, wordCount());
  const untouched = await savedText(page);
  const place = await boxPlace(page, 'clean');
  await dragMouse(page, { x: place.x + 80, y: place.y + 70 }, { x: place.x + 80, y: place.y + 150 });
  const moved = await savedText(page);
  expect(moved).not.toBe(untouched);
  await selectBox(page, 'clean');
  const condition = inspector(page).getByRole('textbox', { name: 'Condition' });
  await condition.click();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('length(word) > 10');
  await page.waitForTimeout(600);
  await page.keyboard.type(' AND word IS NOT NULL');
  const typed = await savedText(page);
  for (let i = 0; i < 2; i++) {
    await condition.click();
    await page.keyboard.press('Control+Z');
  }
  const near = await boxPlace(page, 'clean');
  expect(Math.abs(near.y - place.y)).toBeGreaterThan(60);
  expect(await condition.textContent()).not.toBe('length(word) > 10 AND word IS NOT NULL');
  for (let i = 0; i < 2; i++) await page.keyboard.press('Control+Y');
  await expect(condition).toHaveText('length(word) > 10 AND word IS NOT NULL');
  await clickCanvas(page);
  await page.keyboard.press('Control+Z');
  expect(await savedText(page)).toBe(moved);
  await clickCanvas(page);
  await page.keyboard.press('Control+Z');
  expect(await savedText(page)).toBe(untouched);
  await clickCanvas(page);
  await page.keyboard.press('Control+Shift+Z');
  await page.keyboard.press('Control+Shift+Z');
  expect(await savedText(page)).toBe(typed);
});

test('e4: one undo brings back boxes, wires, places and the selection', async ({ page }) => {
  await openDocument(page, wordCount());
  const before = await savedText(page);
  const wires = await wireNames(page);
  await selectBox(page, 'words');
  await page.keyboard.down('Shift');
  await selectBox(page, 'clean');
  await page.keyboard.up('Shift');
  await page.keyboard.press('Delete');
  await expectBoxes(page, 3);
  expect(await wireNames(page)).toEqual(['From counts to chart', 'From lines to counts']);
  await page.keyboard.press('Control+Z');
  await expectBoxes(page, 5);
  expect(await wireNames(page)).toEqual(wires);
  expect(await savedText(page)).toBe(before);
  await expect(inspector(page)).toContainText('2 operators');
  await clickCanvas(page, { x: 40, y: 420 });
  await page.keyboard.press('Control+Shift+Z');
  await expectBoxes(page, 3);
  await page.keyboard.press('Control+Z');
  expect(await savedText(page)).toBe(before);
});

test('e5: what is dropped, pasted or added lands where it should, at any zoom and place', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openDocument(page, manyBoxes(60));
  const canvas = await canvasOf(page).boundingBox();
  if (canvas === null) throw new Error('no canvas');
  for (const zoomKeys of [0, 3, 7, 2]) {
    await page.keyboard.press('0');
    await page.waitForTimeout(450);
    for (let i = 0; i < zoomKeys; i++) {
      await page.keyboard.press(zoomKeys === 2 ? '+' : '-');
      await page.waitForTimeout(260);
    }
    await page.mouse.move(canvas.x + 300, canvas.y + 200);
    await page.mouse.wheel(37 * (zoomKeys + 1), -23 * (zoomKeys + 1));
    await page.waitForTimeout(200);
    const target = { x: canvas.x + 310 + zoomKeys * 20, y: canvas.y + 190 };
    await addFromPalette(page, 'Union', target);
    await expect(page.getByRole('button', { name: /^Undo: Add union|^Undo: Insert union/ })).toBeVisible();
    const dropped = await canvasOf(page)
      .getByRole('group', { name: /^Union/ })
      .last()
      .boundingBox();
    if (dropped === null) throw new Error('not dropped');
    expect(target.x).toBeGreaterThan(dropped.x);
    expect(target.x).toBeLessThan(dropped.x + dropped.width);
    expect(target.y).toBeGreaterThan(dropped.y);
    expect(target.y).toBeLessThan(dropped.y + dropped.height);
    await page.keyboard.press('Control+Z');
    await expect(canvasOf(page).getByRole('group', { name: /^Union/ })).toHaveCount(0);
  }
  await page.keyboard.press('1');
  await page.waitForTimeout(700);
  const boxes = await canvasOf(page).locator('.react-flow__node-operator').all();
  expect(boxes).toHaveLength(60);
  for (const box of boxes) {
    const at = await box.boundingBox();
    expect(
      at !== null &&
        at.x >= canvas.x &&
        at.y >= canvas.y &&
        at.x + at.width <= canvas.x + canvas.width &&
        at.y + at.height <= canvas.y + canvas.height,
    ).toBe(true);
  }
  // Twice pasted: neither lies exactly on another.
  await page.keyboard.press('0');
  await page.waitForTimeout(450);
  await clickCanvas(page, { x: 480, y: 60 });
  const first = canvasOf(page).getByRole('group', { name: /^Box 1\b/ });
  await first.focus();
  await page.keyboard.press('Control+C');
  await page.keyboard.press('Control+V');
  await page.keyboard.press('Control+V');
  await expectBoxes(page, 62);
  const places = Object.values((JSON.parse(await savedText(page)) as { ui: { positions: Record<string, number[]> } }).ui.positions).map(String);
  expect(new Set(places).size).toBe(places.length);
  // Added by key: visible, selected, announced.
  await clickCanvas(page, { x: 480, y: 60 });
  await page.keyboard.press('n');
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
  await page.keyboard.type('running');
  await page.keyboard.press('Enter');
  const added = canvasOf(page).getByRole('group', { name: /^Running aggregate/ });
  await expect(added).toBeInViewport();
  await expect(added).toBeFocused();
  await expect(page.getByRole('status').filter({ hasText: 'Running aggregate added' })).toBeAttached();
  await expect(inspector(page).getByRole('heading', { name: 'Running aggregate' })).toBeVisible();
});

test('e5: an operator dropped on a wire stands between its ends', async ({ page }) => {
  await openDocument(page, wordCount());
  const from = await portOf(page, 'words', 'out');
  const to = await portOf(page, 'clean', 'in');
  await addFromPalette(page, 'Map', { x: (from.x + to.x) / 2, y: from.y });
  await expectBoxes(page, 6);
  expect(await wireNames(page)).toEqual(expect.arrayContaining(['From words to Map', 'From Map to clean']));
});

test('e6: wires on the canvas are the wires of the document, also after a wire was begun and dropped', async ({ page }) => {
  await openDocument(page, wordCount());
  const from = await portOf(page, 'words', 'out');
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y + 160, { steps: 5 });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await page.keyboard.press('Escape');
  expect(await wireNames(page)).toHaveLength(4);
  const edges = (JSON.parse(await savedText(page)) as { edges: string[] }).edges;
  expect(edges).toHaveLength(4);
  const place = await boxPlace(page, 'counts');
  await dragMouse(page, { x: place.x + 80, y: place.y + 70 }, { x: place.x + 80, y: place.y + 170 });
  await page.reload();
  await expect(operatorBox(page, 'counts')).toBeVisible();
  expect(await wireNames(page)).toHaveLength(4);
});

test('e6: a refused wire says why at the port and leaves nothing behind', async ({ page }) => {
  await openDocument(page, wordCount());
  await wire(page, 'lines', 'clean');
  await expect(canvasOf(page).getByRole('alert')).toContainText(/takes one stream/);
  await wire(page, 'counts', 'words');
  await expect(canvasOf(page).getByRole('alert')).toContainText(/loop|feed|forward|takes one/);
  expect(await wireNames(page)).toHaveLength(4);
});

for (const where of ['box name', 'pipeline name', 'palette search', 'parameter', 'command list', 'note'] as const) {
  test(`e7: Enter and Escape of an input method are not ours: ${where}`, async ({ page }) => {
    await newPipeline(page);
    await addFromPalette(page, 'Split words', { x: 600, y: 300 });
    if (where === 'box name') {
      await operatorBox(page, 'Split words').focus();
      await page.keyboard.press('F2');
    } else if (where === 'pipeline name') {
      await page.getByRole('button', { name: 'New pipeline' }).click();
      await page.getByRole('menuitem', { name: /^Rename/ }).click();
    } else if (where === 'palette search') await page.getByRole('textbox', { name: 'Find an operator' }).click();
    else if (where === 'parameter') await inspector(page).getByRole('textbox', { name: 'New column' }).click();
    else if (where === 'command list') await page.keyboard.press('Control+K');
    else await page.keyboard.press('Shift+S');
    await page.waitForTimeout(300);
    const field = page.locator(':focus');
    await expect(field).toHaveCount(1);
    const name = await field.evaluate((element) => element.tagName);
    expect(['INPUT', 'TEXTAREA']).toContain(name);
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText('にほんご');
    const compose = (key: string) =>
      field.evaluate((element, pressed) => {
        element.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
        element.dispatchEvent(
          new KeyboardEvent('keydown', { key: pressed, code: pressed, keyCode: 229, isComposing: true, bubbles: true, cancelable: true }),
        );
        element.dispatchEvent(new KeyboardEvent('keydown', { key: pressed, code: pressed, keyCode: 229, bubbles: true, cancelable: true }));
        element.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: 'にほんご' }));
      }, key);
    await compose('Enter');
    await compose('Escape');
    await expect(field).toHaveValue('にほんご');
    await expect(field).toBeFocused();
    await expectBoxes(page, 1);
    if (where === 'box name') {
      await page.keyboard.press('Enter');
      await expect(canvasOf(page).getByRole('group', { name: /^にほんご/ })).toBeVisible();
      const saved = JSON.parse(await savedText(page)) as { operators: Record<string, object> };
      expect(Object.keys(saved.operators)[0]).toMatch(/^[a-z][a-z0-9-]*$/);
    }
  });
}
