// The strict policy, as a browser enforces it.
import { expect, openHome, startTemplate, test, WORD_COUNT, waitForBatch } from './studio.ts';

/** What eval and Function do. Runs in the page or a worker, in a task of its own: a debugger's own call may do what a page may not. */
function tryText(): Promise<readonly string[]> {
  return new Promise((resolve) => {
    const attempt = (work: () => unknown): string => {
      try {
        return `ran: ${String(work())}`;
      } catch (error) {
        return error instanceof Error ? error.name : 'thrown';
      }
    };
    setTimeout(() => {
      const { eval: indirect, Function: make } = globalThis;
      resolve([attempt(() => indirect('1 + 1')), attempt(() => make('return 1 + 1')())]);
    }, 0);
  });
}

test('text cannot become code, neither in the page nor in the engine', async ({ page, trouble }) => {
  trouble.expectMessage(/unsafe-eval|Content Security Policy/);
  await openHome(page);
  await startTemplate(page, WORD_COUNT);
  await waitForBatch(page, 1);
  expect(await page.evaluate(tryText)).toEqual(['EvalError', 'EvalError']);
  const [engine] = page.workers();
  expect(page.workers()).toHaveLength(1);
  if (engine === undefined) return;
  expect(await engine.evaluate(tryText)).toEqual(['EvalError', 'EvalError']);
});

test('the page carries its policy in itself, too, for hosts that send no headers', async ({ page }) => {
  await openHome(page);
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toContain('unsafe-eval');
  expect(await page.locator('script:not([src])').count()).toBe(0);
  expect(await page.locator('[onclick], [onload], [onerror]').count()).toBe(0);
});

test('a script put into the page does not run, and nothing leaves for another address', async ({ page, trouble }) => {
  trouble.expectMessage(/Content Security Policy|Failed to fetch|violates the following|net::ERR_BLOCKED_BY_CSP/);
  await openHome(page);
  const outcome = await page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "injected"';
    document.body.append(script);
    const left = await fetch('http://127.0.0.1:9/').then(
      () => 'answered',
      () => 'refused',
    );
    return { title: document.title, left };
  });
  expect(outcome).toEqual({ title: 'Millrace', left: 'refused' });
});

test('every part of the studio keeps to the policy', async ({ page }) => {
  const broken: string[] = [];
  await page.exposeFunction('tellViolation', (text: string) => broken.push(text));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      (globalThis as unknown as { tellViolation(text: string): void }).tellViolation(
        `${event.violatedDirective} ${event.blockedURI} ${event.sample}`,
      );
    });
  });
  await openHome(page);
  await startTemplate(page, WORD_COUNT);
  await waitForBatch(page, 2);
  for (const tab of ['Batches', 'Checkpoints', 'Problems', 'Log', 'Results']) await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
  await page.getByRole('group', { name: /^Long words/ }).click();
  await page.getByRole('textbox', { name: /Condition/ }).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('leng');
  await page.waitForTimeout(400);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Search or run a command' }).click();
  await page.getByRole('combobox', { name: 'Search or run a command' }).press('Escape');
  await page.getByRole('button', { name: /^Batch interval/ }).click();
  await page.keyboard.press('Escape');
  expect(broken).toEqual([]);
});
