// A sink's truth is the ledger; this is its fold for looking at: the current answer, one firing, a ranking with its
// history, an export. Live tab, watching tab and the past read through it. It holds the retained records decoded, as
// columns; strings and row lists are made only for what is asked. It decides what retention may delete, never deletes.
import { type PlainValue, stringAt, valueAt } from '../columns/build.ts';
import { type Column, type Rows, selectedCount } from '../columns/column.ts';
import { concatRows } from '../columns/concat.ts';
import { fieldIndex, type Schema } from '../columns/data-type.ts';
import { gatherRows } from '../columns/gather.ts';
import type { SinkView } from '../plan/plan.ts';
import type { StreamType } from '../plan/stream-type.ts';
import type { RankingQuery, RankingView, RowsPage, RowsQuery } from '../protocol/engine-api.ts';

/** Retention of a sink's ledger, in rows and in batches; never by clock. */
export const KEPT_ROWS = 50_000;
export const KEPT_BATCHES = 1_000;

export interface LedgerRecord {
  readonly batchId: number;
  readonly timeMs: number;
  /** Compacted: no selection. */
  readonly rows: Rows;
  /** The fold of all changes before, not one batch's rows. */
  readonly base: boolean;
}

interface HeldRecord extends LedgerRecord {
  /** Value of a key in this firing, as asked for before. */
  readonly values: Map<string, number | null>;
}

/** One row of a record. */
interface RowRef {
  readonly record: HeldRecord;
  readonly row: number;
}

/** Rows of an answer in their order, as positions; `record` is null when they come from several. */
interface Answer {
  readonly refs: readonly RowRef[];
  readonly batchId: number | null;
  readonly timeMs: number | null;
}

const LINES = 5;

export class LedgerView {
  readonly stream: StreamType;
  readonly view: SinkView;
  /** First batch it can hold: an edit that makes a sink another begins a new view. */
  readonly since: number;
  private records: HeldRecord[] = [];
  private folded = new Map<string, RowRef>();
  private foldedUpTo = 0;
  private cache: { readonly key: string; readonly answer: Answer; readonly order: readonly number[] } | null = null;

  constructor(stream: StreamType, view: SinkView, since = 1) {
    this.stream = stream;
    this.view = view;
    this.since = since;
  }

  append(record: LedgerRecord): void {
    this.records.push({ ...record, values: new Map() });
    this.cache = null;
  }

  /** Newest batch in it. */
  newest(): { readonly batchId: number; readonly timeMs: number; readonly rows: number } | null {
    const last = this.records[this.records.length - 1];
    return last === undefined ? null : { batchId: last.batchId, timeMs: last.timeMs, rows: last.rows.length };
  }

  /** The newest record itself. Not to be changed. */
  newestRows(): LedgerRecord | null {
    return this.records[this.records.length - 1] ?? null;
  }

  /** Whether the newest firing had rows; an empty firing after one with rows is worth a record, the ones after it are not. */
  lastHadRows(): boolean {
    const last = this.records[this.records.length - 1];
    return last !== undefined && last.rows.length > 0;
  }

  /**
   * What may go: every record up to `upTo`; for a stream of changes its fold must be written in their place first.
   * Null while less than a quarter more than what is kept has gathered.
   */
  expire(): { readonly upTo: number; readonly base: LedgerRecord | null } | null {
    let rows = 0;
    let first = this.records.length;
    while (first > 0) {
      const record = this.records[first - 1] as HeldRecord;
      if (first < this.records.length && (rows + record.rows.length > KEPT_ROWS || this.records.length - first >= KEPT_BATCHES)) break;
      rows += record.rows.length;
      first--;
    }
    const excess = this.records.slice(0, first);
    if (excess.length === 0 || (excess.length < KEPT_BATCHES / 4 && excess.reduce((sum, r) => sum + (r.base ? 0 : r.rows.length), 0) < KEPT_ROWS / 4))
      return null;
    const last = excess[excess.length - 1] as HeldRecord;
    if (this.stream.emits !== 'changes') return { upTo: last.batchId, base: null };
    const fold = new Map<string, RowRef>();
    for (const record of excess) this.foldInto(fold, record);
    return { upTo: last.batchId, base: { batchId: last.batchId, timeMs: last.timeMs, rows: this.collect([...fold.values()]), base: true } };
  }

