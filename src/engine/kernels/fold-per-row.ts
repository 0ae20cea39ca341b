import { absentColumn } from '../../columns/absent.ts';
import { emptyRows } from '../../columns/build.ts';
import { type Column, type Rows, type Selection, selectedCount } from '../../columns/column.ts';
import { concatColumns, concatRows } from '../../columns/concat.ts';
import { fieldIndex, type Schema } from '../../columns/data-type.ts';
import { gatherColumn } from '../../columns/gather.ts';
import { gatherOrNull } from '../../columns/gather-or-null.ts';
import { sliceColumn } from '../../columns/slice.ts';
import type { FoldNode, FoldTimeout } from '../../plan/plan.ts';
import { booleans } from '../../sql/selection.ts';
import { type BatchKeys, KeyNumbering } from './batch-keys.ts';
import { columnOver, truths } from './fold-expression.ts';
import { FoldKernel } from './fold-kernel.ts';
import { Rounds } from './fold-rounds.ts';
import { FoldScan, type Scanned } from './fold-scan.ts';
import { tryFold } from './fold-trial.ts';
import { TriedRounds } from './fold-tried-rounds.ts';
import type { Firing } from './kernel.ts';
import { columnsRead, RowExpression } from './row-expression.ts';

/** The rows of a batch that have keys. */
interface KeyedRows {
  readonly rows: Rows;
  readonly columns: readonly Column[];
  readonly keys: BatchKeys;
}

/** The columns of a batch in the order of its rounds, and what became of each row. */
interface Folded {
  readonly rounds: Rounds;
  /** The row and the keys whose names differ. */
  readonly base: Rows;
  readonly before: readonly Column[];
  readonly after: readonly Column[];
  readonly removed: Uint8Array;
}

/**
 * State by key, once for each row in order of arrival (mapWithState). Where the expressions allow it the rows are scanned. Else, since
 * rows of one key depend on each other and rows of different keys do not, round r folds the r-th row of every key at once, on
 * columns; also where a row has no value, so that it is told, or taken out, as it would be alone. A batch costs what it brings,
 * and time-outs what is due. Always fires, also when the input gives nothing at all.
 */
export class PerRowFoldKernel extends FoldKernel {
  private readonly zeroTimeMs: number;
  private readonly onTimeout: readonly (RowExpression | null)[] | null;
  private readonly read: ReadonlySet<number>;
  /** Read by what leaves. */
  private readonly askedLast: ReadonlySet<number>;
  private readonly timeZone: string;
  /** null: the expressions are not for a scan. undefined: not looked at yet. */
  private scan: FoldScan | null | undefined = undefined;
  private readonly numbering = new KeyNumbering();

  constructor(node: FoldNode, needed: ReadonlySet<number>, firing: Firing, timeZone: string, zeroTimeMs: number) {
    super(node, needed, firing, timeZone);
    this.zeroTimeMs = zeroTimeMs;
    const timeout = node.timeout?.emit ?? null;
    this.onTimeout =
      timeout === null ? null : timeout.map(({ expression }, c) => (needed.has(c) ? new RowExpression(node.operatorId, expression, timeZone) : null));
    this.askedLast = readBy([this.where, ...this.emits]);
    this.read = readBy([...this.update, this.removal, this.where, ...this.emits]);
    this.timeZone = timeZone;
  }

  get isQuiet(): boolean {
    return !this.awaitsInitial && (this.state.size === 0 || (this.node.timeout === null && this.node.gives !== 'snapshots'));
  }

  /** When the next key times out, if it gets no row. */
  wakesAtMs(fromMs: number): number {
    const { timeout, gives } = this.node;
    if (this.awaitsInitial || gives === 'snapshots' || timeout === null) return fromMs;
    return this.nextTimeoutMs(fromMs, timeout);
  }

  changesAtMs(fromMs: number): number {
    const { timeout } = this.node;
    if (this.awaitsInitial) return fromMs;
    return timeout === null || this.state.size === 0 ? Number.POSITIVE_INFINITY : this.nextTimeoutMs(fromMs, timeout);
  }

