// How two columns go together: counts, means, the sums of squared distances from the means and of their product. The first argument
// is y, as in SQL. Same formulas as moments.ts, for two columns.
import type { Column } from '../../columns/column.ts';
import { DOUBLE } from '../../columns/data-type.ts';
import type { AggregateFunction } from '../../sql/aggregates/aggregate-definition.ts';
import { doubles, fieldOf, isNull, loadedNumbers, numberAt, type ObjectAggregate, storedNumbers } from './object-states.ts';

/** [count, mean of y, mean of x, co-moment, second moment of y, of x] */
type CoMoments = Float64Array;
const PLACES = 6;

type Answer = (n: number, y: number, x: number, c: number, yy: number, xx: number) => number | null;

const ANSWERS: { readonly [name in AggregateFunction]?: Answer } = {
  corr: (n, _y, _x, c, yy, xx) => (n === 1 || yy * xx === 0 ? null : c / Math.sqrt(yy * xx)),
  covar_pop: (n, _y, _x, c) => c / n,
  covar_samp: (n, _y, _x, c) => (n === 1 ? null : c / (n - 1)),
  regr_avgx: (_n, _y, x) => x,
  regr_avgy: (_n, y) => y,
  regr_sxx: (_n, _y, _x, _c, _yy, xx) => xx,
  regr_syy: (_n, _y, _x, _c, yy) => yy,
  regr_sxy: (_n, _y, _x, c) => c,
  regr_r2: (_n, _y, _x, c, yy, xx) => (xx === 0 ? null : yy === 0 ? 1 : (c * c) / yy / xx),
  regr_slope: (_n, _y, _x, c, _yy, xx) => (xx === 0 ? null : c / xx),
  regr_intercept: (_n, y, x, c, _yy, xx) => (xx === 0 ? null : y - (c / xx) * x),
};

export function coMomentsOf(name: AggregateFunction): ObjectAggregate<CoMoments> | null {
  const answer = ANSWERS[name];
  if (answer === undefined) return null;
  return {
    fold,
    merge,
    answers: (states) =>
      doubles(
        states.map((state) => {
          if (state === undefined) return null;
          const [n = 0, y = 0, x = 0, c = 0, yy = 0, xx = 0] = state;
          return answer(n, y, x, c, yy, xx);
        }),
      ),
    stored: Array.from({ length: PLACES }, () => DOUBLE),
    store: (states) => storedNumbers(states, PLACES),
    load: loadedNumbers,
    size: () => 8 * PLACES,
  };
}

function fold(state: CoMoments | undefined, column: Column, row: number): CoMoments | undefined {
  const [ys, xs] = [fieldOf(column, 0), fieldOf(column, 1)];
  if (isNull(ys, row) || isNull(xs, row)) return state;
  const s = state ?? new Float64Array(PLACES);
  const n = (s[0] as number) + 1;
  const y = numberAt(ys, row);
  const x = numberAt(xs, row);
  const dy = y - (s[1] as number);
  const dx = x - (s[2] as number);
  const newY = (s[1] as number) + dy / n;
  const newX = (s[2] as number) + dx / n;
  s[0] = n;
  s[1] = newY;
  s[2] = newX;
  s[3] = (s[3] as number) + dy * (x - newX);
  s[4] = (s[4] as number) + dy * (y - newY);
  s[5] = (s[5] as number) + dx * (x - newX);
  return s;
}

function merge(older: CoMoments, newer: CoMoments): CoMoments {
  const [n1 = 0, y1 = 0, x1 = 0, c1 = 0, yy1 = 0, xx1 = 0] = older;
  const [n2 = 0, y2 = 0, x2 = 0, c2 = 0, yy2 = 0, xx2 = 0] = newer;
  const n = n1 + n2;
  const dy = y2 - y1;
  const dx = x2 - x1;
  const both = n1 * n2;
  return Float64Array.of(
    n,
    y1 + (dy / n) * n2,
    x1 + (dx / n) * n2,
    c1 + c2 + dy * (dx / n) * both,
    yy1 + yy2 + dy * (dy / n) * both,
    xx1 + xx2 + dx * (dx / n) * both,
  );
}
