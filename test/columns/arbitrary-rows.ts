// Random rows for properties: any type, any lane, any physical layout behind the same values.
import fc from 'fast-check';
import { type PlainValue, rowsFromValues } from '../../src/columns/build.ts';
import type { Column, Rows, StringColumn } from '../../src/columns/column.ts';
import { type DataType, formatType, type Schema } from '../../src/columns/data-type.ts';
import { formatDate, formatTimestamp } from '../../src/columns/time.ts';

const scalarKinds = ['BOOLEAN', 'INT', 'BIGINT', 'DOUBLE', 'STRING', 'DATE', 'TIMESTAMP'] as const;

export const scalarType: fc.Arbitrary<DataType> = fc.constantFrom(...scalarKinds).map((kind) => ({ kind }));

export const anyType: fc.Arbitrary<DataType> = fc.letrec<{ type: DataType }>((tie) => ({
  type: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalarType,
    tie('type').map((element): DataType => ({ kind: 'ARRAY', element })),
    fc
      .array(tie('type'), { minLength: 1, maxLength: 3 })
      .map((types): DataType => ({ kind: 'STRUCT', fields: types.map((type, f) => ({ name: `f${f}`, type })) })),
  ),
})).type;

export function valueFor(type: DataType): fc.Arbitrary<PlainValue> {
  return fc.option(present(type), { freq: 5, nil: null });
}

function present(type: DataType): fc.Arbitrary<PlainValue> {
  switch (type.kind) {
    case 'VOID':
      return fc.constant(null);
    case 'BOOLEAN':
      return fc.boolean();
    case 'INT':
      return fc.oneof(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff }));
    case 'BIGINT':
      return fc.oneof(
        fc.integer({ min: -5, max: 5 }),
        fc.maxSafeInteger(),
        fc
          .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
          .map((value) => (Number.isSafeInteger(Number(value)) ? Number(value) : value.toString())),
      );
    case 'DOUBLE':
      return fc.oneof(
        fc.constantFrom<PlainValue>(0, '-0.0', 'NaN', 'Infinity', '-Infinity', 0.1, 1e16),
        fc.integer({ min: -3, max: 3 }),
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((v) => (Object.is(v, -0) ? '-0.0' : v)),
      );
    case 'STRING':
      return fc.oneof(fc.constantFrom('', 'a', 'b', 'ab'), fc.string({ unit: 'binary', maxLength: 6 }), fc.string({ minLength: 7, maxLength: 20 }));
    case 'DATE':
      return fc.integer({ min: -100_000, max: 100_000 }).map(formatDate);
    case 'TIMESTAMP':
      return fc.integer({ min: -2_000_000_000_000_000, max: 4_000_000_000_000_000 }).map(formatTimestamp);
    case 'ARRAY':
      return fc.array(valueFor(type.element), { maxLength: 4 });
    case 'STRUCT':
      return fc.tuple(...type.fields.map((field) => valueFor(field.type)));
  }
}

export interface Table {
  readonly schema: Schema;
  readonly values: readonly (readonly PlainValue[])[];
}

export const anyTable: fc.Arbitrary<Table> = fc
  .array(anyType, { minLength: 1, maxLength: 4 })
  .chain((types) =>
    fc
      .array(fc.tuple(...types.map(valueFor)), { maxLength: 12 })
      .map((values) => ({ schema: types.map((type, c) => ({ name: `${formatType(type)[0]}${c}`, type })), values })),
  );

/** The same rows behind a selection: `noise` rows lie between, and strings point into a buffer with other bytes. */
export function scattered(table: Table, noise: readonly boolean[]): Rows {
  const spread: (readonly PlainValue[])[] = [];
  const selection: number[] = [];
  table.values.forEach((row, r) => {
    if (noise[r % Math.max(1, noise.length)] === true) spread.push(table.values[(r + 1) % table.values.length] ?? row);
    selection.push(spread.length);
    spread.push(row);
  });
  const rows = rowsFromValues(table.schema, spread);
  return { ...rows, columns: rows.columns.map(rebuffered), selection: Int32Array.from(selection) };
}

function rebuffered(column: Column): Column {
  if (column.kind === 'struct') return { ...column, fields: column.fields.map(rebuffered) };
  if (column.kind === 'array') return { ...column, elements: rebuffered(column.elements) };
  if (column.kind === 'float' && column.type.kind === 'BIGINT')
    return { ...column, kind: 'big', values: BigInt64Array.from(column.values, (v) => BigInt(v)) };
  return column.kind === 'string' ? shifted(column) : column;
}

function shifted(column: StringColumn): StringColumn {
  const bytes = new Uint8Array(column.bytes.length + 3).fill(0x78);
  bytes.set(column.bytes, 3);
  return { ...column, bytes, starts: column.starts.map((start) => start + 3), ends: column.ends.map((end) => end + 3) };
}
