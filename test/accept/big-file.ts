// A file too large to be copied, read where it lies: dropped by the browser's own drag and drop, replayed, asked for again by one click
// after a reload and after a kill, noticed when a byte of it changes, and taken up again when it is as it was. Record i holds the
// number i, so what must have been counted is known from how many were.
import { createHash } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { type PlainValue, valuesFromRows } from '../../src/columns/build.ts';
import { decodeRows } from '../../src/columns/codec.ts';
import { Journal, readFacts } from '../../src/storage/journal.ts';
import { readStoredTables } from '../e2e/stored-tables.ts';
import { expectStatus, importFile, openHome, runButton } from '../e2e/studio.ts';
import { ChromiumWithProfile } from './chromium-with-profile.ts';

const NAME = 'big.csv';
/** 530 MB, of which 500 MiB would be copied. */
const RECORDS = 530_000;
const RECORD_BYTES = 1_000;
const ROWS_PER_SECOND = 4_000;
/** Hashing and indexing. */
const TAKEN_IN_MS = 400_000;

export interface BigFile {
  readonly takenInMs: number;
  /** What did not hold; empty when all did. */
  readonly faults: readonly string[];
}

export async function readBigFile(url: string): Promise<BigFile> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-big-'));
  const path = join(folder, NAME);
  const chromium = await ChromiumWithProfile.create();
  try {
    const file = { name: NAME, sha256: await writeRecords(path), bytes: RECORDS * RECORD_BYTES };
    let page = await newPage(chromium, path);
    await openHome(page, url);
    await importFile(page, { name: 'big.json', text: JSON.stringify(documentOf(file)) });
    await runButton(page).click();
    await page
      .getByText(/not in this browser/)
      .first()
      .waitFor();
    const began = Date.now();
    await dropFromDisk(page, path);
    await expect(page.getByRole('region', { name: 'The run waits' })).toHaveCount(0, { timeout: TAKEN_IN_MS });
    const takenInMs = Date.now() - began;
    await runButton(page).click();
    await expectStatus(page, 'Running|Behind');
    const faults: string[] = [];
    await growsBy(page, 4_000);

    await page.reload();
    faults.push(...(await goesOnAfterOneClick(page, 'the reload')));

    const address = page.url();
    await chromium.killBrowser();
    page = await newPage(chromium, path);
    await page.goto(address);
    faults.push(...(await goesOnAfterOneClick(page, 'the kill')));

    const changed = (await counted(page)).n + 5 * ROWS_PER_SECOND;
    await writeByte(path, changed, '#');
    await page
      .getByText(/was changed since the run began/)
      .first()
      .waitFor({ timeout: 60_000 });
    const stood = await counted(page);
    if (stood.n > changed) faults.push(`record ${changed + 1} was changed, and ${stood.n} were counted`);
    await writeByte(path, changed, '.');
    await runButton(page).click();
    await expectStatus(page, 'Running|Behind');
    const after = await growsBy(page, changed - stood.n + 4_000);
    return { takenInMs, faults: [...faults, ...stood.faults, ...after.faults] };
  } finally {
    await chromium.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

function documentOf(file: { readonly name: string; readonly sha256: string; readonly bytes: number }): object {
  const format = { kind: 'csv', encoding: 'utf-8', skip: 0, delimiter: ',', quote: '"', escape: '"', trim: false, fields: 2, nullWords: [] };
  return {
    format: 'millrace',
    formatVersion: 1,
    name: 'A file too large to copy',
    settings: { batchInterval: '500 milliseconds', checkpointInterval: '1 second', downtime: 'skip' },
    operators: {
      in: {
        type: 'file',
        params: { file, format, columns: [{ name: 'id', type: 'BIGINT', from: 0 }], pace: 'rate', rowsPerSecond: ROWS_PER_SECOND },
      },
      total: {
        type: 'running-aggregate',
        params: { keys: [], aggregates: { n: 'count(*)', first: 'min(id)', last: 'max(id)', sum: 'sum(id)' }, emit: 'changes' },
      },
      out: { type: 'table', params: {} },
    },
    edges: ['in.out -> total.in', 'total.out -> out.in'],
    ui: { positions: {}, notes: [] },
  };
}

/** The SHA-256 of what was written. */
async function writeRecords(path: string): Promise<string> {
  const hash = createHash('sha256');
  const file = await open(path, 'w');
  try {
    const filler = '.'.repeat(RECORD_BYTES - 10);
    for (let from = 0; from < RECORDS; from += 1_000) {
      const piece = Array.from({ length: 1_000 }, (_, i) => `${String(from + i).padStart(8, '0')},${filler}\n`).join('');
      hash.update(piece);
      await file.write(piece);
    }
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}

async function writeByte(path: string, record: number, byte: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.write(byte, record * RECORD_BYTES + RECORD_BYTES / 2);
  } finally {
    await file.close();
  }
}

/**
 * A page whose browser answers when it is asked for access. No driver can press the button of the browser's own question, so
 * the answer is a second drop of the same file, which gives the page that access; the reference it kept is the one that is read.
 */
async function newPage(chromium: ChromiumWithProfile, path: string): Promise<Page> {
  const page = await chromium.newPage();
  await page.exposeFunction('answerQuestion', () => dropFromDisk(page, path));
  await page.addInitScript(answerByDrop);
  return page;
}

/** Runs in the page, before anything else. */
function answerByDrop(): void {
  const page = globalThis as unknown as { answerQuestion(): Promise<void> };
  const handles = (
    globalThis as unknown as { FileSystemHandle: { prototype: { requestPermission: unknown; queryPermission(wish: object): unknown } } }
  ).FileSystemHandle.prototype;
  let answering: (() => void) | null = null;
  for (const type of ['dragenter', 'dragover', 'drop']) {
    addEventListener(
      type,
      (event) => {
        if (answering === null) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        const [item] = (event as DragEvent).dataTransfer?.items ?? [];
        if (type !== 'drop' || item === undefined || !('getAsFileSystemHandle' in item)) return;
        void (item.getAsFileSystemHandle as () => Promise<unknown>)().then(answering);
      },
      { capture: true },
    );
  }
  handles.requestPermission = async function (this: { queryPermission(wish: object): unknown }, wish: object): Promise<unknown> {
    if (!navigator.userActivation.isActive) throw new DOMException('User activation is required to request permissions.', 'SecurityError');
    const given = new Promise<void>((resolve) => {
      answering = resolve;
    });
    await page.answerQuestion();
    await given;
    answering = null;
    return this.queryPermission(wish);
  };
}

/** As a hand drops a file from its folder. */
async function dropFromDisk(page: Page, path: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await session.send('Input.dispatchDragEvent', { type, x: 600, y: 300, data });
  await session.detach();
}

/** The run waits and counts nothing until the button is pressed, then goes on at the next record. */
async function goesOnAfterOneClick(page: Page, what: string): Promise<readonly string[]> {
  const button = page.getByRole('button', { name: `Continue with ${NAME}` }).first();
  await button.waitFor({ timeout: 60_000 });
  const before = await counted(page);
  await page.waitForTimeout(1_500);
  const waiting = await counted(page);
  const faults = waiting.n === before.n ? [] : [`after ${what} ${waiting.n - before.n} records were counted without access`];
  await button.click();
  const after = await growsBy(page, 4_000);
  return [...faults, ...before.faults, ...after.faults].map((fault) => `after ${what}: ${fault}`);
}

interface Counted {
  readonly n: number;
  readonly faults: readonly string[];
}

async function growsBy(page: Page, records: number): Promise<Counted> {
  const { n } = await counted(page);
  let now = await counted(page);
  for (const until = Date.now() + 90_000; now.n < n + records; now = await counted(page)) {
    if (Date.now() > until) throw new Error(`It stands at ${now.n} records`);
    await page.waitForTimeout(250);
  }
  return now;
}

/** How many records the newest committed row counts, and whether they are the first so many, each once; as all rows before it. */
async function counted(page: Page): Promise<Counted> {
  const pipelineId = decodeURIComponent(/#\/p\/(.+)$/.exec(page.url())?.[1] ?? '');
  const store = await readStoredTables(page, ['heads', 'plans', 'checkpoints', 'log', 'progress', 'ledger']);
  const facts = await readFacts(store, pipelineId);
  if (facts.head === null) return { n: 0, faults: [] };
  const journal = new Journal(store, pipelineId, facts.head.meta.runId, 0, 'relaxed');
  const rows = (await journal.readLedger('out', 0)).flatMap(({ bytes }) => valuesFromRows(decodeRows(bytes)));
  const counts = rows.filter(([n]) => n !== 0);
  const faults = counts.flatMap((row) => faultOf(row));
  for (const [i, row] of counts.entries()) {
    if (i > 0 && Number(row[0]) < Number(counts[i - 1]?.[0])) faults.push(`${String(row[0])} records came after ${String(counts[i - 1]?.[0])}`);
  }
  return { n: Number(counts.at(-1)?.[0] ?? 0), faults };
}

function faultOf([n, first, last, sum]: readonly PlainValue[]): readonly string[] {
  const many = Number(n);
  const right = Number(first) === 0 && Number(last) === many - 1 && Number(sum) === (many * (many - 1)) / 2;
  return right ? [] : [`${many} records from ${String(first)} to ${String(last)} with the sum ${String(sum)} are not the first ${many}`];
}
