// Random rows for properties: any type, any lane, any physical layout behind the same values.
import fc from 'fast-check';
import { type PlainValue, rowsFromValues } from '../../src/columns/build.ts';
import type { Column, Rows, StringColumn } from '../../src/columns/column.ts';
import { DAY_TIME_UNITS, type DataType, type DecimalType, formatType, type Schema, YEAR_MONTH_UNITS } from '../../src/columns/data-type.ts';
import { formatDecimal, powerOfTen } from '../../src/columns/decimal.ts';
import { formatDayTime, formatYearMonth } from '../../src/columns/interval-text.ts';
import { formatDate, formatTimestamp } from '../../src/columns/time.ts';

const scalarKinds = ['BOOLEAN', 'TINYINT', 'SMALLINT', 'INT', 'BIGINT', 'FLOAT', 'DOUBLE', 'STRING', 'BINARY', 'DATE', 'TIMESTAMP'] as const;

const decimalType: fc.Arbitrary<DecimalType> = fc
  .integer({ min: 1, max: 38 })
  .chain((precision) => fc.integer({ min: 0, max: precision }).map((scale) => ({ kind: 'DECIMAL', precision, scale })));

const intervalType: fc.Arbitrary<DataType> = fc.oneof(
  fc.tuple(fc.nat(3), fc.nat(3)).map(([a, b]): DataType => {
    const [from = 'DAY', to = 'SECOND'] = [Math.min(a, b), Math.max(a, b)].map((i) => DAY_TIME_UNITS[i]);
    return { kind: 'DAY_TIME', from, to };
  }),
  fc.constantFrom(...YEAR_MONTH_UNITS).map((from): DataType => ({ kind: 'YEAR_MONTH', from, to: 'MONTH' })),
);

export const scalarType: fc.Arbitrary<DataType> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...scalarKinds).map((kind): DataType => ({ kind })) },
  decimalType,
  intervalType,
);

export const anyType: fc.Arbitrary<DataType> = fc.letrec<{ type: DataType }>((tie) => ({
  type: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalarType,
    tie('type').map((element): DataType => ({ kind: 'ARRAY', element })),
    fc.tuple(scalarType, tie('type')).map(([key, value]): DataType => ({ kind: 'MAP', key, value })),
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
    case 'TINYINT':
      return fc.integer({ min: -128, max: 127 });
    case 'SMALLINT':
      return fc.integer({ min: -32_768, max: 32_767 });
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
    case 'DECIMAL':
      return decimalFor(type);
    case 'DAY_TIME':
      return fc
        .oneof(fc.bigInt({ min: -5n, max: 5n }), fc.bigInt({ min: -(2n ** 63n - 1n), max: 2n ** 63n - 1n }))
        .map((micros) => formatDayTime(type, micros - (micros % MICROS[type.to])));
    case 'YEAR_MONTH':
      return fc.integer({ min: -10_000, max: 10_000 }).map((months) => formatYearMonth(type, months));
    case 'BINARY':
      return fc.uint8Array({ maxLength: 6 }).map((bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''));
    case 'FLOAT':
      return fc.oneof(fc.constantFrom<PlainValue>(0, '-0.0', 'NaN', 'Infinity', 0.1, 16777216), fc.integer({ min: -100, max: 100 }));
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
      // Now and then one that no double holds.
      return fc
        .oneof(
          { weight: 4, arbitrary: fc.integer({ min: -2_000_000_000_000_000, max: 4_000_000_000_000_000 }) },
          { weight: 1, arbitrary: fc.bigInt(-62_135_596_799_999_999n, 253_402_300_799_999_999n) },
        )
        .map(formatTimestamp);
    case 'ARRAY':
      return fc.array(valueFor(type.element), { maxLength: 4 });
    case 'MAP':
      return fc.array(fc.tuple(present(type.key), valueFor(type.value)), { maxLength: 3 });
    case 'STRUCT':
      return fc.tuple(...type.fields.map((field) => valueFor(field.type)));
  }
}

const MICROS = { DAY: 86_400_000_000n, HOUR: 3_600_000_000n, MINUTE: 60_000_000n, SECOND: 1n } as const;

function decimalFor({ precision, scale }: DecimalType): fc.Arbitrary<PlainValue> {
  const limit = powerOfTen(precision) - 1n;
  const small = limit < 20n ? limit : 20n;
  return fc.oneof(fc.bigInt({ min: -small, max: small }), fc.bigInt({ min: -limit, max: limit })).map((unscaled) => formatDecimal(unscaled, scale));
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

/** The same values in other lanes and buffers, as far as their type has them. */
export function rebuffered(column: Column): Column {
  if (column.kind === 'struct') return { ...column, fields: column.fields.map(rebuffered) };
  if (column.kind === 'map') return { ...column, keys: rebuffered(column.keys), values: rebuffered(column.values) };
  if (column.kind === 'array') return { ...column, elements: rebuffered(column.elements) };
  if (column.kind === 'float' && column.type.kind === 'BIGINT')
    return { ...column, kind: 'big', values: BigInt64Array.from(column.values, (v) => BigInt(v)) };
  if (column.kind === 'float' && column.type.kind === 'DECIMAL')
    return { ...column, kind: 'wide', values: Array.from(column.values, (v) => BigInt(v)) };
  return column.kind === 'string' ? shifted(column) : column;
}

function shifted(column: StringColumn): StringColumn {
  const bytes = new Uint8Array(column.bytes.length + 3).fill(0x78);
  bytes.set(column.bytes, 3);
  return { ...column, bytes, starts: column.starts.map((start) => start + 3), ends: column.ends.map((end) => end + 3) };
}