  private nextTimeoutMs(fromMs: number, { afterMs, scanMs }: FoldTimeout): number {
    const atMs = this.firing.nextFrom(Math.max(fromMs, this.state.touches.oldestMs + afterMs + 1));
    return scanMs === null ? atMs : this.zeroTimeMs + Math.ceil((atMs - this.zeroTimeMs) / scanMs) * scanMs;
  }

  run([given]: readonly (Rows | null)[], timeMs: number): Rows | null {
    if (!this.firing.at(timeMs)) return null;
    const { node } = this;
    this.putInitial(timeMs);
    const parts: Rows[] = [];
    const folded = given === null || given === undefined || selectedCount(given) === 0 ? null : this.foldRows(given, timeMs);
    if (folded !== null) parts.push(folded);
    const timedOut = this.timeOut(timeMs);
    if (node.gives === 'snapshots') return this.snapshot();
    if (timedOut !== null) parts.push(timedOut);
    return parts.length === 0 ? emptyRows(node.output.columns) : concatRows(node.output.columns, parts);
  }

  /** What leaves for these rows; null when nothing does by itself. */
  private foldRows(given: Rows, timeMs: number): Rows | null {
    const { policy, state, node } = this;
    const keyed = policy.columns(this.keyExpressions, given, timeMs);
    const rows = keyed.selection === given.selection ? given : { ...given, selection: keyed.selection };
    const columns = keyed.columns.filter((column) => column !== null);
    const slots = state.slotsOf(columns, rows.selection, selectedCount(rows));
    const named: KeyedRows = { rows, columns, keys: this.numbering.number(slots, state.slotLimit) };
    const scanned = this.scanned(named, timeMs);
    if (scanned !== null) return scanned;
    if (this.refused !== null) return this.foldTried(named, timeMs);
    const folded = this.fold(named, timeMs);
    const leaving = node.gives === 'snapshots' ? null : this.emitted(folded, timeMs);
    this.settle(folded, timeMs);
    return leaving;
  }

  /** null: not by a scan, and nothing was done. */
  private scanned({ rows, columns, keys }: KeyedRows, timeMs: number): Rows | null {
    if (this.scan === null) return null;
    const { state, node } = this;
    const base = this.withKeys(rows, columns);
    this.scan ??= FoldScan.of(node, base.columns.length, this.timeZone);
    if (this.scan === null) return null;
    const asksBefore = node.state.map((_, f) => this.askedLast.has(base.columns.length + f));
    const found = this.scan.run(base, keys, state.valuesOf(keys.slots), asksBefore, timeMs);
    const leaving = found === null ? null : this.leaving(base, keys, found, timeMs);
    if (found === null || leaving === null) return null;
    state.settle(found.kept, found.after, found.lastRows, found.gone);
    state.touches.touch(found.kept, timeMs);
    return node.gives === 'snapshots' ? emptyRows(node.output.columns) : leaving;
  }

  /** What the scanned rows leave with; null when one of them is to be refused for it. */
  private leaving(base: Rows, keys: BatchKeys, found: Scanned, timeMs: number): Rows | null {
    const { node, emits } = this;
    const schema = node.output.columns;
    if (node.gives === 'snapshots') return base;
    const whole: Rows = {
      ...base,
      schema: [...base.schema, ...this.before, ...this.after],
      columns: [...base.columns, ...found.before, ...found.after],
    };
    const passes = this.where === null ? null : this.columnOrNull(this.where, whole, timeMs);
    if (passes === undefined) return null;
    // A row that a later one of its key replaces may stop the run, or be taken out, all the same.
    const asked = passes === null ? whole : { ...whole, selection: truePositions(whole, passes) };
    const columns: Column[] = [];
    for (const [c, { type }] of schema.entries()) {
      const expression = emits[c] ?? null;
      const column = expression === null ? absentColumn(type, whole.length) : this.columnOrNull(expression, asked, timeMs);
      if (column === undefined) return null;
      columns.push(column);
    }
    const selection = node.gives === 'changes' ? lastOfKeys(whole, keys, asked.selection) : asked.selection;
    return { schema, columns, length: whole.length, selection };
  }

