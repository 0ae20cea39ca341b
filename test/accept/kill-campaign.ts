// Kills a running studio again and again, at random moments and in five ways, and looks after each whether anything is lost,
// twice, or said that is not so.
import type { Page } from '@playwright/test';
import type { Store } from '../../src/storage/store.ts';
import { readStoredTables } from '../e2e/stored-tables.ts';
import { expectStatus, importFile, inspector, openHome, recoveryStrip, runButton, selectBox, waitForBatch } from '../e2e/studio.ts';
import { ChromiumWithProfile } from './chromium-with-profile.ts';
import { LedgerJudge, type OwnSources, type TypedLine } from './ledger-judge.ts';
import { judgeStrip } from './strip-judge.ts';

/** What runs while it is killed. */
export interface Scenario {
  readonly name: string;
  readonly document: object;
  /** The source lines are typed into, and how its box is called; null: nothing is typed. */
  readonly typed: { readonly operatorId: string; readonly box: string } | null;
  readonly own: OwnSources;
  /** Sets it going, from the opened document. */
  begin(page: Page): Promise<void>;
  /** What does not hold beside the ledger, as sentences. */
  alsoHolds(judge: LedgerJudge): readonly string[];
  /** Looked at once, after the last kill: what is not right, or null. */
  atEnd?(page: Page, judge: LedgerJudge): Promise<string | null>;
}

export interface CampaignOptions {
  readonly scenario: Scenario;
  readonly url: string;
  readonly kills: number;
  readonly seed: number;
  /** No further kill is begun after this moment. */
  readonly until: number;
  readonly say: (words: string) => void;
}

export interface CampaignResult {
  readonly kills: number;
  readonly exact: number;
  /** What the scenario looks at in the end was right. */
  readonly atEnd: boolean;
  readonly batches: number;
  readonly lines: number;
  readonly faults: readonly string[];
}

const WAYS = ['reload', 'close', 'worker', 'renderer', 'browser'] as const;
type Way = (typeof WAYS)[number];

/** Both kinds of source, a window and a total, checkpoints every second. */
const WORDS = {
  format: 'millrace',
  formatVersion: 1,
  name: 'Kill campaign',
  settings: {
    batchInterval: '200 milliseconds',
    durability: 'relaxed',
    timeZone: 'UTC',
    watermarkPolicy: 'min',
    downtime: 'catch-up',
    checkpointInterval: '1 second',
  },
  operators: {
    novel: { type: 'text-stream', params: { sample: 'moby-dick', rowsPerSecond: 120 } },
    typed: { type: 'typed-lines', name: 'Typed', params: {} },
    both: { type: 'union', params: {} },
    words: { type: 'explode', params: { expression: "split(lower(value), '[^a-z0-9]+')", as: 'word' } },
    long: { type: 'filter', params: { condition: 'length(word) > 5' } },
    window: {
      type: 'sliding-window',
      params: {
        time: 'batch',
        size: '3 seconds',
        slide: '600 milliseconds',
        keys: ['word'],
        aggregates: { n: 'count(*)', longest: 'max(length(word))' },
      },
    },
    totals: { type: 'running-aggregate', params: { keys: ['value'], aggregates: { n: 'count(*)' }, emit: 'all' } },
    counts: { type: 'table', name: 'Counts', params: {} },
    lines: { type: 'table', name: 'Lines', params: {} },
  },
  edges: [
    'novel.out -> both.in',
    'typed.out -> both.in',
    'both.out -> words.in',
    'words.out -> long.in',
    'long.out -> window.in',
    'window.out -> counts.in',
    'typed.out -> totals.in',
    'totals.out -> lines.in',
  ],
  ui: {
    positions: {
      novel: [40, 40],
      typed: [40, 200],
      both: [240, 80],
      words: [440, 80],
      long: [640, 80],
      window: [840, 80],
      totals: [440, 240],
      counts: [1040, 80],
      lines: [640, 240],
    },
    notes: [],
  },
};

export const WORDS_SCENARIO: Scenario = {
  name: 'Kill campaign',
  document: WORDS,
  typed: { operatorId: 'typed', box: 'Typed' },
  own: {},
  begin: (page) => runButton(page).click(),
  alsoHolds: () => [],
};

export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  const chromium = await ChromiumWithProfile.create();
  try {
    return await new Campaign(chromium, options).go();
  } finally {
    await chromium.dispose();
  }
}

class Campaign {
  private readonly chromium: ChromiumWithProfile;
  private readonly options: CampaignOptions;
  private readonly typed: TypedLine[] = [];
  private seed: number;
  private page: Page | null = null;
  private address = '';

  constructor(chromium: ChromiumWithProfile, options: CampaignOptions) {
    this.chromium = chromium;
    this.options = options;
    this.seed = options.seed;
  }

