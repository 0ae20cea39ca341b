// Takes the records of a STRING column apart into columns. A record that is not of its format, has a value its column does not take, or
// too few or too many fields is refused by the node's policy; under "null" it stays with what could be read, as in Spark's
// PERMISSIVE, and is shown and counted. Each record is in exactly one class of the tally.
import { utf8Slice } from '../../columns/build.ts';
import type { Rows, StringColumn } from '../../columns/column.ts';
import { BAD, GOOD, LONG, type RecordClasses, SHORT } from '../../formats/parse/record-class.ts';
import { type ParsedRecords, RecordParser } from '../../formats/parse/record-parser.ts';
import type { ParseNode } from '../../plan/plan.ts';
import { ProblemError, problem } from '../../problem/problem.ts';
import type { Kernel } from './kernel.ts';
import { type RecordTally, RefusedRows } from './refused-rows.ts';

const NOTHING: RecordTally = { good: 0, bad: 0, short: 0, long: 0 };
/** Characters of a record that are shown. By the errors port it leaves whole. */
const SHOWN = 4000;

export class ParseKernel implements Kernel {
  readonly refused: RefusedRows | null;
  tally: RecordTally = NOTHING;
  protected readonly parser: RecordParser;
  private readonly node: ParseNode;
  private readonly timeZone: string;
  /** A record of a source is always there: NULL is one that was too long to be read. In a column NULL is no record, and no fault. */
  private readonly ofSource: boolean;

  constructor(node: ParseNode, timeZone: string) {
    this.node = node;
    this.timeZone = timeZone;
    this.parser = new RecordParser(node.format, node.columns);
    this.refused = node.onError === 'stop' ? null : new RefusedRows(node.onError === 'errors');
    this.ofSource = node.inputs.some((input) => input.node.startsWith(`${node.operatorId}/`));
  }

  run([rows]: readonly (Rows | null)[], timeMs: number): Rows | null {
    this.tally = NOTHING;
    if (rows === null || rows === undefined) return null;
    const records = rows.columns[this.node.column];
    if (records?.kind !== 'string') throw new Error('Records are a STRING column');
    const { columns, classes }: ParsedRecords = this.parser.parse(records, rows.selection, { timeZone: this.timeZone, batchTimeMs: timeMs });
    if (this.ofSource && records.nulls !== null) refuseTooLong(records, records.nulls, classes);
    const kept = this.node.keep ? rows.columns.filter((_, c) => c !== this.node.column) : [];
    return { schema: this.node.output.columns, columns: [...kept, ...columns], length: rows.length, selection: this.judge(rows, records, classes) };
  }

  /** Counts the records by class and treats those that are not good by the policy. The positions that go on. */
  private judge(rows: Rows, records: StringColumn, classes: RecordClasses): Int32Array | null {
    const { selection } = rows;
    const asked = selection === null ? rows.length : selection.length;
    if (!classes.spotted) {
      this.tally = { ...NOTHING, good: asked };
      return selection;
    }
    const counts = [0, 0, 0, 0];
    const keeps = this.node.onError === 'null';
    const staying = new Int32Array(asked);
    let stays = 0;
    for (let i = 0; i < asked; i++) {
      const row = selection === null ? i : (selection[i] as number);
      const kind = classes.byRow[row] as number;
      counts[kind] = (counts[kind] as number) + 1;
      if (kind !== GOOD) this.refuse(records, row, classes);
      if (kind === GOOD || keeps) staying[stays++] = row;
    }
    this.tally = { good: counts[GOOD] as number, bad: counts[BAD] as number, short: counts[SHORT] as number, long: counts[LONG] as number };
    return stays === asked ? selection : staying.subarray(0, stays);
  }

  private refuse(records: StringColumn, row: number, classes: RecordClasses): void {
    const { onError, operatorId } = this.node;
    const made = () => {
      const fault = classes.faultAt(row) ?? { reason: 'BAD_RECORD', detail: 'It cannot be read.' };
      return { position: row, ...fault, row: recordText(records, row, onError === 'errors' ? Number.POSITIVE_INFINITY : SHOWN) };
    };
    if (this.refused !== null) {
      if (onError === 'null') this.refused.note(made);
      else this.refused.add(made);
      return;
    }
    const { reason, detail, row: record } = made();
    const params = { place: 'A record', reason, detail, record: record.length > 200 ? `${record.slice(0, 200)}…` : record };
    throw new ProblemError(problem('format/record-refused', { operator: operatorId, row }, params));
  }
}

function refuseTooLong(records: StringColumn, nulls: Uint8Array, classes: RecordClasses): void {
  for (let row = 0; row < records.length; row++) {
    if (nulls[row] === 1)
      classes.set(row, BAD, () => ({ reason: 'RECORD_TOO_LONG', detail: 'It is longer than 16 MB, the most a record may have.' }));
  }
}

function recordText(records: StringColumn, row: number, most: number): string {
  const start = records.starts[row] as number;
  const end = records.ends[row] as number;
  return utf8Slice(records.bytes, start, Math.min(end, start + most));
}