  /** undefined: a row has no value, and is not to stop the run. @throws ProblemError for a row that is. */
  private columnOrNull(expression: RowExpression, rows: Rows, timeMs: number): Column | undefined {
    if (this.refused === null) return expression.over(rows, timeMs);
    const { column, errors } = expression.collect(rows, timeMs);
    return errors.length > 0 ? undefined : column;
  }

  /** The rows with the keys whose names differ. */
  private withKeys(rows: Rows, keys: readonly Column[]): Rows {
    const columns = [...rows.columns];
    const schema: Schema[number][] = [...rows.schema];
    this.node.keys.forEach(({ name, expression }, k) => {
      if (fieldIndex(rows.schema, name) >= 0) return;
      columns.push(keys[k] as Column);
      schema.push({ name, type: expression.type });
    });
    return { schema, columns, length: rows.length, selection: rows.selection };
  }

  private fold({ rows: given, columns, keys }: KeyedRows, timeMs: number): Folded {
    const count = selectedCount(given);
    const rounds = new Rounds(keys);
    const base = this.baseRows(given, columns, rounds);
    const removed = new Uint8Array(count);
    const beforeParts: Column[][] = [];
    const afterParts: Column[][] = [];
    for (let r = 0; r < rounds.count; r++) {
      const [from, to] = [rounds.startOf(r), rounds.startOf(r + 1)];
      const origin = (row: number): number => rounds.rowAt(from + row, given.selection);
      const last = afterParts[r - 1];
      const before =
        last === undefined ? this.state.valuesOf(rounds.slotsOf(r)) : last.map((column) => gatherOrNull(column, rounds.earlier(r, removed)));
      const seen: Rows = {
        schema: [...base.schema, ...this.before],
        columns: [...base.columns.map((column) => sliceColumn(column, from, to)), ...before],
        length: to - from,
        selection: null,
      };
      const after = this.update.map((field) => columnOver(field, seen, timeMs, origin));
      if (this.removal !== null) {
        const whole = { ...seen, schema: [...seen.schema, ...this.after], columns: [...seen.columns, ...after] };
        removed.set(truths(this.removal, whole, timeMs, origin), from);
      }
      beforeParts.push(before);
      afterParts.push(after);
    }
    return { rounds, base, before: this.joined(beforeParts), after: this.joined(afterParts), removed };
  }

  /** Folds the rows that have a value for every expression, as if the others had not come, and tells which those are. What leaves. */
  private foldTried({ rows, columns, keys }: KeyedRows, timeMs: number): Rows {
    const { node, state, policy } = this;
    const rounds = new Rounds(keys);
    const tried = new TriedRounds(node, rounds, (slot) => state.has(slot));
    const base = this.baseRows(rows, columns, rounds);
    for (let r = 0; r < rounds.count; r++) {
      const [from, to] = [rounds.startOf(r), rounds.startOf(r + 1)];
      const before = tried.before(r) ?? state.valuesOf(rounds.slotsOf(r));
      const seen: Rows = {
        schema: [...base.schema, ...this.before],
        columns: [...base.columns.map((column) => sliceColumn(column, from, to)), ...before],
        length: to - from,
        selection: null,
      };
      tried.add(
        r,
        before,
        tryFold(this.tried, seen, timeMs, () => node.gives !== 'snapshots'),
      );
    }
    for (const { place, refusal } of tried.refusals()) {
      const row = rounds.rowAt(place, rows.selection);
      policy.refuse(refusal, row, rows, row);
    }
    const { kept, after, positions, gone } = tried.outcome();
    state.settle(kept, after, positions, gone);
    state.touches.touch(kept, timeMs);
    return tried.emitted();
  }

  /** The input's rows in the order of the rounds: the columns some expression reads. */
  private baseRows(given: Rows, keys: readonly Column[], rounds: Rounds): Rows {
    const positions = rounds.positions(given.selection);
    const { schema, columns } = this.withKeys(given, keys);
    const own = (column: Column, c: number): Column =>
      this.read.has(c) ? gatherColumn(column, positions) : absentColumn(column.type, positions.length);
    return { schema, columns: columns.map(own), length: positions.length, selection: null };
  }

