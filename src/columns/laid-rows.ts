// Rows that were computed into the very bytes they are stored as. What a window gives out is encoded for the ledger at once; when all
// columns are numbers without NULL, where each will lie is known before it is computed, and encoding is then no work at all.
import { decodeRows, encodeRows, startRows } from './codec.ts';
import type { Column, Rows } from './column.ts';
import type { DataType, Schema } from './data-type.ts';

/** An array a column, to compute its values into; undefined where the caller shall make one. */
export type Rooms = readonly (Int32Array | Float64Array | undefined)[];

type Lane = 'int' | 'float';

/** Bytes with room for rows of such a schema. Whoever computes the columns owes every value of each room it uses. */
export class RowsRoom {
  readonly rooms: Rooms;
  private readonly schema: Schema;
  private readonly length: number;
  private readonly bytes: Uint8Array;

  private constructor(schema: Schema, lanes: readonly Lane[], length: number) {
    const { writer, places } = startRows(schema, lanes, length);
    this.bytes = writer.finish();
    const { buffer } = this.bytes;
    this.rooms = lanes.map((lane, c) => (lane === 'int' ? new Int32Array(buffer, places[c], length) : new Float64Array(buffer, places[c], length)));
    this.schema = schema;
    this.length = length;
  }

  /** null: a column may be of another form. */
  static over(schema: Schema, length: number): RowsRoom | null {
    const lanes = schema.flatMap(({ type }) => laneOf(type) ?? []);
    return lanes.length === schema.length ? new RowsRoom(schema, lanes, length) : null;
  }

  /** Whether each of the columns lies in its room, and so the rows in their bytes. */
  holds(columns: readonly Column[]): boolean {
    return columns.every(
      (column, c) => (column.kind === 'int' || column.kind === 'float') && column.nulls === null && column.values === this.rooms[c],
    );
  }

  /** Rows of columns that it holds. They need not be encoded any more. */
  rows(columns: readonly Column[]): Rows {
    const rows: Rows = { schema: this.schema, columns, length: this.length, selection: null };
    laid.set(rows, this.bytes);
    return rows;
  }
}

/** By the object, so that whatever is made of such rows is not taken for them. */
const laid = new WeakMap<Rows, Uint8Array>();

/** The encoded rows, and the same rows as views over those bytes. The bytes are private to the caller, who must not change them any more. */
export function sealRows(rows: Rows): { readonly bytes: Uint8Array; readonly rows: Rows } {
  const known = laid.get(rows);
  if (known !== undefined) {
    // They go to one owner only.
    laid.delete(rows);
    return { bytes: known, rows };
  }
  const bytes = encodeRows(rows);
  return { bytes, rows: decodeRows(bytes, rows.schema) };
}

/** How a column of the type lies while no value is NULL or beyond 2^53. */
function laneOf({ kind }: DataType): Lane | null {
  switch (kind) {
    case 'INT':
    case 'SMALLINT':
    case 'TINYINT':
    case 'DATE':
    case 'YEAR_MONTH':
      return 'int';
    case 'BIGINT':
    case 'DOUBLE':
    case 'FLOAT':
    case 'TIMESTAMP':
    case 'DAY_TIME':
    case 'DECIMAL':
      return 'float';
    default:
      return null;
  }
}
