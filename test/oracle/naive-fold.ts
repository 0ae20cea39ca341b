// Keyed state, as the two operations of Spark Streaming are described: a map from key to state, gone through row by row, or
// key by key once a batch.
import { valuesFromRows } from '../../src/columns/build.ts';
import { fieldIndex, type Schema } from '../../src/columns/data-type.ts';
import type { FoldNode } from '../../src/plan/plan.ts';
import { prefixedFields } from '../../src/plan/prefixed-fields.ts';
import type { Expression } from '../../src/sql/expression.ts';
import { aggregateValues, argumentOf, mustFit } from './naive-aggregates.ts';
import type { NaiveRefusals } from './naive-refusals.ts';
import { evaluateTerm } from './row-terms.ts';
import { groupText, type OracleRow, RowFailure, toOracleRows, type Value } from './values.ts';

interface KeyState {
  readonly keys: readonly Value[];
  readonly values: readonly Value[];
  readonly touchedMs: number;
}

/** Rows of one key in one batch, and the arguments of the aggregates for each. */
interface KeyRows {
  readonly keys: readonly Value[];
  readonly rows: OracleRow[];
  readonly args: (readonly (Value | undefined)[])[];
}

/** What a firing is over: the columns of the input, and where refused rows are told. */
export interface FiringOf {
  readonly columns: Schema;
  readonly timeMs: number;
  readonly zeroTimeMs: number;
  readonly refusals: NaiveRefusals;
}

/** What a fold remembers. */
export class NaiveFold {
  private readonly states = new Map<string, KeyState>();
  /** The initial state is in, or there was other state before. */
  private begun = false;
  private fed = false;

  /** Rows that leave at this firing; null: it does not fire. */
  fire(node: FoldNode, given: readonly OracleRow[] | null, at: FiringOf): readonly OracleRow[] | null {
    if (node.per === 'batch' && given === null && !this.fed) return null;
    this.fed = true;
    this.putInitial(node, at.timeMs);
    const rows = given ?? [];
    const emitted = node.per === 'row' ? this.rowByRow(node, rows, at) : this.keyByKey(node, rows, at);
    if (this.states.size > 0) this.begun = true;
    const timedOut = this.timeOut(node, at);
    if (node.gives === 'snapshots') return [...this.states.values()].map(({ keys, values }) => [...keys, ...values]);
    return [...emitted, ...timedOut];
  }

  private putInitial(node: FoldNode, timeMs: number): void {
    const initial = node.initial === null ? [] : toOracleRows(node.initial.schema, valuesFromRows(node.initial));
    if (this.begun || initial.length === 0) return;
    this.begun = true;
    for (const row of initial) {
      const keys = row.slice(0, node.keys.length);
      this.states.set(nameOf(keys), { keys, values: row.slice(node.keys.length), touchedMs: timeMs });
    }
  }

  private rowByRow(node: FoldNode, rows: readonly OracleRow[], { columns, timeMs, refusals }: FiringOf): readonly OracleRow[] {
    const leaving = rows.flatMap((row) => refusals.attempt(node, columns, row, () => this.oneRow(node, columns, row, timeMs)).flat());
    if (node.gives !== 'changes') return leaving.map(({ row }) => row);
    return [...new Map(leaving.map(({ name, row }) => [name, row])).values()];
  }

  /** Everything is computed before anything is changed, so a row without a value changes nothing. */
  private oneRow(node: FoldNode, columns: Schema, row: OracleRow, timeMs: number): readonly { readonly name: string; readonly row: OracleRow }[] {
    const keys = node.keys.map(({ expression }) => answer(expression, row, timeMs));
    const name = nameOf(keys);
    const before = this.states.get(name)?.values ?? node.state.map(() => null);
    const seen = [...row, ...keys.filter((_, k) => fieldIndex(columns, node.keys[k]?.name ?? '') < 0), ...before];
    const after = node.update.map((expression) => answer(expression, seen, timeMs));
    const whole = [...seen, ...after];
    const leaves = holds(node.remove, whole, timeMs);
    const emits = node.gives !== 'snapshots' && (node.where === null || holds(node.where, whole, timeMs));
    const emitted = emits ? [{ name, row: node.emit.map(({ expression }) => answer(expression, whole, timeMs)) }] : [];
    this.begun = true;
    if (leaves) this.states.delete(name);
    else this.states.set(name, { keys, values: after, touchedMs: timeMs });
    return emitted;
  }