  private joined(parts: readonly (readonly Column[])[]): readonly Column[] {
    const [only = [], ...more] = parts;
    if (more.length === 0) return only;
    return this.node.state.map(({ type }, f) =>
      concatColumns(
        type,
        parts.map((part) => ({ column: part[f] as Column, positions: null })),
      ),
    );
  }

  /** The rows that leave, in order of arrival; of changes the last of each key. */
  private emitted({ rounds, base, before, after }: Folded, timeMs: number): Rows {
    const schema = this.node.output.columns;
    const whole: Rows = {
      ...base,
      schema: [...base.schema, ...this.before, ...this.after],
      columns: [...base.columns, ...before, ...after],
    };
    const origin = (row: number): number => rounds.rowAt(row, null);
    const passes = this.where === null ? null : truths(this.where, whole, timeMs, origin);
    const wanted = rounds.arrivals(passes, this.node.gives === 'changes');
    const asked = passes === null ? whole : { ...whole, selection: rounds.arrivals(passes, false).sort() };
    const columns = schema.map(({ type }, c) => {
      const expression = this.emits[c] ?? null;
      return expression === null ? absentColumn(type, wanted.length) : gatherColumn(columnOver(expression, asked, timeMs, origin), wanted);
    });
    return { schema, columns, length: wanted.length, selection: null };
  }

  private settle({ rounds, after, removed }: Folded, timeMs: number): void {
    const { kept, positions, gone } = rounds.outcome(removed);
    this.state.settle(kept, after, positions, gone);
    this.state.touches.touch(kept, timeMs);
  }

  /** Lets go of the keys that are due, and what they leave with; null when nothing does. */
  private timeOut(timeMs: number): Rows | null {
    const { node, state, onTimeout } = this;
    const { timeout } = node;
    if (timeout === null || (timeout.scanMs !== null && (timeMs - this.zeroTimeMs) % timeout.scanMs !== 0)) return null;
    const due = state.touches.before(timeMs - timeout.afterMs);
    if (due.length === 0) return null;
    const schema = node.output.columns;
    let rows: Rows | null = null;
    if (onTimeout !== null && node.gives !== 'snapshots') {
      const seen: Rows = {
        schema: [...node.keys.map(({ name, expression }) => ({ name, type: expression.type })), ...this.before],
        columns: [...state.keysOf(due), ...state.valuesOf(due)],
        length: due.length,
        selection: null,
      };
      // A key without a value for its last row leaves all the same: it would only be due again in the next batch.
      const { columns, selection } = this.policy.columns(onTimeout, seen, timeMs);
      rows = { schema, columns: schema.map(({ type }, c) => columns[c] ?? absentColumn(type, due.length)), length: due.length, selection };
    }
    state.remove(due);
    return rows;
  }
}

function readBy(expressions: readonly (RowExpression | null)[]): ReadonlySet<number> {
  return new Set(expressions.flatMap((one) => (one === null ? [] : [...columnsRead(one.expression)])));
}

/** Of the rows that pass, by position, the last of each key. */
function lastOfKeys({ length, selection }: Rows, { numbers, slots }: BatchKeys, passing: Selection): Int32Array {
  const passes = passing === null ? null : new Uint8Array(length);
  for (const row of passing ?? []) if (passes !== null) passes[row] = 1;
  const taken = new Uint8Array(slots.length);
  const wanted = new Int32Array(slots.length);
  let first = wanted.length;
  for (let i = numbers.length - 1; i >= 0; i--) {
    const row = selection === null ? i : (selection[i] as number);
    const key = numbers[i] as number;
    if (taken[key] === 1 || (passes !== null && passes[row] === 0)) continue;
    taken[key] = 1;
    wanted[--first] = row;
  }
  return wanted.subarray(first);
}

function truePositions(rows: Rows, condition: Column): Int32Array {
  const { values, nulls } = booleans(condition);
  const { selection } = rows;
  const positions = new Int32Array(selectedCount(rows));
  let count = 0;
  for (let i = 0; i < positions.length; i++) {
    const row = selection === null ? i : (selection[i] as number);
    if (values[row] === 1 && (nulls === null || nulls[row] === 0)) positions[count++] = row;
  }
  return positions.subarray(0, count);
}