  async go(): Promise<CampaignResult> {
    const { kills, until, say } = this.options;
    const page = await this.chromium.newPage();
    this.page = page;
    await openHome(page, this.options.url);
    const { scenario } = this.options;
    await importFile(page, { name: 'campaign.json', text: JSON.stringify(scenario.document) });
    await runButton(page).waitFor();
    await scenario.begin(page);
    await waitForBatch(page, 3);
    this.address = page.url();
    const pipelineId = decodeURIComponent(/#\/p\/(.+)$/.exec(this.address)?.[1] ?? '');
    const judge = new LedgerJudge(pipelineId, scenario.own, scenario.typed?.operatorId);
    const faults: string[] = [];
    let done = 0;
    let exact = 0;
    for (let i = 0; i < kills && Date.now() < until; i++) {
      const way = WAYS[i < WAYS.length ? i : this.random(WAYS.length)] ?? 'reload';
      const found = await this.oneKill(way, judge, pipelineId, i).catch((error: unknown) => [
        `the studio did not come back: ${error instanceof Error ? error.message : String(error)}`,
      ]);
      done++;
      if (found.length === 0) exact++;
      else faults.push(...found.map((fault) => `kill ${i + 1} (${way}): ${fault}`));
      say(`kill ${i + 1} of ${kills}: ${way}, ${found.length === 0 ? 'exact' : found.join('; ')}`);
      if (found.some((fault) => fault.startsWith('the studio did not come back'))) await this.openAgain();
    }
    const last = scenario.atEnd === undefined ? null : await scenario.atEnd(await this.current(), judge);
    if (last !== null) faults.push(last);
    return { kills: done, exact, atEnd: last === null, batches: judge.committedBatches(), lines: this.typed.length, faults };
  }

  private async oneKill(way: Way, judge: LedgerJudge, pipelineId: string, round: number): Promise<readonly string[]> {
    const page = await this.current();
    const { scenario } = this.options;
    if (scenario.typed !== null) await this.typeSome(page, scenario.typed.box, round);
    await page.waitForTimeout(this.random(1_800));
    const last = scenario.typed !== null ? this.typeAndLeave(page, `r${round} last`).catch(() => {}) : Promise.resolve();
    if (this.random(2) === 0) await page.waitForTimeout(this.random(12));
    const told = way === 'worker' ? await stripWords(page) : '';
    const { before, openedMs } = await this.kill(way, page);
    await last;
    const again = await this.current();
    const text = await finishedRecovery(again, told);
    await again.waitForTimeout(this.random(600));
    const after = await readStoredTables(again);
    return [
      ...(await judge.look(after, this.typed)),
      ...scenario.alsoHolds(judge),
      ...(await judgeStrip({ text, openedMs }, pipelineId, before, after)).map((fault) => `strip: ${fault} [${text}]`),
    ];
  }

  /** Lines that the page showed as accepted. */
  private async typeSome(page: Page, box: string, round: number): Promise<void> {
    await selectBox(page, box);
    const field = inspector(page).getByRole('textbox', { name: 'Type a line' });
    const list = inspector(page).getByRole('list', { name: 'Recent lines' });
    for (let i = 0; i < 1 + this.random(3); i++) {
      const line: TypedLine = { text: `r${round} l${i} whales and mill races`, accepted: false };
      this.typed.push(line);
      await field.fill(line.text);
      await field.press('Enter');
      await list
        .getByRole('listitem')
        .filter({ hasText: line.text })
        .filter({ hasText: /accepted|batch \d/ })
        .waitFor({ timeout: 10_000 });
      line.accepted = true;
    }
  }

  /** One more line, and nobody waits for what becomes of it. */
  private async typeAndLeave(page: Page, text: string): Promise<void> {
    this.typed.push({ text, accepted: false });
    const field = inspector(page).getByRole('textbox', { name: 'Type a line' });
    await field.fill(text, { timeout: 2_000 });
    await field.press('Enter', { timeout: 2_000 });
  }

  /** Kills, reads the storage where nobody has touched it since, and opens the studio again. */
  private async kill(way: Way, page: Page): Promise<{ readonly before: Store | null; readonly openedMs: number }> {
    switch (way) {
      case 'reload': {
        await page.reload();
        return { before: null, openedMs: await page.evaluate(() => performance.timeOrigin) };
      }
      case 'worker': {
        await page.getByRole('region', { name: 'Canvas' }).click({ position: { x: 400, y: 30 } });
        await inspector(page).getByRole('button', { name: 'Crash now' }).click();
        return { before: null, openedMs: Date.now() };
      }
      case 'close':
        await page.close();
        return this.lookAndOpen();
      case 'renderer': {
        const crashed = page.waitForEvent('crash');
        await this.chromium.killRenderers();
        await crashed;
        await page.close();
        return this.lookAndOpen();
      }
      case 'browser':
        await this.chromium.killBrowser();
        return this.lookAndOpen();
    }
  }

  /** A picture of the same origin is a page without a studio: from there the storage is read as the kill left it. */
  private async lookAndOpen(): Promise<{ readonly before: Store; readonly openedMs: number }> {
    const page = await this.chromium.newPage();
    await page.goto(new URL('icon.svg', this.options.url).href);
    const before = await readStoredTables(page);
    this.page = page;
    const openedMs = Date.now();
    await page.goto(this.address);
    return { before, openedMs };
  }

  private async openAgain(): Promise<void> {
    await this.page?.close().catch(() => {});
    this.page = await this.chromium.newPage();
    await this.page.goto(this.address);
    await expectStatus(this.page, 'Running').catch(() => {});
  }

  private async current(): Promise<Page> {
    if (this.page === null) throw new Error('There is no page');
    return this.page;
  }

  /** 0 to n - 1; the same for the same seed. */
  private random(n: number): number {
    this.seed = (Math.imul(this.seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.seed / 2 ** 32) * n);
  }
}

const OVER = /^(?:Recovered|Recovery|Resumed|Taken)/;
const OVER_WITHIN_MS = 30_000;

/** The words of the strip once it says that it is over. `before`: what it said of an earlier recovery, which may stand for a while. */
async function finishedRecovery(page: Page, before: string): Promise<string> {
  for (const until = Date.now() + OVER_WITHIN_MS; ; await page.waitForTimeout(50)) {
    const text = await stripWords(page);
    if (OVER.test(text) && text !== before) return text;
    if (Date.now() > until) throw new Error(`the strip says "${text}"`);
  }
}

async function stripWords(page: Page): Promise<string> {
  const [text = ''] = await recoveryStrip(page).getByRole('paragraph').allTextContents();
  return text.replaceAll(/\s+/g, ' ').trim();
}
