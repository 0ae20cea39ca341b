// A sink's truth is the ledger; this is its fold for looking at: the current answer, one firing, a ranking with its
// history, an export. Live tab, watching tab and the past read through it. It holds the retained records decoded, as
// columns; strings and row lists are made only for what is asked. It decides what retention may delete, never deletes.
import type { PlainValue } from '../columns/build.ts';
import type { Column, Rows, SlotOwner } from '../columns/column.ts';
import { fieldIndex, isNumericType, type Schema, VOID } from '../columns/data-type.ts';
import type { SinkView } from '../plan/plan.ts';
import type { StreamType } from '../plan/stream-type.ts';
import type { RankingQuery, RankingView, RowsPage, RowsQuery } from '../protocol/engine-api.ts';
import { UTC } from '../sql/datetime/zone-names.ts';
import type { ZoneRules } from '../sql/datetime/zone-rules.ts';
import { writtenValueIn } from '../sql/zoned-values.ts';
import { ChangesFold } from './changes-fold.ts';
import { firstKept, KEPT_BATCHES, KEPT_ROWS } from './retention.ts';
import {
  firstInOrder,
  keyTextAt,
  keyTextOf,
  listOf,
  NO_ROWS,
  numberOf,
  numbersOf,
  plainRowAt,
  plainWord,
  type RowList,
  rowsWith,
} from './row-list.ts';

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

interface Answer {
  readonly list: RowList;
  readonly schema: Schema;
  readonly batchId: number | null;
  readonly timeMs: number | null;
}

/** The rows a search keeps, or null for all; made once for an answer. */
interface Searched {
  readonly key: string;
  readonly answer: Answer;
  readonly positions: Int32Array;
}

const LINES = 5;

export class LedgerView {
  readonly stream: StreamType;
  readonly view: SinkView;
  /** First batch it can hold: an edit that makes a sink another begins a new view. */
  readonly since: number;
  private records: HeldRecord[] = [];
  /** Of a stream of changes: where it stands, up to the record of `foldedUpTo`; made when first asked for. */
  private fold: ChangesFold | null = null;
  private foldedUpTo = -1;
  private cache: Searched | null = null;

  private zone = UTC;

  constructor(stream: StreamType, view: SinkView, since = 1) {
    this.stream = stream;
    this.view = view;
    this.since = since;
  }

  shownIn(): ZoneRules {
    return this.zone;
  }

