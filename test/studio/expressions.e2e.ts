// Writing an expression by keys: what fits is offered, the call explains itself, an error is mended, and the reference answers.
import { expect, inspector, openDocument, openHome, selectBox, test } from '../e2e/studio.ts';
import { savedText } from './canvas-driver.ts';
import { wordCount } from './documents.ts';

test.beforeEach(async ({ page }) => {
  await openHome(page);
  await openDocument(page, wordCount());
  await selectBox(page, 'clean');
  await inspector(page).getByRole('textbox', { name: 'Condition' }).click();
  await page.keyboard.press('Control+a');
});

test('columns and functions are offered as one types, and a call shows its arguments', async ({ page }) => {
  await page.keyboard.type('subs');
  await expect(page.getByRole('listbox').getByRole('option').first()).toContainText('substring');
  // A list that has just opened takes no key for 75 ms, so that nothing is chosen by accident.
  await page.waitForTimeout(150);
  await page.keyboard.press('Tab');
  await expect(inspector(page).getByRole('textbox', { name: 'Condition' })).toContainText('substring(');
  await page.keyboard.type('word, 1');
  const help = inspector(page).getByRole('status').filter({ hasText: 'ways to call it' });
  await expect(help).toContainText('substring(text STRING, start INT');
  await expect(help.locator('b')).toHaveText('start INT');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
});

test('a misspelt name is mended by a click, or by keys', async ({ page }) => {
  await page.keyboard.type('lenght(word) > 3');
  await expect(inspector(page).getByText('No function lenght.')).toBeVisible();
  await inspector(page).getByRole('button', { name: 'Change to length' }).click();
  await expect(inspector(page).getByText('No function lenght.')).toBeHidden();
  expect(await savedText(page)).toContain('length(word) > 3');
  await inspector(page).getByRole('textbox', { name: 'Condition' }).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('wrod = 1');
  await expect(inspector(page).getByText(/^No column wrod/)).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+.');
  await expect(inspector(page).getByRole('textbox', { name: 'Condition' })).toContainText('word =');
});

test('the type of the result is said', async ({ page }) => {
  await page.keyboard.type('length(word) > 3');
  await expect(inspector(page).getByText('gives BOOLEAN')).toBeVisible();
});

test('F1 opens the reference at the function; examples are tried there, and a call is inserted', async ({ page }) => {
  await page.keyboard.type('upper(word)');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('F1');
  const reference = page.getByRole('complementary', { name: 'Functions' });
  await expect(reference.getByRole('button', { name: /^upper/ })).toHaveAttribute('aria-expanded', 'true');
  await reference.getByRole('textbox', { name: 'Try upper' }).fill("upper('straße')");
  await expect(reference.getByRole('status', { name: 'What upper gives' })).toContainText("'STRASSE'");
  await reference.getByRole('searchbox', { name: 'Search functions' }).fill('datediff');
  await page.keyboard.press('Enter');
  await expect(reference.getByRole('status', { name: 'What datediff gives' })).toContainText('INT');
  await reference.getByRole('searchbox', { name: 'Search functions' }).fill('no such thing at all');
  await expect(reference.getByText('No function is called')).toBeVisible();
  await reference.getByRole('searchbox', { name: 'Search functions' }).fill('reverse');
  await page.keyboard.press('Enter');
  await reference.getByRole('button', { name: 'Insert into the expression' }).click();
  await expect(inspector(page).getByRole('textbox', { name: 'Condition' })).toContainText('reverse(');
  await page.keyboard.press('Control+Shift+f');
  await expect(reference).toBeHidden();
});
