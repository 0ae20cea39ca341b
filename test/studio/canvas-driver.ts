// What tests of the canvas do with a pointer: ports and free places as a person finds them, in window coordinates.
import { expect, type Locator, type Page } from '@playwright/test';
import { operatorBox } from '../e2e/studio.ts';

export interface Spot {
  readonly x: number;
  readonly y: number;
}

export function canvasOf(page: Page): Locator {
  return page.getByRole('region', { name: 'Canvas' });
}

/** The middle of an operator's port: the first on its left or right side. */
export async function portOf(page: Page, name: string, side: 'in' | 'out'): Promise<Spot> {
  const handle = operatorBox(page, name)
    .locator(side === 'in' ? '.port-in' : '.port-out')
    .first();
  const box = await handle.boundingBox();
  if (box === null) throw new Error(`${name} has no port to the ${side}`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

export async function boxPlace(page: Page, name: string): Promise<Spot & { readonly width: number; readonly height: number }> {
  const box = await operatorBox(page, name).boundingBox();
  if (box === null) throw new Error(`${name} is not on the canvas`);
  return box;
}

export async function dragMouse(page: Page, from: Spot, to: Spot): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
}

/** Draws a wire from an output to an input. */
export async function wire(page: Page, from: string, to: string): Promise<void> {
  await dragMouse(page, await portOf(page, from, 'out'), await portOf(page, to, 'in'));
}

export async function addFromPalette(page: Page, title: string, to: Spot): Promise<void> {
  const items = page.getByRole('complementary', { name: 'Operators' }).getByRole('button');
  const item = items.filter({ has: page.getByText(title, { exact: true }) });
  await item.scrollIntoViewIfNeeded();
  const box = await item.boundingBox();
  if (box === null) throw new Error(`${title} is not in the palette`);
  await dragMouse(page, { x: box.x + box.width / 2, y: box.y + box.height / 2 }, to);
}

/** A place of the canvas with nothing on it, so that the focus is on the canvas itself. */
export async function clickCanvas(page: Page, at: Spot = { x: 300, y: 400 }): Promise<void> {
  const canvas = await canvasOf(page).boundingBox();
  if (canvas === null) throw new Error('There is no canvas');
  await page.mouse.click(canvas.x + at.x, canvas.y + at.y);
}

/** The text a pipeline would be saved with: the file the user gets. */
export async function savedText(page: Page): Promise<string> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as file' }).click();
  const stream = await (await download).createReadStream();
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

export async function expectBoxes(page: Page, count: number): Promise<void> {
  await expect(canvasOf(page).locator('.react-flow__node-operator')).toHaveCount(count);
}
