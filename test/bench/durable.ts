// The engine over IndexedDB, in a worker of Chromium: the page is built, served on loopback, driven, and closed again.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { servePage } from '../../src/headless/page-server.ts';
import { findChromium } from '../../src/headless/setup.mjs';
import { CHROMIUM_ARGUMENTS } from '../e2e/chromium-arguments.ts';
import type { EngineRun } from './engine-contestant.ts';
import type { WorkloadName } from './workloads.ts';

/** W2 is also run in batches of 100,000 rows, where the commit no longer is the cost. */
const LARGE_BATCH = 100_000;

/** Median milliseconds: `millrace` in batches of 10,000, `millrace_100k` in batches of 100,000. */
export async function durableRuns(name: WorkloadName, events: number, rounds: number): Promise<{ [contestant: string]: number }> {
  const executablePath = findChromium();
  if (executablePath === null)
    throw new Error('No Chromium was found. Install one, set CHROMIUM to its path, or leave the browser out with --no-browser.');
  const folder = mkdtempSync(join(tmpdir(), 'millrace-bench-page-'));
  try {
    await build({
      root: join(import.meta.dirname, 'page'),
      base: './',
      configFile: false,
      logLevel: 'error',
      worker: { format: 'es' },
      build: { outDir: folder, emptyOutDir: true, target: 'es2023' },
    });
    const server = await servePage(folder, { port: 0 });
    const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_ARGUMENTS] });
    try {
      const page = await browser.newPage();
      await page.goto(server.url);
      const times: { [contestant: string]: number[] } = {};
      for (let round = 0; round < rounds; round++) {
        for (const batchRows of name === 'W2' ? [10_000, LARGE_BATCH] : [10_000]) {
          const run = (await page.evaluate(([w, e, b]) => window.runDurable(w, e, b), [name, events, batchRows] as const)) as EngineRun;
          const contestant = batchRows === LARGE_BATCH ? 'millrace_100k' : 'millrace';
          times[contestant] = [...(times[contestant] ?? []), run.ms];
        }
      }
      return Object.fromEntries(
        Object.entries(times).map(([contestant, list]) => [contestant, [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN]),
      );
    } finally {
      await browser.close();
      await server.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
