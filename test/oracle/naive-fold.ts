// Keyed state, as the two operations of Spark Streaming are described: a map from key to state, gone through row by row, or
// key by key once a batch.
import { valuesFromRows } from '../../src/columns/build.ts';
import { fieldIndex, type Schema } from '../../src/columns/data-type.ts';
import type { FoldNode } from '../../src/plan/plan.ts';
import type { Expression } from '../../src/sql/expression.ts';
import { aggregateValues, argumentOf } from './naive-aggregates.ts';
import { evaluateTerm } from './row-terms.ts';
import { groupText, type OracleRow, toOracleRows, type Value } from './values.ts';

interface KeyState {
  readonly keys: readonly Value[];
  readonly values: readonly Value[];
  readonly touchedMs: number;
}

/** What a fold remembers. */
export class NaiveFold {
  private readonly states = new Map<string, KeyState>();
  /** The initial state is in, or there was other state before. */
  private begun = false;
  private fed = false;

  /** Rows that leave at this firing; null: it does not fire. `columns`: those of the input. */
  fire(node: FoldNode, columns: Schema, given: readonly OracleRow[] | null, timeMs: number, zeroTimeMs: number): readonly OracleRow[] | null {
    if (node.per === 'batch' && given === null && !this.fed) return null;
    this.fed = true;
    this.putInitial(node, timeMs);
    const rows = given ?? [];
    const emitted = node.per === 'row' ? this.rowByRow(node, columns, rows, timeMs) : this.keyByKey(node, rows, timeMs);
    if (this.states.size > 0) this.begun = true;
    const timedOut = this.timeOut(node, timeMs, zeroTimeMs);
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

  private rowByRow(node: FoldNode, columns: Schema, rows: readonly OracleRow[], timeMs: number): readonly OracleRow[] {
    const leaving: { readonly name: string; readonly row: OracleRow }[] = [];
    for (const row of rows) {
      const keys = node.keys.map(({ expression }) => answer(expression, row, timeMs));
      const name = nameOf(keys);
      const before = this.states.get(name)?.values ?? node.state.map(() => null);
      const seen = [...row, ...keys.filter((_, k) => fieldIndex(columns, node.keys[k]?.name ?? '') < 0), ...before];
      const after = node.update.map((expression) => answer(expression, seen, timeMs));
      const whole = [...seen, ...after];
      this.begun = true;
      if (holds(node.remove, whole, timeMs)) this.states.delete(name);
      else this.states.set(name, { keys, values: after, touchedMs: timeMs });
      if (node.gives === 'snapshots' || (node.where !== null && !holds(node.where, whole, timeMs))) continue;
      leaving.push({ name, row: node.emit.map(({ expression }) => answer(expression, whole, timeMs)) });
    }
    if (node.gives !== 'changes') return leaving.map(({ row }) => row);
    return [...new Map(leaving.map(({ name, row }) => [name, row])).values()];
  }

  private keyByKey(node: FoldNode, rows: readonly OracleRow[], timeMs: number): readonly OracleRow[] {
    const groups = new Map<string, { readonly keys: readonly Value[]; readonly rows: OracleRow[] }>();
    for (const row of rows) {
      const keys = node.keys.map(({ expression }) => answer(expression, row, timeMs));
      const group = groups.get(nameOf(keys)) ?? { keys, rows: [] };
      group.rows.push(row);
      groups.set(nameOf(keys), group);
    }
    const names = new Set([...this.states.keys(), ...groups.keys()]);
    return [...names].flatMap((name): readonly OracleRow[] => {
      const state = this.states.get(name);
      const group = groups.get(name);
      const keys = state?.keys ?? group?.keys ?? [];
      const aggregates = node.aggregates.map(({ call }) =>
        aggregateValues(
          call,
          (group?.rows ?? []).map((row) => argumentOf(call, { row, timeMs })),
        ),
      );
      const seen = [...keys, ...aggregates, ...(state?.values ?? node.state.map(() => null))];
      const after = node.update.map((expression) => answer(expression, seen, timeMs));
      const whole = [...seen, ...after];
      this.begun = true;
      if (holds(node.remove, whole, timeMs)) {
        this.states.delete(name);
        return [];
      }
      this.states.set(name, { keys, values: after, touchedMs: group === undefined ? (state?.touchedMs ?? timeMs) : timeMs });
      if (node.gives === 'snapshots' || (node.gives === 'changes' && group === undefined)) return [];
      if (node.where !== null && !holds(node.where, whole, timeMs)) return [];
      return [node.emit.map(({ expression }) => answer(expression, whole, timeMs))];
    });
  }

  private timeOut(node: FoldNode, timeMs: number, zeroTimeMs: number): readonly OracleRow[] {
    const { timeout } = node;
    if (timeout === null || (timeout.scanMs !== null && (timeMs - zeroTimeMs) % timeout.scanMs !== 0)) return [];
    const due = [...this.states].filter(([, state]) => state.touchedMs < timeMs - timeout.afterMs);
    for (const [name] of due) this.states.delete(name);
    if (timeout.emit === null || node.gives === 'snapshots') return [];
    return due.map(([, { keys, values }]) => (timeout.emit ?? []).map(({ expression }) => answer(expression, [...keys, ...values], timeMs)));
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