  private keyByKey(node: FoldNode, rows: readonly OracleRow[], at: FiringOf): readonly OracleRow[] {
    const { columns, timeMs, refusals } = at;
    const groups = new Map<string, KeyRows>();
    const calls = node.aggregates.map(({ call }) => call);
    for (const row of rows) {
      for (const { keys, args } of refusals.attempt(node, columns, row, () => this.argumentsOf(node, row, timeMs))) {
        const group = groups.get(nameOf(keys)) ?? { keys, rows: [], args: [] };
        const fits = node.onError === 'stop' || refusals.attempt(node, columns, row, () => mustFit(calls, group.args, args)).length > 0;
        if (!fits) continue;
        group.rows.push(row);
        group.args.push(args);
        groups.set(nameOf(keys), group);
      }
    }
    return [...new Set([...this.states.keys(), ...groups.keys()])].flatMap((name): readonly OracleRow[] => {
      const state = this.states.get(name);
      const group = groups.get(name);
      const keys = state?.keys ?? group?.keys ?? [];
      const outcome = refusals.outcome(node, [], () => this.oneKey(node, name, keys, group, timeMs));
      if (!(outcome instanceof RowFailure)) return outcome;
      for (const row of group?.rows ?? []) refusals.refuse(node, outcome, columns, row);
      const known = [...node.keys.map(({ name: key, expression }) => ({ name: key, type: expression.type })), ...prefixedFields('state', node.state)];
      if (group === undefined) refusals.refuse(node, outcome, known, [...keys, ...(state?.values ?? [])]);
      return [];
    });
  }

  private argumentsOf(node: FoldNode, row: OracleRow, timeMs: number) {
    const keys = node.keys.map(({ expression }) => answer(expression, row, timeMs));
    return { keys, args: node.aggregates.map(({ call }) => argumentOf(call, { row, timeMs })) };
  }

  private oneKey(node: FoldNode, name: string, keys: readonly Value[], group: KeyRows | undefined, timeMs: number): readonly OracleRow[] {
    const state = this.states.get(name);
    const aggregates = node.aggregates.map(({ call }, i) =>
      aggregateValues(
        call,
        (group?.args ?? []).map((args) => args[i]),
      ),
    );
    const seen = [...keys, ...aggregates, ...(state?.values ?? node.state.map(() => null))];
    const after = node.update.map((expression) => answer(expression, seen, timeMs));
    const whole = [...seen, ...after];
    const leaves = holds(node.remove, whole, timeMs);
    const asked = !leaves && node.gives !== 'snapshots' && (node.gives !== 'changes' || group !== undefined);
    const emits = asked && (node.where === null || holds(node.where, whole, timeMs));
    const emitted = emits ? [node.emit.map(({ expression }) => answer(expression, whole, timeMs))] : [];
    this.begun = true;
    if (leaves) this.states.delete(name);
    else this.states.set(name, { keys, values: after, touchedMs: group === undefined ? (state?.touchedMs ?? timeMs) : timeMs });
    return emitted;
  }

  /** A key that is due leaves, also when the row it would leave with has no value. */
  private timeOut(node: FoldNode, { timeMs, zeroTimeMs, refusals }: FiringOf): readonly OracleRow[] {
    const { timeout } = node;
    if (timeout === null || (timeout.scanMs !== null && (timeMs - zeroTimeMs) % timeout.scanMs !== 0)) return [];
    const due = [...this.states].filter(([, state]) => state.touchedMs < timeMs - timeout.afterMs);
    for (const [name] of due) this.states.delete(name);
    if (timeout.emit === null || node.gives === 'snapshots') return [];
    const scope = [...node.keys.map(({ name, expression }) => ({ name, type: expression.type })), ...prefixedFields('state', node.state)];
    return due.flatMap(([, { keys, values }]) => {
      const row = [...keys, ...values];
      return refusals.attempt(node, scope, row, () => (timeout.emit ?? []).map(({ expression }) => answer(expression, row, timeMs)));
    });
  }
}

function answer(expression: Expression, row: OracleRow, timeMs: number): Value {
  return evaluateTerm(expression.root, { row, timeMs });
}

function holds(condition: Expression | null, row: OracleRow, timeMs: number): boolean {
  return condition !== null && answer(condition, row, timeMs) === true;
}

function nameOf(keys: readonly Value[]): string {
  return keys.map(groupText).join(' | ');
}