  /** Forgets what `expire` named, once storage has. */
  expired(upTo: number, base: LedgerRecord | null): void {
    const kept = this.records.filter((r) => r.batchId > upTo);
    this.records = base === null ? kept : [{ ...base, values: new Map() }, ...kept];
    this.folded = new Map();
    this.foldedUpTo = 0;
    this.cache = null;
  }

  rowsPage(query: RowsQuery): RowsPage {
    const { answer, order } = this.ordered(query);
    const schema = this.schemaOf(answer);
    const page = order.slice(query.offset, query.offset + query.limit).map((i) => plainRow(answer.refs[i] as RowRef));
    return {
      schema,
      emits: this.stream.emits,
      keys: this.stream.keys,
      batchId: answer.batchId,
      timeMs: answer.timeMs,
      window: this.windowAt(answer.timeMs),
      totalRows: answer.refs.length,
      matchedRows: order.length,
      rows: page,
    };
  }

  /** All rows of the current answer. */
  exportText(format: 'csv' | 'jsonl'): string {
    const answer = this.answerAt('live');
    const schema = this.schemaOf(answer);
    const lines = answer.refs.map((ref) => plainRow(ref)).map((row) => (format === 'csv' ? csvLine(row) : jsonLine(schema, row)));
    if (format === 'csv') lines.unshift(csvLine(schema.map((f) => f.name)));
    return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
  }

  ranking(query: RankingQuery): RankingView | null {
    const schema = this.stream.columns;
    const valueIndex = this.valueColumn(schema, query.value);
    if (valueIndex < 0) return null;
    const seriesNames = this.seriesNames(schema, valueIndex);
    const at = this.firingIndex(query.at);
    const answer = this.answerAt(query.at);
    const top = largest(answer.refs, valueIndex, query.top);
    const firings = this.firings(at, query.points);
    const before = this.records[at - 1];
    const ranked = top.map((ref) => {
      const key = keyText(ref, seriesNames);
      const value = numberAt(ref.record.rows.columns[valueIndex], ref.row) ?? 0;
      const earlier = before === undefined ? null : this.valueOf(before, key, seriesNames, valueIndex);
      return { key, value, change: earlier === null ? null : value - earlier };
    });
    return {
      value: schema[valueIndex]?.name ?? '',
      series: seriesNames.length === 0 ? null : seriesNames.join(', '),
      batchId: answer.batchId,
      timeMs: answer.timeMs,
      window: this.windowAt(answer.timeMs),
      totalRows: answer.refs.length,
      totalValue: answer.refs.reduce((sum, ref) => sum + (numberAt(ref.record.rows.columns[valueIndex], ref.row) ?? 0), 0),
      ranking: ranked,
      timesMs: firings.map((f) => f.timeMs),
      lines: ranked.slice(0, LINES).map((r) => ({ key: r.key, values: this.line(firings, r.key, seriesNames, valueIndex) })),
    };
  }

  private line(firings: readonly HeldRecord[], key: string, seriesNames: readonly string[], valueIndex: number): readonly (number | null)[] {
    let last: number | null = null;
    return firings.map((firing) => {
      const value = this.valueOf(firing, key, seriesNames, valueIndex);
      if (this.stream.emits !== 'changes') return value;
      last = value ?? last;
      return last;
    });
  }

  private firingIndex(at: 'live' | number): number {
    if (at === 'live') return this.records.length - 1;
    for (let i = this.records.length - 1; i >= 0; i--) if ((this.records[i] as HeldRecord).batchId <= at) return i;
    return -1;
  }

  private firings(at: number, points: number): readonly HeldRecord[] {
    return this.records.slice(Math.max(0, at + 1 - points), at + 1).filter((r) => !r.base || this.stream.emits === 'changes');
  }

  private valueOf(record: HeldRecord, key: string, seriesNames: readonly string[], valueIndex: number): number | null {
    const known = record.values.get(key);
    if (known !== undefined) return known;
    const row = findRow(record, key, seriesNames);
    const value = row < 0 ? null : numberAt(record.rows.columns[valueIndex], row);
    record.values.set(key, value);
    return value;
  }

