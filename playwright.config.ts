// Browser tests run against the built page, served on a free port of this machine by test/e2e/serve-built-page.ts.
import { defineConfig } from '@playwright/test';
import { findChromium } from './src/headless/setup.mjs';
import { CHROMIUM_ARGUMENTS } from './test/e2e/chromium-arguments.ts';

const executablePath = findChromium();
if (executablePath === null) throw new Error('No Chromium was found. Install one, or set CHROMIUM to its path; npm test does it on Debian.');

export default defineConfig({
  testDir: 'test',
  testMatch: '**/*.e2e.ts',
  globalSetup: './test/e2e/serve-built-page.ts',
  outputDir: 'test-results',
  // Two cores: more at once makes the engine of one test wait for the page of another.
  workers: 1,
  fullyParallel: false,
  // A shared machine may stall a page for many seconds; what fails three times is broken, and what fails once is told as flaky.
  retries: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    viewport: { width: 1440, height: 900 },
    launchOptions: { executablePath, args: [...CHROMIUM_ARGUMENTS] },
    screenshot: 'only-on-failure',
    trace: 'off',
  },
});
