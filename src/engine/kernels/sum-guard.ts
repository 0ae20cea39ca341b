// Which rows would take a sum beyond 64 bits, found before they are added: what was added cannot be taken back. Of each group the
// rows are tried in order of arrival, and one that does not fit is left out of all aggregates of its group. A bound on the sums
// makes this cost a glance at the values while they are small; only where it is passed are the sums gone through one by one.
import type { Column, Selection } from '../../columns/column.ts';
import type { DataType } from '../../columns/data-type.ts';
import type { AggregateCall } from '../../sql/aggregate.ts';
import type { CallInput } from '../state/accumulator-set.ts';
import { createKeyIndex } from '../state/create-key-index.ts';
import type { Refusal } from './row-policy.ts';

/** Half of what fits, so that doubles may be as inexact as they are. */
const SAFE = 2 ** 62;
const NONE: ReadonlyMap<number, Refusal> = new Map();

interface Batch {
  readonly keys: readonly Column[];
  /** One a call. */
  readonly inputs: readonly CallInput[];
  readonly selection: Selection;
  readonly count: number;
}

export class SumGuard {
  private readonly keyTypes: readonly DataType[];
  private readonly calls: readonly AggregateCall[];
  /** Places of the calls that are sums of integers. */
  private readonly sums: readonly number[];
  /** By place: no sum of any group is larger, whatever its sign. */
  private readonly bounds: Float64Array;

  constructor(keyTypes: readonly DataType[], calls: readonly AggregateCall[]) {
    this.keyTypes = keyTypes;
    this.calls = calls;
    const isSum = ({ function: name, type, distinct }: AggregateCall) => name === 'sum' && type.kind === 'BIGINT' && distinct !== true;
    this.sums = [...calls.keys()].filter((m) => isSum(calls[m] as AggregateCall));
    this.bounds = new Float64Array(calls.length).fill(Number.POSITIVE_INFINITY);
  }

  /** By physical position. `kept`: keys, then answers, of all groups there are; null: the batch begins with none. */
  refusals(batch: Batch, kept: (() => readonly Column[]) | null): ReadonlyMap<number, Refusal> {
    if (this.sums.length === 0 || batch.count === 0) return NONE;
    const added = this.sums.map((m) => magnitude(batch.inputs[m] ?? null, batch));
    if (this.fits(added, (m) => (kept === null ? 0 : (this.bounds[m] as number)))) return NONE;
    const columns = kept === null ? null : kept();
    if (this.fits(added, (m) => (columns === null ? 0 : largest(columns[this.keyTypes.length + m])))) return NONE;
    return this.tried(batch, columns);
  }

  /** Renews the bounds. */
  private fits(added: readonly number[], before: (place: number) => number): boolean {
    let fits = true;
    this.sums.forEach((m, i) => {
      this.bounds[m] = before(m) + (added[i] as number);
      if (!((this.bounds[m] as number) < SAFE)) fits = false;
    });
    return fits;
  }

  private tried({ keys, inputs, selection, count }: Batch, kept: readonly Column[] | null): ReadonlyMap<number, Refusal> {
    const index = createKeyIndex(this.keyTypes);
    const totals = this.sums.map((): bigint[] => []);
    const known = kept?.[0]?.length ?? 0;
    if (kept !== null && known > 0) {
      const slots = new Int32Array(known);
      index.lookupOrInsert(kept.slice(0, this.keyTypes.length), null, slots);
      this.sums.forEach((m, s) => {
        const column = kept[this.keyTypes.length + m];
        slots.forEach((slot, row) => {
          (totals[s] as bigint[])[slot] = column === undefined ? 0n : (integerAt(column, row) ?? 0n);
        });
      });
    }
    const slots = new Int32Array(count);
    index.lookupOrInsert(keys, selection, slots);
    const values = this.sums.map((m) => valuesOf(inputs[m] ?? null, selection));
    const refused = new Map<number, Refusal>();
    for (let i = 0; i < count; i++) {
      const slot = slots[i] as number;
      const next = values.map((value, s) => (totals[s]?.[slot] ?? 0n) + (value(i) ?? 0n));
      const beyond = next.findIndex((total) => BigInt.asIntN(64, total) !== total);
      if (beyond >= 0) refused.set(selection === null ? i : (selection[i] as number), this.refusal(beyond));
      else
        next.forEach((total, s) => {
          (totals[s] as bigint[])[slot] = total;
        });
    }
    return refused;
  }

  private refusal(sum: number): Refusal {
    const call = this.calls[this.sums[sum] as number];
    if (call === undefined || call.argument === null) throw new Error('A sum has an argument');
    const error = { errorClass: 'ARITHMETIC_OVERFLOW', span: { from: 0, to: call.text.length }, params: { type: 'BIGINT' } };
    return { error, expression: { ...call.argument, text: call.text } };
  }
}

/** The sum of the values without their signs, roughly. */
function magnitude(input: CallInput, { selection, count }: Batch): number {
  const column = input?.kind === 'filtered' ? input.column : input;
  if (column === null || (column.kind !== 'int' && column.kind !== 'float' && column.kind !== 'big')) return 0;
  const places = input?.kind === 'filtered' ? input.taken : null;
  let sum = 0;
  for (let i = 0; i < (places?.length ?? count); i++) {
    const place = places === null ? i : (places[i] as number);
    const row = selection === null ? place : (selection[place] as number);
    if (column.nulls === null || column.nulls[row] === 0) sum += Math.abs(Number(column.values[row]));
  }
  return sum;
}

function largest(column: Column | undefined): number {
  let most = 0;
  for (let row = 0; row < (column?.length ?? 0); row++)
    most = Math.max(most, Math.abs(Number(column === undefined ? 0n : (integerAt(column, row) ?? 0n))));
  return most;
}

/** The value at the i-th selected row; null where it has none, or the call's filter leaves it out. */
function valuesOf(input: CallInput, selection: Selection): (i: number) => bigint | null {
  const column = input?.kind === 'filtered' ? input.column : input;
  if (column === null) return () => null;
  const taken = input?.kind === 'filtered' ? new Set(input.taken) : null;
  return (i) => (taken !== null && !taken.has(i) ? null : integerAt(column, selection === null ? i : (selection[i] as number)));
}

function integerAt(column: Column, row: number): bigint | null {
  if (column.nulls !== null && column.nulls[row] === 1) return null;
  return column.kind === 'int' || column.kind === 'float' || column.kind === 'big' ? BigInt(column.values[row] as number | bigint) : null;
}