  private valueColumn(schema: Schema, wanted: string | null): number {
    const named = wanted ?? (this.view.kind === 'chart' ? this.view.value : null);
    if (named !== null) {
      const index = fieldIndex(schema, named);
      if (index >= 0) return index;
    }
    const keys = new Set(this.stream.keys.map((k) => k.toLowerCase()));
    return schema.findIndex(
      (f) => !keys.has(f.name.toLowerCase()) && (f.type.kind === 'INT' || f.type.kind === 'BIGINT' || f.type.kind === 'DOUBLE'),
    );
  }

  private seriesNames(schema: Schema, valueIndex: number): readonly string[] {
    const chosen = this.view.kind === 'chart' ? this.view.series : null;
    if (chosen !== null && fieldIndex(schema, chosen) >= 0) return [chosen];
    if (this.stream.keys.length > 0) return this.stream.keys;
    return schema.filter((f, i) => i !== valueIndex && f.type.kind === 'STRING').map((f) => f.name);
  }

  private windowAt(timeMs: number | null): { readonly startMs: number; readonly endMs: number } | null {
    return timeMs === null || this.stream.windowMs === null ? null : { startMs: timeMs - this.stream.windowMs, endMs: timeMs };
  }

  private schemaOf(answer: Answer): Schema {
    return answer.refs[0]?.record.rows.schema ?? this.stream.columns;
  }

  private answerAt(at: 'live' | number): Answer {
    if (at !== 'live') {
      const record = this.records.find((r) => r.batchId === at);
      return record === undefined ? { refs: [], batchId: at, timeMs: null } : firingAnswer(record);
    }
    const last = this.records[this.records.length - 1];
    if (last === undefined) return { refs: [], batchId: null, timeMs: null };
    switch (this.stream.emits) {
      case 'closed':
      case 'all':
        return firingAnswer(last);
      case 'changes':
        for (const record of this.records) {
          if (record.batchId <= this.foldedUpTo) continue;
          this.foldInto(this.folded, record);
          this.foldedUpTo = record.batchId;
        }
        return { refs: [...this.folded.values()], batchId: last.batchId, timeMs: last.timeMs };
      case 'rows': {
        const refs: RowRef[] = [];
        for (let i = this.records.length - 1; i >= 0 && refs.length < KEPT_ROWS; i--) {
          const record = this.records[i] as HeldRecord;
          for (let row = record.rows.length - 1; row >= 0; row--) refs.push({ record, row });
        }
        return { refs, batchId: last.batchId, timeMs: last.timeMs };
      }
    }
  }

  private foldInto(fold: Map<string, RowRef>, record: HeldRecord): void {
    for (let row = 0; row < record.rows.length; row++) fold.set(keyText({ record, row }, this.stream.keys), { record, row });
  }

  private ordered(query: RowsQuery): { readonly answer: Answer; readonly order: readonly number[] } {
    const key = JSON.stringify([query.at, query.sort, query.search]);
    if (this.cache?.key === key) return this.cache;
    const answer = this.answerAt(query.at);
    let order = answer.refs.map((_, i) => i);
    const wanted = query.search.toLowerCase();
    if (wanted !== '') order = order.filter((i) => rowContains(answer.refs[i] as RowRef, wanted));
    const sort = query.sort;
    if (sort !== null) {
      const column = fieldIndex(this.schemaOf(answer), sort.column);
      if (column >= 0) order.sort((a, b) => compareRows(answer.refs[a] as RowRef, answer.refs[b] as RowRef, column, sort.descending) || a - b);
    }
    this.cache = { key, answer, order };
    return this.cache;
  }

  private collect(refs: readonly RowRef[]): Rows {
    const byRecord = new Map<HeldRecord, number[]>();
    for (const ref of refs) {
      const rows = byRecord.get(ref.record);
      if (rows === undefined) byRecord.set(ref.record, [ref.row]);
      else rows.push(ref.row);
    }
    return concatRows(
      this.stream.columns,
      [...byRecord].map(([record, rows]) => gatherRows(record.rows, Int32Array.from(rows))),
    );
  }
}

function firingAnswer(record: HeldRecord): Answer {
  const refs: RowRef[] = [];
  for (let row = 0; row < selectedCount(record.rows); row++) refs.push({ record, row });
  return { refs, batchId: record.batchId, timeMs: record.timeMs };
}

