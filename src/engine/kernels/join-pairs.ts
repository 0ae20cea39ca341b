// Which rows of two sides belong together. Candidates come from the index, or are all pairs when there is no key; the rest of
// the condition is computed over them in blocks, so that what is thrown away never lies in memory as a whole.
import { absentColumn } from '../../columns/absent.ts';
import type { Column, Rows } from '../../columns/column.ts';
import { gatherColumn } from '../../columns/gather.ts';
import { prefixedFields } from '../../plan/prefixed-fields.ts';
import { ProblemError, problem } from '../../problem/problem.ts';
import type { JoinIndex } from './join-index.ts';
import { positionsOf } from './join-index.ts';
import { columnsRead, type RowExpression } from './row-expression.ts';
import type { RowPolicy } from './row-policy.ts';

/** Positions of each pair in the two sides, which are physical. */
export interface Pairs {
  readonly left: Int32Array;
  readonly right: Int32Array;
}

/** What was found, and the positions in pairs for which the condition has no value, by side; a position may stand there more than once. */
export interface FoundPairs extends Pairs {
  readonly undecided: Pairs;
}

/** More rows than this from one batch would only end in a tab that dies. */
const MOST_PAIRS = 4_000_000;
const MOST_CANDIDATES = 200_000_000;
const BLOCK = 65_536;
/** Most batches are small, and a long block has to be cleared each time. */
const FIRST_BLOCK = 256;
const NONE: ReadonlySet<number> = new Set();
const NOWHERE = new Int32Array(0);

interface PairSearch {
  readonly operatorId: string;
  readonly left: Rows;
  readonly right: Rows;
  /** null: every row with every row. `firsts`: of each row of the side that is not indexed. */
  readonly keys: { readonly index: JoinIndex; readonly firsts: Int32Array; readonly indexed: 'l' | 'r' } | null;
  readonly condition: RowExpression | null;
  readonly policy: RowPolicy;
  readonly timeMs: number;
}

export function findPairs(search: PairSearch): FoundPairs {
  const { left, right, keys } = search;
  const found = new PairList(search);
  const probe = keys?.indexed === 'l' ? right : left;
  const others = keys === null ? positionsOf(right) : new Int32Array(0);
  for (const row of positionsOf(probe)) {
    if (keys === null) for (const other of others) found.add(row, other);
    else
      for (let other = keys.firsts[row] as number; other >= 0; other = keys.index.after(other)) {
        if (keys.indexed === 'l') found.add(other, row);
        else found.add(row, other);
      }
  }
  return found.finish();
}

/** Each row with the one that has its key, if there is one: of an index without a key of two rows, and no condition. */
export function onlyPairs(operatorId: string, index: JoinIndex, indexed: 'l' | 'r', rows: Rows, keys: readonly Column[]): FoundPairs {
  const { asking, found } = index.partners(rows, keys);
  if (found.length > MOST_PAIRS) throw tooLarge(operatorId, found.length);
  const undecided = { left: NOWHERE, right: NOWHERE };
  return indexed === 'l' ? { left: found, right: asking, undecided } : { left: asking, right: found, undecided };
}

function tooLarge(operator: string, rows: number): ProblemError {
  return new ProblemError(problem('algebra/join-too-large', { operator }, { rows, most: MOST_PAIRS }));
}

class PairList {
  private readonly search: PairSearch;
  private readonly read: ReadonlySet<number>;
  private readonly left: Growing = new Growing();
  private readonly right: Growing = new Growing();
  private readonly undecidedLeft: Growing = new Growing();
  private readonly undecidedRight: Growing = new Growing();
  private blockLeft = new Int32Array(FIRST_BLOCK);
  private blockRight = new Int32Array(FIRST_BLOCK);
  private size = 0;
  private candidates = 0;

  constructor(search: PairSearch) {
    this.search = search;
    this.read = search.condition === null ? new Set() : columnsRead(search.condition.expression);
  }

  add(left: number, right: number): void {
    this.blockLeft[this.size] = left;
    this.blockRight[this.size++] = right;
    if (this.size < this.blockLeft.length) return;
    if (this.size === BLOCK) this.flush();
    else {
      this.blockLeft = longer(this.blockLeft);
      this.blockRight = longer(this.blockRight);
    }
  }

