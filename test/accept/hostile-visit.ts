// Files that readers of data stumble over, dropped on Home one after another: each gives the right rows in the preview, or is
// refused with a Problem, and the page answers all the while.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { parseType } from '../../src/sql/parse-type.ts';
import { cellText } from '../../src/studio/dock/results/cell-text.ts';
import { openHome } from '../e2e/studio.ts';
import { type HostileFile, hostileFiles } from '../formats/hostile-files.ts';
import { ChromiumWithProfile } from './chromium-with-profile.ts';
import { dropFile } from './drop-file.ts';

export interface HostileResult {
  readonly files: number;
  readonly right: number;
  readonly faults: readonly string[];
}

const FIELD_DATA = new URL('../field/data/', import.meta.url);

/** What is dropped here beside the shared ones: the field's own, and gzip as it comes. */
function packedAndFound(): readonly HostileFile[] {
  const csv = new TextEncoder().encode(`id,name\n${Array.from({ length: 5_000 }, (_, i) => `${i},name ${i}`).join('\n')}\n`);
  const packed = gzipSync(csv);
  const found = readdirSync(FIELD_DATA)
    .filter((name) => /^c\d/.test(name))
    .map((name): HostileFile => ({ name, bytes: readFileSync(new URL(name, FIELD_DATA)), right: { kind: 'anything' } }));
  return [
    ...found,
    { name: 'packed.csv.gz', bytes: packed, right: { kind: 'records', records: 5_000, bad: 0 } },
    { name: 'cut.csv.gz', bytes: packed.subarray(0, Math.floor(packed.length * 0.6)), right: { kind: 'anything' } },
    {
      name: 'damaged.csv.gz',
      bytes: packed.map((byte, i) => (i > 200 && i < 260 ? byte ^ 0x5a : byte)),
      right: { kind: 'refused', code: 'file/gzip' },
    },
    { name: 'bomb.csv.gz', bytes: gzipSync(new Uint8Array(120_000_000)), right: { kind: 'refused', code: 'file/gzip-bomb' } },
  ];
}

export async function visitHostileFiles(url: string): Promise<HostileResult> {
  const files = [...hostileFiles(), ...packedAndFound()];
  const chromium = await ChromiumWithProfile.create();
  try {
    const page = await chromium.newPage();
    const thrown: string[] = [];
    page.on('pageerror', (error) => thrown.push(error.message));
    await openHome(page, url);
    const faults: string[] = [];
    let right = 0;
    for (const file of files) {
      const fault = await visit(page, file).catch((error: unknown) => (error instanceof Error ? error.message.slice(0, 300) : String(error)));
      const wrong = fault ?? thrown.shift() ?? null;
      if (wrong === null) right++;
      else faults.push(`${file.name}: ${wrong}`);
      if (wrong !== null) await openHome(page, url);
    }
    return { files: files.length, right, faults };
  } finally {
    await chromium.dispose();
  }
}

/** What is not right, or null. */
async function visit(page: Page, file: HostileFile): Promise<string | null> {
  await dropFile(page, file);
  const preview = page.getByRole('dialog').filter({ has: page.getByRole('button', { name: 'Make a pipeline' }) });
  const refused = page.getByRole('dialog', { name: /was not (?:taken|opened)/ });
  await preview.or(refused).waitFor({ timeout: 30_000 });
  // JSON that is no pipeline is offered as data in the same breath.
  const asData = page.getByRole('button', { name: 'Read it as data…' });
  if (await asData.isVisible()) {
    await asData.click();
    await preview.or(refused.filter({ hasNot: asData })).waitFor({ timeout: 30_000 });
  }
  const isRefused = await refused.isVisible();
  const fault = isRefused ? await refusalFault(page, file) : await previewFault(page, file);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden', timeout: 10_000 });
  return fault;
}

async function refusalFault(page: Page, { right }: HostileFile): Promise<string | null> {
  const words = (await page.getByRole('dialog').textContent()) ?? '';
  if (right.kind === 'rows' || right.kind === 'records') return `it was refused: ${words.slice(0, 200)}`;
  return words.length > 60 ? null : `the refusal says too little: ${words}`;
}

async function previewFault(page: Page, { right }: HostileFile): Promise<string | null> {
  if (right.kind === 'refused') return 'it was taken';
  const subtitle = (await page.getByRole('dialog').textContent()) ?? '';
  const seen = /(?:all|the first) ([\d,]+) records looked at/.exec(subtitle)?.[1];
  const records = Number(seen?.replaceAll(',', ''));
  if (Number.isNaN(records)) return `the preview does not say how many records it looked at: ${subtitle.slice(0, 200)}`;
  if (right.kind === 'anything') return null;
  const whole = /all [\d,]+ records looked at/.test(subtitle);
  const wanted = right.kind === 'rows' ? right.rows.length : right.records;
  if (whole && records !== wanted) return `it has ${records} records, not ${wanted}`;
  if (right.kind === 'records') return null;
  const table = await page.evaluate(() => {
    const own = document.querySelector('[aria-label="Rows under this guess"] table');
    const types = [...(own?.querySelectorAll('th .ty') ?? [])].map((type) => type.textContent ?? '');
    const rows = [...(own?.querySelectorAll('tbody tr') ?? [])].map((row) =>
      [...row.querySelectorAll('td')].slice(1).map((cell) => cell.textContent ?? ''),
    );
    return { types, rows };
  });
  const types = table.types.map((text) => {
    const type = parseType(text);
    if (!type.ok) throw new Error(`${text} is no type`);
    return type.value;
  });
  for (const [i, row] of right.rows.entries()) {
    const shown = table.rows[i]?.slice(0, types.length);
    const expected = row.map((value, c) => cellText(value, types[c] ?? { kind: 'STRING' }));
    if (JSON.stringify(shown) !== JSON.stringify(expected)) return `row ${i + 1} reads ${JSON.stringify(shown)}, not ${JSON.stringify(expected)}`;
  }
  return null;
}
