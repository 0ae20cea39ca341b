// Columns nobody reads. Where a plan drops a column that no later node needs, its place in the row stays, filled with NULL
// that costs no memory per batch: views over buffers shared by all.
import type { Column } from './column.ts';
import type { DataType } from './data-type.ts';

let zeros = new Uint8Array(0);
let ones = new Uint8Array(0);

/** A column of NULL. Shared: never written to. */
export function absentColumn(type: DataType, length: number): Column {
  if (ones.length < length) {
    ones = new Uint8Array(Math.max(length, ones.length * 2, 4096)).fill(1);
    zeros = new Uint8Array(ones.length * 8);
  }
  const nulls = ones.subarray(0, length);
  switch (type.kind) {
    case 'BOOLEAN':
    case 'VOID':
      return { kind: 'boolean', type, length, nulls, values: zeros.subarray(0, length) };
    case 'INT':
    case 'SMALLINT':
    case 'TINYINT':
    case 'DATE':
    case 'YEAR_MONTH':
      return { kind: 'int', type, length, nulls, values: zeroInts(length) };
    case 'BIGINT':
    case 'DOUBLE':
    case 'FLOAT':
    case 'DECIMAL':
    case 'DAY_TIME':
    case 'TIMESTAMP':
      return { kind: 'float', type, length, nulls, values: new Float64Array(zeros.buffer, 0, length) };
    case 'STRING':
    case 'BINARY':
      return { kind: 'string', type, length, nulls, bytes: zeros, starts: zeroInts(length), ends: zeroInts(length) };
    case 'ARRAY':
      return { kind: 'array', type, length, nulls, starts: zeroInts(length), ends: zeroInts(length), elements: absentColumn(type.element, 0) };
    case 'MAP': {
      const [keys, values] = [absentColumn(type.key, 0), absentColumn(type.value, 0)];
      return { kind: 'map', type, length, nulls, starts: zeroInts(length), ends: zeroInts(length), keys, values };
    }
    case 'STRUCT':
      return { kind: 'struct', type, length, nulls, fields: type.fields.map((field) => absentColumn(field.type, length)) };
  }
}

function zeroInts(length: number): Int32Array {
  return new Int32Array(zeros.buffer, 0, length);
}
