// Who looks at the port of a join, an order or a fold sees all its columns, also those that nobody reads.
import { expect, it } from 'vitest';
import { valuesFromRows } from '../../src/columns/build.ts';
import { Driver, must, TestPlan } from './plan-fixture.ts';

const text = (name: string, value: string, param: string) => ({ name, text: value, param });

it('the rows at every port are whole', () => {
  const plan = new TestPlan();
  const source = plan.source('in', 'k STRING, v INT');
  const builder = plan.openBuilder();
  const request = (id: string) => ({ operatorId: id, role: 'n', label: id });
  const joined = must(
    builder.join({
      ...request('j'),
      left: source,
      right: source,
      how: 'inner',
      on: { text: 'l.k = r.k', param: 'on' },
      columns: [text('k', 'l.k', 'columns'), text('both', 'l.v + r.v', 'columns')],
    }),
  );
  const first = must(builder.top({ ...request('t'), input: joined, orderBy: [{ text: 'k DESC', param: 'orderBy' }], limit: 1, perKey: [] }));
  const state = plan.fold('f', source, {
    per: 'row',
    keys: [text('k', 'k', 'keys')],
    state: [text('n', 'BIGINT', 'state')],
    update: [text('n', 'coalesce(state.n, 0L) + 1', 'update')],
    remove: null,
    where: null,
    emit: [text('k', 'k', 'emit'), text('n', 'new.n', 'emit')],
    timeout: null,
    initial: null,
    gives: 'rows',
  });
  // Only k is read behind each of them.
  plan.sink('a', plan.project('pa', first, { k: 'k' }));
  plan.sink('b', plan.project('pb', state, { k: 'k' }));
  const driver = new Driver(plan.finish());
  driver.run({
    in: [
      ['a', 1],
      ['b', 2],
    ],
  });
  const at = (node: string) => {
    const rows = driver.runtime.inspect(node);
    return rows === null ? null : valuesFromRows(rows);
  };
  expect(at(joined)).toEqual([
    ['a', 2],
    ['b', 4],
  ]);
  expect(at(first)).toEqual([['b', 4]]);
  expect(at(state)).toEqual([
    ['a', 1],
    ['b', 1],
  ]);
});