  /** Times are shown, found and written on the clocks of this zone; UTC until it is said. */
  showIn(zone: ZoneRules): void {
    if (this.zone === zone) return;
    this.zone = zone;
    this.cache = null;
    for (const record of this.records) record.values.clear();
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
   * What may go: every record up to `upTo`; for a stream of changes its fold must be written in their place first. Null while
   * too little has gathered: a quarter of what is kept, and for changes twice the fold itself, so that folding costs no more
   * than the rows did.
   */
  expire(): { readonly upTo: number; readonly base: LedgerRecord | null } | null {
    const excess = this.records.slice(0, firstKept(this.records));
    const last = excess[excess.length - 1];
    const gathered = excess.reduce((sum, r) => sum + (r.base ? 0 : r.rows.length), 0);
    const folded = excess.reduce((sum, r) => sum + (r.base ? r.rows.length : 0), 0);
    const enough = gathered >= Math.max(KEPT_ROWS / 4, 2 * folded) || (excess.length >= KEPT_BATCHES / 4 && folded === 0);
    if (last === undefined || !enough) return null;
    if (this.stream.emits !== 'changes') return { upTo: last.batchId, base: null };
    const fold = new ChangesFold(this.stream, slotOwner(excess));
    for (const record of excess) fold.add(record.rows);
    return { upTo: last.batchId, base: { batchId: last.batchId, timeMs: last.timeMs, rows: fold.rows(), base: true } };
  }

  /** Forgets what `expire` named, once storage has. */
  expired(upTo: number, base: LedgerRecord | null): void {
    const kept = this.records.filter((r) => r.batchId > upTo);
    this.records = base === null ? kept : [{ ...base, values: new Map() }, ...kept];
    this.fold = null;
    this.foldedUpTo = -1;
    this.cache = null;
  }

  rowsPage(query: RowsQuery): RowsPage {
    const { answer, positions } = this.searched(query);
    const { list, schema } = answer;
    const end = Math.min(positions.length, query.offset + query.limit);
    const column = query.sort === null ? -1 : fieldIndex(schema, query.sort.column);
    const ordered = column < 0 ? positions : firstInOrder(list, positions, schema, column, query.sort?.descending === true, end);
    return {
      schema,
      emits: this.stream.emits,
      keys: this.stream.keys,
      batchId: answer.batchId,
      timeMs: answer.timeMs,
      window: this.windowAt(answer.timeMs),
      totalRows: list.length,
      matchedRows: positions.length,
      rows: Array.from(ordered.subarray(query.offset, end), (i) => plainRowAt(list, i)),
    };
  }

  private searched(query: RowsQuery): Searched {
    const key = JSON.stringify([query.at, query.search]);
    if (this.cache?.key === key) return this.cache;
    const answer = this.answerAt(query.at);
    const wanted = query.search.toLowerCase();
    const positions = wanted === '' ? Int32Array.from({ length: answer.list.length }, (_, i) => i) : rowsWith(answer.list, wanted, this.zone);
    this.cache = { key, answer, positions };
    return this.cache;
  }

  /** All rows of the current answer; times as Spark's writers write them, in the session zone. */
  exportText(format: 'csv' | 'jsonl'): string {
    const { list, schema } = this.answerAt('live');
    const lines = format === 'csv' ? [csvLine(schema.map((f) => f.name))] : [];
    const written = (row: readonly PlainValue[]) => row.map((value, c) => writtenValueIn(this.zone, value, schema[c]?.type ?? VOID));
    for (let i = 0; i < list.length; i++) {
      const row = written(plainRowAt(list, i));
      lines.push(format === 'csv' ? csvLine(row) : jsonLine(schema, row));
    }
    return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
  }

  ranking(query: RankingQuery): RankingView | null {
    const schema = this.stream.columns;
    const valueIndex = this.valueColumn(schema, query.value);
    if (valueIndex < 0) return null;
    const seriesNames = this.seriesNames(schema, valueIndex);
    const at = this.firingIndex(query.at);
    const { list, batchId, timeMs } = this.answerAt(query.at);
    const values = numbersOf(list, valueIndex);
    const firings = this.firings(at, query.points);
    const before = this.records[at - 1];
    const ranked = largest(values, query.top).map((i) => {
      const key = keyTextAt(list, i, seriesNames, this.zone);
      const value = Number.isNaN(values[i]) ? 0 : (values[i] as number);
      const earlier = before === undefined ? null : this.valueOf(before, key, seriesNames, valueIndex);
      return { key, value, change: earlier === null ? null : value - earlier };
    });
    return {
      value: schema[valueIndex]?.name ?? '',
      series: seriesNames.length === 0 ? null : seriesNames.join(', '),
      batchId,
      timeMs,
      window: this.windowAt(timeMs),
      totalRows: list.length,
      totalValue: values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value), 0),
      ranking: ranked,
      timesMs: firings.map((f) => f.timeMs),
      batchIds: firings.map((f) => f.batchId),
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
    const row = findRow(record, key, seriesNames, this.zone);
    const value = row < 0 ? null : numberOf(record.rows.columns[valueIndex], row);
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
    return schema.findIndex((f) => !keys.has(f.name.toLowerCase()) && isNumericType(f.type));
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

  private answerAt(at: 'live' | number): Answer {
    if (at !== 'live')
      return this.firingAnswer(
        this.records.find((r) => r.batchId === at),
        at,
      );
    const last = this.records[this.records.length - 1];
    if (last === undefined) return this.firingAnswer(undefined, null);
    const { batchId, timeMs } = last;
    // A log tells everything that came, whatever it means.
    if (this.view.kind === 'log') return { list: this.newestRowsFirst(), schema: this.stream.columns, batchId, timeMs };
    switch (this.stream.emits) {
      case 'closed':
      case 'all':
        return this.firingAnswer(last, batchId);
      case 'changes':
        return { list: this.standing().list(), schema: this.stream.columns, batchId, timeMs };
      case 'rows':
        return { list: this.newestRowsFirst(), schema: this.stream.columns, batchId, timeMs };
    }
  }

  private firingAnswer(record: HeldRecord | undefined, batchId: number | null): Answer {
    if (record === undefined) return { list: NO_ROWS, schema: this.stream.columns, batchId, timeMs: null };
    return { list: listOf(record.rows), schema: record.rows.schema, batchId: record.batchId, timeMs: record.timeMs };
  }

  private standing(): ChangesFold {
    this.fold ??= new ChangesFold(this.stream, slotOwner(this.records));
    for (const record of this.records) {
      if (record.batchId <= this.foldedUpTo) continue;
      this.fold.add(record.rows);
      this.foldedUpTo = record.batchId;
    }
    return this.fold;
  }

  private newestRowsFirst(): RowList {
    const parts: Rows[] = [];
    let length = 0;
    for (let i = this.records.length - 1; i >= 0 && length < KEPT_ROWS; i--) {
      const { rows } = this.records[i] as HeldRecord;
      parts.push(rows);
      length += rows.length;
    }
    const partOf = new Int32Array(length);
    const rowOf = new Int32Array(length);
    let at = 0;
    parts.forEach((rows, part) => {
      for (let row = rows.length - 1; row >= 0; row--, at++) {
        partOf[at] = part;
        rowOf[at] = row;
      }
    });
    return { parts, partOf, rowOf, length };
  }
}

/** Whose slots the newest rows have. */
function slotOwner(records: readonly LedgerRecord[]): SlotOwner | null {
  return records[records.length - 1]?.rows.keySlots?.owner ?? null;
}

function findRow(record: HeldRecord, key: string, names: readonly string[], zone: ZoneRules): number {
  const { rows } = record;
  const [name] = names;
  const column = names.length === 1 && name !== undefined ? rows.columns[fieldIndex(rows.schema, name)] : undefined;
  if (column?.kind === 'string') return findText(column, key);
  for (let row = rows.length - 1; row >= 0; row--) if (keyTextOf(rows, row, names, zone) === key) return row;
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

/** Positions of the n largest values, largest first, ties in their order; NaN stands for no value and comes last. */
function largest(values: Float64Array, n: number): readonly number[] {
  const best: number[] = [];
  const valueAt = (i: number | undefined): number => {
    const value = i === undefined ? Number.NEGATIVE_INFINITY : (values[i] as number);
    return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
  };
  for (let i = 0; i < values.length; i++) {
    const value = valueAt(i);
    if (best.length === n && value <= valueAt(best[n - 1])) continue;
    let at = best.length;
    while (at > 0 && valueAt(best[at - 1]) < value) at--;
    best.splice(at, 0, i);
    if (best.length > n) best.pop();
  }
  return best;
}

/** NULL is nothing between the commas; an empty string is "". */
function csvLine(row: readonly PlainValue[]): string {
  return row
    .map((value) => {
      if (value === null) return '';
      const text = plainWord(value);
      return text === '' || /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    })
    .join(',');
}

function jsonLine(schema: Schema, row: readonly PlainValue[]): string {
  return JSON.stringify(Object.fromEntries(schema.map((field, i) => [field.name, row[i] ?? null])));
}
