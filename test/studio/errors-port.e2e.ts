// The errors port on the canvas: field case e6 for a port that is there only while a setting asks for it, and refused rows of keyed
// state, which did not happen. Field case a4: that a state only grows stands among the problems, and the way out takes it away.
import {
  dockTab,
  expect,
  inspector,
  openDocument,
  openHome,
  operatorBox,
  runButton,
  selectBox,
  shownRows,
  test,
  typeLine,
  wireNames,
} from '../e2e/studio.ts';
import { savedText } from './canvas-driver.ts';

/** A sum by key, row by row; what has no number leaves by the errors port. */
const SUMS = {
  format: 'millrace',
  formatVersion: 1,
  name: 'Sums',
  operators: {
    'lines-1': { type: 'typed-lines', name: 'lines', params: {} },
    'pairs-1': { type: 'map', name: 'pairs', params: { mode: 'replace', columns: { k: "split(value, ' ')[0]", v: "split(value, ' ')[1]" } } },
    'sums-1': {
      type: 'map-with-state',
      name: 'sums',
      params: {
        keys: ['k'],
        state: { total: 'BIGINT' },
        update: { total: 'coalesce(state.total, 0L) + CAST(v AS INT)' },
        emit: { k: 'k', total: 'new.total' },
        gives: 'changes',
        onError: 'errors',
      },
    },
    'out-1': { type: 'table', name: 'out', params: {} },
    'bad-1': { type: 'table', name: 'bad', params: {} },
  },
  edges: ['lines-1.out -> pairs-1.in', 'pairs-1.out -> sums-1.in', 'sums-1.out -> out-1.in', 'sums-1.errors -> bad-1.in'],
  ui: { positions: { 'lines-1': [40, 120], 'pairs-1': [260, 120], 'sums-1': [480, 120], 'out-1': [740, 60], 'bad-1': [740, 240] }, notes: [] },
};

test('e6: the wire of a port that is switched off stays, is told as a problem, and is whole again when the port is back', async ({ page }) => {
  await openHome(page);
  await openDocument(page, SUMS);
  await selectBox(page, 'sums');
  const policy = inspector(page).getByRole('radiogroup', { name: 'A row without a value' });
  const wires = await wireNames(page);
  expect(wires).toHaveLength(4);
  const text = await savedText(page);
  await policy.getByText('Drop', { exact: true }).click();
  await dockTab(page, 'Problems');
  const problems = page.getByRole('tabpanel', { name: 'Problems' });
  await expect(problems).toContainText('Refused rows');
  await expect.poll(() => wireNames(page)).toHaveLength(4);
  expect((JSON.parse(await savedText(page)) as typeof SUMS).edges).toContain('sums-1.errors -> bad-1.in');
  await policy.getByText('Errors port', { exact: true }).click();
  await expect(problems).not.toContainText('Refused rows');
  await expect.poll(() => wireNames(page)).toEqual(wires);
  expect(JSON.parse(await savedText(page))).toEqual(JSON.parse(text));
});

test('a row without a value leaves the state of its key as it was, and is told where refused rows are', async ({ page }) => {
  await openHome(page);
  await openDocument(page, SUMS);
  await runButton(page).click();
  await selectBox(page, 'lines');
  for (const line of ['a 1', 'a x', 'a 2']) await typeLine(page, line);
  await operatorBox(page, 'out').click({ position: { x: 60, y: 24 } });
  await dockTab(page, 'Results');
  await expect.poll(() => shownRows(page), { timeout: 15_000 }).toEqual([['a', '3']]);
  await selectBox(page, 'sums');
  await expect(inspector(page).getByRole('region', { name: 'Refused rows' })).toContainText('CAST_INVALID_INPUT');
});

test('a4: a state that only grows stands among the problems with the way out, and goes when it is taken', async ({ page }) => {
  await openHome(page);
  await openDocument(page, SUMS);
  await dockTab(page, 'Problems');
  const problems = page.getByRole('tabpanel', { name: 'Problems' });
  await expect(problems).toContainText('The state of "sums" only grows');
  await expect(problems).toContainText('Give it a time-out');
  await selectBox(page, 'sums');
  await inspector(page).getByRole('textbox', { name: 'Time-out' }).fill('10 minutes');
  await expect(problems).not.toContainText('only grows');
});
