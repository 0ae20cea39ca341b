// Draws the word count from an empty canvas, once with the mouse and once with keys alone: lines of the novel, split into
// words, without empty ones, counted in a window of 10 s every second, into a table.
import type { Locator, Page } from '@playwright/test';
import { expect, inspector, newPipeline, operatorBox, runButton } from './studio.ts';

export const CONDITION = "word <> ''";

const BOXES = ['Text stream', 'Split words', 'Filter', 'Sliding window', 'Table'] as const;

/** How far below the top of a box its port is, as a share of the box's width (27 of 144). */
const PORT_BELOW = 27 / 144;

export async function drawByMouse(page: Page): Promise<void> {
  await newPipeline(page);
  const canvas = await boundsOf(page.getByRole('region', { name: 'Canvas' }));
  for (const [i, name] of BOXES.entries()) {
    const item = page.getByRole('complementary', { name: 'Operators' }).getByRole('button', { name: new RegExp(`^${name}\\b`) });
    const from = await boundsOf(item);
    await page.mouse.move(from.x + 40, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(from.x + 60, from.y + from.height / 2, { steps: 4 });
    await page.mouse.move(canvas.x + 110 + i * ((canvas.width - 220) / 4), canvas.y + 130 + (i % 2) * 120, { steps: 6 });
    await page.mouse.up();
    await expect(operatorBox(page, name)).toHaveCount(1);
  }
  for (let i = 1; i < BOXES.length; i++) await dragWire(page, operatorBox(page, BOXES[i - 1] ?? ''), operatorBox(page, BOXES[i] ?? ''));
  await operatorBox(page, 'Filter').click({ position: { x: 60, y: 20 } });
  await inspector(page).getByRole('textbox', { name: 'Condition' }).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(CONDITION);
  await operatorBox(page, 'Sliding window').click({ position: { x: 60, y: 20 } });
  await inspector(page).getByRole('combobox', { name: 'Group by' }).click();
  await inspector(page).getByRole('option', { name: /word/ }).click();
  await inspector(page).getByRole('textbox', { name: 'Length' }).fill('10');
  await inspector(page).getByRole('textbox', { name: 'Slide' }).fill('1');
  await runButton(page).click();
}

/** From the output of one box to the input of the other. */
export async function dragWire(page: Page, from: Locator, to: Locator): Promise<void> {
  const [a, b] = [await boundsOf(from), await boundsOf(to)];
  await page.mouse.move(a.x + a.width, a.y + a.width * PORT_BELOW);
  await page.mouse.down();
  await page.mouse.move(b.x - 30, b.y + b.width * PORT_BELOW - 6, { steps: 8 });
  await page.mouse.move(b.x, b.y + b.width * PORT_BELOW, { steps: 4 });
  await page.mouse.up();
}

/** Each new box has the focus, so it can be connected at once to the one after it, which is there already. */
export async function drawByKeyboard(page: Page): Promise<void> {
  await tabTo(page, /^New pipeline$/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Canvas' })).toBeVisible();
  const reversed = [...BOXES].reverse();
  for (const [i, name] of reversed.entries()) {
    await page.keyboard.press('n');
    await expect(page.getByRole('combobox', { name: 'Add an operator' })).toBeFocused();
    await page.keyboard.type(name);
    await expect(page.getByRole('option', { name: new RegExp(`^${name}`) })).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Enter');
    await expect(operatorBox(page, name)).toBeFocused();
    const next = reversed[i - 1];
    if (next === undefined) continue;
    await page.keyboard.press('c');
    await expect(page.getByRole('combobox', { name: `Connect ${name} to` })).toBeFocused();
    await page.keyboard.type(next);
    await expect(page.getByRole('option', { name: new RegExp(`^${next}`) }).first()).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Enter');
    await expect(operatorBox(page, name)).toBeFocused();
    await settle(page, name);
  }
  await page.keyboard.press('Control+Enter');
}

/** Sets what the box needs, and goes back to it. */
async function settle(page: Page, name: string): Promise<void> {
  if (name === 'Filter') {
    await page.keyboard.press('Enter');
    await tabTo(page, /^Condition/);
    await page.keyboard.press('Control+a');
    await page.keyboard.type(CONDITION);
    await page.keyboard.press('Escape');
  } else if (name === 'Sliding window') {
    await page.keyboard.press('Enter');
    await tabTo(page, /^Length/);
    await page.keyboard.press('Control+a');
    await page.keyboard.type('10');
    await tabTo(page, /^Slide/);
    await page.keyboard.press('Control+a');
    await page.keyboard.type('1');
    await tabTo(page, /^Group by/);
    await page.keyboard.type('word');
    await page.keyboard.press('Enter');
  } else return;
  // To the next part of the page, out of the text field, where single keys act again.
  await page.keyboard.press('F6');
}

/** Presses Tab until what has the focus is called like that. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let i = 0; i < 80; i++) {
    if (name.test(await focusedName(page))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not come to anything called ${String(name)}`);
}

/** The accessible name of what has the focus, near enough: its label, or its text. */
export function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    if (focused === null || focused === document.body) return '';
    const labelled = (focused.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '');
    const labels = 'labels' in focused && focused.labels instanceof NodeList ? [...focused.labels].map((label) => label.textContent ?? '') : [];
    return (focused.getAttribute('aria-label') ?? [...labelled, ...labels].join(' ').trim()) || (focused.textContent ?? '').trim();
  });
}

async function boundsOf(locator: Locator): Promise<{ readonly x: number; readonly y: number; readonly width: number; readonly height: number }> {
  // The palette is longer than a screen.
  await locator.scrollIntoViewIfNeeded();
  const bounds = await locator.boundingBox();
  if (bounds === null) throw new Error('It is not on the page');
  return bounds;
}
