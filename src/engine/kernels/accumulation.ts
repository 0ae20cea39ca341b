// The state most people keep, a count or a sum: coalesce(state.f, start) + given. Such a field needs no other, so it is computed
// over all rows in one loop, where a scan would call a function for every term of every row.
import type { Selection } from '../../columns/column.ts';
import type { Term } from '../../sql/expression.ts';
import { constantOf, readsFrom, UNUSUAL } from './scan-terms.ts';

export interface Accumulation {
  /** What a key without a value begins with. */
  readonly start: number;
  /** What each row adds. */
  readonly added: Term;
  readonly kind: keyof typeof LIMITS;
}

const LIMITS = {
  INT: [-(2 ** 31), 2 ** 31 - 1],
  BIGINT: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  DOUBLE: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
} as const;

/** null: the field is computed otherwise. `field`: its column in the scope, where the state begins at `stateFrom`. */
export function accumulationOf(root: Term, field: number, stateFrom: number): Accumulation | null {
  const { kind } = root.type;
  if (root.kind !== 'call' || root.name !== '+' || (kind !== 'INT' && kind !== 'BIGINT' && kind !== 'DOUBLE')) return null;
  const [a, b] = root.args;
  if (a === undefined || b === undefined || a.type.kind !== kind || b.type.kind !== kind) return null;
  const start = startOf(a, field) ?? startOf(b, field);
  const added = startOf(a, field) === null ? a : b;
  return start === null || readsFrom(added, stateFrom) ? null : { start, added, kind };
}

/** Of coalesce(field, number), the number. */
function startOf(term: Term, field: number): number | null {
  if (term.kind !== 'call' || term.name !== 'coalesce' || term.args.length !== 2) return null;
  const [first, second] = term.args;
  if (first?.kind !== 'column' || first.variable === true || first.index !== field || second?.kind !== 'literal') return null;
  const start = constantOf(second);
  return start === null || Number.isNaN(start) ? null : start;
}

/**
 * NaN is NULL, by key in `state` and by row elsewhere. `added`: what each row adds, or all of them; `numbers`: of each selected row, its
 * key; `before`: where to put what the field was, if somebody asks. @throws Unusual for a number the type does not hold, and for a NaN
 * that is none of a NULL.
 */
export function accumulate(
  { start, kind }: Accumulation,
  added: Float64Array | number,
  state: Float64Array,
  after: Float64Array,
  before: Float64Array | null,
  numbers: Int32Array,
  selection: Selection,
): void {
  const [least, most] = LIMITS[kind];
  // Integers have no -0; adding -0 leaves a double as it is.
  const zero = kind === 'DOUBLE' ? -0 : 0;
  for (let i = 0; i < numbers.length; i++) {
    const row = selection === null ? i : (selection[i] as number);
    const key = numbers[i] as number;
    const was = state[key] as number;
    if (before !== null) before[row] = was;
    const more = typeof added === 'number' ? added : (added[row] as number);
    const value = (Number.isNaN(was) ? start : was) + more + zero;
    if (!(value >= least && value <= most) && !Number.isNaN(more)) throw UNUSUAL;
    state[key] = value;
    after[row] = value;
  }
}
