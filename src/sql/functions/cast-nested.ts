// Casts of ARRAY, MAP and STRUCT: of what they hold. An error of an element is an error of its row; silently, the element is NULL.
import type { ArrayColumn, Column, MapColumn } from '../../columns/column.ts';
import { type DataType, formatType } from '../../columns/data-type.ts';
import { Frame } from '../frame.ts';
import { RowErrors } from '../row-errors.ts';
import { unexpected } from './cast-errors.ts';

/** Casts a column at the rows of a frame. */
export type Caster = (column: Column, to: DataType, frame: Frame, silent: boolean) => Column;

export function toArray(column: Column, to: DataType & { kind: 'ARRAY' }, frame: Frame, silent: boolean, cast: Caster): Column {
  if (column.kind !== 'array') throw unexpected(column, formatType(to));
  const elements = castElements(column, column.elements, to.element, frame, silent, cast);
  return { ...column, type: to, nulls: frame.nulls, elements };
}

export function toMap(column: Column, to: DataType & { kind: 'MAP' }, frame: Frame, silent: boolean, cast: Caster): Column {
  if (column.kind !== 'map') throw unexpected(column, formatType(to));
  const keys = castElements(column, column.keys, to.key, frame, silent, cast);
  const values = castElements(column, column.values, to.value, frame, silent, cast);
  return { ...column, type: to, nulls: frame.nulls, keys, values };
}

function castElements(list: ArrayColumn | MapColumn, elements: Column, to: DataType, frame: Frame, silent: boolean, cast: Caster): Column {
  const { starts, ends } = list;
  const errors = new RowErrors();
  const inner = new Frame(elements.length, usedElements(list, elements.length, frame), elements.nulls, { ...frame.context, errors }, frame.span);
  const result = cast(elements, to, inner, silent);
  if (errors.size > 0) {
    for (let k = 0; k < frame.count; k++) {
      const row = frame.rowAt(k);
      for (let i = starts[row] as number; i < (ends[row] as number) && !frame.isNull(row); i++) {
        const error = errors.at(i);
        if (error !== undefined && !silent) frame.fail(row, error.errorClass, error.params);
      }
    }
  }
  return result;
}

/** The elements of the rows to compute; others may hold anything. */
function usedElements({ starts, ends }: ArrayColumn | MapColumn, size: number, frame: Frame): Int32Array {
  const used: number[] = [];
  const seen = new Uint8Array(size);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    for (let i = starts[row] as number; i < (ends[row] as number); i++) {
      if (seen[i] === 0) used.push(i);
      seen[i] = 1;
    }
  }
  return Int32Array.from(used);
}

export function toStruct(column: Column, to: DataType & { kind: 'STRUCT' }, frame: Frame, silent: boolean, cast: Caster): Column {
  if (column.kind !== 'struct') throw unexpected(column, formatType(to));
  const fields = column.fields.map((field, f) => {
    const type = to.fields[f]?.type ?? field.type;
    const inner = new Frame(frame.length, frame.selection, unionOf(field.nulls, frame.nulls), frame.context, frame.span);
    const result = cast(field, type, inner, silent);
    if (!silent) for (let k = 0; k < frame.count; k++) if (frame.context.errors.at(frame.rowAt(k)) !== undefined) frame.setNull(frame.rowAt(k));
    return result;
  });
  return { kind: 'struct', type: to, length: frame.length, nulls: frame.nulls, fields };
}

function unionOf(a: Uint8Array | null, b: Uint8Array | null): Uint8Array | null {
  if (a === null || b === null) return a ?? b;
  return a.map((bit, row) => bit | (b[row] as number));
}
