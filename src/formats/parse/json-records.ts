// JSON records to columns, by the paths of the columns. Columns whose paths can be one STRUCT are read in one pass; a path that is
// a value for one column and an object for another needs a second pass.
import type { Column, Selection, StringColumn } from '../../columns/column.ts';
import { type DataType, type Field, STRING } from '../../columns/data-type.ts';
import { mustZone } from '../../sql/datetime/zone-names.ts';
import { parseDateText, parseTimestampText } from '../../sql/datetime-text.ts';
import { JsonReader } from '../../sql/json/json-reader.ts';
import type { JsonFault } from '../../sql/json/json-syntax.ts';
import type { JsonTimes } from '../../sql/json/json-times.ts';
import type { ParsedColumn } from '../record-format.ts';
import type { ReadingContext } from './cast-texts.ts';
import { ColumnReader } from './column-reader.ts';
import { splitPath } from './json-path.ts';
import { BAD, type RecordClasses } from './record-class.ts';
import type { TextFields } from './text-fields.ts';

interface Member {
  readonly name: string;
  /** A leaf. */
  readonly type: DataType | null;
  readonly members: Member[];
}

/** Columns that are read in one pass: where each lies in the STRUCT, as positions of fields from the root. */
interface Pass {
  readonly root: Member;
  /** Kept from batch to batch, with what it learnt of the order of names. */
  reader: { readonly json: JsonReader; readonly timeZone: string; readonly batch: { timeMs: number } } | null;
  readonly places: { readonly column: number; readonly at: readonly number[] }[];
}

export class JsonRecords {
  private readonly passes: readonly Pass[];
  /** Of a column with a form of its own: it is read as text first. */
  private readonly readers: readonly (ColumnReader | null)[];

  constructor(columns: readonly ParsedColumn[]) {
    this.readers = columns.map((column) => (column.form.kind === 'cast' ? null : new ColumnReader(column)));
    const passes: Pass[] = [];
    columns.forEach((column, c) => {
      const path = splitPath(String(column.from));
      const type = this.readers[c] === null ? column.type : STRING;
      for (const pass of passes) {
        const at = place(pass.root, path, type);
        if (at === null) continue;
        pass.places.push({ column: c, at });
        return;
      }
      const root: Member = { name: '', type: null, members: [] };
      passes.push({ root, reader: null, places: [{ column: c, at: place(root, path, type) ?? [] }] });
    });
    this.passes = passes;
  }

  read(records: StringColumn, selection: Selection, context: ReadingContext, classes: RecordClasses): readonly Column[] {
    const columns: Column[] = [];
    for (const pass of this.passes) {
      const struct = readPass(pass, records, selection, context, classes);
      for (const { column, at } of pass.places) columns[column] = fieldAt(struct, at);
    }
    return columns.map((column, c) => this.readers[c]?.read(asFields(column), context, classes) ?? column);
  }
}

/** Puts a leaf into the tree; its positions, or null when the path is taken by something else. */
function place(root: Member, path: readonly string[], type: DataType): readonly number[] | null {
  const at: number[] = [];
  let member = root;
  for (const [depth, name] of path.entries()) {
    const leaf = depth === path.length - 1;
    const known = member.members.findIndex((m) => m.name === name);
    const found = member.members[known];
    if (found !== undefined && (leaf || found.type !== null)) return null;
    if (found === undefined) {
      at.push(member.members.length);
      const made: Member = { name, type: leaf ? type : null, members: [] };
      member.members.push(made);
      member = made;
    } else {
      at.push(known);
      member = found;
    }
  }
  return at;
}

function typeOf(member: Member): DataType {
  return member.type ?? { kind: 'STRUCT', fields: member.members.map((m): Field => ({ name: m.name, type: typeOf(m) })) };
}

function readPass(pass: Pass, records: StringColumn, selection: Selection, context: ReadingContext, classes: RecordClasses): Column {
  const reader = readerOf(pass, context);
  reader.expect(records.length);
  const { bytes, starts, ends, nulls } = records;
  const asked = selection === null ? records.length : selection.length;
  let next = 0;
  for (let k = 0; k < asked; k++) {
    const row = selection === null ? k : (selection[k] as number);
    for (; next < row; next++) reader.skip();
    next = row + 1;
    if (nulls !== null && nulls[row] === 1) {
      reader.skip();
      continue;
    }
    const start = starts[row] as number;
    const outcome = reader.read(bytes, start, ends[row] as number);
    const { fault } = reader;
    if (outcome === 'partly' || outcome === 'failed') classes.set(row, BAD, () => faultOf(fault, start));
  }
  for (; next < records.length; next++) reader.skip();
  return reader.finish();
}

function readerOf(pass: Pass, { timeZone, batchTimeMs }: ReadingContext): JsonReader {
  if (pass.reader?.timeZone !== timeZone) {
    const batch = { timeMs: batchTimeMs };
    pass.reader = { json: new JsonReader(typeOf(pass.root), { times: timesOf(timeZone, batch), exactStrings: true }), timeZone, batch };
  }
  pass.reader.batch.timeMs = batchTimeMs;
  return pass.reader.json;
}

function faultOf(fault: JsonFault | null, start: number) {
  if (fault === null) return { reason: 'NOT_JSON', detail: 'It is no JSON object.' };
  if (fault.kind === 'type') return { reason: 'BAD_VALUE', detail: `Member ${fault.reason}.` };
  return { reason: 'NOT_JSON', detail: `It is no JSON object that can be read: ${fault.reason}, at character ${fault.at - start + 1}.` };
}

/** `batch`: says at each text which batch it is in. */
function timesOf(timeZone: string, batch: { readonly timeMs: number }): JsonTimes {
  const zone = mustZone(timeZone);
  return {
    timestamp: (text) => parseTimestampText(text, batch.timeMs, zone),
    date: parseDateText,
    plainTimestamps: true,
    utc: zone.fixed === 0,
    plainDates: true,
  };
}

/** A field of a field; NULL where what it lies in is. */
function fieldAt(struct: Column, at: readonly number[]): Column {
  let column = struct;
  for (const position of at) {
    const outer = column.nulls;
    const field: Column | undefined = column.kind === 'struct' ? column.fields[position] : undefined;
    if (field === undefined) throw new Error('A path leads nowhere');
    column = outer === null ? field : { ...field, nulls: either(outer, field.nulls) };
  }
  return column;
}

function either(a: Uint8Array, b: Uint8Array | null): Uint8Array {
  return b === null ? a : a.map((bit, row) => bit | (b[row] as number));
}

function asFields(column: Column): TextFields {
  if (column.kind !== 'string') throw new Error('A column with a form is read as text first');
  const { bytes, starts, ends } = column;
  return { bytes, starts, ends, nulls: column.nulls?.slice() ?? new Uint8Array(column.length) };
}
