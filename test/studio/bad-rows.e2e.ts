// A row for which an expression has no value: the run stops with the row shown, each way on works, and nothing is lost.
import type { Page } from '@playwright/test';
import { expect, expectStatus, inspector, openDocument, openHome, operatorBox, runButton, selectBox, test } from '../e2e/studio.ts';

function castLines(): object {
  return {
    format: 'millrace',
    formatVersion: 1,
    name: 'Numbers',
    operators: {
      'typed-1': { type: 'typed-lines', params: {} },
      'map-1': { type: 'map', name: 'numbers', params: { columns: { n: 'cast(value as int)' } } },
      'log-1': { type: 'log', params: {} },
    },
    edges: ['typed-1.out -> map-1.in', 'map-1.out -> log-1.in'],
    ui: { positions: { 'typed-1': [0, 0], 'map-1': [192, 0], 'log-1': [384, 0] }, notes: [] },
  };
}

async function stopOnARow(page: Page): Promise<void> {
  await openHome(page);
  await openDocument(page, castLines());
  await runButton(page).click();
  await expectStatus(page, 'Running');
  const line = page.getByRole('textbox', { name: 'Line for Typed lines' });
  await line.fill('12');
  await line.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: /^batch \d/ })).toBeVisible();
  await line.fill('oops');
  await line.press('Enter');
  await expectStatus(page, 'Failed');
  await selectBox(page, 'numbers');
}

const stopped = (page: Page) => inspector(page).getByRole('alert').filter({ hasText: 'Stopped in batch' });

test('the row, its expression and the form that gives NULL are named, and the batch runs again', async ({ page }) => {
  await stopOnARow(page);
  await expect(stopped(page)).toContainText('cast(value as int)');
  await expect(stopped(page)).toContainText('oops');
  await stopped(page).getByRole('button', { name: 'Use TRY_CAST and go on' }).click();
  await expectStatus(page, 'Running');
  await expect(page.getByRole('list', { name: /^Lines of/ }).or(page.getByRole('tabpanel', { name: 'Results' }))).toContainText('oops');
});

test('such rows leave by a port of their own, where their reason is', async ({ page }) => {
  await stopOnARow(page);
  await stopped(page).getByRole('button', { name: 'Send them to an errors port and go on' }).click();
  await expectStatus(page, 'Running');
  await expect(inspector(page).getByRole('region', { name: 'Refused rows' })).toContainText('CAST_INVALID_INPUT');
  await expect(operatorBox(page, 'numbers')).toHaveAccessibleName(/Some rows were refused/);
  await inspector(page).getByRole('tab', { name: 'Rows' }).click();
  await expect(inspector(page).getByRole('combobox', { name: 'Port' }).getByRole('option', { name: 'Refused rows' })).toBeAttached();
  await page.getByRole('region', { name: 'Canvas' }).focus();
  await page.keyboard.press('c');
  await expect(page.getByRole('dialog', { name: 'Connect numbers to' })).toBeVisible();
});
