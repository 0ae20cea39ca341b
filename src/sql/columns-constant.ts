// Columns of one repeated value: literals, and results that are the same for every row of a batch.
import type { Column } from '../columns/column.ts';
import type { DataType } from '../columns/data-type.ts';
import type { Literal } from './expression.ts';

const encoder = new TextEncoder();

/** A column of `length` rows that all have the literal's value. */
export function constantColumn(type: DataType, literal: Literal, length: number): Column {
  switch (literal.kind) {
    case 'null':
      return nullColumn(type, length);
    case 'boolean':
      return { kind: 'boolean', type, length, nulls: null, values: new Uint8Array(length).fill(literal.value ? 1 : 0) };
    case 'bigint':
      if (type.kind === 'DECIMAL') return { kind: 'wide', type, length, nulls: null, values: new Array<bigint>(length).fill(BigInt(literal.value)) };
      return { kind: 'big', type, length, nulls: null, values: new BigInt64Array(length).fill(BigInt(literal.value)) };
    case 'string': {
      const bytes = encoder.encode(literal.value);
      return { kind: 'string', type, length, nulls: null, bytes, starts: new Int32Array(length), ends: new Int32Array(length).fill(bytes.length) };
    }
    case 'binary': {
      const bytes = Uint8Array.from({ length: literal.value.length / 2 }, (_, i) => Number.parseInt(literal.value.slice(2 * i, 2 * i + 2), 16));
      return { kind: 'string', type, length, nulls: null, bytes, starts: new Int32Array(length), ends: new Int32Array(length).fill(bytes.length) };
    }
    case 'number':
      if (isIntLane(type)) return { kind: 'int', type, length, nulls: null, values: new Int32Array(length).fill(literal.value) };
      return { kind: 'float', type, length, nulls: null, values: new Float64Array(length).fill(literal.value) };
  }
}

/** Whether columns of the type are in the int lane. */
export function isIntLane({ kind }: DataType): boolean {
  return kind === 'INT' || kind === 'DATE' || kind === 'SMALLINT' || kind === 'TINYINT' || kind === 'YEAR_MONTH';
}

/** A column of `length` NULLs. */
export function nullColumn(type: DataType, length: number): Column {
  return emptyValues(type, length, new Uint8Array(length).fill(1));
}

function emptyValues(type: DataType, length: number, nulls: Uint8Array | null): Column {
  switch (type.kind) {
    case 'BOOLEAN':
    case 'VOID':
      return { kind: 'boolean', type, length, nulls, values: new Uint8Array(length) };
    case 'INT':
    case 'SMALLINT':
    case 'TINYINT':
    case 'DATE':
    case 'YEAR_MONTH':
      return { kind: 'int', type, length, nulls, values: new Int32Array(length) };
    case 'BIGINT':
    case 'FLOAT':
    case 'DOUBLE':
    case 'DECIMAL':
    case 'DAY_TIME':
    case 'TIMESTAMP':
      return { kind: 'float', type, length, nulls, values: new Float64Array(length) };
    case 'STRING':
    case 'BINARY':
      return { kind: 'string', type, length, nulls, bytes: new Uint8Array(0), starts: new Int32Array(length), ends: new Int32Array(length) };
    case 'ARRAY': {
      const elements = emptyValues(type.element, 0, null);
      return { kind: 'array', type, length, nulls, starts: new Int32Array(length), ends: new Int32Array(length), elements };
    }
    case 'MAP': {
      const [keys, values] = [emptyValues(type.key, 0, null), emptyValues(type.value, 0, null)];
      return { kind: 'map', type, length, nulls, starts: new Int32Array(length), ends: new Int32Array(length), keys, values };
    }
    case 'STRUCT':
      return { kind: 'struct', type, length, nulls, fields: type.fields.map((field) => nullColumn(field.type, length)) };
  }
}

/** Makes literal columns of any length from one that is kept and grown, so that a batch costs nothing. */
export function constantSource(type: DataType, literal: Literal): (length: number) => Column {
  let kept = constantColumn(type, literal, 0);
  return (length) => {
    if (kept.length < length) kept = constantColumn(type, literal, Math.max(length, kept.length * 2));
    return kept.length === length ? kept : firstRows(kept, length);
  };
}

/** A view of the first rows. */
export function firstRows(column: Column, length: number): Column {
  const nulls = column.nulls === null ? null : column.nulls.subarray(0, length);
  switch (column.kind) {
    case 'boolean':
      return { ...column, length, nulls, values: column.values.subarray(0, length) };
    case 'int':
      return { ...column, length, nulls, values: column.values.subarray(0, length) };
    case 'float':
      return { ...column, length, nulls, values: column.values.subarray(0, length) };
    case 'big':
      return { ...column, length, nulls, values: column.values.subarray(0, length) };
    case 'wide':
      return { ...column, length, nulls, values: column.values.slice(0, length) };
    case 'string':
    case 'array':
    case 'map':
      return { ...column, length, nulls, starts: column.starts.subarray(0, length), ends: column.ends.subarray(0, length) };
    case 'struct':
      return { ...column, length, nulls, fields: column.fields.map((field) => firstRows(field, length)) };
  }
}
