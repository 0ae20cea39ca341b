// A term that reads one STRING column of few texts: it is computed once for each text, not for each row, and its answers are looked up. A
// regular expression over a dictionary of ten words then costs a row no more than a copy.
import type { Column, Nulls, StringColumn } from '../columns/column.ts';
import { gatherColumn } from '../columns/gather.ts';
import { type Batch, batchCount, type Evaluator } from './batch.ts';
import type { Term } from './expression.ts';
import { isDictionary } from './functions/ascii.ts';

/** With fewer rows, or fewer rows a text, nothing is won. */
const FEWEST_ROWS = 64;
const ROWS_A_TEXT = 4;

/** Functions that answer with the slices they were given, or a dictionary changed as a whole: nothing costs less. */
const FREE = new Set(['upper', 'lower', 'coalesce']);

/** The STRING column that is all the term reads, or null; null too where nothing is won. */
export function onlyText(term: Term): number | null {
  if (term.kind === 'call' && FREE.has(term.name) && term.args.every((arg) => arg.kind === 'column' || arg.kind === 'literal')) return null;
  const read = new Set<number>();
  return collect(term, read) && read.size === 1 ? ([...read][0] ?? null) : null;
}

/** False: the term reads something else too. */
function collect(term: Term, read: Set<number>): boolean {
  switch (term.kind) {
    case 'literal':
      return true;
    case 'column':
      read.add(term.index);
      return term.variable !== true && term.type.kind === 'STRING';
    case 'call':
      return term.args.every((arg) => collect(arg, read));
    case 'case':
      return term.branches.every(({ when, then }) => collect(when, read) && collect(then, read)) && collect(term.otherwise, read);
  }
}

/** Caller owes: `evaluate` never fails, and reads column `index` only. */
export function overFewTexts(index: number, evaluate: Evaluator): Evaluator {
  return (batch) => {
    const column = batch.columns[index];
    const texts = column?.kind === 'string' && column.length === batch.length ? textsOf(column, batch) : null;
    if (texts === null) return evaluate(batch);
    const columns: Column[] = [];
    columns[index] = texts.column;
    return spread(evaluate({ columns, length: texts.column.length, selection: null, context: batch.context }), texts.places);
  };
}

interface FewTexts {
  /** Each text once, and NULL if there is one. */
  readonly column: StringColumn;
  /** Of each row asked for, its text's place there. */
  readonly places: Int32Array;
}

/** What was found out about a column, for the terms that read it in one batch. */
const known = new WeakMap<StringColumn, { readonly selection: Batch['selection']; readonly texts: FewTexts | null }>();

function textsOf(column: StringColumn, batch: Batch): FewTexts | null {
  const count = batchCount(batch);
  if (count < FEWEST_ROWS || !isDictionary(column, count)) return null;
  const found = known.get(column);
  if (found !== undefined && (found.selection === null || found.selection === batch.selection)) return found.texts;
  const texts = fewTexts(column, batch, count);
  known.set(column, { selection: batch.selection, texts });
  return texts;
}

/** null: the texts are many. */
function fewTexts(column: StringColumn, { selection, length }: Batch, count: number): FewTexts | null {
  const { bytes, nulls } = column;
  const most = Math.floor(count / ROWS_A_TEXT);
  const places = new Int32Array(length);
  const starts = new Int32Array(most + 1);
  const ends = new Int32Array(most + 1);
  // By where a text begins: its place, and one.
  const byStart = new Int32Array(bytes.length + 1);
  let size = 0;
  let nullAt = -1;
  for (let k = 0; k < count; k++) {
    const row = selection === null ? k : (selection[k] as number);
    if (nulls !== null && nulls[row] === 1) {
      if (nullAt < 0) nullAt = size++;
      places[row] = nullAt;
    } else {
      const start = column.starts[row] as number;
      const end = column.ends[row] as number;
      const place = (byStart[start] as number) - 1;
      if (place >= 0 && ends[place] === end) {
        places[row] = place;
        continue;
      }
      starts[size] = start;
      ends[size] = end;
      places[row] = size++;
      byStart[start] = size;
    }
    if (size > most) return null;
  }
  const mask = nullAt < 0 ? null : new Uint8Array(size);
  if (mask !== null) mask[nullAt] = 1;
  return { column: { ...column, length: size, nulls: mask, starts: starts.subarray(0, size), ends: ends.subarray(0, size) }, places };
}

/** Row i is the answer at places[i]. */
function spread(answers: Column, places: Int32Array): Column {
  const { type } = answers;
  const base = { type, length: places.length, nulls: spreadNulls(answers.nulls, places) };
  switch (answers.kind) {
    case 'boolean':
      return { ...base, kind: 'boolean', values: spreadValues(answers.values, places, new Uint8Array(places.length)) };
    case 'int':
      return { ...base, kind: 'int', values: spreadValues(answers.values, places, new Int32Array(places.length)) };
    case 'float':
      return { ...base, kind: 'float', values: spreadValues(answers.values, places, new Float64Array(places.length)) };
    case 'string': {
      const starts = spreadValues(answers.starts, places, new Int32Array(places.length));
      return { ...base, kind: 'string', bytes: answers.bytes, starts, ends: spreadValues(answers.ends, places, new Int32Array(places.length)) };
    }
    default:
      return gatherColumn(answers, places);
  }
}

function spreadNulls(nulls: Nulls, places: Int32Array): Nulls {
  return nulls === null ? null : spreadValues(nulls, places, new Uint8Array(places.length));
}

function spreadValues<A extends Uint8Array | Int32Array | Float64Array>(source: A, places: Int32Array, into: A): A {
  for (let row = 0; row < places.length; row++) into[row] = source[places[row] as number] as number;
  return into;
}