  finish(): FoundPairs {
    this.flush();
    const undecided = { left: this.undecidedLeft.taken(), right: this.undecidedRight.taken() };
    return { left: this.left.taken(), right: this.right.taken(), undecided };
  }

  private flush(): void {
    const { search, size } = this;
    const left = this.blockLeft.subarray(0, size);
    const right = this.blockRight.subarray(0, size);
    this.size = 0;
    this.candidates += size;
    if (search.condition === null || size === 0) this.keep(left, right);
    else {
      const rows = pairedRows(search.left, search.right, { left, right }, this.read);
      const { condition, undecided } = this.decided(search.condition, rows, { left, right });
      if (condition.kind !== 'boolean') throw new Error('A condition is not BOOLEAN');
      const { values, nulls } = condition;
      const isTrue = (_: number, i: number): boolean => values[i] === 1 && (nulls === null || nulls[i] === 0) && !undecided.has(i);
      this.keep(left.filter(isTrue), right.filter(isTrue));
    }
    if (this.left.size + this.undecidedLeft.size > MOST_PAIRS || this.candidates > MOST_CANDIDATES) {
      throw tooLarge(search.operatorId, this.candidates);
    }
  }

  /** The condition over candidates, and which of them are refused. @throws ProblemError when the policy is to stop. */
  private decided(condition: RowExpression, rows: Rows, pairs: Pairs): { readonly condition: Column; readonly undecided: ReadonlySet<number> } {
    const { policy, left, right, timeMs } = this.search;
    if (policy.refused === null) return { condition: condition.over(rows, timeMs), undecided: NONE };
    const { column, errors } = condition.collect(rows, timeMs);
    const take = (positions: Int32Array): Int32Array => Int32Array.from(errors, ({ row }) => positions[row] as number);
    if (errors.length === 0) return { condition: column, undecided: NONE };
    const [refusedLeft, refusedRight] = [take(pairs.left), take(pairs.right)];
    const whole = pairedRows(left, right, { left: refusedLeft, right: refusedRight }, everyColumn(left, right));
    for (const [i, error] of errors.entries()) policy.refuse({ error, expression: condition.expression }, refusedLeft[i] as number, whole, i);
    this.undecidedLeft.append(refusedLeft);
    this.undecidedRight.append(refusedRight);
    return { condition: column, undecided: new Set(errors.map(({ row }) => row)) };
  }

  private keep(left: Int32Array, right: Int32Array): void {
    this.left.append(left);
    this.right.append(right);
  }
}

/** The same values with room for twice as many, or for `least`. */
function longer(values: Int32Array, least = 0): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(Math.max(values.length * 2, least));
  grown.set(values);
  return grown;
}

class Growing {
  size = 0;
  private values = new Int32Array(FIRST_BLOCK);

  append(more: Int32Array): void {
    if (this.size + more.length > this.values.length) this.values = longer(this.values, this.size + more.length);
    this.values.set(more, this.size);
    this.size += more.length;
  }

  taken(): Int32Array {
    return this.values.subarray(0, this.size);
  }
}

/** Positions of all columns of the scope. */
export function everyColumn(left: Rows, right: Rows): ReadonlySet<number> {
  return new Set(Array.from({ length: left.columns.length + right.columns.length }, (_, c) => c));
}

/**
 * The rows of the scope "l.x", then "r.x" for pairs of positions; only the columns of `read`, the others are absent. `take`: gatherOrNull where a
 * position may be -1.
 */
export function pairedRows(left: Rows, right: Rows, pairs: Pairs, read: ReadonlySet<number>, take = gatherColumn): Rows {
  const length = pairs.left.length;
  const side = (rows: Rows, positions: Int32Array, offset: number): readonly Column[] =>
    rows.columns.map((column, c) => (read.has(offset + c) ? take(column, positions) : absentColumn(column.type, length)));
  const columns = [...side(left, pairs.left, 0), ...side(right, pairs.right, left.columns.length)];
  const schema = [...prefixedFields('l', left.schema), ...prefixedFields('r', right.schema)];
  return { schema, columns, length, selection: null };
}
