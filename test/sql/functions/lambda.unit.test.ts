import { describe, expect, it } from 'vitest';
import { answer, answers, refusal } from '../evaluate-text.ts';

const DDL = 'a ARRAY<INT>, n INT, m MAP<STRING, INT>';

describe('functions that take functions', () => {
  it('see the columns around them, and their variables before those', () => {
    const rows = [
      [[1, 2, 3], 10, null],
      [[4], 20, null],
    ] as const;
    expect(answers('transform(a, x -> x + n)', DDL, rows)).toEqual([[11, 12, 13], [24]]);
    expect(answers('transform(a, n -> n + 1)', DDL, rows)).toEqual([[2, 3, 4], [5]]);
    expect(answers('transform(a, (x, i) -> x * 10 + i)', DDL, rows)).toEqual([[10, 21, 32], [40]]);
  });

  it('nest', () => {
    expect(answers('transform(a, x -> aggregate(a, n, (sum, y) -> sum + x * y))', DDL, [[[1, 2], 100, null]])).toEqual([[103, 106]]);
    expect(answer('transform(array(array(1, 2), array(3)), x -> filter(x, y -> y <> size(x)))')).toEqual([[1], [3]]);
  });

  it('compute only the rows asked for, and fail only the rows whose elements fail', () => {
    const rows = [
      [[1, 0], 1, null],
      [[2, 4], 8, null],
      [null, 1, null],
      [[], 1, null],
    ] as const;
    expect(answers('transform(a, x -> n div x)', DDL, rows)).toEqual(['DIVIDE_BY_ZERO', [4, 2], null, []]);
    expect(answers('transform(a, x -> n div x)', DDL, rows, Int32Array.of(1, 3))).toEqual([[4, 2], []]);
  });

  it('stop at the element that decides', () => {
    expect(answer('exists(array(1, 0), x -> 1 div x = 1)')).toBe(true);
    expect(answer('exists(array(0, 1), x -> 1 div x = 1)')).toBe('DIVIDE_BY_ZERO');
    expect(answer('forall(array(5, 0), x -> 1 div x = 1)')).toBe(false);
    expect(answer('exists(array(1, NULL), x -> x > 1)')).toBe(null);
    expect(answer('forall(array(), x -> false)')).toBe(true);
  });

  it('fold lists of different lengths side by side', () => {
    const rows = [
      [[1, 2, 3], 0, null],
      [[], 7, null],
      [[5], 1, null],
      [null, 1, null],
      [[1, null], 0, null],
    ] as const;
    expect(answers("aggregate(a, '', (text, x) -> concat(text, x), text -> length(text))", DDL, rows)).toEqual([3, 0, 1, null, null]);
    expect(answers('reduce(a, n, (sum, x) -> sum + x)', DDL, rows)).toEqual([6, 7, 6, null, null]);
  });

  it('order by a comparison, equal elements as they came', () => {
    expect(answer("array_sort(array('bb', 'a', 'cc', 'd', 'ee'), (l, r) -> length(l) - length(r))")).toEqual(['a', 'd', 'bb', 'cc', 'ee']);
    expect(answer('array_sort(sequence(1, 100), (l, r) -> r - l)')).toEqual(Array.from({ length: 100 }, (_, i) => 100 - i));
    expect(answer('array_sort(array(1, NULL), (l, r) -> l - r)')).toBe('COMPARATOR_RETURNS_NULL');
  });

  it('work on maps', () => {
    expect(answer("map_zip_with(map('a', 1, 'b', 2), map('b', 3, 'c', 4), (k, v1, v2) -> coalesce(v1, 0) + coalesce(v2, 0))")).toEqual([
      ['a', 1],
      ['b', 5],
      ['c', 4],
    ]);
    expect(
      answers('map_filter(m, (k, v) -> v > n)', DDL, [
        [
          null,
          1,
          [
            ['x', 1],
            ['y', 2],
          ],
        ],
      ]),
    ).toEqual([[['y', 2]]]);
    expect(answer('transform_keys(map(1, 1, 2, 2), (k, v) -> 0)')).toBe('DUPLICATED_MAP_KEY');
    expect(answer('transform_values(map(1, NULL), (k, v) -> k)')).toEqual([[1, 1]]);
  });

  it('are refused where types or numbers of variables do not fit', () => {
    expect(refusal('transform(n, x -> x)', DDL)).toMatch(/^sql\/argument-types/);
    expect(refusal('filter(a, x -> x + 1)', DDL)).toMatch(/^sql\/argument-types/);
    expect(refusal('exists(a, (x, i) -> x = i)', DDL)).toMatch(/^sql\/argument-types/);
    expect(refusal('aggregate(a, 0, (sum, x) -> sum + 0.5D)', DDL)).toMatch(/^sql\/argument-types/);
    expect(refusal('upper(x -> x)', DDL)).toMatch(/^sql\/unsupported-form/);
    expect(refusal('rand()')).toMatch(/^function\/refused: rand is not offered here: each run of a batch would give other rows/);
  });
});
