// A Chromium whose profile outlives its processes, for tests that kill them. Processes are killed by their id, told by the
// browser itself; nothing else on the machine is touched.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { findChromium } from '../../src/headless/setup.mjs';
import { CHROMIUM_ARGUMENTS } from '../e2e/chromium-arguments.ts';

export class ChromiumWithProfile {
  readonly profile: string;
  private context: BrowserContext | null = null;

  private constructor(profile: string) {
    this.profile = profile;
  }

  static async create(): Promise<ChromiumWithProfile> {
    return new ChromiumWithProfile(await mkdtemp(join(tmpdir(), 'millrace-profile-')));
  }

  /** The running browser; starts it when there is none. */
  async open(): Promise<BrowserContext> {
    const executablePath = findChromium();
    if (executablePath === null) throw new Error('No Chromium was found. Install one, or set CHROMIUM to its path');
    this.context ??= await chromium.launchPersistentContext(this.profile, {
      executablePath,
      args: [...CHROMIUM_ARGUMENTS],
      viewport: { width: 1440, height: 900 },
      handleSIGINT: true,
    });
    return this.context;
  }

  async newPage(): Promise<Page> {
    return (await this.open()).newPage();
  }

  /** SIGKILL to the browser process; its children die with it. */
  async killBrowser(): Promise<void> {
    const context = await this.open();
    const [pid] = await this.pids('browser');
    if (pid === undefined) throw new Error('The browser does not tell its process');
    const closed = context.waitForEvent('close');
    process.kill(pid, 'SIGKILL');
    await closed;
    this.context = null;
  }

  /** SIGKILL to every renderer; pages crash, the browser lives. */
  async killRenderers(): Promise<void> {
    for (const pid of await this.pids('renderer')) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It was gone already.
      }
    }
  }

  private async pids(type: string): Promise<readonly number[]> {
    const session = await (await this.open()).browser()?.newBrowserCDPSession();
    if (session === undefined) throw new Error('The browser gives no session');
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    await session.detach().catch(() => {});
    return processInfo.filter((info) => info.type === type).map((info) => info.id);
  }

  async close(): Promise<void> {
    await this.context?.close();
    this.context = null;
  }

  /** Ends the browser and forgets the profile. */
  async dispose(): Promise<void> {
    await this.close().catch(() => {});
    await rm(this.profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}