function plainRow(ref: RowRef): readonly PlainValue[] {
  return ref.record.rows.columns.map((column) => valueAt(column, ref.row));
}

function shown(value: PlainValue): string {
  if (value === null) return 'NULL';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function rowContains(ref: RowRef, lowered: string): boolean {
  return ref.record.rows.columns.some((column) => shown(valueAt(column, ref.row)).toLowerCase().includes(lowered));
}

/** The text that names a row's series: its key values, joined. */
function keyText(ref: RowRef, names: readonly string[]): string {
  const { rows } = ref.record;
  return names
    .map((name) => {
      const column = rows.columns[fieldIndex(rows.schema, name)];
      return column === undefined ? '' : shown(valueAt(column, ref.row));
    })
    .join(', ');
}

function findRow(record: HeldRecord, key: string, names: readonly string[]): number {
  const { rows } = record;
  const [name] = names;
  const column = names.length === 1 && name !== undefined ? rows.columns[fieldIndex(rows.schema, name)] : undefined;
  if (column?.kind === 'string') return findText(column, key);
  for (let row = rows.length - 1; row >= 0; row--) if (keyText({ record, row }, names) === key) return row;
  return -1;
}

function findText(column: Extract<Column, { kind: 'string' }>, key: string): number {
  const wanted = new TextEncoder().encode(key);
  for (let row = column.length - 1; row >= 0; row--) {
    const start = column.starts[row] as number;
    if ((column.ends[row] as number) - start !== wanted.length || column.nulls?.[row] === 1) continue;
    let i = 0;
    while (i < wanted.length && column.bytes[start + i] === wanted[i]) i++;
    if (i === wanted.length) return row;
  }
  return -1;
}

function numberAt(column: Column | undefined, row: number): number | null {
  if (column === undefined || column.nulls?.[row] === 1) return null;
  if (column.kind === 'int' || column.kind === 'float') return column.values[row] ?? null;
  return column.kind === 'big' ? Number(column.values[row]) : null;
}

/** The n rows with the largest values, largest first, ties in row order; NULL and NaN last. */
function largest(refs: readonly RowRef[], valueIndex: number, n: number): readonly RowRef[] {
  const best: { readonly ref: RowRef; readonly value: number }[] = [];
  for (const ref of refs) {
    const raw = numberAt(ref.record.rows.columns[valueIndex], ref.row);
    const value = raw === null || Number.isNaN(raw) ? Number.NEGATIVE_INFINITY : raw;
    if (best.length === n && value <= (best[n - 1]?.value ?? 0)) continue;
    let at = best.length;
    while (at > 0 && (best[at - 1]?.value ?? 0) < value) at--;
    best.splice(at, 0, { ref, value });
    if (best.length > n) best.pop();
  }
  return best.map((b) => b.ref);
}

/** Spark's order: NULLs first ascending, last descending; strings by code point. */
function compareRows(a: RowRef, b: RowRef, column: number, descending: boolean): number {
  const order = compareCells(a.record.rows.columns[column], a.row, b.record.rows.columns[column], b.row);
  return descending ? -order : order;
}

function compareCells(a: Column | undefined, rowA: number, b: Column | undefined, rowB: number): number {
  if (a === undefined || b === undefined) return 0;
  const nullA = a.nulls?.[rowA] === 1;
  const nullB = b.nulls?.[rowB] === 1;
  if (nullA || nullB) return nullA === nullB ? 0 : nullA ? -1 : 1;
  if (a.kind === 'string' && b.kind === 'string') return compareText(stringAt(a, rowA), stringAt(b, rowB));
  const x = numberAt(a, rowA);
  const y = numberAt(b, rowB);
  if (x === null || y === null) return compareText(shown(valueAt(a, rowA)), shown(valueAt(b, rowB)));
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) === Number.isNaN(y) ? 0 : Number.isNaN(x) ? 1 : -1;
  return x - y;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** NULL is nothing between the commas; an empty string is "". */
function csvLine(row: readonly PlainValue[]): string {
  return row
    .map((value) => {
      if (value === null) return '';
      const text = shown(value);
      return text === '' || /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    })
    .join(',');
}

function jsonLine(schema: Schema, row: readonly PlainValue[]): string {
  return JSON.stringify(Object.fromEntries(schema.map((field, i) => [field.name, row[i] ?? null])));
}
